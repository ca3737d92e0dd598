"""One sheet that holds every class of markup, on its way from a French wiki to an English one."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.project import ROOT, Project
from tests.e2e.test_localised_partner import add_prefix
from tests.farm.mediawiki import MediaWikiServer, start_wiki
from tests.farm.pictures import picture
from tests.farm.seed import source_templates
from tests.farm.templates import box

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("localised_bodies")]

TITLE = "Recipe:Tour de l'eau"
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
SHEET = """\
{{{{Fiche outil
| titre = {title}
| résumé = Un outil simple.
}}}}
== Procédure ==
{procedure}

[[Catégorie:Fiches outils]]
[[Catégorie:Gouvernance]]"""

# Each row: what the sheet says, and what the copy must say.
LINKS = [
    (
        "Un [[mur de mots]] et un [[mur de mots]]s.",
        "Un [[Recipe:Mur de mots|mur de mots]] et un [[Recipe:Mur de mots|mur de mots]]s.",
    ),
    (
        "Par [[Ancien mur]], [[Ancien mur|l’ancien]].",
        "Par [[Recipe:Mur de mots#Suite|Ancien mur]], [[Recipe:Mur de mots#Suite|l’ancien]].",
    ),
    ("Par [[ancien_mur#Début]].", "Par [[Recipe:Mur de mots#Début|ancien_mur#Début]]."),
    ("Deux pas [[Très ancien mur]].", "Deux pas [[mb:Très ancien mur|Très ancien mur]]."),
    (
        "Vers [[Autre page]] et [[Autre page#Bas|là]].",
        "Vers [[mb:Autre page|Autre page]] et [[mb:Autre page#Bas|là]].",
    ),
    ("Renvoi [[Vers autre]].", "Renvoi [[mb:Vers autre|Vers autre]]."),
    ("Ici [[#Suite]], [[#Suite|la suite]].", "Ici [[#Suite]], [[#Suite|la suite]]."),
    ("Outil [[Aide:Animer (débat)|Animer]].", "Outil [[mb:Aide:Animer (débat)|Animer]]."),
    (
        "Alias [[Project:Accueil]], [[Discuter:Mur de mots]].",
        "Alias [[mb:Multibao:Accueil|Project:Accueil]], [[mb:Discussion:Mur de mots|Discuter:Mur de mots]].",
    ),
    (
        "Cat [[:Catégorie:Gouvernance]], fichier [[:Fichier:Un.png]].",
        "Cat [[mb:Catégorie:Gouvernance|Catégorie:Gouvernance]], fichier [[mb:Fichier:Un.png|Fichier:Un.png]].",
    ),
    (
        "Image [[Image:Un.png|vignette|gauche|Le [[Ancien mur]]]].",
        "Image [[File:Un.png|thumb|left|Le [[Recipe:Mur de mots#Suite|Ancien mur]]]].",
    ),
    ("Langue [[:en:Round table]].", "Langue [https://en.example.org/wiki/Round_table en:Round table]."),
    (
        "Dessous [[/Annexe]], [[/Annexe/]].",
        "Dessous [[mb:Tour de l'eau/Annexe|/Annexe]], [[mb:Tour de l'eau/Annexe|Annexe]].",
    ),
    ("Adresse [https://e.org/?a=b c] et https://e.org/[x].", "Adresse [https://e.org/?a=b c] et https://e.org/[x]."),
]  # fmt: skip
CALLS = [
    ("{{Citation|Chacun parle.|auteur=Zoé}}", "{{Quote|text=Chacun parle.|author=Zoé}}"),
    ("{{Encadré|rien}}|", "|"),
    ("{{Astuce|un mot}}", "un mot"),
    ("{{Gardé|x}}", "{{Gardé|x}}"),
    ("{{Carte|Brest}}", "Carte de ''Brest'' par [[Recipe:Mur de mots#Suite|Ancien mur]] sur Tour de l&#39;eau"),
    ("Puis {{Liste|a|b}}", "Puis \n* a\n* b"),
    ("{{Gardé|{{Barre|x}}}}", "{{Gardé|x{{!}}y{{=}}z}}"),
    ("{{Inconnu|z}}", "{{Inconnu|z}}"),
    ("{{:Mur de mots}}", "{{:Mur de mots}}"),
    ("Sur {{NOMPAGE}}, {{NOMPAGECOMPLET}}, {{PAGENAMEE}}.", "Sur Tour de l'eau, Tour de l'eau, Tour_de_l%27eau."),
    ("Chez {{NOMSITE}}.", "Chez Multibao."),
    ("En {{ANNEEACTUELLE}}, {{CURRENTYEAR}}.", "En {{CURRENTYEAR}}, {{CURRENTYEAR}}."),
    ("{{#si:{{NAMESPACE}}|oui|non}}", "{{#if:|oui|non}}"),
    ("{{#selon:b|a=1|#défaut=2}}", "{{#switch:b|a=1|#default=2}}"),
    ("{{MINUS:ABC}} {{lc:ABC}} {{FORMATNUM:1,5|BRUT}}", "{{LC:ABC}} {{lc:ABC}} {{FORMATNUM:1,5|R}}"),
    ("{{si:x}}", "{{si:x}}"),
    ("{{#invoke:Outil|f}}", "{{#invoke:Outil|f}}"),
    ("{{AFFICHERTITRE:Tour}}|", "|"),
    ("{{NOMBREARTICLES}}", "{{NUMBEROFARTICLES}}"),
    ("a {{!}} b {{=}} c", "a {{!}} b {{=}} c"),
]  # fmt: skip
SAME = [
    "<nowiki>[[mur de mots]] {{NOMPAGE}} __AUCUNSOMMAIRE__</nowiki>",
    "<pre>\n[[mur de mots]] {{Citation|x}}\n</pre>",
    "<!-- [[mur de mots]] {{NOMPAGE}} {{Encadré}} -->",
    "<syntaxhighlight lang=\"python\">a[[1]] = '{{NOMPAGE}}'</syntaxhighlight>",
    "<math>[[a]] {{b}}</math>",
    '{| class="wikitable"\n! a !! b\n|-\n| c || d\n|}',
    "* un\n** deux\n# trois\n; quatre : cinq",
    "''a'' '''b''' '''''c''''' <small>d</small> <br /> &nbsp; &eacute;",
    "=== Suite ===\nTexte.\n==== Plus bas ====\nTexte.",
]
REF = (
    "Note<ref>Voir [[mur de mots]] de {{NOMPAGE}}</ref>",
    "Note<ref>Voir [[Recipe:Mur de mots|mur de mots]] de Tour de l'eau</ref>",
)
GALLERY = (
    '<gallery mode="packed">\nFichier:Un.png|Le [[Ancien mur|mur]]\nImage:Deux.png\n</gallery>',
    '<gallery mode="packed">\nFile:Un.png|Le [[Recipe:Mur de mots#Suite|mur]]\nFile:Deux.png\n</gallery>',
)
TURNED = [*LINKS, *CALLS, REF, GALLERY]
PROCEDURE = "__AUCUNSOMMAIRE__\n" + "\n\n".join([*(row[0] for row in TURNED), *SAME]) + "\n\n[[en:Round table]]\nFin."


@dataclass(frozen=True)
class Pair:
    """A French source and an English partner."""

    source: MediaWikiServer
    partner: MediaWikiServer


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Give both wikis, with two sheets, redirects and templates at the source."""
    folder = tmp_path_factory.mktemp("bodies")
    more = ("Cite", "ParserFunctions", "Scribunto")
    source = start_wiki(
        folder / "source",
        "source",
        site_name="Multibao",
        extensions=("Math", "SyntaxHighlight_GeSHi", *more),
        extra_settings="$wgNamespacesWithSubpages[NS_MAIN] = true;",
    )
    names = {100: "Recipe", 101: "Recipe talk"}
    partner = start_wiki(
        folder / "partner", "partner", site_name="Toolbox", language="en", namespaces=names, extensions=("Cite",)
    )
    source.write_pages(source_templates())
    add_prefix(source, "en", "https://en.example.org/wiki/$1")
    add_prefix(partner, "mb", f"{source.url}/wiki/$1")
    for title, text in {
        "Autre page": "Une page.",
        "Ancien mur": "#REDIRECTION [[Mur de mots#Suite]]",
        "Très ancien mur": "#REDIRECTION [[Ancien mur]]",
        "Vers autre": "#REDIRECT [[Autre page]]",
        "Modèle:Carte": "Carte de ''{{{1}}}'' par [[Ancien mur]] sur {{NOMPAGE}}[[Catégorie:Cartes]]"
        "<noinclude>doc</noinclude>",
        "Modèle:Liste": "* {{{1}}}\n* {{{2}}}",
        "Modèle:Barre": "{{{1}}}{{!}}y{{=}}z",
        "Modèle:Erreur": '<strong class="error">Erreur</strong>',
    }.items():
        source.edit(title, text, user="Admin")
    source.edit("Tour de l'eau", SHEET.format(title="Tour de l'eau", procedure=PROCEDURE))
    source.edit(
        "Mur de mots", SHEET.format(title="Mur de mots", procedure="=== Suite ===\nRetour à [[Tour de l'eau]].")
    )
    source.run_jobs()
    for shade, name in enumerate(("Un.png", "Deux.png")):
        for wiki in (source, partner):
            wiki.upload(name, picture(shade))
    for template, text in (
        ("Recipe box", box("name", {"summary": "Summary"})),
        ("Quote", "<blockquote>{{{text}}} ({{{author}}})</blockquote>"),
    ):
        partner.edit(f"Template:{template}", text, user="Admin")
    yield Pair(source, partner)
    source.stop()
    partner.stop()


@pytest.fixture(scope="module")
def project(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the administrator's project, after one ``republish sync``."""
    folder = tmp_path_factory.mktemp("project")
    write(folder, pair)
    project = Project(folder, {"TOOLBOX_PASSWORD": pair.partner.robot_password})
    plan = " ".join(project.run("plan").out.split())
    for words in (
        "“NOMPAGE” is replaced",
        "“NOMSITE” is replaced",
        "“Inconnu”",
        "“:Mur de mots”",
        "“#invoke:Outil”",
        "“NOMBREARTICLES” speaks of the partner",
        "{{AFFICHERTITRE:Tour}} holds",
        "“Cartes”, which comes from a template",
        "“en:Round table”",
        "<math>",
        "<syntaxhighlight>",
    ):
        assert words in plan
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
          Encadré: drop
          Astuce: text
          Gardé: keep
          Carte: expand
          Liste: expand
          Barre: expand
          Erreur: expand
"""
    (folder / "config" / "republish.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("number", range(len(TURNED)))
def test_each_class_is_written_as_the_partner_reads_it(project: Project, pair: Pair, number: int) -> None:
    """Row by row, byte for byte."""
    text = pair.partner.text(TITLE) or ""
    given, wanted = TURNED[number]
    assert f"\n{wanted}\n" in text, given


@pytest.mark.parametrize("zone", SAME)
def test_what_means_the_same_everywhere_is_not_touched(project: Project, pair: Pair, zone: str) -> None:
    """Zones that are no wikitext, tables, lists, headings below the section."""
    assert f"\n{zone}\n" in (pair.partner.text(TITLE) or "")


def test_the_partner_sees_the_page_that_is_meant(project: Project, pair: Pair) -> None:
    """Links, categories, pictures and templates as the partner itself lists them."""
    answer = pair.partner.person("").get(
        action="parse",
        page=TITLE,
        prop="links|categories|images|templates|iwlinks|langlinks|properties",
        formatversion=2,
    )["parse"]
    links = {link["title"]: link["exists"] for link in answer["links"]}
    assert links["Recipe:Mur de mots"]
    assert {title for title in links if title.startswith("Recipe:")} == {"Recipe:Mur de mots"}
    visible = {row["category"] for row in answer["categories"] if not row.get("hidden")}
    assert {"Recipes", "Gouvernance"} <= visible
    assert "Cartes" not in visible
    assert set(answer["images"]) == {"Un.png", "Deux.png"}
    templates = {row["title"] for row in answer["templates"]}
    assert {"Template:Quote", "Template:Recipe box", "Template:Gardé", "Template:Inconnu"} <= templates
    assert not templates & {"Template:Encadré", "Template:Carte", "Template:ANNEEACTUELLE", "Template:NOMSITE"}
    prefixed = {link["title"] for link in answer["iwlinks"]}
    assert {"mb:Autre page", "mb:Vers autre", "mb:Très ancien mur", "mb:Aide:Animer (débat)"} <= prefixed
    assert answer["langlinks"] == []
    assert "notoc" in answer["properties"]


def test_readers_see_what_the_sheet_shows(project: Project, pair: Pair) -> None:
    """The words of links, the letters behind them, the name of the sheet's page."""
    page = html.unescape(pair.partner.render(TITLE))
    assert '<a href="/wiki/Recipe:Mur_de_mots#Suite" title="Recipe:Mur de mots">Ancien mur</a>' in page
    assert '<a href="/wiki/Recipe:Mur_de_mots" title="Recipe:Mur de mots">mur de mots' in page
    assert "Sur Tour de l'eau, Tour de l'eau" in page
    assert "<blockquote>Chacun parle. (Zoé)</blockquote>" in page.replace("<p>", "").replace("</p>", "")


def test_a_second_run_writes_and_asks_nothing(project: Project, pair: Pair) -> None:
    """What was written is what is wanted; redirects and expansions are asked for sheets that moved only."""
    marks = pair.source.proxy.mark(), pair.partner.proxy.mark()
    assert project.run("sync").code == 0
    assert pair.partner.counts(marks[1])["POST edit"] == 0
    assert not [
        one
        for one in pair.source.requests(marks[0])
        if one.action == "expandtemplates" or "redirects" in one.parameters
    ]


def test_redirects_and_expansions_cost_a_request_each(project: Project, pair: Pair) -> None:
    """All links of the sheets that moved in one request, all calls of one sheet in another."""
    text = SHEET.format(title="Tour de l'eau", procedure=PROCEDURE + " Bis. {{Carte|Quimper}}")
    pair.source.edit("Tour de l'eau", text)
    mark = pair.source.proxy.mark()
    assert project.run("sync").code == 0
    requests = pair.source.requests(mark)
    assert sum(one.action == "expandtemplates" for one in requests) == 1
    links = [one for one in requests if "redirects" in one.parameters and one.parameters.get("prop") != "redirects"]
    assert len(links) == 1
    assert "Carte de ''Quimper''" in (pair.partner.text(TITLE) or "")


def test_a_template_that_shows_an_error_is_refused_by_name(project: Project, pair: Pair) -> None:
    """The copy stays as it was; once the template is mended, the next run goes on by itself."""
    before = pair.partner.text(TITLE)
    pair.source.edit("Tour de l'eau", SHEET.format(title="Tour de l'eau", procedure="Bref. {{Erreur}} {{Erreur|2}}"))
    ended = project.run("sync")
    assert ended.code == 3
    assert "The template “Erreur” is to be expanded at the source, but it shows an error there" in " ".join(
        ended.out.split()
    )
    assert pair.partner.text(TITLE) == before
    pair.source.edit("Modèle:Erreur", "Tout va bien.", user="Admin")
    assert project.run("sync").code == 0
    assert "Bref. Tout va bien. Tout va bien." in (pair.partner.text(TITLE) or "")
