"""A process that ends before any durable step of any kind of work: the next run ends as if nothing had happened.

What a run leaves behind is its transactions and its writes at the wiki; it is killed before each of these in turn, and
so after the one before it, and after the last. Each of these instants is tried in memory; at real wikis only those
right before and after a write, or all with ``REPUBLISH_CRASHES=all`` (some minutes).
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.farm.trio import Trio
from tests.life.crashing import WORKS, WRITES, End, MemoryStage, RealStage, Stage, Steps, end_of, run
from tests.life.world import PASSWORD
from tests.memory.faults import KilledError

pytestmark = pytest.mark.xdist_group("three")

ALL = os.environ.get("REPUBLISH_CRASHES") == "all"


def points() -> Iterator[object]:
    """Give where, which work, and before which of its steps the process ends."""
    for where in ("memory", "real"):
        for name, work in WORKS.items():
            steps = [*work.steps.split(), "over"]
            for number, step in enumerate(steps, 1):
                if where == "memory" or ALL or {step, *steps[max(0, number - 2) : number - 1]} & {*WRITES}:
                    yield pytest.param(where, name, number, id=f"{where}-{name}-{number}-{step}")


_undisturbed: dict[tuple[type, str], End] = {}


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Give worlds in memory, then real ones."""
    folder: Path = tmp_path_factory.mktemp("crashes")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "memory":
            patch.setenv(PASSWORD, "unused")
            yield MemoryStage(folder)
        else:
            trio: Trio = request.getfixturevalue("three_wikis")
            patch.setenv(PASSWORD, trio.movilab.robot_password)
            yield RealStage(folder, trio)
            trio.restore()


def undisturbed(stage: Stage, name: str) -> End:
    """Tell how things stand after a work that nobody disturbed."""
    if (type(stage), name) not in _undisturbed:
        work = WORKS[name]
        world, steps = stage.begin(work), Steps()
        work.run(world, steps)
        assert steps.taken == work.steps.split(), "the steps of this work have changed: list them in its Work"
        work.finish(world)
        _undisturbed[type(stage), name] = end_of(world)
    return _undisturbed[type(stage), name]


@pytest.mark.parametrize(("stage", "name", "number"), tuple(points()), indirect=["stage"])
def test_a_killed_run_is_finished_by_the_next(stage: Stage, name: str, number: int) -> None:
    """The pages, their revisions and what is remembered are those of a run that was not killed, and stay so."""
    expected, work = undisturbed(stage, name), WORKS[name]
    world, steps = stage.begin(work), Steps(number)
    with suppress(KilledError):
        work.run(world, steps)
    assert steps.taken == work.steps.split()[: number - 1]
    work.finish(world)
    assert end_of(world) == expected
    assert expected.intents == 0
    run(world)
    assert end_of(world) == expected


ADDED = "Un mot de chez nous."
PEOPLE = {
    "edit": lambda hand, title: hand.edit(title, f"{hand.text(title)}\n\n{ADDED}"),
    "move": lambda hand, title: hand.move(title, "Recette:Ailleurs", redirect=False),
    "delete": lambda hand, title: hand.delete(title),
    "revert": lambda hand, title: hand.revert(title),
}
WRITTEN = [name for name, work in WORKS.items() if {*WRITES} & {*work.steps.split()}]
STORIES = [
    pytest.param(where, name, act, id=f"{where}-{name}-{act}")
    for where in ("memory", "real")
    for number, name in enumerate(WRITTEN)
    for turn, act in enumerate(PEOPLE)
    if where == "memory" or ALL or number == turn + 1
    if (name, act) not in {("create", "revert"), ("restore a deleted copy", "revert")}
]


@pytest.mark.parametrize(("stage", "name", "act"), STORIES, indirect=["stage"])
def test_what_people_do_after_a_write_that_we_did_not_see_the_end_of_stays(stage: Stage, name: str, act: str) -> None:
    """The process dies once the wiki has acted, people act next: neither run nor run takes that back."""
    work = WORKS[name]
    steps = work.steps.split()
    last = max(number for number, step in enumerate(steps, 1) if step in WRITES)
    world = stage.begin(work)
    with suppress(KilledError):
        work.run(world, Steps(last + 1))
    PEOPLE[act](world.movilab, work.copy)
    made = {title: world.movilab.text(title) for title in world.movilab.titles(100)}
    for _ in range(2):
        run(world)
        assert {title: world.movilab.text(title) for title in world.movilab.titles(100)} == made
    assert end_of(world).intents == 0
