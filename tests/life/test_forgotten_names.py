"""Somebody asks not to be named any more: no credit does, whatever became of the copies, and for ever."""

from bot.domain.forgetting import Fate
from bot.domain.plan import Outcome, State
from tests.life.world import PARTNERS, World, outcomes, sheet

TITLE, OTHER, GONE, LONELY = "Arpentage", "Débat mouvant", "Café découverte", "Boule de neige"
NAME = "Chloé"


def begun(world: World) -> None:
    """Copy three sheets that Chloé worked on, and one that she did not; one of them is then gone."""
    for title in (TITLE, OTHER, GONE):
        world.source.create(title, sheet(title), user="Alice")
        world.source.edit(title, sheet(title, summary="Lire à plusieurs."), user=NAME)
    world.source.create(LONELY, sheet(LONELY), user="Alice")
    world.sync()
    world.source.delete(GONE)
    world.sync()
    assert NAME in text(world, TITLE)


def text(world: World, title: str, partner: str = "movilab") -> str:
    """Give the text of a copy."""
    found = world.hands[partner].text(world.copy(title, partner).title)
    assert found is not None
    return found


def fates(world: World, *, writes: bool = True) -> dict[tuple[str, str], Fate]:
    """Forget Chloé, and give what became of her name."""
    done = world.forget_name(NAME, writes=writes)
    assert done.troubles == ()
    return {(place.title, place.partner): place.fate for place in done.places}


def test_the_name_goes_in_place_and_never_comes_back(memory: World) -> None:
    """Also from copies of sheets that are gone; nothing else of any copy changes, and no sync brings it back."""
    world = memory
    begun(world)
    titles = (TITLE, GONE, LONELY)
    before = {(title, partner): text(world, title, partner) for title in titles for partner in PARTNERS}
    planned = fates(world, writes=False)
    assert set(planned.values()) == {Fate.PLANNED}
    assert text(world, TITLE) == before[TITLE, "movilab"]
    assert set(fates(world).values()) == {Fate.TAKEN_OUT}
    copies = [world.copy(title, partner) for title in (TITLE, OTHER, GONE) for partner in PARTNERS]
    assert set(planned) == {(copy.title, copy.partner) for copy in copies}
    for (title, partner), old in before.items():
        changed = old.replace(NAME, "nom masqué à la demande")
        assert text(world, title, partner) == changed
    assert fates(world) == {}
    assert all(outcome == [Outcome.UNCHANGED] for outcome in outcomes(world.sync()).values())
    world.source.edit(TITLE, sheet(TITLE, summary="Lire ensemble."), user=NAME)
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    for partner in PARTNERS:
        assert NAME not in text(world, TITLE, partner)
    assert "noms_retirés = 1" in text(world, TITLE) or "noms masqués à la demande\u00a0: 1" in text(world, TITLE)


def test_it_holds_after_the_state_was_lost(memory: World) -> None:
    """The register remembers it, so that a state that was made again knows no name either."""
    world = memory
    begun(world)
    fates(world)
    world.lose_state()
    world.rebuild()
    world.source.edit(OTHER, sheet(OTHER, summary="Bouger pour débattre."), user=NAME)
    world.sync()
    for partner in PARTNERS:
        assert NAME not in text(world, OTHER, partner)
        assert "Alice" in text(world, OTHER, partner)


def test_the_work_of_people_stays_theirs(memory: World) -> None:
    """A copy that people edited loses the name only, and still counts as edited; one that wants no bot is told."""
    world = memory
    begun(world)
    title = world.copy(TITLE).title
    mine = text(world, TITLE).replace("Former des groupes", "Faire des groupes")
    world.movilab.edit(title, mine, user="Zoé")
    left = world.copy(OTHER).title
    world.movilab.edit(left, f"{{{{nobots}}}}\n{text(world, OTHER)}", user="Zoé")
    done = fates(world)
    assert done[title, "movilab"] is Fate.TAKEN_OUT
    assert done[left, "movilab"] is Fate.REFUSED
    assert text(world, TITLE) == mine.replace(NAME, "nom masqué à la demande")
    assert NAME in text(world, OTHER)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire ensemble."), user="Alice")
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    assert "Faire des groupes" in text(world, TITLE)
    assert NAME not in text(world, TITLE)
    assert world.copy(TITLE).state is State.CURRENT


def test_a_name_in_the_text_of_a_sheet_is_told(memory: World) -> None:
    """It is the sheet's own word, which no bot rewrites."""
    world = memory
    world.source.create(TITLE, sheet(TITLE, summary="Un atelier de Chloé."), user="Alice")
    world.sync()
    assert set(fates(world).values()) == {Fate.IN_THE_TEXT}
    assert "Un atelier de Chloé." in text(world, TITLE)


def test_who_was_hidden_at_the_source_is_gone_at_the_next_update(memory: World) -> None:
    """Counted instead, even where the sheet says what it said before."""
    world = memory
    world.source.create(TITLE, sheet(TITLE), user="Alice")
    world.source.edit(TITLE, sheet(TITLE, summary="Lire à plusieurs."), user=NAME)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire ensemble."), user="Alice")
    world.sync()
    assert NAME in text(world, TITLE)
    world.source.hide_user(world.source.history(TITLE)[1].revision)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire ensemble.") + "\n", user="Alice")
    world.source.edit(TITLE, sheet(TITLE, summary="Lire.") + "\n", user="Alice")
    world.source.edit(TITLE, sheet(TITLE, summary="Lire ensemble."), user="Alice")
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    for partner in PARTNERS:
        assert NAME not in text(world, TITLE, partner)
        assert "Alice" in text(world, TITLE, partner)
