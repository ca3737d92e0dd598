"""Copies that are to follow their sheets to another title, and people who keep them where they are."""

import shutil
from typing import cast

import pytest

from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.wiki.protocol import Wiki
from tests.life.histories.stage import FaultyWiki
from tests.life.world import World, copy_title, outcomes, sheet
from tests.memory.faults import Fault, Line

TITLE, NEW = "Arpentage", "Lecture partagée"
ELSEWHERE, LATER = "Recette:Lire à plusieurs", "Arpenter un livre"
COPY, NEW_COPY = copy_title(TITLE), copy_title(NEW)


def test_a_copy_that_waits_for_its_move_and_wants_no_robot_stays(world: World) -> None:
    """A copy is not moved either while it says {{nobots}}; once that is gone, it follows its sheet."""
    world.configure(", on_rename: move")
    world.source.create(TITLE, sheet(TITLE))
    world.sync()
    world.movilab.create(NEW_COPY, "Une page de la communauté.")
    world.source.move(TITLE, NEW, redirect=False)
    world.source.edit(NEW, sheet(NEW))
    assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.UPDATED, Outcome.POSTPONED]
    mine = "{{nobots}}\n" + (world.movilab.text(COPY) or "")
    world.movilab.edit(COPY, mine)
    world.movilab.delete(NEW_COPY)
    for _ in range(2):
        assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.REFUSED]
        assert world.fate(NEW) == (State.DIVERGED, Reason.BOTS_EXCLUDED)
        assert world.movilab.text(COPY) == mine
    world.movilab.edit(COPY, mine.removeprefix("{{nobots}}\n"))
    assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.UNCHANGED, Outcome.MOVED]
    assert f"| nom = {NEW}" in (world.movilab.text(NEW_COPY) or "")


@pytest.mark.parametrize("how", ["lost", "rebuilt", "older"])
def test_a_copy_that_people_moved_stays_though_the_bot_has_forgotten_it(world: World, how: str) -> None:
    """A lost state, one made anew from the wikis, or an older backup of it: what people titled is theirs to title."""
    begun(world)
    file, kept = world.folder / "var" / "republish.db", world.folder / "kept.db"
    if how == "older":
        shutil.copy(file, kept)
        renamed(world, NEW)
        assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.UPDATED, Outcome.MOVED]
        world.movilab.delete(COPY)
        world.movilab.move(NEW_COPY, COPY, redirect=False)
    else:
        world.movilab.move(COPY, ELSEWHERE, redirect=False)
    stays = COPY if how == "older" else ELSEWHERE
    world.lose_state()
    if how == "older":
        shutil.copy(kept, file)
    if how == "rebuilt":
        world.rebuild()
    title = NEW if how == "older" else TITLE
    for number in range(3):
        world.source.edit(title, sheet(title, summary=f"Lire {number}."))
        world.sync()
        assert f"Lire {number}." in (world.movilab.text(stays) or "")
    assert world.copy(title).title == stays


def test_a_copy_that_the_bot_has_forgotten_moves_along(world: World) -> None:
    """What the wiki records as titled by the bot follows its sheet, whoever has protected it since."""
    begun(world)
    renamed(world, NEW)
    world.sync()
    for level in ("sysop", "all"):
        world.movilab.protect(NEW_COPY, level)
    world.lose_state()
    world.source.edit(NEW, sheet(NEW, summary="Lire deux livres."))
    world.sync()
    renamed(world, LATER, NEW)
    assert outcomes(world.sync())[LATER, "movilab"] == [Outcome.UPDATED, Outcome.MOVED]
    assert f"| nom = {LATER}" in (world.movilab.text(copy_title(LATER)) or "")


def test_a_copy_moves_along_only_once_it_is_updated(world: World) -> None:
    """An update that is lost for good is made up for by the next run, and its move with it."""
    begun(world)
    renamed(world, NEW)
    line = Line("movilab")
    for number in (1, 2):
        line.fail_write(number, Fault.LOST_BEFORE)
    run = world.sync(wrap=lambda wiki: cast(Wiki, FaultyWiki(wiki, line)) if wiki.name == "movilab" else wiki)
    assert outcomes(run)[NEW, "movilab"] == [Outcome.FAILED, Outcome.FAILED]
    assert world.movilab.text(NEW_COPY) is None
    assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.UPDATED, Outcome.MOVED]
    assert f"| nom = {NEW}" in (world.movilab.text(NEW_COPY) or "")


def begun(world: World) -> None:
    """Let a sheet be copied, whose copies are to move along, and another so that the source never lists nothing."""
    world.configure(", on_rename: move", "    limits: {changes: 100%}")
    for title in (TITLE, "Débat mouvant"):
        world.source.create(title, sheet(title))
    world.sync()


def renamed(world: World, new: str, old: str = TITLE) -> None:
    """Let people rename a sheet, and write its new title into it."""
    world.source.move(old, new, redirect=False)
    world.source.edit(new, sheet(new))
