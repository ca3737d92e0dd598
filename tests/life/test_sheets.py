"""What becomes of copies when sheets are renamed, merged, split, deleted or taken out of the selection."""

import pytest

from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.report.reasons import explain_reason
from bot.wikitext.credit import find_credit
from tests.life.world import World, copy_title, outcomes, sheet

TITLE, NEW = "Arpentage", "Lecture partagée"
COPY, NEW_COPY = copy_title(TITLE), copy_title(NEW)
MOVE = ", on_rename: move"


def begun(world: World, partner: str = "") -> None:
    """Let two sheets be copied; a source that lists nothing would stop the job."""
    world.configure(partner)
    for title in (TITLE, "Débat mouvant"):
        world.source.create(title, sheet(title))
    assert {each for found in outcomes(world.sync()).values() for each in found} == {Outcome.CREATED}


def renamed(world: World, old: str, new: str, *, redirect: bool = True) -> None:
    """Let people rename a sheet, and write its new title into it."""
    world.source.move(old, new, redirect=redirect)
    world.source.edit(new, (world.source.text(new) or "").replace(f"| titre = {old}", f"| titre = {new}"))


def words(world: World, title: str) -> str:
    """Say why a copy stands as it does, as ``status`` does."""
    copy = world.copy(title)
    assert copy.reason is not None
    return explain_reason(copy.reason, copy.facts)


def quiet(world: World) -> None:
    """Let a run change nothing, at the wikis and in what it tells."""
    before = world.movilab.titles(100), [world.movilab.history(title) for title in world.movilab.titles(100)]
    run = world.sync()
    assert {each for found in outcomes(run).values() for each in found} <= {Outcome.UNCHANGED}
    assert run.exit_code == 0
    assert (world.movilab.titles(100), [world.movilab.history(title) for title in world.movilab.titles(100)]) == before


def test_a_copy_keeps_its_title_when_its_sheet_is_renamed(world: World) -> None:
    """By default the copy stays where its readers know it; its text and its credit name the new title."""
    begun(world)
    renamed(world, TITLE, NEW)
    assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.UPDATED]
    assert world.movilab.text(NEW_COPY) is None
    text = world.movilab.text(COPY) or ""
    assert f"| nom = {NEW}" in text
    assert "Lecture_partag%C3%A9e" in text
    quiet(world)


def test_a_credit_names_the_new_title_of_a_sheet_that_says_nothing_new(world: World) -> None:
    """A rename alone is brought into the credit, where the old title may soon lead nowhere."""
    begun(world)
    world.source.move(TITLE, NEW, redirect=False)
    assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.UPDATED]
    text = world.movilab.text(COPY) or ""
    assert "Lecture_partag%C3%A9e" in text
    assert "/Arpentage" not in text
    quiet(world)


def test_an_edited_copy_gets_the_new_title_of_its_sheet_too(world: World) -> None:
    """The credit of an edited copy names the new title, and the edits of people stay."""
    begun(world)
    text = world.movilab.text(COPY) or ""
    world.movilab.edit(COPY, text.replace("Distribuer les textes", "Distribuer les beaux textes"))
    world.source.move(TITLE, NEW)
    assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.MERGED]
    text = world.movilab.text(COPY) or ""
    assert "Lecture_partag%C3%A9e" in text
    assert "les beaux textes" in text
    quiet(world)


def test_a_copy_moves_along_when_its_sheet_is_renamed(world: World) -> None:
    """With ``on_rename: move`` the copy follows, with its history and a redirect behind it."""
    begun(world, MOVE)
    renamed(world, TITLE, NEW)
    run = world.sync()
    assert outcomes(run)[NEW, "movilab"] == [Outcome.UPDATED, Outcome.MOVED]
    assert f"| nom = {NEW}" in (world.movilab.text(NEW_COPY) or "")
    assert "#REDIRE" in (world.movilab.text(COPY) or "")
    assert world.copy(NEW).title == NEW_COPY
    quiet(world)
    world.source.edit(NEW, sheet(NEW, summary="Lire deux livres."))
    assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.UPDATED]
    assert "Lire deux livres." in (world.movilab.text(NEW_COPY) or "")


def test_an_edited_copy_moves_along_too(world: World) -> None:
    """What people wrote on the copy goes along."""
    begun(world, MOVE)
    text = world.movilab.text(COPY) or ""
    world.movilab.edit(COPY, text.replace("Distribuer les textes", "Distribuer les beaux textes"))
    renamed(world, TITLE, NEW)
    assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.MERGED, Outcome.MOVED]
    assert "les beaux textes" in (world.movilab.text(NEW_COPY) or "")
    quiet(world)


def test_a_copy_that_people_moved_stays_where_they_moved_it(world: World) -> None:
    """The title that people gave counts for more than that of the sheet; the text goes on."""
    begun(world, MOVE)
    world.movilab.move(COPY, "Recette:Lire à plusieurs")
    renamed(world, TITLE, NEW)
    assert outcomes(world.sync())[NEW, "movilab"] == [Outcome.UPDATED]
    assert world.movilab.text(NEW_COPY) is None
    assert f"| nom = {NEW}" in (world.movilab.text("Recette:Lire à plusieurs") or "")
    quiet(world)


def test_a_title_that_is_taken_is_reported_and_tried_again(world: World) -> None:
    """A copy does not move onto a page of the partner; once that page is gone, it does."""
    begun(world, MOVE)
    world.movilab.create(NEW_COPY, "Une page de la communauté.")
    renamed(world, TITLE, NEW)
    for number in range(2):
        run = world.sync()
        assert outcomes(run)[NEW, "movilab"][-1] is Outcome.POSTPONED, number
        assert run.exit_code == 3
        assert world.movilab.text(NEW_COPY) == "Une page de la communauté."
        assert f"| nom = {NEW}" in (world.movilab.text(COPY) or "")
        assert "?" not in words(world, NEW)
    world.movilab.delete(NEW_COPY)
    assert outcomes(world.sync())[NEW, "movilab"][-1] is Outcome.MOVED
    assert f"| nom = {NEW}" in (world.movilab.text(NEW_COPY) or "")
    quiet(world)


@pytest.mark.parametrize("partner", ["", MOVE])
def test_a_sheet_that_gets_its_first_title_back(world: World, partner: str) -> None:
    """Renamed, and back: there is one copy all the time, and it ends where it began."""
    begun(world, partner)
    for old, new in ((TITLE, NEW), (NEW, TITLE)):
        renamed(world, old, new)
        assert Outcome.UPDATED in outcomes(world.sync())[new, "movilab"]
        assert len(world.movilab.titles(100)) == 2
    assert f"| nom = {TITLE}" in (world.movilab.text(COPY) or "")
    quiet(world)


def test_a_redirect_in_the_way_of_a_copy(world: World) -> None:
    """A copy that went two titles further finds its own first redirect in the way: a person makes room for it."""
    begun(world, MOVE)
    for old, new in ((TITLE, NEW), (NEW, "Lire ensemble"), ("Lire ensemble", TITLE)):
        renamed(world, old, new, redirect=False)
        run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == [Outcome.UPDATED, Outcome.POSTPONED]
    assert f"| nom = {TITLE}" in (world.movilab.text("Recette:Lire ensemble") or "")
    assert "?" not in words(world, TITLE)
    world.movilab.delete(COPY)
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UNCHANGED, Outcome.MOVED]
    assert f"| nom = {TITLE}" in (world.movilab.text(COPY) or "")
    assert (TITLE, "movilab") not in outcomes(world.sync())


def test_two_renames_between_two_runs(world: World) -> None:
    """What happened in between is of no matter."""
    begun(world, MOVE)
    renamed(world, TITLE, NEW)
    renamed(world, NEW, "Lire ensemble")
    assert outcomes(world.sync())["Lire ensemble", "movilab"] == [Outcome.UPDATED, Outcome.MOVED]
    assert sorted(world.movilab.titles(100)) == [copy_title("Débat mouvant"), copy_title("Lire ensemble")]
    quiet(world)


def test_two_sheets_that_change_their_titles(world: World) -> None:
    """Two sheets swap their titles: each copy goes on with its own sheet, whatever its title."""
    begun(world)
    other = "Débat mouvant"
    world.source.edit(other, sheet(other, summary="Débattre debout."))
    world.sync()
    renamed(world, TITLE, "Provisoire")
    world.source.delete(TITLE)
    renamed(world, other, TITLE)
    world.source.delete(other)
    renamed(world, "Provisoire", other)
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == outcomes(run)[other, "movilab"] == [Outcome.UPDATED]
    assert "Débattre debout." in (world.movilab.text(copy_title(other)) or "")
    assert "Lire un livre" in (world.movilab.text(COPY) or "")
    quiet(world)


def test_a_sheet_merged_into_another(world: World) -> None:
    """A sheet that became a redirect leaves its copy as it is, and says where it went."""
    begun(world)
    before = world.movilab.text(COPY)
    world.source.edit(TITLE, "#REDIRECTION [[Débat mouvant]]")
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == [Outcome.UNCHANGED]
    assert world.fate(TITLE) == (State.ORPHANED, Reason.SHEET_REDIRECTS)
    assert "Débat mouvant" in words(world, TITLE)
    assert world.movilab.text(COPY) == before
    quiet(world)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    assert world.fate(TITLE) == (State.CURRENT, None)


def test_a_sheet_split_in_two(world: World) -> None:
    """The sheet goes on, the new one is copied too, and each credit names its own sheet."""
    begun(world)
    world.source.create(NEW, sheet(NEW, steps="Chacun lit pendant une heure."))
    world.source.edit(TITLE, sheet(TITLE, steps="Former des groupes de trois."))
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == [Outcome.UPDATED]
    assert outcomes(run)[NEW, "movilab"] == [Outcome.CREATED]
    first, second = (find_credit(world.movilab.text(title) or "") for title in (COPY, NEW_COPY))
    assert first is not None
    assert second is not None
    assert first.page_id != second.page_id
    quiet(world)


def test_a_deleted_sheet_leaves_its_copy(world: World) -> None:
    """The copy stays; undeleted, the sheet has its page id again and goes on as before."""
    begun(world)
    before = world.movilab.history(COPY)
    world.source.delete(TITLE)
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == [Outcome.UNCHANGED]
    assert world.fate(TITLE) == (State.ORPHANED, Reason.SHEET_DELETED)
    assert "deleted" in words(world, TITLE)
    quiet(world)
    world.source.undelete(TITLE)
    world.sync()
    assert world.fate(TITLE) == (State.CURRENT, None)
    assert world.movilab.history(COPY) == before
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]


@pytest.mark.parametrize("runs_between", [0, 1])
def test_a_sheet_deleted_and_made_again(world: World, runs_between: int) -> None:
    """A sheet made again under the same title has another page id: its copy goes on, and its credit names the new."""
    begun(world)
    text = world.movilab.text(COPY) or ""
    world.movilab.edit(COPY, text.replace("Distribuer les textes", "Distribuer les beaux textes"))
    old = find_credit(text)
    world.source.delete(TITLE)
    for _ in range(runs_between):
        world.sync()
    world.source.create(TITLE, sheet(TITLE, summary="Lire deux livres."))
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == [Outcome.MERGED]
    assert outcomes(run)[TITLE, "brest"] == [Outcome.UPDATED]
    after = world.movilab.text(COPY) or ""
    new = find_credit(after)
    assert old is not None
    assert new is not None
    assert new.page_id != old.page_id
    assert "les beaux textes" in after
    assert "Lire deux livres." in after
    assert world.fate(TITLE) == (State.CURRENT, None)
    assert len(world.movilab.titles(100)) == 2
    quiet(world)


def test_a_sheet_taken_out_of_the_selection_and_put_back(world: World) -> None:
    """The copy stays as it was, and goes on when the sheet comes back."""
    begun(world)
    world.source.edit(TITLE, sheet(TITLE, category="Brouillons"))
    world.sync()
    assert world.fate(TITLE) == (State.ORPHANED, Reason.SHEET_DESELECTED)
    assert "selection" in words(world, TITLE) or "selected" in words(world, TITLE)
    quiet(world)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    assert world.fate(TITLE) == (State.CURRENT, None)
    quiet(world)


def test_a_sheet_moved_to_a_namespace_out_of_the_selection(world: World) -> None:
    """A sheet in a namespace that holds no content is no longer selected; its copy stays."""
    begun(world)
    world.source.move(TITLE, f"Aide:{TITLE}", redirect=False)
    world.sync()
    assert world.fate(TITLE) == (State.ORPHANED, Reason.SHEET_DESELECTED)
    assert find_credit(world.movilab.text(COPY) or "") is not None
    quiet(world)


def test_a_sheet_moved_to_another_namespace_of_the_selection(world: World) -> None:
    """A sheet in another content namespace is still the same sheet."""
    begun(world)
    world.configure(select="{category: Fiches outils}, {category: Fiches outils, namespace: Aide}")
    world.source.move(TITLE, f"Aide:{TITLE}", redirect=False)
    world.sync()
    assert world.fate(f"Aide:{TITLE}")[0] is State.CURRENT
    assert len(world.movilab.titles(100)) == 2
    quiet(world)
