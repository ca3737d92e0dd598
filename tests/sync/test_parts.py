"""Selections of many sheets are read, planned and written part by part, and become the same copies."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Condition, current_thread
from typing import Any

import pytest

from bot.domain.limits import Brake
from bot.domain.plan import Outcome
from bot.errors import ExitCode, InterruptedRunError
from bot.store.store import open_store
from bot.sync.environment import Options
from bot.sync.sheets import Sheets, Understood
from bot.sync.stopping import StopSignal
from tests.farm.seed import sheet_text, sheet_title
from tests.memory.faults import Fault, KilledError
from tests.sync.in_memory import MemoryBench

SHEETS, LANES, BATCHES = 7, 2, 3
Texts = dict[str, dict[str, str | None]]


def begin(folder: Path) -> MemoryBench:
    """Give seven sheets of which each links to the next, the last to the first."""
    bench = MemoryBench(folder, sheet_count=SHEETS)
    for number in range(1, SHEETS + 1):
        rewrite(bench, number, 0)
    return bench


def rewrite(bench: MemoryBench, number: int, version: int) -> None:
    """Let a sheet say something else."""
    other = sheet_title(number % SHEETS + 1)
    text = sheet_text(number, version=version).replace("== Procédure ==", f"== Procédure ==\nVoir [[{other}]].\n")
    assert other in text
    bench.hands["multibao"].edit(sheet_title(number), text, "Alice")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three sheets be many, and two a part."""
    monkeypatch.setattr("bot.sync.sheets.BATCH", 3)
    monkeypatch.setattr("bot.sync.partner_planner.FIRST", 2)
    monkeypatch.setattr("bot.sync.partner_planner.PART", 2)


@pytest.fixture
def bench(tmp_path: Path, small: None) -> MemoryBench:
    """Give more sheets than are held at a time."""
    return begin(tmp_path)


def limited(bench: MemoryBench, brake: Brake) -> None:
    """Give the job other limits."""
    jobs = tuple(replace(job, brake=brake) for job in bench.configuration.jobs)
    bench.configuration = replace(bench.configuration, jobs=jobs)


def texts(bench: MemoryBench) -> Texts:
    """Give all copies."""
    titles = {"movilab": bench.hands["movilab"].titles(100), "brest": bench.hands["brest"].titles()}
    return {name: {title: bench.hands[name].text(title) for title in found} for name, found in titles.items()}


def assert_written_once(bench: MemoryBench) -> None:
    """See that all copies stand, each with one revision."""
    for name, found in texts(bench).items():
        assert [len(bench.hands[name].history(title)) for title in found] == [1] * SHEETS


def test_the_same_copies_as_from_a_whole_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = begin(tmp_path / "whole")
    assert all(change.text for change in whole.run().plan.changes)
    monkeypatch.setattr("bot.sync.sheets.BATCH", 3)
    monkeypatch.setattr("bot.sync.partner_planner.FIRST", 2)
    monkeypatch.setattr("bot.sync.partner_planner.PART", 2)
    parts = begin(tmp_path / "parts")
    run = parts.run()
    assert Counter(result.outcome for result in run.results) == {Outcome.CREATED: 2 * SHEETS}
    assert run.exit_code is ExitCode.DONE
    assert texts(parts) == texts(whole)
    assert "[[Recette:" in str(texts(parts)["movilab"])  # links lead to copies, also to those that come later

    assert not any(change.text or change.body for change in run.plan.changes)  # none is held any longer than needed
    assert not any(result.change.text for result in run.results)
    for bench in (parts, whole):
        for number in (2, 6):
            rewrite(bench, number, 1)
        assert Counter(result.outcome for result in bench.run().results) == {Outcome.UPDATED: 4}
    assert texts(parts) == texts(whole)


def test_limits_are_counted_over_all_parts(bench: MemoryBench) -> None:
    limited(bench, Brake(first=SHEETS - 1))
    run = bench.run()
    assert [(stop.partner, stop.changes, stop.threshold) for stop in run.plan.stops] == [
        ("movilab", SHEETS, SHEETS - 1),
        ("brest", SHEETS, SHEETS - 1),
    ]
    assert len(run.plan.changes) == 2 * SHEETS
    assert texts(bench) == {"movilab": {}, "brest": {}}
    assert bench.run(Options(beyond_limits=True)).exit_code is ExitCode.DONE
    assert_written_once(bench)


def test_what_is_within_the_limits_is_written_although_more_might_have_been(bench: MemoryBench) -> None:
    """All sheets have moved, and the limits allow only three changes; but only two copies change."""
    bench.run()
    limited(bench, Brake(share=0, at_least=3))
    for number in range(1, SHEETS + 1):
        rewrite(bench, number, 1)
        if number not in (2, 6):  # as it was
            rewrite(bench, number, 0)
    run = bench.run()
    assert run.plan.stops == ()
    assert len(run.plan.changes) == 2 * SHEETS
    written = [result for result in run.results if result.outcome is Outcome.UPDATED]
    assert len(written) == 4
    assert sorted(len(bench.hands["brest"].history(title)) for title in texts(bench)["brest"]) == [1] * 5 + [2] * 2


def test_a_partner_that_is_down_while_all_is_counted_is_not_asked_again(bench: MemoryBench) -> None:
    bench.run()
    limited(bench, Brake(share=0.5, at_least=3))
    for number in range(1, 4):
        rewrite(bench, number, 1)
    for number in range(4, SHEETS + 1):
        rewrite(bench, number, 1)
        rewrite(bench, number, 0)
    lines = {name: client.line for name, client in bench.prepare().items()}
    lines["movilab"].down = True
    run = bench.run()
    assert Counter(result.outcome for result in run.results)[Outcome.UPDATED] == 3
    assert [trouble.wiki for trouble in run.troubles] == ["movilab"]  # type: ignore[attr-defined] - of a wiki
    assert dict(run.postponed) == {"movilab": SHEETS}
    assert len(lines["movilab"].calls) <= 1
    assert run.exit_code is ExitCode.LATER


def test_as_many_pages_as_asked_for(bench: MemoryBench) -> None:
    run = bench.run(Options(limit=4))
    assert Counter(result.outcome for result in run.results) == {Outcome.CREATED: 4}
    assert {name: len(found) for name, found in texts(bench).items()} == {"movilab": 4, "brest": 0}
    bench.run(Options(limit=5))
    bench.run()
    assert_written_once(bench)


def test_a_source_that_fails_in_the_midst_leaves_the_rest_for_later(bench: MemoryBench) -> None:
    """What was planned before is written; the sheets that could not be read wait, and nothing is done twice."""
    line = bench.clients["multibao"].line

    def cut(_call: str) -> None:
        line.down = any(texts(bench).values())

    line.meddle = cut
    run = bench.run()
    assert run.exit_code is ExitCode.LATER
    assert [trouble.wiki for trouble in run.troubles] == ["multibao"]  # type: ignore[attr-defined] - of a wiki
    found = {name: len(some) for name, some in texts(bench).items()}
    assert dict(run.postponed) == {name: SHEETS - count for name, count in found.items()}
    assert any(0 < count < SHEETS for count in found.values())
    bench.run()
    assert_written_once(bench)
    assert bench.run().results == ()


def test_a_stop_leaves_the_parts_that_are_not_planned(bench: MemoryBench) -> None:
    stop, line = StopSignal(), bench.clients["movilab"].line

    def ask_to_stop(_call: str) -> None:
        if texts(bench)["movilab"]:
            stop.set()

    line.meddle = ask_to_stop
    run = bench.run(stop=stop)
    assert run.exit_code is ExitCode.INTERRUPTED
    assert len(run.troubles) == 1
    counted = len([one for one in run.results if one.change.partner == "movilab"]) + dict(run.postponed)["movilab"]
    assert counted == SHEETS
    assert 0 < len(texts(bench)["movilab"]) < SHEETS
    bench.run()
    assert_written_once(bench)


def test_a_stop_while_all_is_counted_ends_the_run_in_the_books(bench: MemoryBench) -> None:
    stop, line = StopSignal(), bench.prepare()["movilab"].line

    def ask_to_stop(call: str) -> None:
        if call == "look_for":
            stop.set()
            raise InterruptedRunError

    line.meddle = ask_to_stop
    run = bench.run(Options(limit=3), stop=stop)
    assert (run.exit_code, run.results) == (ExitCode.INTERRUPTED, ())
    with open_store(bench.configuration.state) as store:
        assert [one.exit_code for one in store.runs(limit=1)] == [ExitCode.INTERRUPTED]


@pytest.mark.parametrize("fault", list(Fault))
def test_a_partner_that_fails_in_the_midst_leaves_the_other_alone(bench: MemoryBench, fault: Fault) -> None:
    bench.clients["movilab"].line.fail_write(4, fault)
    with suppress(KilledError):
        assert "brest" not in dict(bench.run().postponed)
        assert len(texts(bench)["brest"]) == SHEETS
    bench.run()
    bench.run()
    assert_written_once(bench)


def test_lanes_that_keep_step_share_each_reading(bench: MemoryBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets are read once for all titles and once to be written, not once more for each partner."""
    asked, anew = Counter[str](), Condition()
    ask, read = Sheets.__getitem__, bench.clients["multibao"].read
    readings: list[int] = []

    def noted(sheets: Sheets, number: int) -> dict[int, Understood]:
        with anew:
            asked[current_thread().name] += 1
            anew.notify_all()
        return ask(sheets, number)

    def read_when_both_wait(ids: Iterable[int], **more: Any) -> object:
        with anew:
            step = len(readings)
            if step:  # the first is read before the lanes begin
                assert anew.wait_for(lambda: sum(times > step for times in asked.values()) == LANES, timeout=60)
            readings.append(step)
        return read(ids, **more)

    monkeypatch.setattr(Sheets, "__getitem__", noted)
    monkeypatch.setattr(bench.clients["multibao"], "read", read_when_both_wait)
    assert len(bench.run().results) == SHEETS * LANES
    assert len(readings) == 2 * BATCHES
