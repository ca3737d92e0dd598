"""A paragraph that people took out, and that the sheet moves."""

from bot.domain.plan import Outcome
from tests.life.world import STEPS, World, copy_title, outcomes, sheet

TITLE = "Arpentage"
COPY = copy_title(TITLE)


def test_a_paragraph_that_people_took_out_does_not_come_back_under_a_new_heading(world: World) -> None:
    """What one side took out and the other moved is for a person to decide."""
    world.source.create(TITLE, sheet(TITLE))
    world.sync()
    paragraph = "Chacun lit pendant une heure. Puis chacun résume sa partie."
    mine = (world.movilab.text(COPY) or "").replace(f"{paragraph}\n\n", "")
    world.movilab.edit(COPY, mine)
    world.source.edit(TITLE, sheet(TITLE, steps=STEPS.replace("Chacun lit", "=== Lecture ===\n\nChacun lit")))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.CONFLICT]
    assert world.movilab.text(COPY) == mine
