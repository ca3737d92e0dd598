"""The engine works on wikis in memory as on real ones, a thousand times as fast."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from bot.domain.plan import Outcome
from bot.errors import ExitCode
from bot.store.store import open_store
from bot.store.values import WikiHealth
from tests.farm.seed import sheet_text, sheet_title
from tests.memory.faults import Fault, KilledError
from tests.sync.in_memory import MemoryBench


@pytest.fixture
def bench(tmp_path: Path) -> MemoryBench:
    """Give three wikis with three sheets, none of them copied yet."""
    return MemoryBench(tmp_path)


def copies(bench: MemoryBench) -> dict[str, list[str]]:
    """Give the titles of the copies at each partner."""
    return {"movilab": bench.hands["movilab"].titles(100), "brest": bench.hands["brest"].titles()}


def outcomes(bench: MemoryBench) -> Counter[Outcome]:
    """Run the job, and count what became of its changes."""
    return Counter(result.outcome for result in bench.run().results)


def test_a_job_creates_updates_and_is_quiet(bench: MemoryBench) -> None:
    assert outcomes(bench) == {Outcome.CREATED: 6}
    assert {name: len(found) for name, found in copies(bench).items()} == {"movilab": 3, "brest": 3}
    sheet = sheet_title(1)
    for name, found in copies(bench).items():
        (title,) = (title for title in found if sheet in title)
        text = bench.hands[name].text(title)
        assert text is not None
        assert "Alice" in text or "Benoît" in text or "Chloé" in text
    assert bench.run().results == ()
    assert bench.asked() == {"multibao": ["facts", "select"], "movilab": [], "brest": []}

    bench.hands["multibao"].edit(sheet, sheet_text(1, version=1), "Alice")
    assert outcomes(bench) == {Outcome.UPDATED: 2}
    for name, found in copies(bench).items():
        assert sorted(len(bench.hands[name].history(title)) for title in found) == [1, 1, 2]
        assert any("(version 1)" in (bench.hands[name].text(title) or "") for title in found)
    assert bench.run().exit_code is ExitCode.DONE
    assert bench.asked()["movilab"] == []


def test_a_partner_that_has_failed_is_asked_again_though_nothing_is_to_be_written(bench: MemoryBench) -> None:
    """Else it would be told as failing for ever, and tried for ever; once it is well, nobody asks it any more."""
    bench.run()
    with open_store(bench.configuration.state) as store:
        store.wiki_failed(WikiHealth("movilab", datetime.now(UTC), "unreachable", ""))

    def failing() -> list[tuple[str, str]]:
        with open_store(bench.configuration.state) as store:
            return [(one.wiki, one.code) for one in store.health()]

    bench.hands["movilab"].block("Robot")
    assert bench.run().exit_code is ExitCode.LATER
    assert failing() == [("movilab", "blocked")]
    bench.hands["movilab"].unblock("Robot")
    assert bench.run().exit_code is ExitCode.DONE
    assert bench.asked() == {"multibao": ["facts", "select"], "movilab": ["account", "facts", "signals"], "brest": []}
    assert failing() == []
    bench.run()
    assert bench.asked()["movilab"] == []


def test_the_source_is_read_while_partners_are_asked_what_we_wrote(
    bench: MemoryBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither question waits for the answer to the other; one asked after the other would never meet it."""
    all_three = Barrier(3, timeout=60)

    def together(ask: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*arguments: Any, **more: Any) -> Any:
            all_three.wait()
            return ask(*arguments, **more)

        return asked

    for name, question in (("multibao", "read"), ("movilab", "contributions"), ("brest", "contributions")):
        monkeypatch.setattr(bench.clients[name], question, together(getattr(bench.clients[name], question)))
    assert outcomes(bench) == {Outcome.CREATED: 6}


def test_a_partner_that_is_slow_to_let_us_in_holds_up_no_other(
    bench: MemoryBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other is planned and written meanwhile."""
    assert outcomes(bench) == {Outcome.CREATED: 6}
    bench.hands["multibao"].edit(sheet_title(1), sheet_text(1, version=1), "Alice")
    clients = bench.prepare()
    slow, quick = clients["movilab"], clients["brest"]
    is_written = Event()
    let_in, write = slow.account, quick.update

    def let_in_at_last() -> str:
        assert is_written.wait(60)
        return let_in()

    def written(*arguments: Any, **more: Any) -> Any:
        is_written.set()
        return write(*arguments, **more)

    monkeypatch.setattr(slow, "account", let_in_at_last)
    monkeypatch.setattr(quick, "update", written)
    assert outcomes(bench) == {Outcome.UPDATED: 2}


@pytest.mark.parametrize("fault", list(Fault))
def test_a_write_that_goes_wrong_is_made_once(bench: MemoryBench, fault: Fault) -> None:
    bench.clients["movilab"].line.fail_write(2, fault)
    try:
        bench.run()
    except KilledError:
        bench.run()
    bench.run()
    assert {name: len(found) for name, found in copies(bench).items()} == {"movilab": 3, "brest": 3}
    for name, found in copies(bench).items():
        assert [len(bench.hands[name].history(title)) for title in found] == [1, 1, 1]
    assert bench.run().results == ()
