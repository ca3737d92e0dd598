"""A partner that differs in everything a wiki may differ in: language, capitals, prefixes, namespaces, tags."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.project import ROOT, Project
from tests.farm.mediawiki import MediaWikiServer, start_wiki
from tests.farm.pictures import picture
from tests.farm.seed import source_templates
from tests.farm.templates import box

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("localised_partner")]

MAPPING = """\
mapping: toolbox-recipe
format: fiche-pratique
title: "Recipe:{titre}"
template: Recipe box
fields:
  titre:     {parameter: name}
  resume:    {parameter: summary}
  deroule:   {section: Steps}
  mots_cles: {categories: true}
categories: [Recipes]
credit: {place: bottom}
"""
PROCEDURE = """\
__AUCUNSOMMAIRE__
Faire un [[mur de mots]] avant, ou un [[arpentage]]s.
[[en:Round table]]
Voir [[:Catégorie:Gouvernance]], [[Aide:Animer (débat)|]] et [[toolbox:Recipe:home|leur recette]].
[[Fichier:Cercle.png|vignette|redresse=2|Le [[mur de mots]] en cercle]]
<gallery>
Fichier:Un.png|Premier
</gallery>
{{Citation|Chacun parle.|auteur=Zoé}} {{Encadré|rien}}
<nowiki>[[mur de mots]] __AUCUNSOMMAIRE__</nowiki> <!-- [[Loin]] -->
<poem>un vers</poem>"""
SHEET = """\
{{{{Fiche outil
| titre = {title}
| résumé = Un outil simple.
}}}}
== Procédure ==
{procedure}

[[Catégorie:Fiches outils]]
[[Catégorie:Gouvernance]]"""


@dataclass(frozen=True)
class Pair:
    """A French source and an English partner."""

    source: MediaWikiServer
    partner: MediaWikiServer


def add_prefix(wiki: MediaWikiServer, prefix: str, url: str) -> None:
    """Add a row to the interwiki table of a wiki."""
    row = f"('{prefix}', '{url}', '', '', 0, 0)"
    query = f"INSERT INTO interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans) VALUES {row}"
    wiki.maintain("sql.php", "--query", query)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Give both wikis with two sheets at the source."""
    folder = tmp_path_factory.mktemp("localised")
    source = start_wiki(folder / "source", "source", site_name="Multibao", extensions=("Poem",))
    settings = "$wgCapitalLinks = false;\n$wgNamespaceAliases['Recette'] = 100;"
    names = {100: "Recipe", 101: "Recipe talk"}
    partner = start_wiki(
        folder / "partner", "partner", site_name="Toolbox", language="en", namespaces=names, extra_settings=settings
    )
    source.write_pages(source_templates())
    source.edit("Tour de table", SHEET.format(title="Tour de table", procedure=PROCEDURE))
    source.edit("Mur de mots", SHEET.format(title="Mur de mots", procedure="Retour au [[Tour de table#Étape|tour]]."))
    source.run_jobs()
    for shade, name in enumerate(("Cercle.png", "Un.png")):
        for wiki in (source, partner):
            wiki.upload(name, picture(shade))
    for template, text in (
        ("Recipe box", box("name", {"summary": "Summary"})),
        ("Quote", "<blockquote>{{{text}}} ({{{author}}})</blockquote>"),
    ):
        partner.edit(f"Template:{template}", text, user="Admin")
    add_prefix(partner, "mb", f"{source.url}/wiki/$1")
    add_prefix(source, "toolbox", f"{partner.url}/wiki/$1")
    add_prefix(source, "en", "https://en.example.org/wiki/$1")
    yield Pair(source, partner)
    source.stop()
    partner.stop()


@pytest.fixture(scope="module")
def project(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the administrator's project, after one ``republish sync``."""
    folder = tmp_path_factory.mktemp("project")
    write(folder, pair)
    project = Project(folder, {"TOOLBOX_PASSWORD": pair.partner.robot_password})
    plan = project.run("plan")
    for words in ("“en:Round table”", "“Encadré”", "<poem>"):
        assert words in plan.out.replace("\n", " ")
    ended = project.run("sync")
    assert (ended.code, ended.err) == (0, "")
    assert "created: 2" in ended.out
    pair.partner.run_jobs()
    return project


def write(folder: Path, pair: Pair) -> None:
    """Write the configuration and the partner's mapping into a folder."""
    (folder / "config").mkdir()
    (folder / "mappings").mkdir()
    (folder / "mappings" / "toolbox-recipe.yaml").write_text(MAPPING, encoding="utf-8")
    text = f"""\
contact: https://multibao.example.org/Utilisateur:Robot
language: en
mappings: [{ROOT / "mappings"}, {folder / "mappings"}]
wikis:
  multibao: {{api: "{pair.source.api}"}}
  toolbox:
    api: {pair.partner.api}
    user: {pair.partner.robot_user}
    password: {{env: TOOLBOX_PASSWORD}}
    pace: 0s
jobs:
  outils:
    from:
      wiki: multibao
      mapping: multibao-outil
      select: [{{category: Fiches outils}}]
    to:
      - wiki: toolbox
        mapping: toolbox-recipe
        files: shared
        templates:
          Citation: {{name: Quote, parameters: {{"1": text, auteur: author}}}}
        unknown_templates: drop
"""
    (folder / "config" / "republish.yaml").write_text(text, encoding="utf-8")


def rendered(pair: Pair, title: str) -> str:
    """Give a page of the partner as browsers get it."""
    return html.unescape(pair.partner.render(title))


def test_links_are_local_where_there_is_a_copy(project: Project, pair: Pair) -> None:
    """Both copies lead to each other, with the words and the anchor of the sheets."""
    page = rendered(pair, "Recipe:Tour de table")
    assert re.search(r'<a href="/wiki/Recipe:Mur_de_mots" title="Recipe:Mur de mots">mur de mots</a>', page)
    assert re.search(r'<a href="/wiki/Recipe:Tour_de_table#[^"]+"[^>]*>tour</a>', rendered(pair, "Recipe:Mur de mots"))


def test_other_links_lead_back_by_the_prefix_of_the_partner(project: Project, pair: Pair) -> None:
    """With the source's own titles, the letters behind a link, and no link beside the page."""
    page = rendered(pair, "Recipe:Tour de table")
    assert f'<a href="{pair.source.url}/wiki/Arpentage" class="extiw" title="mb:Arpentage">arpentages</a>' in page
    assert re.search(rf'<a href="{pair.source.url}/wiki/Cat[^"]+:Gouvernance" class="extiw"[^>]*>Catégorie:', page)
    assert re.search(r'class="extiw" title="mb:Aide:Animer \(débat\)">Animer</a>', page)
    assert re.search(r'<a href="[^"]*Recipe:home[^"]*"[^>]*>leur recette</a>', page)
    text = pair.partner.text("Recipe:Tour de table") or ""
    assert "[[Recipe:home|leur recette]]" in text
    assert "en:Round table" not in text


def test_namespaces_options_and_switches_are_english(project: Project, pair: Pair) -> None:
    """Categories, pictures, galleries and switches work in the partner's words."""
    text = pair.partner.text("Recipe:Tour de table") or ""
    assert text.startswith("{{Recipe box\n")
    for words in (
        "__NOTOC__\n",
        "[[File:Cercle.png|thumb|upright=2|Le [[Recipe:Mur de mots|mur de mots]] en cercle]]",
        "<gallery>\nFile:Un.png|Premier\n</gallery>",
        "[[Category:Recipes]]",
        "{{Quote|text=Chacun parle.|author=Zoé}}",
        "<nowiki>[[mur de mots]] __AUCUNSOMMAIRE__</nowiki> <!-- [[Loin]] -->",
    ):
        assert words in text
    assert "Encadré" not in text
    page = rendered(pair, "Recipe:Tour de table")
    assert "Chacun parle. (Zoé)" in page
    assert "__" not in page.replace("__AUCUNSOMMAIRE__", "", 1)
    categories = pair.partner.person("").get(action="query", prop="categories", titles="Recipe:Tour de table")
    assert "Category:Recipes" in str(categories)
    assert "Category:Gouvernance" in str(categories)


def test_a_second_run_writes_nothing(project: Project, pair: Pair) -> None:
    """What was written is what is wanted."""
    mark = pair.partner.proxy.mark()
    assert project.run("sync").code == 0
    assert pair.partner.counts(mark)["POST edit"] == 0
