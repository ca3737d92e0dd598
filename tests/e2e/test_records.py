"""Steps that repeat, from one real wiki to another that keeps them elsewhere."""

from collections.abc import Iterator

import pytest

from tests.e2e.project import ROOT, Project
from tests.farm.mediawiki import MediaWikiServer, start_wiki
from tests.farm.seed import SeedRevision

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("records")]

SHEET = """\
{{Recette libre
| nom = Le pain partagé
| plans = https://four.example.org/?plan=1
| licence = CC-BY-SA-4.0
}}
== Préparation ==
Rien ne presse.

{{Étape
| titre = Le pétrissage
| durée = 1 h 10
| texte =
* de la farine [[Sel|et du sel]] {{!}} jamais avant
* de l’eau
}}
{{étape|titre=La cuisson|description=Quand la braise est ''blanche''.|couleur=blanc}}

[[Catégorie:Recettes libres]]"""
COPY = """\
{{Fiche recette
| titre = Le pain partagé
| étapes =
{{Étape de recette
| nom = Le pétrissage
| temps = 70 min
| texte =
"""
TEMPLATES = {
    "Fiche recette": "<div class='recette'>{{{étapes|}}} {{{lien|}}}</div>",
    "Étape de recette": "<div class='etape'>{{{nom|}}} ({{{temps|}}})\n{{{texte|}}}</div>",
    "Lien web": "[{{{url}}} plans]",
}


@pytest.fixture(scope="module")
def wikis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MediaWikiServer, MediaWikiServer]]:
    """Give a source with one recipe, and a partner with its templates."""
    folder = tmp_path_factory.mktemp("records")
    source = start_wiki(folder / "source", "source", site_name="Movilab")
    partner = start_wiki(folder / "partner", "partner", site_name="Multibao")
    source.write_pages([SeedRevision("Le pain", SHEET)])
    partner.write_pages([SeedRevision(f"Modèle:{name}", text) for name, text in TEMPLATES.items()])
    yield source, partner
    source.stop()
    partner.stop()


@pytest.fixture(scope="module")
def project(wikis: tuple[MediaWikiServer, MediaWikiServer], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the project of an administrator who copies the recipes."""
    source, partner = wikis
    folder = tmp_path_factory.mktemp("project")
    (folder / "config").mkdir()
    text = f"""\
contact: https://robot.example.org
language: fr
mappings: [{ROOT / "mappings"}]
wikis:
  movilab: {{api: {source.api}}}
  multibao:
    api: {partner.api}
    user: {partner.robot_user}
    password: {{env: PASSWORD}}
    pace: 0s
jobs:
  recettes:
    from: {{wiki: movilab, mapping: movilab-libre, select: [{{category: Recettes libres}}]}}
    to: [{{wiki: multibao, mapping: multibao-recette}}]
"""
    (folder / "config" / "republish.yaml").write_text(text, encoding="utf-8")
    return Project(folder, {"PASSWORD": partner.robot_password})


def test_steps_become_the_steps_of_the_partner(
    wikis: tuple[MediaWikiServer, MediaWikiServer], project: Project
) -> None:
    """In its templates and words; what nobody takes is told, a changed step is one edit, and then all is quiet."""
    source, partner = wikis
    (plan,) = project.run("plan", "--json").json()
    (change,) = plan["changes"]
    assert ("unclaimed parameter", "couleur") in {(one["code"], one["detail"]) for one in change["notices"]}

    ended = project.run("sync")
    assert (ended.code, ended.err) == (0, "")
    copy = partner.text("Le pain partagé") or ""
    assert COPY in copy
    assert "* de la farine Sel" not in copy
    assert "| lien = {{Lien web|url=https://four.example.org/?plan=1}}" in copy
    shown = partner.render("Le pain partagé")
    assert shown.count('class="etape"') == 2
    assert "Le pétrissage (70&#160;min)" in shown or "Le pétrissage (70 min)" in shown
    assert 'href="https://four.example.org/?plan=1"' in shown
    assert "{{" not in shown

    source.edit("Le pain", SHEET.replace("La cuisson", "Au four"))
    ended = project.run("sync")
    assert (ended.code, ended.err) == (0, "")
    assert "| nom = Au four" in (partner.text("Le pain partagé") or "")
    assert "La cuisson" not in (partner.text("Le pain partagé") or "")
    assert len(partner.history("Le pain partagé")) == 2
    ended = project.run("sync")
    assert (ended.code, len(partner.history("Le pain partagé"))) == (0, 2)


def test_a_sheet_whose_step_stands_in_a_box_is_refused(
    wikis: tuple[MediaWikiServer, MediaWikiServer], project: Project
) -> None:
    """Nobody can tell whether the step will show, so the copy stays as it is, and somebody is told."""
    source, partner = wikis
    before = partner.text("Le pain partagé")
    source.edit(
        "Le pain", SHEET.replace("{{étape|", "{{#if:x|{{étape|").replace("couleur=blanc}}", "couleur=blanc}}}}")
    )
    ended = project.run("sync")
    assert ended.code == 3
    assert "{{#if:x" in ended.out
    assert partner.text("Le pain partagé") == before


def test_coverage_counts_the_fields_of_steps(wikis: tuple[MediaWikiServer, MediaWikiServer], project: Project) -> None:
    """As ``etapes.titre``, so that a rule which finds nothing in any step is told."""
    source, _ = wikis
    source.edit("Le pain", SHEET.replace("| durée = 1 h 10\n", ""))
    (coverage,) = project.run("check", "--online", "--json").json()
    found = {field["field"]: field["found"] for field in coverage["source"]["fields"]}
    assert (found["etapes"], found["etapes.titre"], found["etapes.duree"]) == (1, 1, 0)
    never = {each["field"] for each in coverage["source"]["never_matched"]}
    assert {"etapes.duree", "etapes.image"} <= never
    assert not {"etapes", "etapes.titre"} & never
