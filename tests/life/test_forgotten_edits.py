"""What people did to copies outlives the memory of the bot."""

from bot.domain.plan import Outcome, State
from tests.life.world import World, copy_title, outcomes, sheet

TITLE = "Arpentage"
COPY = copy_title(TITLE)


def test_what_people_put_outside_the_fields_outlives_the_state(world: World) -> None:
    """A copy that was merged once and then found again is not written whole at the next update."""
    world.source.create(TITLE, sheet(TITLE))
    world.sync()
    world.movilab.edit(COPY, f"{world.movilab.text(COPY)}\n[[Catégorie:Lectures]]")
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    world.lose_state()
    world.sync()
    assert world.fate(TITLE) == (State.CURRENT, None)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire trois livres."))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    after = world.movilab.text(COPY) or ""
    assert "Lire trois livres." in after
    assert "[[Catégorie:Lectures]]" in after


def test_a_revert_of_our_update_outlives_the_state(world: World) -> None:
    """People who undid an update meant it, also when we forget it: our own revisions tell what they undid."""
    world.source.create(TITLE, sheet(TITLE))
    world.sync()
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    world.sync()
    world.movilab.revert(COPY)
    reverted = world.movilab.text(COPY)
    world.lose_state()
    world.sync()
    assert world.movilab.text(COPY) == reverted
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres.", aims="rire"))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    after = world.movilab.text(COPY) or ""
    assert "Lire un livre à plusieurs." in after
    assert "rire" in after
