"""Somebody asks not to be named any more: no credit does, whatever became of the copies, and for ever."""

from bot.domain.forgetting import Fate
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.store.store import open_store
from tests.life.crashing import Steps
from tests.life.world import PARTNERS, World, outcomes, sheet
from tests.memory.faults import KilledError

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


def test_who_is_hidden_later_goes_without_any_edit_of_the_sheet(memory: World) -> None:
    """The daily look notices it for all sheets at once; also a copy that is frozen, or in conflict, loses the name."""
    world = memory
    begun(world)
    world.source.edit(OTHER, sheet(OTHER).replace("CC BY-SA 4.0", "Tous droits réservés"), user="Alice")
    frozen_page = text(world, OTHER)
    world.movilab.edit(world.copy(TITLE).title, text(world, TITLE).replace("à plusieurs", "à trois"), user="Zoé")
    world.source.edit(TITLE, sheet(TITLE, summary="Lire à cinq."), user="Alice")
    world.sync()
    assert world.fate(TITLE) == (State.DIVERGED, Reason.COPY_DIVERGED)
    assert world.fate(OTHER) == (State.OUTDATED, Reason.COPY_FROZEN)
    in_conflict = text(world, TITLE)
    for title in (TITLE, OTHER):
        hide(world, title)
    world.sync()
    assert NAME in text(world, OTHER)
    world.look()
    assert all(NAME not in world.copy(OTHER, partner).people for partner in PARTNERS)
    assert outcomes(world.sync())[TITLE, "brest"] == [Outcome.UPDATED]
    hidden = "nom masqué à la source"
    assert text(world, OTHER) == frozen_page.replace(NAME, hidden)
    assert text(world, TITLE) == in_conflict.replace(NAME, hidden)
    assert world.fate(OTHER) == (State.OUTDATED, Reason.COPY_FROZEN)
    assert world.fate(TITLE) == (State.DIVERGED, Reason.COPY_DIVERGED)
    assert NAME not in text(world, TITLE, "brest")
    assert "révisions dont l’auteur est masqué\u00a0: 1" in text(world, TITLE, "brest")
    before = {partner: text(world, TITLE, partner) for partner in PARTNERS}
    world.look()
    world.sync()
    assert before == {partner: text(world, TITLE, partner) for partner in PARTNERS}


def test_who_is_hidden_later_is_counted_in_an_ordinary_copy(world: World) -> None:
    """The copy is written anew, also where no public log tells of the hidden name; edits of people are kept."""
    begun(world)
    edited = text(world, TITLE).replace("Former des groupes", "Faire des groupes")
    world.movilab.edit(world.copy(TITLE).title, edited, user="Benoît")
    hide(world, TITLE)
    world.look()
    run = outcomes(world.sync())
    assert (run[TITLE, "movilab"], run[TITLE, "brest"]) == ([Outcome.MERGED], [Outcome.UPDATED])
    for partner in PARTNERS:
        standing = text(world, TITLE, partner)
        assert NAME not in standing
        assert "masqués = 1" in standing or "l’auteur est masqué\u00a0: 1" in standing
    assert "Faire des groupes" in text(world, TITLE)
    world.look()
    assert all(outcome == [Outcome.UNCHANGED] for outcome in outcomes(world.sync()).values())


def test_a_name_in_a_sentence_of_the_credit_is_told_with_its_line(memory: World) -> None:
    """A single word there may be a part of somebody else's name, so a person looks at it."""
    world = memory
    own = sheet(TITLE).replace("Nos essais.", "Avec le concours de Chloé pendant les essais.")
    world.source.create(TITLE, own, user="Alice")
    world.sync()
    (place,) = [one for one in world.forget_name(NAME).places if one.partner == "brest"]
    assert place.fate in (Fate.IN_THE_CREDIT, Fate.IN_THE_TEXT)
    assert place.line.endswith("Avec le concours de Chloé pendant les essais.")


def test_a_command_that_dies_at_any_instant_is_repeated_without_a_second_edit(memory: World) -> None:
    """Each name goes with one edit, whatever was remembered when the process died."""
    world = memory
    begun(world)
    edited = world.copy(OTHER).title
    world.movilab.edit(edited, text(world, OTHER).replace("Former des groupes", "Faire des groupes"), user="Zoé")
    pages = {title: world.copy(title).title for title in (TITLE, OTHER, GONE)}
    before = {title: len(world.movilab.history(page)) for title, page in pages.items()}
    died, last = 0, 1
    while last < 30:
        steps = Steps(last)
        try:
            world.forget_name(NAME, wrap=steps.wiki, with_store=steps.store)
        except KilledError:
            died, last = died + 1, last + 1
        else:
            break
    assert died >= 4
    assert world.forget_name(NAME).places == ()
    for title, page in pages.items():
        assert NAME not in text(world, title)
        assert len(world.movilab.history(page)) == before[title] + 1
    with open_store(world.configuration.state) as store:
        assert store.intents("movilab") == store.intents("brest") == ()
    world.look()
    assert world.fate(OTHER) == (State.EDITED, Reason.COPY_EDITED)


def hide(world: World, title: str) -> None:
    """Hide Chloé in all revisions of a sheet, by suppression."""
    for entry in world.source.history(title):
        if entry.user == NAME:
            world.source.suppress_user(entry.revision)
