"""A state that fails in mid-run: what was done is told, and the next start closes the run that could not be closed."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from bot.domain.plan import Outcome
from bot.errors import ExitCode, StateError
from bot.report.data import run_data
from bot.store import database
from bot.store.locks import locks_for, of_run
from bot.store.store import open_store
from bot.store.values import RememberedRun
from bot.sync.environment import Options
from bot.sync.job_run import JobRun
from bot.sync.lost_runs import end_lost_runs
from tests.memory.faults import Fault, KilledError
from tests.sync.in_memory import MemoryBench


@pytest.fixture
def bench(tmp_path: Path) -> MemoryBench:
    """Give three wikis with three sheets, none of them copied yet."""
    return MemoryBench(tmp_path)


def run_impatiently(bench: MemoryBench) -> JobRun:
    """Run for movilab alone, where nobody else holds the state even for a moment, and hardly wait for the state."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "PATIENCE", 0.2)
        return bench.run(Options(partners=("movilab",)))


def file_of(bench: MemoryBench) -> Path:
    return Path(bench.configuration.state.removeprefix("sqlite:///"))


@contextmanager
def locked(bench: MemoryBench) -> Iterator[None]:
    """Hold the state, as a backup does: nobody else can write to it."""
    with closing(sqlite3.connect(file_of(bench), isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


def runs_of(bench: MemoryBench) -> tuple[RememberedRun, ...]:
    """Give the runs, the oldest first."""
    with open_store(bench.configuration.state) as store:
        return store.runs()[::-1]


def told(run: RememberedRun) -> tuple[object, ...]:
    data = run_data(run)
    return data["interrupted"], data["exit_code"], data["ended_at"] is None


def test_a_state_that_locks_in_mid_run(bench: MemoryBench) -> None:
    """What was written before is told, the rest waits, and the run is closed at the next start."""
    with ExitStack() as held:
        movilab = bench.clients["movilab"].line
        seen: list[str] = []

        def lock(call: str) -> None:
            seen.append(call)
            if call == "create" and seen.count(call) == 2:
                held.enter_context(locked(bench))

        movilab.meddle = lock
        run = run_impatiently(bench)
    assert [one.outcome for one in run.results] == [Outcome.CREATED, Outcome.POSTPONED, Outcome.POSTPONED]
    findings = [one.change.finding for one in run.results]
    assert [dict(finding.facts).get("lost") if finding else None for finding in findings] == [None, "yes", None]
    assert [type(one) for one in run.troubles] == [StateError]
    assert run.exit_code is ExitCode.LATER
    assert run.plan.listed == 3
    (left,) = runs_of(bench)
    assert told(left) == (False, None, True)

    assert bench.run().exit_code is ExitCode.DONE
    closed, whole = runs_of(bench)
    assert told(closed) == (True, None, False)
    assert told(whole) == (False, 0, False)
    assert closed.ended_at is not None
    assert left.started_at < closed.ended_at < whole.started_at
    assert [len(bench.hands["movilab"].history(title)) for title in bench.hands["movilab"].titles(100)] == [1, 1, 1]


def test_a_state_that_is_locked_before_the_run(bench: MemoryBench) -> None:
    """Nothing is asked of a wiki, and the trouble is told like that of any run."""
    runs_of(bench)
    with locked(bench):
        run = run_impatiently(bench)
    assert (run.results, run.plan.listed, run.exit_code) == ((), 0, ExitCode.LATER)
    assert [type(one) for one in run.troubles] == [StateError]
    assert bench.asked() == {"multibao": [], "movilab": [], "brest": []}
    assert runs_of(bench) == ()


def test_a_killed_run_is_closed_with_its_last_sign_of_life(bench: MemoryBench) -> None:
    """It lived when it wrote its last page; a run that is still at work is left open."""
    bench.clients["brest"].line.fail_write(3, Fault.KILLED_AFTER)
    with pytest.raises(KilledError):
        bench.run()
    locks = locks_for(bench.configuration.state)
    with open_store(bench.configuration.state) as store:
        (killed,) = store.runs()
        (begun,) = (intent.begun_at for intent in store.intents("brest"))
        written = max(copy.copied_at for copy in store.all_copies() if copy.copied_at is not None)
        with locks.hold(of_run(killed.run_id), "sync"):
            end_lost_runs(store, bench.configuration.state)
            assert store.runs() == (killed,)
        locks.remove(of_run(killed.run_id))  # which a process that is killed does not touch in the end
        end_lost_runs(store, bench.configuration.state)
        (closed,) = store.runs()
    assert closed.ended_at == max(written, begun)
    assert told(closed) == (True, None, False)
