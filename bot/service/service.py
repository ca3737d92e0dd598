"""The service: runs jobs when they are due, loads its configuration anew when asked, and ends when told to."""

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from bot.config.settings import Configuration
from bot.errors import ConfigurationError, ExitCode, InterruptedRunError, LockHeldError, StateError
from bot.i18n import _, use_language
from bot.service.clock import WallClock
from bot.service.duty import Duty, begin, perform, take_up
from bot.service.exposing import Exposition
from bot.service.notify import Notifier, watchdog_seconds
from bot.service.signals import Signals
from bot.service.timetable import timetable_of
from bot.store.locks import SERVICE, SERVING, locks_for
from bot.store.store import Store
from bot.sync.lost_runs import end_lost_runs
from bot.sync.stopping import StopSignal, wait_for_writes

log = structlog.get_logger()

STUCK = 600.0
"""Seconds without a sign of life after which a run counts as stuck: longer than any request and any planning takes."""
_TICK = 5.0
_AFTER_A_BUG = timedelta(minutes=10)
_JOBS_AT_ONCE = 20

Perform = Callable[[Duty, frozenset[str], Configuration, Store, StopSignal], None]


class Service:
    """Runs the jobs of a configuration when they are due.

    *load* gives the configuration, at the start and at each reload; *perform* carries out a duty, and is another one in
    tests.
    """

    def __init__(
        self,
        load: Callable[[], Configuration],
        store: Store,
        *,
        zone: tzinfo,
        notifier: Notifier | None = None,
        perform: Perform = perform,
        spread: Callable[[float], float] = lambda most: random.uniform(0, most),  # noqa: S311 -- spreads load, hides nothing
    ) -> None:
        self._load = load
        self._store = store
        self._zone = zone
        self._notifier = notifier or Notifier()
        self._perform = perform
        self._spread = spread
        self._stop = StopSignal()
        self._ended: SimpleQueue[Duty] = SimpleQueue()
        self._wake: Callable[[], None] = lambda: None
        self._configuration = load()
        self._is_behind = False  # whether the file of the configuration could not be loaded anew
        self._duties: dict[str, Duty] = {}
        self._numbers = count()
        self._clock = WallClock()
        self._exposition = Exposition(store)
        # Each entry is for one moment; what follows is entered by the thread that started the service, when a run has
        # ended. APScheduler takes an entry out after its work was handed over: one of the same name, entered meanwhile
        # by another thread, would go with it.
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(_JOBS_AT_ONCE)},
            job_defaults={"misfire_grace_time": None, "max_instances": 2},
            timezone=UTC,
            daemon=True,
        )

    def run(self) -> ExitCode:
        """Serve until SIGTERM or Ctrl-C.

        Raises:
            LockHeldError: another service works with this state.

        """
        with self._alone(), Signals() as signals:
            self.start()
            self._watch(signals)
            self._end()
            return ExitCode.INTERRUPTED if signals.interrupted else ExitCode.DONE

    @contextmanager
    def _alone(self) -> Iterator[None]:
        locks = locks_for(self._configuration.state)
        try:
            with locks.hold(SERVICE, SERVING):
                yield
        except LockHeldError:
            holder = locks.holder(SERVICE)
            told = _(
                "A service already works with this state, since {since} (process {pid} on {host}). Stop it first: "
                "“systemctl stop republish”, or “kill {pid}” where it was started by hand."
            )
            facts = asdict(holder) if holder else dict.fromkeys(("since", "pid", "host"), "?")
            raise LockHeldError(SERVICE, told.format(**facts)) from None

    def start(self) -> None:
        """Take up all duties, and begin to look at the clock."""
        with suppress(StateError):  # each run does so, and tells what is wrong with the state
            end_lost_runs(self._store, self._configuration.state)
        self._take_up(self._configuration)
        self._scheduler.start()
        self._exposition.follow(self._configuration)
        self._notifier.ready()
        log.info("service started", jobs=len(self._duties))

    def tick(self) -> None:
        """Look at what has ended and at the clock, which may have been set, and show that we are alive."""
        self._after_runs()
        if self._clock.was_set():
            log.info("clock was set")
            for duty in self._duties.values():
                self._put(duty)
        self._scheduler.wakeup()
        stuck = [name for name, duty in self._duties.items() if duty.running and duty.running.silent_for > STUCK]
        if stuck:
            log.error("run without a sign of life", jobs=stuck)
        else:
            self._notifier.alive()
        behind = _("the changed configuration was not loaded, see the log")
        self._notifier.status(f"{behind}; {self._told()}" if self._is_behind else self._told())

    def reload(self) -> None:
        """Load the configuration anew; one that is not valid changes nothing."""
        self._notifier.reloading()
        self._is_behind = True
        try:
            configuration = self._load()
        except ConfigurationError as error:
            for problem in error.problems:
                log.error("configuration not loaded", problem=str(problem))
        else:
            if configuration.state != self._configuration.state:
                log.error("configuration not loaded", problem=_("another “state” needs a restart of the service."))
            else:
                self._change_to(configuration)
        self._notifier.ready()

    def _change_to(self, configuration: Configuration) -> None:
        try:
            self._take_up(configuration)
        except StateError as error:
            log.error("configuration not loaded", problem=str(error))
            return
        self._configuration, self._is_behind = configuration, False
        use_language(os.environ.get("REPUBLISH_LANGUAGE", configuration.language))
        self._exposition.follow(configuration)
        log.info("configuration loaded", jobs=len(self._duties))

    def _take_up(self, configuration: Configuration) -> None:
        """Take up the duties of a configuration, all of them or, where the state cannot be used, none."""
        now = datetime.now(UTC)
        timetables = {job.name: (job, timetable_of(job, self._zone)) for job in configuration.jobs}
        new = {
            name: take_up(job, timetable, self._store, now)
            for name, (job, timetable) in timetables.items()
            if name not in self._duties
        }
        for name in [name for name in self._duties if name not in timetables]:
            self._withdraw(self._duties.pop(name))
        self._duties |= new
        for name, (job, timetable) in timetables.items():
            self._duties[name].job, self._duties[name].timetable = job, timetable
            if not timetable.is_kept:
                log.warning("job without a timetable", job=name)
            self._put(self._duties[name])

    def _put(self, duty: Duty) -> None:
        """Enter the next moment of a job; one whose entry was handed over is entered again when its run has ended."""
        now = datetime.now(UTC)
        name = duty.job.name
        if duty.entry and self._scheduler.get_job(duty.entry) is None:
            return
        self._withdraw(duty)
        duty.trust_the_clock(now)
        at = duty.next_at(now)
        if at is not None:
            later = self._spread(duty.job.jitter.total_seconds()) if at > now else 0.0
            duty.entry = f"{name} {next(self._numbers)}"
            trigger = DateTrigger(at + timedelta(seconds=later), timezone=UTC)
            self._scheduler.add_job(self._carry_out, trigger, args=(duty,), name=name, id=duty.entry)
        with suppress(StateError):  # only for people to see; the run itself tells what is wrong with the state
            self._store.plan_next(name, at)

    def _withdraw(self, duty: Duty) -> None:
        if duty.entry and self._scheduler.get_job(duty.entry) is not None:
            self._scheduler.remove_job(duty.entry)
            duty.entry = ""

    def _carry_out(self, duty: Duty) -> None:
        duty.running = stop = StopSignal(self._stop)
        with structlog.contextvars.bound_contextvars(job=duty.job.name):
            try:
                if not stop.is_set():
                    wanted = begin(duty, self._store, datetime.now(UTC))
                    self._perform(duty, wanted, self._configuration, self._store, stop)
            except InterruptedRunError:
                duty.unfinished = True
            except Exception as error:  # noqa: BLE001 -- whatever it is, it must not end the service for the other jobs
                _tell(error)
                self._put_off(duty)
            finally:
                duty.running = None
                self._ended.put(duty)
                self._wake()

    def _after_runs(self) -> None:
        """Enter the jobs again whose runs have ended, and show what has become of them."""
        ended = 0
        with suppress(Empty):
            while True:
                duty = self._ended.get_nowait()
                ended += 1
                duty.entry = ""
                if self._duties.get(duty.job.name) is duty:
                    self._put(duty)
        if ended:
            self._exposition.write()

    def _put_off(self, duty: Duty) -> None:
        """Try a run again that failed as a whole, after a while."""
        duty.unfinished = False
        duty.behind = duty.partners()
        duty.again = datetime.now(UTC) + _AFTER_A_BUG

    def _watch(self, signals: Signals) -> None:
        pause = min(_TICK, (watchdog_seconds() or 60.0) / 3)
        self._wake = signals.wake
        while not signals.asked_to_end:
            self.tick()
            signals.wait(pause)
            if signals.take_reload():
                self.reload()

    def _end(self) -> None:
        self._notifier.stopping()
        self.stop()
        if not wait_for_writes(self._stop, self.is_idle):
            log.info("service ended", reading=True)
            sys.stderr.flush()
            # Threads that wait for a wiki would keep the process; what they read can be read again.
            os._exit(ExitCode.DONE)
        log.info("service ended")

    def stop(self) -> None:
        """Begin nothing more."""
        self._stop.set()
        self._scheduler.shutdown(wait=False)
        self._exposition.close()

    def entries(self) -> tuple[tuple[str, datetime], ...]:
        """Give the jobs that wait for their moment, with it."""
        jobs: list[Any] = self._scheduler.get_jobs()
        return tuple((job.name, job.next_run_time) for job in jobs if job.next_run_time is not None)

    def is_idle(self) -> bool:
        """Tell whether no job runs."""
        return all(duty.running is None for duty in self._duties.values())

    def _told(self) -> str:
        running = [name for name, duty in self._duties.items() if duty.running is not None]
        if running:
            return _("running: {jobs}").format(jobs=", ".join(running))
        entries = self.entries()
        if not entries:
            return _("no job has a timetable")
        name, at = min(entries, key=lambda entry: entry[1])
        told = at.astimezone(self._zone).isoformat(sep=" ", timespec="minutes")
        return _("next: {job} at {time}").format(job=name, time=told)


def _tell(error: Exception) -> None:
    """Tell why a run failed as a whole, in sentences where a person can mend it."""
    match error:
        case ConfigurationError():  # in the register, which is read anew at each run
            for problem in error.problems:
                log.error("run not possible", problem=str(problem))
        case StateError():
            log.error("state cannot be used", problem=str(error))
        case MemoryError():
            log.error("memory ran out")
        case _:
            log.exception("run failed by a bug")
