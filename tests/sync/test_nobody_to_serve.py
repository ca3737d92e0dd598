"""Where no partner can be served, the source is not asked either."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.domain.plan import Outcome
from bot.errors import ExitCode, LockHeldError, WikiError
from bot.store.locks import locks_for
from tests.farm.seed import sheet_text, sheet_title
from tests.sync.in_memory import MemoryBench

PARTNERS = ("movilab", "brest")


@pytest.fixture
def bench(tmp_path: Path) -> MemoryBench:
    """Give three wikis with three sheets, all copied, one of which has moved on."""
    bench = MemoryBench(tmp_path)
    bench.run()
    bench.hands["multibao"].edit(sheet_title(1), sheet_text(1, version=1), "Alice")
    return bench


def test_partners_that_still_do_not_answer(bench: MemoryBench) -> None:
    """They are asked first once all have failed; whoever answers is served, and the source is asked for that one."""
    asked = list[bool]()
    for down in (PARTNERS, PARTNERS, ("movilab",)):
        clients = bench.prepare()
        for name in down:
            clients[name].line.down = True
        run = bench.run()
        asked.append("select" in bench.asked()["multibao"])
        assert run.exit_code is ExitCode.LATER
        assert [one.wiki for one in run.troubles if isinstance(one, WikiError)] == list(down)
        assert [one.outcome for one in run.results if one.change.partner == "brest"] == (
            [Outcome.UPDATED] if "brest" not in down else []
        )
    assert asked == [True, False, True]
    assert bench.run().exit_code is ExitCode.DONE
    assert bench.run().results == ()
    assert bench.asked() == {"multibao": ["facts", "select"], "movilab": [], "brest": []}


def test_partners_that_other_runs_serve(bench: MemoryBench) -> None:
    """Each is named with who serves it."""
    locks = locks_for(bench.configuration.state)
    with ExitStack() as held:
        for name in PARTNERS:
            held.enter_context(locks.hold(name, "test"))
        run = bench.run()
    assert (run.exit_code, [type(one) for one in run.troubles]) == (ExitCode.LATER, [LockHeldError] * 2)
    assert bench.asked() == {"multibao": [], "movilab": [], "brest": []}
