"""Being asked to stop: the write under way ends, no wait goes on, and nothing is forgotten."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ExitCode, InterruptedRunError
from bot.store.store import Store, open_store
from bot.sync.stopping import StopSignal
from bot.sync.waits import Waits
from bot.wiki.patience import Patience
from tests.farm.requestlog import Reply, Request, error_reply
from tests.sync.one_partner import Bench, outcomes
from tests.sync.people import (
    CREATED,
    POSTPONED,
    assert_settled,
    nth_edit,
)

pytestmark = pytest.mark.xdist_group("one-wiki")


def stop_at_edit(bench: Bench, number: int) -> StopSignal:
    """Give an event that is set while an edit is under way."""
    stop, hit = StopSignal(), nth_edit(number)
    bench.partner.proxy.fault = lambda request: stop.set() if hit(request) else None
    return stop


def test_a_stop_lets_the_current_write_end(bench: Bench) -> None:
    """The write under way is finished and remembered; the rest waits for the next run."""
    run = bench.run(stop=stop_at_edit(bench, 2))
    assert outcomes(run) == [CREATED, CREATED, POSTPONED]
    assert run.exit_code is ExitCode.INTERRUPTED
    assert bench.open_intents() == 0
    bench.partner.proxy.reset()
    assert outcomes(bench.run()) == [CREATED]
    assert bench.edits() == [1, 1, 1]
    assert_settled(bench)


def test_a_stop_waits_until_the_run_is_in_the_books(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that leaves because only reading is left never leaves a run without its end."""
    stop, end_run, writing = StopSignal(), Store.end_run, list[bool]()

    def noted(store: Store, run_id: int, **facts: Any) -> None:
        writing.append(stop.is_writing)
        end_run(store, run_id, **facts)

    monkeypatch.setattr(Store, "end_run", noted)
    assert outcomes(bench.run(stop=stop)) == [CREATED, CREATED, CREATED]
    assert (writing, stop.is_writing) == ([True], False)


def test_a_stop_ends_the_pause_between_two_writes(tmp_path: Path, bench: Bench) -> None:
    """A pace of a minute does not keep the process alive, and no write follows the stop."""
    slow = Bench(tmp_path / "slow", bench.partner, pace="60s")
    stop = StopSignal()
    slow.partner.proxy.fault = lambda request: (
        threading.Timer(0.5, stop.set).start() if request.action == "edit" else None
    )  # type: ignore[func-returns-value]
    began = time.monotonic()
    run = slow.run(stop=stop)
    assert time.monotonic() - began < 50
    assert outcomes(run) == [CREATED, POSTPONED, POSTPONED]
    assert run.exit_code is ExitCode.INTERRUPTED


def test_a_stop_ends_the_wait_for_a_busy_wiki(bench: Bench) -> None:
    """A write that was to be tried later is given up; results are kept and the run is in the books."""
    stop, hit = StopSignal(), nth_edit(2, times=9)

    def busy(request: Request) -> Reply | None:
        if not hit(request):
            return None
        threading.Timer(0.3, stop.set).start()
        return error_reply("ratelimited")

    bench.partner.proxy.fault = busy
    began = time.monotonic()
    run = bench.run(stop=stop, patience=Patience(first=60))
    assert time.monotonic() - began < 50
    assert outcomes(run) == [CREATED, POSTPONED, POSTPONED]
    assert run.exit_code is ExitCode.INTERRUPTED
    assert [type(trouble) for trouble in run.troubles] == [InterruptedRunError]
    with open_store(bench.configuration.state) as store:
        (last,) = store.runs(limit=1)
        assert last.exit_code == ExitCode.INTERRUPTED
        assert len(store.results(last.run_id)) == 3
    bench.partner.proxy.reset()
    assert outcomes(bench.run()) == [CREATED] * 2
    assert bench.edits() == [1, 1, 1]
    assert_settled(bench)


def test_a_stop_while_reading_ends_the_run_in_order(bench: Bench) -> None:
    """A stop before anything is planned leaves a run in the books and no traceback."""
    stop = StopSignal()

    def busy(request: Request) -> Reply | None:
        stop.set()
        return error_reply("maxlag") if request.action == "query" else None

    bench.partner.proxy.fault = busy
    run = bench.run(stop=stop, patience=Patience(first=60))
    assert run.results == ()
    assert run.exit_code is ExitCode.INTERRUPTED
    with open_store(bench.configuration.state) as store:
        assert store.runs(limit=1)[0].exit_code == ExitCode.INTERRUPTED


def test_a_stop_after_a_lost_answer_keeps_the_write_open(bench: Bench) -> None:
    """When there is no time to find out, the next run does."""
    stop, hit = StopSignal(), nth_edit(2)

    def lose(request: Request) -> bool:
        if hit(request):
            stop.set()
            return True
        return False

    bench.partner.proxy.drop_answer = lose
    run = bench.run(stop=stop, waits=Waits(30, 30))
    assert outcomes(run)[0] is CREATED
    assert outcomes(run)[2] is POSTPONED
    assert run.exit_code is ExitCode.INTERRUPTED
    bench.partner.proxy.reset()
    bench.run()
    assert bench.edits() == [1, 1, 1]
    assert_settled(bench)


def test_a_stop_while_finding_out_about_open_writes_ends_the_run_in_order(bench: Bench) -> None:
    """What an earlier run left open stays open, and the run is in the books."""
    stop, hit = StopSignal(), nth_edit(1)

    def lose(request: Request) -> bool:
        if hit(request):
            stop.set()
            return True
        return False

    bench.partner.proxy.drop_answer = lose
    bench.run(stop=stop, waits=Waits(30, 30))
    bench.partner.proxy.reset()
    assert bench.open_intents() == 1
    again = StopSignal()
    bench.partner.proxy.fault = lambda request: again.set() if request.action == "login" else None  # type: ignore[func-returns-value]
    run = bench.run(stop=again)
    bench.partner.proxy.reset()
    assert run.exit_code is ExitCode.INTERRUPTED
    assert bench.open_intents() == 1
    with open_store(bench.configuration.state) as store:
        assert store.runs(limit=1)[0].exit_code == ExitCode.INTERRUPTED
    bench.run()
    assert bench.edits() == [1, 1, 1]
    assert_settled(bench)
