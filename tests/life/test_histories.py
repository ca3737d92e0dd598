"""Random histories of people, wikis and the bot: after each run, nobody's work is gone, and nothing is done twice.

Each history comes from a number, its seed. ``REPUBLISH_HISTORIES=20000`` tells more of them,
``REPUBLISH_FIRST_HISTORY=7000`` others.
"""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.config.settings import Configuration
from bot.store.store import open_store
from tests.farm.trio import Trio
from tests.life.histories.stage import MemoryStage, RealStage, State
from tests.life.histories.steps import History, history, shortest
from tests.life.histories.teller import Teller
from tests.life.world import PASSWORD, memory_world, real_world

TOLD = int(os.environ.get("REPUBLISH_HISTORIES", "520"))
FIRST = int(os.environ.get("REPUBLISH_FIRST_HISTORY", "0"))
SHARES = 4
"""Parts of the histories, which several processes tell side by side."""
TOLD_AT_REAL_WIKIS = int(os.environ.get("REPUBLISH_REAL_HISTORIES", "30"))
STEPS_AT_REAL_WIKIS = (3, 5)
SEEN_BY_ALL = {"created", "updated", "merged", "conflict", "refused", "failed"}


@pytest.fixture(scope="module")
def quiet() -> Iterator[None]:
    """Let the bot keep its log to itself."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, quiet: None) -> Iterator[tuple[Configuration, State]]:
    """Give a configuration and a state for all histories."""
    with pytest.MonkeyPatch.context() as patch, open_store("sqlite://") as store:
        patch.setenv(PASSWORD, "unused")
        yield memory_world(tmp_path_factory.mktemp("world")).configuration, State(store)


def fault_of(bench: tuple[Configuration, State], told: History, seen: Counter[str] | None = None) -> Exception | None:
    """Tell a history in memory, and give what went wrong."""
    configuration, state = bench
    state.forget()
    try:
        Teller(MemoryStage(configuration, state), seen).tell(told)
    except Exception as error:  # noqa: BLE001 -- whatever goes wrong, the history is shortened
        return error
    return None


@pytest.mark.timeout(0)
@pytest.mark.parametrize("share", range(SHARES))
def test_histories_in_memory(bench: tuple[Configuration, State], share: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(FIRST + share, FIRST + TOLD, SHARES):
        fault = fault_of(bench, history(seed), seen)
        if fault is not None:
            short = shortest(history(seed), lambda told: type(fault_of(bench, told)) is type(fault))  # noqa: B023 -- used at once
            raise fault_of(bench, short) or fault from AssertionError(f"history {seed}, in short: {short}")
    print(sorted(seen.items()))
    assert seen.keys() >= SEEN_BY_ALL


@pytest.mark.timeout(0)
def test_histories_at_real_wikis(
    three_wikis: Trio, tmp_path: Path, quiet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, three_wikis.movilab.robot_password)
    three_wikis.restore()
    world = real_world(tmp_path / "world", three_wikis)
    with open_store("sqlite://") as store:
        state = State(store)
        for seed in range(FIRST, FIRST + TOLD_AT_REAL_WIKIS):
            state.forget()
            stage = RealStage(world, state, f"H{seed} ")
            told = history(seed, STEPS_AT_REAL_WIKIS)
            try:
                Teller(stage).tell(told)
            except Exception as error:
                raise AssertionError(f"history {seed} at real wikis: {told}") from error
            stage.end()
