"""A day of the service, with a clock that we move: every run that is due happens once."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
import structlog
import time_machine
from structlog.testing import capture_logs

from bot.config.load import load
from bot.config.settings import Configuration
from bot.errors import ExitCode
from bot.service.duty import Duty, begin, perform, take_up
from bot.service.notify import Notifier
from bot.service.service import Perform, Service
from bot.service.timetable import timetable_of
from bot.store import database
from bot.store.locks import locks_for
from bot.store.store import Store, open_store
from bot.store.values import WikiHealth
from bot.sync.stopping import StopSignal

START = datetime(2026, 3, 10, 0, 0, 30, tzinfo=UTC)
CONFIG = """\
contact: https://wiki.example.org/Utilisateur:Robot
state: sqlite:///{state}
wikis:
  multibao: {{folder: multibao}}
  movilab: {{folder: movilab}}
jobs:
{jobs}
"""
JOB = """\
  {name}:
    from: {{wiki: multibao, mapping: multibao-outil, select: [{{category: Fiches outils}}]}}
    to: [{{wiki: movilab, mapping: movilab-recette}}]
    jitter: 0s
    {when}
"""


class Day:
    """A service whose clock we move, and what it ran."""

    def __init__(self, folder: Path, clock: time_machine.Traveller) -> None:
        self.folder = folder
        self.clock = clock
        self.runs: list[tuple[str, datetime]] = []
        self.lasts: Callable[[Duty], None] = lambda _duty: None
        self.carry_out: Perform = lambda *_duty: None
        self.jobs: dict[str, str] = {}
        for wiki in ("multibao", "movilab"):
            (folder / wiki).mkdir()

    def configure(self, **jobs: str) -> None:
        """Write the configuration: jobs with their timetables."""
        self.jobs = jobs
        told = "".join(JOB.format(name=name, when=when) for name, when in jobs.items())
        self.path.write_text(CONFIG.format(state=self.folder / "state.db", jobs=told))

    @property
    def path(self) -> Path:
        return self.folder / "republish.yaml"

    def begin(self) -> None:
        """Start the service."""
        self.store = open_store(f"sqlite:///{self.folder}/state.db")
        self.service = Service(
            lambda: load(self.path), self.store, zone=UTC, perform=self._perform, spread=lambda _most: 0.0
        )
        self.service.start()
        self.settle()

    def end(self) -> None:
        """Stop the service."""
        self.service.stop()
        self.wait(self.service.is_idle)
        self.store.close()

    def tick(self, by: timedelta = timedelta(minutes=1)) -> None:
        """Move the clock on, and let the service look at it."""
        self.clock.shift(by)
        self.settle()

    def settle(self) -> None:
        """Wait until the service has done all that is due by now."""
        self.wait(self._is_settled)

    def _is_settled(self) -> bool:
        self.service.tick()
        entries = dict(self.service.entries())
        late = any(at <= datetime.now(UTC) for at in entries.values())
        return self.service.is_idle() and len(entries) == len(self.jobs) and not late

    def wait(self, is_done: Callable[[], bool]) -> None:
        end = monotonic() + 120
        while not is_done():
            assert monotonic() < end, f"not settled at {datetime.now(UTC)}: {self.service.entries()}"
            sleep(0.001)

    def _perform(
        self, duty: Duty, wanted: frozenset[str], configuration: Configuration, store: Store, stop: StopSignal
    ) -> None:
        assert wanted == {"movilab"}
        assert duty.served is not None
        self.runs.append((duty.job.name, duty.served))
        self.lasts(duty)
        self.carry_out(duty, wanted, configuration, store, stop)


@contextmanager
def locked(day: Day) -> Iterator[None]:
    """Hold the state as a backup does, so that nobody else can write to it."""
    with closing(sqlite3.connect(day.folder / "state.db", isolation_level=None, timeout=60)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with time_machine.travel(START, tick=False) as clock:
        yield Day(tmp_path, clock)


def of(day: Day, job: str) -> list[datetime]:
    return [moment for name, moment in day.runs if name == job]


def test_a_day_with_restarts_reloads_and_a_slow_run(day: Day) -> None:
    """Serve every moment of a day once: the grid shifts with nothing that happens."""
    day.configure(hourly="every: 1h", nightly='cron: "0 3 * * *"', often="every: 7min")
    day.begin()
    for minute in range(1, 24 * 60 + 1):
        if minute % 173 == 0:
            day.end()
            day.clock.shift(timedelta(minutes=2 if minute % 346 else 0))
            day.begin()
        elif minute % 211 == 0:
            day.service.reload()
        day.tick()
    day.end()
    assert of(day, "nightly") == [START.replace(hour=3, minute=0, second=0)]
    hourly, often = of(day, "hourly"), of(day, "often")
    assert hourly == [START + timedelta(hours=hour) for hour in range(len(hourly))]
    assert len(hourly) == 25
    assert often == [START + timedelta(minutes=7 * number) for number in range(len(often))]
    assert len(often) == 24 * 60 // 7 + 1 + 1


def test_a_long_run_makes_up_once_for_what_it_held_up(day: Day) -> None:
    """Run once after a run that lasted over three moments, and go on in the old grid."""
    day.configure(often="every: 10min")
    day.begin()
    assert len(day.runs) == 1
    held = Event()
    day.lasts = lambda _duty: (held.wait(120), None)[1]
    day.clock.shift(timedelta(minutes=10))
    day.service.tick()
    day.wait(lambda: len(day.runs) == 2)
    day.clock.shift(timedelta(minutes=35))
    day.service.tick()
    day.lasts = lambda _duty: None
    held.set()
    day.settle()
    assert of(day, "often") == [START, START + timedelta(minutes=10), START + timedelta(minutes=40)]
    day.tick(timedelta(minutes=5))
    assert of(day, "often")[-1] == START + timedelta(minutes=50)
    day.end()


def test_a_clock_that_goes_back_repeats_and_stops_nothing(day: Day) -> None:
    day.configure(hourly="every: 1h")
    day.begin()
    for _ in range(3):
        day.tick(timedelta(hours=1))
    day.tick(timedelta(minutes=-30))
    day.tick(timedelta(minutes=29))
    assert len(day.runs) == 4
    day.tick(timedelta(minutes=61))
    assert len(day.runs) == 5
    day.tick(timedelta(days=-400))
    day.tick(timedelta(hours=1))
    assert len(day.runs) == 6
    day.end()


def test_a_new_job_by_cron_waits_for_its_hour_through_restarts(day: Day) -> None:
    day.configure(nightly='cron: "0 3 * * *"')
    for _ in range(4):
        day.begin()
        day.end()
        day.clock.shift(timedelta(minutes=30))
    assert day.runs == []
    day.clock.shift(timedelta(hours=2))
    day.begin()
    assert of(day, "nightly") == [START.replace(hour=3, minute=0, second=0)]
    day.end()


def test_a_reload_takes_up_new_jobs_and_drops_old_ones(day: Day) -> None:
    day.configure(old="every: 1h", kept="every: 1h")
    day.begin()
    day.configure(kept="every: 30min", new="every: 2h")
    day.service.reload()
    day.settle()
    assert of(day, "new") == [START]
    day.tick(timedelta(minutes=30))
    assert of(day, "kept") == [START, START + timedelta(minutes=30)]
    day.tick(timedelta(hours=1))
    assert of(day, "old") == [START]
    day.end()


def test_a_reload_of_a_mistake_keeps_what_was(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """And goes on saying so, for a service that is started anew will not run with that mistake."""
    shown: list[str] = []
    monkeypatch.setattr(Notifier, "status", lambda _self, text: shown.append(text))
    day.configure(hourly="every: 1h")
    day.begin()
    good = day.path.read_text()
    day.path.write_text(good + "    evry: 1h\n")
    with capture_logs() as told:
        day.service.reload()
    day.tick(timedelta(hours=1))
    assert len(day.runs) == 2
    assert "not loaded" in shown[-1]
    assert "hourly" in shown[-1]
    day.path.write_text(good)
    day.service.reload()
    day.tick()
    assert "not loaded" not in shown[-1]
    day.end()
    (problem,) = [one["problem"] for one in told if one["event"] == "configuration not loaded"]
    assert "republish.yaml:" in problem
    assert "evry" in problem


def test_a_partner_that_is_behind_is_not_looked_at_without_end(day: Day) -> None:
    """Though its pause has passed, and a run could learn nothing new of it: one run after another floods the source."""
    day.configure(hourly="every: 1h")
    configuration = load(day.path)
    (job,), now = configuration.jobs, datetime.now(UTC)
    failed = now - timedelta(hours=2)
    with open_store(configuration.state) as store:
        store.wiki_failed(WikiHealth("movilab", failed, "timeout", "", last_at=failed))
        duty = take_up(job, timetable_of(job, UTC), store, now)
        assert duty.next_at(now) <= now  # after a start it is tried at once
        with locks_for(configuration.state).hold("movilab", "sync"):
            perform(duty, begin(duty, store, now), configuration, store, StopSignal())
    assert duty.behind == {"movilab"}
    assert duty.next_at(now) == now + timedelta(minutes=1)


@pytest.mark.parametrize("fault", [KeyError("a bug"), MemoryError()], ids=["bug", "memory"])
def test_a_bug_in_a_run_stops_neither_the_job_nor_the_others(day: Day, fault: Exception) -> None:
    day.configure(broken="every: 1h", sound="every: 1h")

    def fails(duty: Duty) -> None:
        if duty.job.name == "broken":
            raise fault

    day.lasts = fails
    day.begin()
    day.tick(timedelta(hours=1))
    assert len(of(day, "sound")) == 2
    assert len(of(day, "broken")) >= 2
    day.end()


def test_a_mistake_in_the_register_is_told_with_its_place_and_tried_again(day: Day) -> None:
    """It is read at each run, so a person may spoil it while the service runs; that is no bug of ours."""
    day.configure(hourly="every: 1h")
    day.carry_out = perform
    day.begin()
    register = day.folder / "register.yaml"
    register.write_text("licences: [\n")
    with capture_logs() as told:
        day.tick(timedelta(hours=1))
    (problem,) = [one for one in told if one["log_level"] == "error"]
    assert problem["event"] == "run not possible"
    assert "register.yaml:1:" in problem["problem"]
    assert day.store.runs()[0].exit_code == ExitCode.CONFIGURATION
    register.unlink()
    day.tick(timedelta(minutes=11))
    assert [run.exit_code for run in day.store.runs()] == [ExitCode.DONE, ExitCode.CONFIGURATION, ExitCode.DONE]
    day.end()


def test_a_locked_state_ends_neither_the_service_nor_what_is_due(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told in a sentence, before a run and within one; tried again after a while, and every hour is served once."""
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    day.configure(hourly="every: 1h")
    day.carry_out = perform
    day.begin()
    due = START + timedelta(hours=1)
    with capture_logs() as told:
        with locked(day):
            day.tick(timedelta(hours=1))
            assert of(day, "hourly") == [START]
            day.tick(timedelta(minutes=11))
            assert of(day, "hourly") == [START, due]
        day.tick(timedelta(minutes=11))
    problems = [one["problem"] for one in told if one["event"] == "state cannot be used"]
    assert len(problems) == 2
    assert all("in use by another process" in problem for problem in problems)
    assert [run.exit_code for run in day.store.runs()] == [0, 0]
    day.tick(timedelta(minutes=38))
    assert of(day, "hourly") == [START, due, due, due + timedelta(hours=1)]
    day.end()


def test_a_job_without_a_timetable_is_told(day: Day) -> None:
    """Nobody would notice otherwise: it is right for jobs that people run by hand, and a slip for all others."""
    day.configure(forgotten="look: 2h", hourly="every: 1h")
    day.jobs = {"hourly": ""}
    with capture_logs() as told:
        day.begin()
    assert [one["job"] for one in told if one["event"] == "job without a timetable"] == ["forgotten"]
    day.end()


def test_a_reload_that_meets_a_locked_state_keeps_what_was(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so; the next one takes up the new jobs."""
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    day.configure(old="every: 1h")
    day.begin()
    jobs = day.jobs
    day.configure(nightly='cron: "0 3 * * *"', other="every: 2h")
    with locked(day), capture_logs() as told:
        day.service.reload()
    (problem,) = [one["problem"] for one in told if one["event"] == "configuration not loaded"]
    assert "in use by another process" in problem
    configured, day.jobs = day.jobs, jobs
    day.tick(timedelta(hours=1))
    assert {name for name, _ in day.runs} == {"old"}
    day.jobs = configured
    day.service.reload()
    day.settle()
    assert of(day, "other") == [datetime.now(UTC)]
    day.end()


@pytest.fixture
def all_told() -> Iterator[None]:
    """Let the log tell all, whatever an earlier command in this process wanted of it."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("all_told")
def test_a_job_whose_partners_all_rest_tells_who_until_when_and_why(day: Day) -> None:
    """No run begins, and nobody is asked, the source no more than the others."""
    day.configure(hourly="every: 1h")
    configuration = load(day.path)
    (job,) = configuration.jobs
    duty, now = Duty(job, timetable_of(job, UTC)), datetime.now(UTC)
    with open_store(configuration.state) as store, capture_logs() as told:
        store.wiki_failed(WikiHealth("movilab", now, "http-503", "", last_at=now))
        perform(duty, duty.partners(), configuration, store, StopSignal())
        assert store.runs() == ()
    until = now + timedelta(minutes=1)
    facts = {"job": "hourly", "wiki": "movilab", "until": until.isoformat(), "code": "http-503"}
    assert [{name: one[name] for name in facts} for one in told if one["event"] == "wiki at rest"] == [facts]
    assert (duty.behind, duty.again) == ({"movilab"}, until)
