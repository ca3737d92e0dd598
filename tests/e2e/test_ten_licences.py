"""Sheets in every situation that a licence can be in, at real wikis: what is copied, what it says, what is told."""

import html
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.project import ROOT, Ended, Project, make_project
from tests.e2e.situations import CC, SITUATIONS, Left, Taken, sheet
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.people import RefusedError
from tests.farm.seed import START, SeedRevision
from tests.farm.settings import MAY_PROTECT
from tests.farm.trio import Trio

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("ten_licences")]

OWN = "Cette page peut être modifiée sous la licence de ce wiki."
KEPT = (
    "Cette page n’est pas sous la licence générale de ce wiki : toute modification y est publiée sous la licence "
    "indiquée ci-dessus."
)
KEPT_BY_PART = (
    "Cette page n’est pas sous la licence générale de ce wiki : toute modification y est publiée sous la licence de "
    "la partie qu’elle change."
)
WHOLE = (
    "Cette page n’est pas sous la licence générale de ce wiki : son texte y figure entier et inchangé, car sa licence "
    "ne permet à personne de le publier modifié, abrégé ou traduit. C’est pourquoi elle est protégée."
)
SILENT = "$wgRightsUrl = $wgRightsText = '';"
NON_COMMERCIAL = f"$wgRightsUrl = '{CC}/by-nc-sa/4.0/'; $wgRightsText = 'CC BY-NC-SA 4.0';"
TERMS = {
    "movilab": "    accepts: [adaptation, whole]",
    "brest": "    non_commercial: true\n    accepts: [adaptation, marked, whole]",
}
MORE = ("Panier", "Semis")
"""What both partners take besides."""
JEANNE = ("--decide", "accept", "--by", "Jeanne Morel", "--reason", "Published in 2019")
COPIED = [
    (title, partner)
    for title, one in SITUATIONS.items()
    for partner in TERMS
    if isinstance(one.movilab if partner == "movilab" else one.brest, Taken)
]
LEFT = [(title, partner) for title in SITUATIONS for partner in TERMS if (title, partner) not in COPIED]


@pytest.fixture(scope="module")
def project(three_wikis: Trio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Give a project with a sheet in each situation, at a source that says nothing of its pages itself."""
    three_wikis.restore()
    three_wikis.multibao.configure(SILENT)
    three_wikis.movilab.configure(MAY_PROTECT)
    three_wikis.brest.configure(f"{NON_COMMERCIAL} {MAY_PROTECT}")
    three_wikis.multibao.write_pages(
        SeedRevision(title, text, user, START, "")
        for title, one in SITUATIONS.items()
        for user, text in (("Zoé", "Un début."), ("Yann", sheet(title, one.stated, one.sections)))
    )
    project = make_project(tmp_path_factory.mktemp("licences") / "p", three_wikis, wikis=TERMS)
    text = project.config.read_text(encoding="utf-8").replace("category: Fiches outils", "category: Situations")
    mappings = shutil.copytree(ROOT / "mappings", project.folder / "mappings")
    places = "licences: {sections: [Sources], parts: [Annexe]}\n"
    with (mappings / "multibao-outil.yaml").open("a", encoding="utf-8") as mapping:
        mapping.write(places)
    project.config.write_text(text.replace(f"mappings: [{ROOT / 'mappings'}]", f"mappings: [{mappings}]"), "utf-8")
    project.run("licence", "Refus", "--decide", "refuse", "--by", "Jeanne Morel", "--reason", "Asked by its author")
    yield project
    three_wikis.restore()


@pytest.fixture(scope="module")
def synced(project: Project) -> Ended:
    """Give what the one sync of all sheets said."""
    return project.run("sync", "--json")


def outcomes(ended: Ended) -> dict[tuple[str, str], str]:
    """Give what became of each sheet at each partner."""
    (run,) = ended.json()
    return {(one["sheet"], one["partner"]): one["outcome"] for one in run["results"]}


def copy_of(wikis: Trio, title: str, partner: str) -> tuple[MediaWikiServer, str]:
    """Give a partner, and the title of a copy there."""
    if partner == "movilab":
        return wikis.movilab, f"Recette:{title}"
    return wikis.brest, f"{title} (fiche pratique)"


def rendered(wikis: Trio, title: str, partner: str) -> str:
    """Give the credit of a copy as the wiki renders it, from its first sentence on."""
    server, copy = copy_of(wikis, title, partner)
    shown = html.unescape(server.render(copy)).replace("\u00a0", " ")
    return shown[shown.index("Cette page est une copie") :]


def examined(project: Project, title: str, *arguments: str) -> dict[str, dict[str, Any]]:
    """Give what is told of the licence of a sheet, by partner."""
    (data,) = project.run("licence", title, "--json", *arguments).json()
    return {at["partner"]: at for at in data["partners"]}


def test_one_sync_copies_what_may_be_copied(synced: Ended, three_wikis: Trio) -> None:
    """Exit 3, nineteen copies, and no page where a sheet is refused or waits for a person."""
    assert (synced.code, synced.err) == (3, "")
    assert outcomes(synced) == dict.fromkeys(COPIED, "created") | dict.fromkeys(LEFT, "refused")
    assert (len(COPIED), len(LEFT)) == (19, 21)
    assert sorted(three_wikis.movilab.titles(100)) == sorted(
        f"Recette:{title}" for title in ("Arpentage", "Bistrot", "Cercle", "Débat", "Forum", "Galerie", *MORE, "Noria")
    )
    there = [title for title in three_wikis.brest.titles() if title.endswith("(fiche pratique)")]
    names = ("Arpentage", "Bistrot", "Cercle", "Débat", "Enquête", "Forum", "Galerie", *MORE, "Tuteur")
    assert sorted(there) == sorted(f"{title} (fiche pratique)" for title in names)
    (run,) = synced.json()
    awaited = {one["sheet"] for one in run["results"] if one["awaits_decision"]}
    assert awaited == {"Haie", "Image", "Jardin", "Marche", "Noria", "Union"}


@pytest.mark.parametrize(("title", "partner"), COPIED)
def test_the_credit_says_what_people_may_do(synced: Ended, three_wikis: Trio, title: str, partner: str) -> None:
    """Stored and rendered: the licence with version and port, its address, how one edits, authors, permalink."""
    one = SITUATIONS[title]
    fate = one.movilab if partner == "movilab" else one.brest
    may = {"adaptation": OWN, "whole": WHOLE}.get(fate.outcome, KEPT_BY_PART if one.part else KEPT)
    permalink = f"{three_wikis.multibao.url}/index.php?title={title.replace('é', '%C3%A9').replace('ê', '%C3%AA')}"
    permalink += f"&oldid={three_wikis.multibao.revision(title)}"
    shown = rendered(three_wikis, title, partner)
    assert f'href="{one.url}">{one.shown}</a> (' in shown
    assert may in shown
    assert all(other not in shown for other in (OWN, KEPT, KEPT_BY_PART, WHOLE) if other != may)
    assert ("section « Annexe » de l’original : " in shown) == bool(one.part)
    assert one.part in shown
    assert "par Yann, Zoé, depuis Multibao" in shown
    assert f'href="{permalink}"' in shown
    server, copy = copy_of(three_wikis, title, partner)
    stored = (server.text(copy) or "").replace("\u00a0", " ")
    for part in (one.shown, one.url, may, "Yann, Zoé", permalink):
        assert part in stored, part


@pytest.mark.parametrize("title", SITUATIONS)
def test_the_licence_of_a_sheet_is_told(synced: Ended, project: Project, title: str) -> None:
    """Cell, authority, outcome, and where it stays: why, and what would change it."""
    for partner, at in examined(project, title).items():
        fate = SITUATIONS[title].movilab if partner == "movilab" else SITUATIONS[title].brest
        authority = at["authority"]["text"] if at["authority"] else None
        assert (at["outcome"], at["cell"], authority) == (fate.outcome, fate.cell, fate.authority)
        assert tuple(at["ways_out"]) == (fate.ways if isinstance(fate, Left) else ())
        assert (fate.sentence if isinstance(fate, Left) else "") in (at["sentence"] or "")


FRENCH = {
    "Bistrot": (
        "champ licence : « https://creativecommons.org/licenses/by-sa/3.0/fr/ », révision",
        "Licence : CC BY-SA 3.0 FR (LicenseRef-CC-BY-SA-3.0-FR)",
        "copiée ; on la modifie sous la licence du wiki",
        "copiée et marquée : elle garde sa propre licence, aussi pour les modifications",
        "Matrice : BY-SA 3.0 → BY-NC-SA 4.0 : M, peut s’y trouver sous sa propre licence, si la page le dit",
        "Fondement : CC BY-SA 3.0 §1(b), §4(a) (https://creativecommons.org/licenses/by-sa/3.0/legalcode)",
    ),
    "Galerie": (
        "copiée entière et inchangée, sur une page que le robot protège",
        "Matrice : BY-ND → BY-SA 4.0 : P, ne peut être montrée qu’entière et inchangée, sur une page protégée",
    ),
}


@pytest.mark.parametrize("title", FRENCH)
def test_it_is_told_in_french(synced: Ended, project: Project, title: str) -> None:
    """For the administrators of these wikis."""
    known = project.config.read_text(encoding="utf-8")
    project.config.write_text(known.replace("language: en", "language: fr"), encoding="utf-8")
    ended = project.run("licence", title)
    project.config.write_text(known, encoding="utf-8")
    assert ended.code == 0
    for part in FRENCH[title]:
        assert part in ended.out.replace("\u00a0", " "), part


def words(server: MediaWikiServer, title: str) -> list[str]:
    """Give the words that people read on a page, above its credit."""
    shown = re.sub(r'<span class="mw-editsection">.*?\]</span></span>', "", server.render(title), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", shown)).partition("Cette page est une copie")[0].split()


def test_a_whole_copy_shows_the_very_words(synced: Ended, project: Project, three_wikis: Trio) -> None:
    """Templates, links, lists and tables read as at the source, on a page that only administrators can edit."""
    multibao = three_wikis.multibao
    multibao.edit("Modèle:Cité", "« ''{{{1}}} ({{NOMPAGE}}, {{SITENAME}})'' »[[Catégorie:Citations]]", user="Admin")
    body = (
        "On commence par [[Arpentage]] et [[Forum|un forum]]s : {{Cité|mot à mot}}.\n"
        '* un\n* deux\n{| class="wikitable"\n| {{Cité|a}} || b\n|}'
    )
    multibao.edit("Galerie", sheet("Galerie", "CC BY-ND 4.0").replace("On commence.", body))
    became = outcomes(project.run("sync", "--json", "--page", "Galerie"))
    assert became == {("Galerie", "movilab"): "updated", ("Galerie", "brest"): "updated"}
    original = words(multibao, "Galerie")
    assert {"mot", "Multibao)", "deux"} <= set(original)
    for partner in TERMS:
        server, copy = copy_of(three_wikis, "Galerie", partner)
        assert words(server, copy) == original
        told = rendered(three_wikis, "Galerie", partner)
        assert (
            "aucune aux mots, le texte est inchangé ; pour des raisons techniques seulement : modèles écrits en toutes "
            "lettres comme la source les montre, liens menant à la source, catégories et liens vers d’autres langues "
            "restés à la source."
        ) in told
        with pytest.raises(RefusedError, match="protectedpage"):
            server.edit(copy, "Autre chose.")
        page = server.person("").get(action="query", titles=copy, prop="info|categories", inprop="protection")
        (info,) = page["query"]["pages"]
        assert {(one["type"], one["level"]) for one in info["protection"]} == {("edit", "sysop"), ("move", "sysop")}
        assert not {"Catégorie:Citations", "Catégorie:Situations"} & {one["title"] for one in info["categories"]}


def test_an_account_that_may_not_protect_copies_nothing_whole(
    synced: Ended, project: Project, three_wikis: Trio
) -> None:
    """Told by plan and sync alike, with what to ask for; the rest goes on, and the copy comes with the right."""
    three_wikis.movilab.configure("")
    three_wikis.multibao.edit("Halle", sheet("Halle", "CC BY-ND 4.0"))
    three_wikis.multibao.run_jobs()
    (sentence,) = (
        "the bot cannot protect pages at movilab (missing rights: protect, editprotected). Ask the administrators of "
        "that wiki for these rights",
    )
    (checked,) = project.run("check", "--online", "--json").json()
    (movilab,) = (partner for partner in checked["partners"] if partner["wiki"] == "movilab")
    assert (movilab["troubles"], 75 in checked["exit_codes"], 3 in checked["exit_codes"]) == ([], False, True)
    assert [sentence in one["sentence"] for one in movilab["refused"]].count(True) == 1
    assert sentence in project.run("plan", "--page", "Halle").out
    ended = project.run("sync", "--page", "Halle")
    assert ended.code == 3
    assert sentence in ended.out + ended.err
    assert "Recette:Halle" not in three_wikis.movilab.titles(100)
    assert "Halle (fiche pratique)" in three_wikis.brest.titles()
    three_wikis.movilab.configure(MAY_PROTECT)
    assert outcomes(project.run("sync", "--json", "--page", "Halle"))["Halle", "movilab"] == "created"
    with pytest.raises(RefusedError, match="protectedpage"):
        three_wikis.movilab.edit("Recette:Halle", "Autre chose.")


def test_a_person_decides_until_the_words_change(synced: Ended, project: Project, three_wikis: Trio) -> None:
    """What was decided is copied, marked and signed where that is taken; other words at the source need a new word."""
    multibao, brest = three_wikis.multibao, three_wikis.brest
    decided = examined(project, "Haie", *JEANNE)
    at = decided["brest"]
    assert (at["outcome"], at["cell"], at["ways_out"]) == ("marked", "H→M", [])
    assert decided["movilab"]["outcome"] == "refused"
    assert decided["movilab"]["ways_out"] == [
        "at the wiki “movilab” in the configuration: accepts: [adaptation, whole, marked]"
    ]
    ended = project.run("sync", "--json")
    became = outcomes(ended)
    assert (ended.code, became["Haie", "brest"], became["Haie", "movilab"]) == (3, "created", "refused")
    assert "Recette:Haie" not in three_wikis.movilab.titles(100)
    shown = rendered(three_wikis, "Haie", "brest")
    stating = f"{multibao.url}/index.php?title=Haie&oldid={multibao.revision('Haie')}"
    assert f'href="{stating}">CC BY-SA (version non précisée par la source)</a>' in shown
    assert KEPT in shown
    assert "jugée par Jeanne Morel le " in shown

    before = brest.text("Haie (fiche pratique)")
    multibao.edit("Haie", sheet("Haie", "CC BY-SA, sauf les photos").replace("On commence", "On finit"), user="Alice")
    lapsed = project.run("sync", "--json")
    assert lapsed.code == 3
    (run,) = lapsed.json()
    (told,) = [one for one in run["results"] if (one["sheet"], one["partner"]) == ("Haie", "brest")]
    assert (told["outcome"], told["reason"]) == ("refused", "copy frozen by the licence of its sheet")
    assert brest.text("Haie (fiche pratique)") == before
