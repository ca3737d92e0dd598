"""The lives of copies that may only be shown whole: written word for word, protected, and never merged."""

import pytest

from bot.domain.decision import Decision, Verdict
from bot.domain.merge.units import Side
from bot.domain.page import PROTECTED, Presence
from bot.domain.plan import Action, Outcome, State
from bot.domain.reasons import Reason
from bot.wikitext.credit import bears_whole, find_credit
from tests.farm.install import ROBOT
from tests.life.world import World, copy_title, outcomes, sheet, take_whole, whole_sheet
from tests.memory.hand import MemoryHand

TITLE = "Arpentage"
COPY = copy_title(TITLE)
BODY = """\
; Arpentage : Lire un livre à plusieurs.

== Procédure ==
Former des groupes de trois. Distribuer les textes à lire.

Chacun lit pendant une heure. Puis chacun résume sa partie.

== Sources ==
Nos essais.
"""
SECOND = "Lire deux livres."


def begun(world: World) -> str:
    """Let a whole sheet be copied, and give the text of its copy."""
    take_whole(world)
    world.source.create(TITLE, whole_sheet(TITLE))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.CREATED]
    return world.movilab.text(COPY) or ""


def seen(world: World) -> Presence:
    """See what stands at the partner."""
    with world.robot("movilab") as wiki:
        return wiki.look_for([COPY], with_text=True)[COPY]


def distrust(world: World) -> None:
    """Take the right to protect pages from the robot."""
    hand = world.movilab
    assert isinstance(hand, MemoryHand)
    hand.site.administrators.discard(ROBOT)


def test_a_sheet_is_copied_word_for_word_on_a_protected_page(memory: World) -> None:
    """The text first, then the credit; the next run finds nothing to do, and a moved sheet comes anew."""
    text = begun(memory)
    assert text.startswith(f"{BODY}\n<div class=")
    assert bears_whole(text)
    assert text.rstrip().endswith("[[Catégorie:Recettes de Multibao]]" if "de Multibao" in text else "]]")
    assert seen(memory).protection == PROTECTED
    assert memory.fate(TITLE) == (State.CURRENT, None)
    assert len(memory.movilab.history(COPY)) == 2
    assert not memory.plan().plan.writes()

    memory.source.edit(TITLE, whole_sheet(TITLE, SECOND))
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    assert (memory.movilab.text(COPY) or "").startswith(BODY.replace("Lire un livre à plusieurs.", SECOND))
    assert len(memory.movilab.history(COPY)) == 3
    assert seen(memory).protection == PROTECTED


def test_what_people_changed_is_never_merged_nor_overwritten(memory: World) -> None:
    """The sheet moves on: a conflict says so, until a person takes the text of the sheet."""
    text = begun(memory)
    edited = text.replace("pendant une heure", "pendant deux heures")
    memory.movilab.edit(COPY, edited, user="Admin")
    memory.sync()
    assert memory.movilab.text(COPY) == edited
    memory.source.edit(TITLE, whole_sheet(TITLE, SECOND))
    for _ in range(2):
        assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.CONFLICT]
        assert memory.movilab.text(COPY) == edited
    assert memory.fate(TITLE) == (State.DIVERGED, Reason.WHOLE_EDITED)
    for side, expected in ((Side.LOCAL, edited), (Side.INCOMING, None)):
        memory.sync(decision=Decision(Verdict.RESOLVE, TITLE, "movilab", side=side))
        assert expected is None or memory.movilab.text(COPY) == expected
    assert (memory.movilab.text(COPY) or "").startswith(BODY.replace("Lire un livre à plusieurs.", SECOND))


def test_without_the_right_to_protect_nothing_is_copied(memory: World) -> None:
    """Plan and run say which rights are missing; once they are there, the copy comes."""
    take_whole(memory)
    distrust(memory)
    memory.source.create(TITLE, whole_sheet(TITLE))
    (planned,) = memory.plan().plan.of("movilab")
    assert planned.action is Action.SKIP
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.REFUSED]
    assert memory.movilab.text(COPY) is None
    copy = memory.copy(TITLE)
    assert (copy.state, copy.reason) == (State.MISSING, Reason.UNPROTECTABLE)
    assert copy.facts == (("partner", "movilab"), ("rights", "protect, editprotected"))
    memory.movilab.let_protect()
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.CREATED]
    assert seen(memory).protection == PROTECTED


def test_a_page_that_could_not_be_protected_waits_for_it(memory: World) -> None:
    """The right is lost right after the page was written: the run says so, and the next with the right protects."""
    take_whole(memory)
    memory.source.create(TITLE, whole_sheet(TITLE))

    def meddling(wiki):  # type: ignore[no-untyped-def]  # a client of the memory, whose line the test knows
        if wiki.name == "movilab":
            wiki.line.meddle = lambda call: distrust(memory) if call == "create" else None
        return wiki

    (result,) = [one for one in memory.sync(wrap=meddling).results if one.change.partner == "movilab"]
    assert (result.outcome, result.code) == (Outcome.FAILED, "cantprotect")
    assert memory.fate(TITLE) == (State.OUTDATED, Reason.UNPROTECTED)
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.REFUSED]
    assert seen(memory).protection == ""
    memory.movilab.let_protect()
    (planned,) = memory.plan().plan.of("movilab")
    assert planned.action is Action.PROTECT
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    assert seen(memory).protection == PROTECTED
    assert memory.fate(TITLE) == (State.CURRENT, None)


def test_a_licence_that_changes_changes_the_form_and_no_protection(memory: World) -> None:
    """With a licence that allows edits the copy takes the partner's form, and stays protected until people say so."""
    whole = begun(memory)
    memory.source.edit(TITLE, sheet(TITLE))
    change = next(one for one in memory.plan().plan.of("movilab"))
    assert change.action is Action.UPDATE
    assert [notice.detail for notice in change.notices if notice.code == "still protected"] == [COPY]
    memory.sync()
    mapped = memory.movilab.text(COPY) or ""
    assert mapped.startswith("{{Recette libre")
    assert seen(memory).protection == PROTECTED

    memory.source.edit(TITLE, whole_sheet(TITLE))
    memory.sync()
    assert (memory.movilab.text(COPY) or "").startswith(BODY)
    assert find_credit(memory.movilab.text(COPY) or "") != find_credit(whole)


def test_edits_on_a_copy_in_fields_outlive_a_licence_without_derivatives(memory: World) -> None:
    """What people made of the copy under the earlier licence stays, though the sheet may only be shown whole now."""
    take_whole(memory)
    memory.source.create(TITLE, sheet(TITLE))
    memory.sync()
    edited = (memory.movilab.text(COPY) or "").replace("pendant une heure", "pendant deux heures")
    memory.movilab.edit(COPY, edited)
    memory.source.edit(TITLE, whole_sheet(TITLE))
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.CONFLICT]
    assert memory.movilab.text(COPY) == edited


def test_a_state_that_is_lost_is_made_anew(memory: World) -> None:
    """The copy is known by its credit: nothing is written, and a sheet that has moved meanwhile comes as usual."""
    text = begun(memory)
    memory.lose_state()
    memory.sync()
    assert memory.movilab.text(COPY) == text
    memory.lose_state()
    memory.source.edit(TITLE, whole_sheet(TITLE, SECOND))
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    assert SECOND in (memory.movilab.text(COPY) or "")
    assert seen(memory).protection == PROTECTED


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("{{Inconnu}}", Reason.NOT_WHOLE),
        ("{{Signe}}", Reason.UNSAFE_TEXT),
        ("<!-- jamais fermé", Reason.NOT_REPRESENTABLE),
    ],
)
def test_a_text_that_would_say_something_else_there_is_refused(memory: World, part: str, reason: Reason) -> None:
    """A missing template, what a save would change, and what would swallow the credit."""
    take_whole(memory)
    memory.source.create("Modèle:Signe", "~~<includeonly>~~</includeonly>")
    memory.source.create(TITLE, f"{whole_sheet(TITLE)}\n{part}")
    memory.sync()
    assert memory.movilab.text(COPY) is None
    assert memory.fate(TITLE)[1] is reason


def test_the_mapping_of_the_partner_moves_no_whole_copy(memory: World) -> None:
    """Its fields play no part in it."""
    begun(memory)
    before = memory.movilab.history(COPY)
    text = (memory.folder / "republish.yaml").read_text(encoding="utf-8")
    memory.reload(text.replace("mapping: movilab-recette}", "mapping: movilab-recette, files: drop}"))
    assert outcomes(memory.sync()).get((TITLE, "movilab"), [Outcome.UNCHANGED]) == [Outcome.UNCHANGED]
    assert memory.movilab.history(COPY) == before
