"""A process that ends before any durable step of any kind of work: the next run ends as if nothing had happened.

What a run leaves behind is its transactions and its writes at the wiki; it is ended before each of these in turn, and
so after the one before it, and after the last. In memory by an exception that nothing catches; at real wikis too with
``REPUBLISH_CRASHES=all`` (some minutes), besides the processes that ``test_kills.py`` kills there.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tests.farm.hand import Hand
from tests.life.crashing import TITLE, WORKS, Steps, run
from tests.life.histories.words import NO_BOTS, credited
from tests.life.staging import Stage, end_of
from tests.life.world import World
from tests.memory.faults import KilledError

pytestmark = pytest.mark.xdist_group("three")

ALL = os.environ.get("REPUBLISH_CRASHES") == "all"
PLACES = ("memory", "real") if ALL else ("memory",)


def points() -> Iterator[object]:
    """Give where, which work, and before which of its steps the process ends."""
    for where in PLACES:
        for name, work in WORKS.items():
            for number, step in enumerate([*work.steps.split(), "over"], 1):
                yield pytest.param(where, name, number, id=f"{where}-{name}-{number}-{step}")


@pytest.mark.parametrize(("stage", "name", "number"), tuple(points()), indirect=["stage"])
def test_a_killed_run_is_finished_by_the_next(stage: Stage, name: str, number: int) -> None:
    """The pages, their revisions and what is remembered are those of a run that was not killed, and stay so."""
    expected, work = stage.undisturbed(name), WORKS[name]
    world, steps = stage.begin(work), Steps(number)
    with suppress(KilledError):
        work.run(world, steps)
    assert steps.taken == work.steps.split()[: number - 1]
    work.finish(world)
    assert end_of(world) == expected
    run(world)
    assert end_of(world) == expected


# People who act while the bot is dead

ADDED = "Un mot de chez nous."
ELSEWHERE = "Recette:Ailleurs"
PEOPLE: dict[str, Callable[[Hand, str], object]] = {
    "edit": lambda hand, title: hand.edit(title, f"{hand.text(title)}\n\n{ADDED}"),
    "move": lambda hand, title: hand.move(title, ELSEWHERE, redirect=False),
    "delete": lambda hand, title: hand.delete(title),
    "revert": lambda hand, title: hand.revert(title) if len(hand.history(title)) > 1 else None,
    "blank": lambda hand, title: hand.blank(title),
    "uncredit": lambda hand, title: hand.edit(title, uncredited(hand.text(title) or "")),
    "keep out": lambda hand, title: hand.edit(title, f"{NO_BOTS}\n{hand.text(title)}"),
}
WRITTEN = [name for name, work in WORKS.items() if work.writes and "protect" not in work.writes]
"""Works whose page is not out of the reach of people in the end."""
MADE = ("create", "restore a deleted copy")
"""Works before which no page stands."""


def uncredited(text: str) -> str:
    """Take the credit out of a text."""
    credit = credited(text)
    return text[: credit.start] + text[credit.end :] if credit else text


def pages(world: World) -> dict[str, str | None]:
    """Give what stands in the partner's namespace of copies."""
    return {title: world.movilab.text(title) for title in world.movilab.titles(100)}


def killed_at_its_last_write(stage: Stage, name: str, *, acted: bool) -> World:
    """Give a world where the process died before its last write, or once the wiki had acted."""
    work = WORKS[name]
    last = max(number for number, step in enumerate(work.steps.split(), 1) if step == work.writes[-1])
    world = stage.begin(work)
    with suppress(KilledError):
        work.run(world, Steps(last + acted))
    return world


@pytest.mark.parametrize(
    ("stage", "name", "act"),
    [
        pytest.param(where, name, act, id=f"{where}-{name}-{act}")
        for where in ("memory", "real")
        for number, name in enumerate(WRITTEN)
        for turn, act in enumerate(PEOPLE)
        if where == "memory" or ALL or (number == turn + 1 and turn < 4)
        if (name, act) not in {(made, "revert") for made in MADE}
    ],
    indirect=["stage"],
)
def test_what_people_do_after_a_write_that_we_did_not_see_the_end_of_stays(stage: Stage, name: str, act: str) -> None:
    """The process dies once the wiki has acted, people act next: neither run nor run takes that back."""
    world = killed_at_its_last_write(stage, name, acted=True)
    PEOPLE[act](world.movilab, WORKS[name].copy)
    made = pages(world)
    for _ in range(2):
        run(world)
        assert pages(world) == made
    assert end_of(world).intents == 0


@pytest.mark.parametrize(
    ("stage", "name", "act"),
    [
        pytest.param(where, name, act, id=f"{where}-{name}-{act}")
        for where in PLACES
        for name in WRITTEN
        for act in PEOPLE
        if name not in MADE
    ],
    indirect=["stage"],
)
def test_what_people_do_before_a_write_that_never_left_stays(stage: Stage, name: str, act: str) -> None:
    """The process dies before it sends, people act next: the run that comes takes their word into account."""
    world = killed_at_its_last_write(stage, name, acted=False)
    title = WORKS[name].before
    PEOPLE[act](world.movilab, title)
    left = pages(world)
    run(world)
    after = pages(world)
    match act:
        case "edit":
            assert ADDED in (after[WORKS[name].copy if WORKS[name].decision is None else title] or "")
        case "move" if name == "adopt":  # what is no copy yet may go: the sheet gets one of its own
            assert after.pop(title) is not None
            assert after == left
        case "move":
            assert after.keys() == left.keys()
        case "revert":
            assert len(after) == len(left)
        case _:
            assert after == left
    after = pages(world)
    run(world)
    assert pages(world) == after
    assert end_of(world).intents == 0


@pytest.mark.parametrize("stage", PLACES, indirect=True)
@pytest.mark.parametrize("name", MADE)
def test_a_page_that_people_make_before_ours_was_sent_is_theirs(stage: Stage, name: str) -> None:
    """The process dies before it makes a copy, people write a page there: it stays, and no second one comes."""
    world = killed_at_its_last_write(stage, name, acted=False)
    world.movilab.create(WORKS[name].copy, ADDED)
    left = pages(world)
    for _ in range(2):
        run(world)
        assert pages(world) == left
    assert world.copy(TITLE).reason is not None
    assert end_of(world).intents == 0
