"""People change the credit of a copy so that it no longer tells what the licence asks for: it is told, and mended."""

import pytest

from bot.domain.plan import Outcome, Reason, State
from bot.store.store import open_store
from bot.sync.looking import look
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
    with world.robot("movilab") as wiki, open_store(world.configuration.state) as store:
        look(world.configuration.jobs[0], wiki, store)
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
