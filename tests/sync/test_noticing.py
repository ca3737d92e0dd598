"""What a run says of itself before it writes."""

from pathlib import Path

from bot.domain.doing import Doing
from bot.store.store import open_store
from bot.sync.environment import Environment, Options
from bot.sync.runner import run_job
from bot.sync.waits import Waits
from tests.sync.in_memory import MemoryBench


def test_a_run_says_how_many_copies_are_worked_out(tmp_path: Path) -> None:
    """Sheet by sheet at each partner, of how many; a quiet run has nothing to say."""
    bench = MemoryBench(tmp_path, sheet_count=3)
    told: list[tuple[str, Doing, int, int | None]] = []
    for expected in (3, 0):
        told.clear()
        bench.prepare()
        with open_store(bench.configuration.state) as store:
            world = Environment(
                bench.configuration,
                store,
                waits=Waits(0, 0),
                opener=bench._open,
                notice=lambda *said: told.append(said),
            )
            run_job(bench.configuration.jobs[0], world, Options())
        assert sorted(told) == [
            (name, Doing.PLANNING, done, 3) for name in ("brest", "movilab") for done in range(1, expected + 1)
        ]
