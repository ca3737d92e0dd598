"""What happens when the state is lost, or older than the wikis: nothing is made twice, nobody's edit is lost."""

import shutil
from pathlib import Path

import pytest

from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.store.store import open_store
from bot.wikitext.credit import without_credit
from tests.life.world import World, copy_title, outcomes, sheet

PLAIN, EDITED, MOVED, GONE = "Arpentage", "Débat mouvant", "Tour de table", "Café débat"
TITLES = (PLAIN, EDITED, MOVED, GONE)
ELSEWHERE = "Recette:Faire un tour de table"
MORE = (ELSEWHERE, "Nouvelle")
WRITTEN = {Outcome.CREATED, Outcome.UPDATED, Outcome.MERGED, Outcome.MOVED}


def begun(world: World) -> None:
    """Let four sheets be copied, and let people edit, move and delete copies of the first partner."""
    world.configure(job="    limits: {changes: 100%}")
    for title in TITLES:
        world.source.create(title, sheet(title))
    assert {each for found in outcomes(world.sync()).values() for each in found} == {Outcome.CREATED}
    hand = world.movilab
    hand.edit(copy_title(EDITED), (hand.text(copy_title(EDITED)) or "").replace("les textes", "les beaux textes"))
    hand.move(copy_title(MOVED), ELSEWHERE)
    hand.delete(copy_title(GONE))


def pages(world: World) -> dict[str, dict[str, list[int]]]:
    """Give the revisions of all pages of both partners."""
    found: dict[str, dict[str, list[int]]] = {}
    for name, space in (("movilab", 100), ("brest", 0)):
        hand = world.hands[name]
        titles = [title for title in hand.titles(space) if any(known in title for known in (*TITLES, *MORE))]
        found[name] = {title: [each.revision for each in hand.history(title)] for title in titles}
    return found


def quiet(world: World) -> None:
    """Let a run write nothing."""
    before = pages(world)
    for _ in range(2):
        run = world.sync()
        assert not WRITTEN & {each for found in outcomes(run).values() for each in found}
    assert pages(world) == before


def goes_on(world: World) -> None:
    """Let sheets move on: plain copies are updated, edited ones merged, moved ones followed, deleted ones left."""
    for title in TITLES:
        world.source.edit(title, sheet(title, summary=f"{title} autrement."))
    world.sync()
    texts = {title: world.movilab.text(copy_title(title)) or "" for title in TITLES}
    assert f"{PLAIN} autrement." in texts[PLAIN]
    assert f"{EDITED} autrement." in texts[EDITED]
    assert "les beaux textes" in texts[EDITED]
    assert f"{MOVED} autrement." in (world.movilab.text(ELSEWHERE) or "")
    assert texts[GONE] == ""
    assert len(pages(world)["movilab"]) == 3
    assert len(pages(world)["brest"]) == 4
    quiet(world)


def test_the_state_is_lost(world: World) -> None:
    """A sync without any memory makes nothing twice, and brings back nothing that people deleted."""
    begun(world)
    world.lose_state()
    quiet(world)
    assert world.fate(PLAIN) == (State.CURRENT, None)
    assert world.fate(EDITED) == (State.EDITED, Reason.COPY_EDITED)
    assert world.copy(MOVED).title == ELSEWHERE
    assert world.fate(GONE) == (State.REMOVED, Reason.TITLE_DELETED)
    goes_on(world)


def test_the_state_is_lost_while_sheets_move_on(world: World) -> None:
    """The first sync without memory is an update, not a new beginning."""
    begun(world)
    world.lose_state()
    goes_on(world)


def test_the_state_is_rebuilt(world: World) -> None:
    """A rebuild says what it found and writes nothing to a wiki; the next sync is quiet."""
    begun(world)
    world.lose_state()
    before = pages(world)
    done = {(each.job, each.partner): each for each in world.rebuild()}
    assert pages(world) == before
    assert {copy.title for copy in done["outils", "movilab"].found} == {
        copy_title(PLAIN),
        copy_title(EDITED),
        ELSEWHERE,
    }
    assert len(done["outils", "brest"].found) == 4
    assert [each.known for each in done.values()] == [0, 0]
    again = world.rebuild()
    assert [(each.found, each.known) for each in again] == [((), 3), ((), 4)]
    quiet(world)
    goes_on(world)


def test_an_older_backup_is_put_back(world: World) -> None:
    """What the bot wrote since the backup counts as its own work, what people wrote as theirs."""
    begun(world)
    file = world.folder / "var" / "republish.db"
    backup = Path(shutil.copy(file, world.folder / "backup.db"))
    for number in range(2):
        for title in TITLES:
            world.source.edit(title, sheet(title, summary=f"{title} {number}."))
        world.source.create(f"Nouvelle {number}", sheet(f"Nouvelle {number}"))
        world.sync()
    hand = world.movilab
    hand.edit(copy_title(PLAIN), (hand.text(copy_title(PLAIN)) or "").replace("pendant une heure", "en silence"))
    world.lose_state()
    shutil.copy(backup, file)
    quiet(world)
    assert "en silence" in (hand.text(copy_title(PLAIN)) or "")
    assert world.fate("Nouvelle 1") == (State.CURRENT, None)
    for title in TITLES:
        world.source.edit(title, sheet(title, summary=f"{title} enfin."))
    world.sync()
    for title, mine in ((PLAIN, "en silence"), (EDITED, "les beaux textes")):
        text = hand.text(copy_title(title)) or ""
        assert f"{title} enfin." in text
        assert mine in text
    assert len(pages(world)["movilab"]) == 5
    quiet(world)


def test_sheets_that_no_job_lists_any_more(world: World) -> None:
    """A rebuild finds copies of sheets that are gone, too: they are orphans, and stay."""
    begun(world)
    world.source.delete(PLAIN)
    world.source.edit(EDITED, sheet(EDITED, category="Brouillons"))
    world.lose_state()
    before = pages(world)
    done = {each.partner: each for each in world.rebuild()}
    assert len(done["movilab"].found) == 3
    quiet(world)
    assert pages(world) == before
    with open_store(world.configuration.state) as store:
        states = {copy.title: (copy.state, copy.reason) for copy in store.all_copies() if copy.partner == "movilab"}
    assert states[copy_title(PLAIN)] == (State.ORPHANED, Reason.SHEET_DELETED)
    assert states[copy_title(EDITED)] == (State.ORPHANED, Reason.SHEET_DESELECTED)
    world.source.edit(EDITED, sheet(EDITED, summary=f"{EDITED} autrement."))
    world.sync()
    text = world.movilab.text(copy_title(EDITED)) or ""
    assert f"{EDITED} autrement." in text
    assert "les beaux textes" in text


@pytest.mark.parametrize("how", ["sync", "rebuild"])
def test_a_copy_that_its_community_made_its_own(world: World, how: str) -> None:
    """A page whose credit people took out does not become a copy again because the bot has forgotten it."""
    begun(world)
    own = without_credit(world.movilab.text(copy_title(PLAIN)) or "").rstrip()
    world.movilab.edit(copy_title(PLAIN), own)
    world.lose_state()
    if how == "rebuild":
        world.rebuild()
    for number in range(2):
        world.source.edit(PLAIN, sheet(PLAIN, summary=f"{PLAIN} {number}."))
        world.sync()
    assert world.movilab.text(copy_title(PLAIN)) == own
    assert world.fate(PLAIN) == (State.REMOVED, Reason.CREDIT_REMOVED)


def test_a_page_of_the_bot_without_credit(world: World) -> None:
    """A page that the bot's account wrote for other ends is no copy, and is not touched."""
    with world.robot("movilab") as robot:
        robot.create(copy_title(PLAIN), "Un essai du compte.", "Essai")
        robot.create("Recette:Autre essai", "Un autre essai.", "Essai")
    world.source.create(PLAIN, sheet(PLAIN))
    world.source.create(EDITED, sheet(EDITED))
    assert [len(each.found) for each in world.rebuild()] == [0, 0]
    for _ in range(2):
        world.sync()
        assert world.fate(PLAIN) == (State.FOREIGN, Reason.TITLE_TAKEN)
    assert world.movilab.text(copy_title(PLAIN)) == "Un essai du compte."
    assert world.fate(EDITED) == (State.CURRENT, None)


def test_two_jobs_with_one_source_and_one_partner(world: World) -> None:
    """Each copy goes back to the job that lists its sheet; one that no job lists goes to one of them, once."""
    world.configure()
    path = world.folder / "republish.yaml"
    second = "  brouillons:\n    from: {wiki: multibao, mapping: multibao-outil, select: [{category: Brouillons}]}\n"
    second += "    to:\n      - {wiki: movilab, mapping: movilab-recette}\n"
    world.reload(path.read_text(encoding="utf-8") + second)
    world.source.create(PLAIN, sheet(PLAIN))
    world.source.create(EDITED, sheet(EDITED, category="Brouillons"))
    world.source.create(MOVED, sheet(MOVED))
    world.sync()
    world.sync(job=1)
    world.source.delete(MOVED)
    before = pages(world)
    jobs = {copy_title(PLAIN): "outils", copy_title(EDITED): "brouillons"}
    for forget in (False, True, True):
        if forget:
            world.lose_state()
            found = [copy.title for each in world.rebuild() for copy in each.found if copy.partner == "movilab"]
            assert sorted(found) == sorted((*jobs, copy_title(MOVED)))
        for job in (0, 1):
            assert not WRITTEN & {each for found in outcomes(world.sync(job=job)).values() for each in found}
        with open_store(world.configuration.state) as store:
            known = {copy.title: copy.job for copy in store.all_copies() if copy.partner == "movilab"}
        assert {title: known[title] for title in jobs} == jobs
    assert pages(world) == before
