"""People change the credit of a copy so that it no longer tells what the licence asks for: it is told, and mended."""

import pytest

from bot.domain.decision import Decision, Verdict
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.report.reasons import explain_reason
from bot.wikitext.credit import without_credit
from tests.life.world import World, outcomes, sheet

TITLE = "Arpentage"
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"


def begun(world: World) -> str:
    """Copy a sheet; give the text of the copy."""
    world.source.create(TITLE, sheet(TITLE), user="Chloé")
    world.sync()
    return text(world)


def text(world: World) -> str:
    """Give the text of the copy."""
    return world.movilab.text(world.copy(TITLE).title) or ""


def looked(world: World) -> tuple[State, Reason | None]:
    """Look at the copies, as the bot does every day, and give what it makes of the one at Movilab."""
    world.look()
    return world.fate(TITLE)


@pytest.mark.parametrize("fact", ["Chloé", LICENCE], ids=["name", "licence"])
def test_a_broken_credit_is_told_and_mended(memory: World, fact: str) -> None:
    """At the next sync, with all that people wrote on the page kept; then nothing more is to be done."""
    world = memory
    whole = begun(world)
    mine = whole.replace("Former des groupes", "Faire des groupes").replace(fact, "…")
    world.movilab.edit(world.copy(TITLE).title, mine, user="Zoé")
    assert looked(world) == (State.EDITED, Reason.CREDIT_CHANGED)
    assert looked(world) == (State.EDITED, Reason.CREDIT_CHANGED)
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    assert fact in text(world)
    assert without_credit(text(world)) == without_credit(mine)
    assert all(outcome == [Outcome.UNCHANGED] for outcome in outcomes(world.sync()).values())
    assert looked(world) == (State.CURRENT, None)


def test_people_who_mend_it_themselves_are_left_in_peace(memory: World) -> None:
    """What they wrote besides is theirs, and nothing is written."""
    world = memory
    whole = begun(world)
    title = world.copy(TITLE).title
    world.movilab.edit(title, whole.replace("Chloé", "…"), user="Zoé")
    looked(world)
    world.movilab.edit(title, whole.replace("Former des groupes", "Faire des groupes"), user="Zoé")
    assert looked(world) == (State.EDITED, Reason.COPY_EDITED)
    assert all(outcome == [Outcome.UNCHANGED] for outcome in outcomes(world.sync()).values())


def test_what_people_add_to_a_credit_is_no_breach(memory: World) -> None:
    """Only what is missing counts; the next update writes the credit anew."""
    world = memory
    whole = begun(world)
    world.movilab.edit(world.copy(TITLE).title, f"{whole}\nMerci à Zoé.", user="Zoé")
    assert looked(world) == (State.EDITED, Reason.COPY_EDITED)


def test_a_copy_that_wants_no_bot_keeps_even_a_broken_credit(memory: World) -> None:
    """It is told, and people must mend it."""
    world = memory
    whole = begun(world)
    world.movilab.edit(world.copy(TITLE).title, "{{nobots}}\n" + whole.replace("Chloé", "…"), user="Zoé")
    looked(world)
    world.sync()
    assert "Chloé" not in text(world)
    assert world.fate(TITLE) == (State.DIVERGED, Reason.BOTS_EXCLUDED)


def test_a_credit_that_is_broken_again_and_again_is_left_to_people(memory: World) -> None:
    """Three times it is put back; then the bot stops and says so, until a person says ``restore``."""
    world = memory
    whole = begun(world)
    title = world.copy(TITLE).title
    for count in range(4):
        world.movilab.edit(title, whole.replace("Chloé", "…"), user="Zoé")
        looked(world)
        if count < 3:
            assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
            assert text(world) == whole
    disputed = (State.DIVERGED, Reason.CREDIT_DISPUTED)
    assert world.fate(TITLE) == disputed
    said = explain_reason(Reason.CREDIT_DISPUTED, world.copy(TITLE).facts)
    assert "put back 3 times, and the names of the authors is gone" in said
    before = world.movilab.revision(title)
    for summary in ("Lire à deux.", "Lire à cinq."):
        run = world.sync()
        assert (TITLE, "movilab") not in outcomes(run)
        assert run.exit_code == 3
        assert looked(world) == disputed
        world.source.edit(TITLE, sheet(TITLE, summary=summary), user="Chloé")
    assert world.movilab.revision(title) == before
    restored = world.sync(decision=Decision(Verdict.RESTORE, TITLE, "movilab"))
    assert outcomes(restored)[TITLE, "movilab"] == [Outcome.MERGED]
    assert "Chloé" in text(world)
    assert looked(world) == (State.CURRENT, None)
    world.movilab.edit(title, text(world).replace("Chloé", "…"), user="Zoé")
    assert looked(world) == (State.EDITED, Reason.CREDIT_CHANGED)
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]


def test_people_who_put_a_disputed_credit_back_end_the_dispute(memory: World) -> None:
    """What stands counts, not who did it."""
    world = memory
    whole = begun(world)
    title = world.copy(TITLE).title
    for _ in range(4):
        world.movilab.edit(title, whole.replace("Chloé", "…"), user="Zoé")
        looked(world)
        world.sync()
    assert world.fate(TITLE)[1] is Reason.CREDIT_DISPUTED
    world.movilab.edit(title, f"{whole}\nMerci à Zoé.", user="Zoé")
    assert looked(world) == (State.EDITED, Reason.COPY_EDITED)
    assert world.sync().exit_code == 0


@pytest.mark.parametrize("fact", ["Chloé", LICENCE], ids=["name", "licence"])
def test_the_broken_credit_of_a_frozen_copy_is_put_back(memory: World, fact: str) -> None:
    """As it was written for the revision that the copy holds; the copy stays frozen, and keeps what people wrote."""
    world = memory
    whole = begun(world)
    world.source.edit(TITLE, sheet(TITLE, summary="Autre.").replace("CC BY-SA 4.0", "Tous droits réservés"))
    world.sync()
    frozen = (State.OUTDATED, Reason.COPY_FROZEN)
    mine = whole.replace("Former des groupes", "Faire des groupes")
    world.movilab.edit(world.copy(TITLE).title, mine.replace(fact, "…"), user="Zoé")
    assert looked(world) == frozen
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    assert text(world) == mine
    assert looked(world) == frozen
    before = world.movilab.revision(world.copy(TITLE).title)
    assert (TITLE, "movilab") not in outcomes(world.sync())
    for _ in range(3):
        world.movilab.edit(world.copy(TITLE).title, mine.replace(fact, "…"), user="Zoé")
        looked(world)
        world.sync()
    assert world.fate(TITLE) == (State.DIVERGED, Reason.CREDIT_DISPUTED)
    assert world.movilab.revision(world.copy(TITLE).title) > before
    assert fact not in text(world)
    world.sync(decision=Decision(Verdict.RESTORE, TITLE, "movilab"))
    assert text(world) == mine
    assert looked(world) == frozen


def test_the_broken_credit_of_an_orphaned_copy_is_put_back(memory: World) -> None:
    """Its sheet is gone, and its licence still asks for the credit."""
    world = memory
    world.source.create("Autre", sheet("Autre"))
    whole = begun(world)
    world.source.delete(TITLE)
    world.sync()
    orphaned = (State.ORPHANED, Reason.SHEET_DELETED)
    world.movilab.edit(world.copy(TITLE).title, whole.replace("Chloé", "…"), user="Zoé")
    assert looked(world) == orphaned
    world.sync()
    assert text(world) == whole
    assert looked(world) == orphaned
