"""What a change of the mapping, or of the credit, does to copies: plain ones are rewritten, edited ones merged."""

from pathlib import Path
from shutil import copytree

import pytest

from bot.config.load import load
from bot.domain.credit import LAYOUT
from bot.domain.decision import Decision, Verdict
from bot.domain.merge.units import Side
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.report.reasons import explain_reason
from bot.sync import recipes, rendering
from bot.wikitext.credit import without_credit
from tests.farm.templates import CREDIT
from tests.life.world import ROOT, World, copy_title, outcomes, sheet

PLAIN, EDITED = "Arpentage", "Débat mouvant"
MINE = "Distribuer les beaux textes"


def begun(world: World) -> None:
    """Let two sheets be copied, and let people edit one copy and add to it what no mapping names."""
    world.configure(mappings=Path(copytree(ROOT / "mappings", world.folder / "mappings")))
    for title in (PLAIN, EDITED):
        world.source.create(title, sheet(title))
    world.sync()
    text = (world.movilab.text(copy_title(EDITED)) or "").replace("Distribuer les textes", MINE)
    text = text.replace("| nom =", "| couleur = rouge\n| nom =")
    text = text.replace("== Sources ==", "== Chez nous ==\nOui.\n\n== Sources ==")
    world.movilab.edit(copy_title(EDITED), text)


def remapped(world: World, old: str, new: str) -> None:
    """Change the mapping of the first partner."""
    path = world.folder / "mappings" / "movilab-recette.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    world.configuration = load(world.folder / "republish.yaml")


def texts(world: World) -> tuple[str, str]:
    """Give the texts of the plain and of the edited copy."""
    plain, edited = (world.movilab.text(copy_title(title)) or "" for title in (PLAIN, EDITED))
    assert MINE in edited
    assert "| couleur = rouge" in edited
    assert "== Chez nous ==\nOui." in edited
    return plain, edited


def quiet(world: World) -> None:
    """Let a run do nothing."""
    before = texts(world)
    assert {each for found in outcomes(world.sync()).values() for each in found} <= {Outcome.UNCHANGED}
    assert texts(world) == before


def test_values_that_are_spelt_otherwise(world: World) -> None:
    """Another spelling comes into plain copies; into edited ones with the next change of the field."""
    begun(world)
    aims = '{parameter: objectifs, separator: "; "'
    remapped(world, aims, f"{aims}, values: {{coopérer: Faire ensemble}}, otherwise: keep")
    assert outcomes(world.sync())[PLAIN, "movilab"] == [Outcome.UPDATED]
    plain, edited = texts(world)
    assert "Faire ensemble; apprendre" in plain
    assert "coopérer; apprendre" in edited
    quiet(world)
    world.source.edit(EDITED, sheet(EDITED, aims="coopérer, rire"))
    assert outcomes(world.sync())[EDITED, "movilab"] == [Outcome.MERGED]
    assert "Faire ensemble; rire" in texts(world)[1]


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("{parameter: présentation}", "{parameter: résumé}", "présentation"),
        ("{section: Déroulé}", "{section: Étapes}", "Déroulé"),
        ("template: Recette libre", "template: Recette ouverte", "Recette libre"),
    ],
)
def test_a_place_that_the_mapping_names_no_more(world: World, old: str, new: str, left: str) -> None:
    """Nothing is written twice, under its old name and its new one: an edited copy waits for a person, who is told."""
    begun(world)
    before = texts(world)
    remapped(world, old, new)
    run = world.sync()
    assert outcomes(run) == {(PLAIN, "movilab"): [Outcome.UPDATED], (EDITED, "movilab"): [Outcome.CONFLICT]}
    assert run.exit_code == 3
    assert texts(world)[1] == before[1]
    assert left not in texts(world)[0]
    assert world.fate(EDITED) == (State.DIVERGED, Reason.COPY_UNMERGED)
    copy = world.copy(EDITED)
    assert f"“{left}”" in explain_reason(Reason.COPY_UNMERGED, copy.facts)
    for _ in range(2):
        assert outcomes(world.sync())[EDITED, "movilab"] == [Outcome.CONFLICT]
    word = Decision(Verdict.RESOLVE, EDITED, "movilab", side=Side.INCOMING)
    assert outcomes(world.sync(decision=word)) == {(EDITED, "movilab"): [Outcome.MERGED]}
    assert left not in (world.movilab.text(copy_title(EDITED)) or "")
    assert world.sync().results == ()


@pytest.mark.parametrize(
    ("old", "new", "was", "becomes"),
    [
        ("{parameter: présentation}", "{parameter: résumé}", "| présentation =", "| résumé ="),
        ("template: Recette libre", "template: Recette ouverte", "{{Recette libre", "{{Recette ouverte"),
    ],
)
def test_people_who_tidy_the_copy_end_the_conflict(world: World, old: str, new: str, was: str, becomes: str) -> None:
    """Once the copy follows the new mapping, it is merged as ever."""
    begun(world)
    remapped(world, old, new)
    world.sync()
    world.movilab.edit(copy_title(EDITED), texts(world)[1].replace(was, becomes))
    run = world.sync()
    assert run.exit_code == (0 if "parameter" in old else 3)
    if "parameter" in old:
        world.source.edit(EDITED, sheet(EDITED, summary="Débattre debout."))
        assert outcomes(world.sync())[EDITED, "movilab"] == [Outcome.MERGED]
        assert texts(world)[1].count("Débattre debout.") == 1


def test_a_mapping_that_reads_the_old_name_too(world: World) -> None:
    """A mapping that lists the old name keeps what stands there under it, and merges."""
    begun(world)
    remapped(world, "{section: Déroulé}", "{section: [Étapes, Déroulé]}")
    remapped(world, "{parameter: présentation}", "{parameter: [résumé, présentation]}")
    world.source.edit(EDITED, sheet(EDITED, summary="Débattre debout."))
    run = world.sync()
    assert outcomes(run) == {
        (PLAIN, "movilab"): [Outcome.UPDATED],
        (EDITED, "movilab"): [Outcome.MERGED],
        (EDITED, "brest"): [Outcome.UPDATED],
    }
    plain, edited = texts(world)
    assert "== Étapes ==" in plain
    assert "| présentation = Débattre debout." in edited
    assert edited.count("Former des groupes") == 1
    quiet(world)


def test_categories_and_constants(world: World) -> None:
    """What the mapping adds to each copy changes on edited copies too, unless people changed it themselves."""
    begun(world)
    remapped(world, "categories: [Recettes libres, ", "constants: {genre: outil}\ncategories: [Recettes ouvertes, ")
    run = world.sync()
    assert outcomes(run) == {(PLAIN, "movilab"): [Outcome.UPDATED], (EDITED, "movilab"): [Outcome.MERGED]}
    for text in texts(world):
        assert "[[Catégorie:Recettes ouvertes]]" in text
        assert "Recettes libres" not in text
        assert "Catégorie:Recettes de " in text
        assert text.count("| genre = outil") == 1
    quiet(world)
    world.movilab.edit(copy_title(EDITED), texts(world)[1].replace("genre = outil", "genre = jeu"))
    remapped(world, "genre: outil", "genre: méthode")
    world.sync()
    plain, edited = texts(world)
    assert "| genre = méthode" in plain
    assert "| genre = jeu" in edited
    quiet(world)


def test_another_layout_of_the_credit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new layout of the credit is written to all copies, and to nothing else of them."""
    if world.movilab.text("Modèle:Republication"):
        world.movilab.delete("Modèle:Republication")
    begun(world)
    before = texts(world)
    write = rendering.write_credit
    for module in (rendering, recipes):
        monkeypatch.setattr(module, "LAYOUT", LAYOUT + 1)
    monkeypatch.setattr(rendering, "write_credit", lambda *a, **b: write(*a, **b).replace("<hr />", "<hr />\n"))
    run = world.sync()
    assert outcomes(run)[PLAIN, "movilab"] == outcomes(run)[PLAIN, "brest"] == [Outcome.UPDATED]
    assert outcomes(run)[EDITED, "movilab"] == [Outcome.MERGED]
    assert [without_credit(text) for text in texts(world)] == [without_credit(text) for text in before]
    assert all("<hr />\n\n" in text for text in texts(world))
    quiet(world)


def test_a_partner_that_gives_up_its_credit_template(world: World) -> None:
    """Without the template in its mapping, a partner gets the same credit in plain words."""
    world.movilab.edit("Modèle:Republication", CREDIT, user="Admin")
    begun(world)
    assert "{{Republication" in texts(world)[0]
    remapped(world, "credit: {template: Republication, place: bottom}", "credit: {place: bottom}")
    run = world.sync()
    assert outcomes(run) == {(PLAIN, "movilab"): [Outcome.UPDATED], (EDITED, "movilab"): [Outcome.MERGED]}
    for text in texts(world):
        assert "{{Republication" not in text
        assert 'class="republication"' in text
    quiet(world)
