"""What copies say when their sheets are gone, where the configuration wants them to say it."""

import pytest

from bot.domain.plan import Outcome, State
from bot.wikitext.credit import find_credit, has_orphan_note
from tests.farm.hand import FarmHand
from tests.farm.templates import CREDIT
from tests.life.world import World, copy_title, outcomes, sheet

TITLE = "Arpentage"
COPY = {"movilab": copy_title(TITLE), "brest": f"{TITLE} (fiche pratique)"}
CATEGORY = "Fiches sans source"
NOTICE = "n’existe plus"
CHOICES = pytest.mark.parametrize("choice", ["category", "notice"])


def begun(world: World, choice: str) -> None:
    """Let two sheets be copied: by the credit template at the first partner, in plain words at the second."""
    if not world.movilab.text("Modèle:Republication"):
        world.movilab.create("Modèle:Republication", CREDIT)
    world.configure(f", on_orphan: {choice}, orphan_category: {CATEGORY}")
    for title in (TITLE, "Débat mouvant"):
        world.source.create(title, sheet(title))
    world.sync()
    assert "{{Republication" in text(world)
    assert '<div class="republication"' in text(world, "brest")


def text(world: World, partner: str = "movilab") -> str:
    """Give the text of the copy at a partner."""
    found = world.hands[partner].text(COPY[partner])
    assert found is not None
    return found


def histories(world: World) -> list[int]:
    """Count the revisions of both copies."""
    return [len(world.hands[partner].history(title)) for partner, title in COPY.items()]


def is_shown(world: World, partner: str, category: str) -> bool:
    """Tell whether a page as people see it stands in a category; in memory, its text must say so."""
    hand = world.hands[partner]
    if not isinstance(hand, FarmHand):
        return f"[[Catégorie:{category}]]" in text(world, partner)
    parsed = hand.person("").get(action="parse", page=COPY[partner], prop="categories")["parse"]["categories"]
    return category.replace(" ", "_") in {each["category"] for each in parsed}


def test_nothing_is_written_by_default(world: World) -> None:
    """A copy whose sheet is gone stays byte for byte as it is."""
    begun(world, "nothing")
    before = text(world), text(world, "brest")
    world.source.delete(TITLE)
    for _ in range(2):
        assert outcomes(world.sync()) == {
            (TITLE, "movilab"): [Outcome.UNCHANGED],
            (TITLE, "brest"): [Outcome.UNCHANGED],
        }
    assert (text(world), text(world, "brest")) == before


@CHOICES
def test_it_is_said_once_and_goes_away_by_itself(world: World, choice: str) -> None:
    """A copy says that its sheet is gone, once; when the sheet comes back, the copy is as it was."""
    begun(world, choice)
    before = [text(world, partner) for partner in COPY]
    world.source.delete(TITLE)
    assert outcomes(world.sync()) == {(TITLE, "movilab"): [Outcome.UPDATED], (TITLE, "brest"): [Outcome.UPDATED]}
    for partner, title in COPY.items():
        assert has_orphan_note(text(world, partner))
        assert is_shown(world, partner, CATEGORY) is (choice == "category")
        assert world.fate(TITLE, partner)[0] is State.ORPHANED
        hand = world.hands[partner]
        if choice == "notice" and isinstance(hand, FarmHand):
            assert "republication-orphan" in hand.render(title if partner == "movilab" else f"{TITLE} (fiche pratique)")
    count = histories(world)
    for _ in range(2):
        run = world.sync()
        assert {each for found in outcomes(run).values() for each in found} <= {Outcome.UNCHANGED}
        assert run.exit_code == 0
    assert histories(world) == count
    world.source.undelete(TITLE)
    world.sync()
    assert [text(world, partner) for partner in COPY] == before
    assert world.fate(TITLE) == (State.CURRENT, None)
    assert world.sync().results == ()


@CHOICES
def test_the_text_of_people_stays_untouched(world: World, choice: str) -> None:
    """On an edited copy, only the note comes and goes."""
    begun(world, choice)
    mine = text(world).replace("Distribuer les textes", "Distribuer les beaux textes") + "\n\nUn mot de chez nous."
    world.movilab.edit(COPY["movilab"], mine)
    world.source.edit(TITLE, sheet(TITLE, category="Brouillons"))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    noted = text(world)
    start = noted.index('\n<div class="republication-orphan">')
    assert noted[:start] + noted[noted.index("</div>", start) + 6 :] == mine
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    after = text(world)
    assert not has_orphan_note(after)
    assert "les beaux textes" in after
    assert "Un mot de chez nous." in after
    assert "Lire deux livres." in after
    assert world.sync().results == ()


@CHOICES
def test_people_who_take_the_note_out_are_heard(world: World, choice: str) -> None:
    """A note that people took out is not written again."""
    begun(world, choice)
    mine = text(world)
    world.source.delete(TITLE)
    world.sync()
    world.movilab.edit(COPY["movilab"], mine)
    for _ in range(2):
        world.sync()
    assert text(world) == mine


@CHOICES
def test_a_copy_that_wants_no_robot_is_left_alone(world: World, choice: str) -> None:
    """A copy with {{nobots}} gets no note, nor one whose people took the credit out."""
    begun(world, choice)
    mine = "{{nobots}}\n" + text(world)
    world.movilab.edit(COPY["movilab"], mine)
    own = text(world, "brest").split("<div")[0].rstrip()
    world.hands["brest"].edit(COPY["brest"], own)
    world.source.delete(TITLE)
    for _ in range(2):
        assert Outcome.UPDATED not in {each for found in outcomes(world.sync()).values() for each in found}
    assert text(world) == mine
    assert text(world, "brest") == own
    assert find_credit(own) is None


@CHOICES
def test_the_state_is_lost_while_a_sheet_is_gone(world: World, choice: str) -> None:
    """Found again by a rebuild, an orphan that says so says it no second time."""
    begun(world, choice)
    world.source.delete(TITLE)
    world.sync()
    count = histories(world)
    world.lose_state()
    assert sum(len(each.found) for each in world.rebuild()) == 4
    for _ in range(2):
        world.sync()
    assert histories(world) == count
    world.source.undelete(TITLE)
    world.sync()
    assert not has_orphan_note(text(world))
    assert world.fate(TITLE) == (State.CURRENT, None)


def test_a_notice_that_was_refused_does_not_hide_why_the_sheet_is_gone(world: World) -> None:
    """A protected copy cannot say that its sheet was deleted; it goes on all the same when the sheet is made again."""
    begun(world, "notice")
    world.movilab.protect(COPY["movilab"])
    world.source.delete(TITLE)
    for _ in range(2):
        assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.REFUSED]
    world.movilab.protect(COPY["movilab"], "all")
    world.source.create(TITLE, sheet(TITLE, summary="Lire deux livres."))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    assert "Lire deux livres." in text(world)
