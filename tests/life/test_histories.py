"""Random histories of people, wikis and the bot: after each run, nobody's work is gone, and nothing is done twice.

``REPUBLISH_HISTORIES=20000`` tells more of them in memory, ``REPUBLISH_REAL_HISTORIES=200`` at real wikis,
``REPUBLISH_SEED=7`` others.
"""

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.config.settings import Configuration
from bot.store.store import open_store
from tests.farm.trio import Trio
from tests.life.histories.machine import Histories
from tests.life.histories.stage import CHOICES, MemoryStage, RealStage, State
from tests.life.histories.teller import Teller
from tests.life.world import PASSWORD, World, memory_world, real_world

TOLD = int(os.environ.get("REPUBLISH_HISTORIES", "520"))
SEED = int(os.environ.get("REPUBLISH_SEED", "1"))
SHARES = 2
"""Parts of the histories, which two processes tell side by side; a smaller one may not meet every outcome."""
TOLD_AT_REAL_WIKIS = int(os.environ.get("REPUBLISH_REAL_HISTORIES", "30"))
SEEN_BY_ALL = {"created", "updated", "merged", "conflict", "refused", "postponed", "killed"}


@pytest.fixture(scope="module")
def quiet() -> Iterator[None]:
    """Let the bot keep its log to itself."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


def configurations_of(world: World) -> Mapping[str, Configuration]:
    """Give the configurations between which histories choose."""
    return {choice: world.configure(choice) for choice in CHOICES}


def tell(tellers: Callable[[], Teller], number: int, seeded: int, *, steps: int, shorten: bool) -> None:
    """Tell so many histories of so many steps, from a seed."""
    told = count()

    def machine() -> Histories:
        next(told)
        return Histories(tellers)

    chosen = settings(
        max_examples=number,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=(Phase.generate, *((Phase.shrink,) if shorten else ())),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.normal,
    )
    run_state_machine_as_test(seed(seeded)(machine), settings=chosen)
    assert next(told) >= number


@pytest.mark.timeout(0)
@pytest.mark.parametrize("share", range(SHARES))
def test_histories_in_memory(tmp_path: Path, quiet: None, share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "unused")
    if share:  # as with selections of thousands: sheets are read, planned and written a few at a time
        monkeypatch.setattr("bot.sync.sheets.BATCH", 2)
        monkeypatch.setattr("bot.sync.partner_planner.PART", 1)
    configurations = configurations_of(memory_world(tmp_path / "world"))
    seen: Counter[str] = Counter()
    with open_store("sqlite://") as store:
        state = State(store)

        def teller() -> Teller:
            state.forget()
            return Teller(MemoryStage(configurations, state), seen)

        tell(teller, -(-TOLD // SHARES), SEED * SHARES + share, steps=10, shorten=True)
    print(sorted(seen.items()))
    assert seen.keys() >= SEEN_BY_ALL


@pytest.mark.timeout(0)
def test_histories_at_real_wikis(
    empty_wikis: Trio, tmp_path: Path, quiet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, empty_wikis.movilab.robot_password)
    world = real_world(tmp_path / "world", empty_wikis)
    configurations, numbers = configurations_of(world), count(1)
    seen: Counter[str] = Counter()
    with open_store("sqlite://") as store:
        state = State(store)

        def teller() -> Teller:
            state.forget()
            return Teller(RealStage(world, configurations, state, f"H{next(numbers)} "), seen)

        tell(teller, TOLD_AT_REAL_WIKIS, SEED, steps=4, shorten=False)
    print(sorted(seen.items()))
