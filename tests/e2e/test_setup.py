"""``setup`` at real partners, French and English: what it writes, what readers see, and what it leaves to people."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot.domain.credit import Credit
from bot.domain.licences.judge import Regime
from bot.domain.mapping import CreditPlace
from bot.domain.page import Contributors
from bot.i18n import translator
from bot.wikitext.credit import write_credit
from bot.wikitext.signature import signed
from tests.e2e.project import ROOT, Ended, Project
from tests.farm.mediawiki import MediaWikiServer, start_wiki
from tests.farm.trio import Trio
from tests.wikitext.builders import credit

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("setup")]

TEMPLATE, DOCUMENTATION = "Modèle:Republication", "Modèle:Republication/Documentation"
COPIES, MARKED = "Catégorie:Pages republiées", "Catégorie:Pages republiées sous leur propre licence"
ORPHANS, LIST = "Catégorie:Copies sans fiche source", "Wiki-Brest:Robot/Pages exclues"
ROBOT, STOP = "Utilisateur:Robot", "Utilisateur:Robot/Stop"
HOUSE = [COPIES, MARKED, ORPHANS, DOCUMENTATION, TEMPLATE, LIST, ROBOT, STOP]
PLACE = CreditPlace("Republication")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWikiServer]:
    """Give an English wiki without parser functions and without TemplateData."""
    without = ("ParserFunctions", "TemplateData")
    folder = tmp_path_factory.mktemp("english")
    with start_wiki(folder / "wiki", "toolbox", site_name="Toolbox", language="en", without=without) as wiki:
        yield wiki


@pytest.fixture
def project(wikis: Trio, english: MediaWikiServer, tmp_path: Path) -> Project:
    """Give a project with two partners whose mapping names a credit template that they do not have yet."""
    folder = tmp_path / "p"
    (folder / "config" / "mappings").mkdir(parents=True)
    mapping = (ROOT / "mappings/brest-fiche.yaml").read_text(encoding="utf-8")
    mapping = mapping.replace("mapping: brest-fiche", "mapping: credited").replace(
        "credit: {place: bottom}", "credit: {template: Republication}"
    )
    (folder / "config" / "mappings" / "credited.yaml").write_text(mapping, encoding="utf-8")
    declared = "{id: CC-BY-SA-3.0, declared_by: Jeanne Morel, date: 2026-03-01, link: 'https://example.org/'}"
    text = f"""\
contact: https://robot.example.org/
language: en
mappings: [mappings, {ROOT / "mappings"}]
wikis:
  multibao: {{api: "{wikis.multibao.api}"}}
  brest:
    api: {wikis.brest.api}
    user: {wikis.brest.robot_user}
    password: {{env: PASSWORD}}
    pace: 0s
    accepts: [adaptation, marked]
    opt_out: Project:Robot/Pages exclues
    licence: {declared}
  toolbox:
    api: {english.api}
    user: {english.robot_user}
    password: {{env: PASSWORD}}
    pace: 0s
jobs:
  outils:
    description: Des outils pour coopérer
    from: {{wiki: multibao, mapping: multibao-outil, select: [{{category: Fiches outils}}]}}
    to:
      - {{wiki: brest, mapping: credited, on_orphan: category}}
      - {{wiki: toolbox, mapping: credited}}
"""
    (folder / "config" / "republish.yaml").write_text(text, encoding="utf-8")
    return Project(folder, {"PASSWORD": wikis.brest.robot_password})


@pytest.fixture
def prepared(project: Project, wikis: Trio) -> MediaWikiServer:
    """Give the French partner as setup leaves it, made once."""
    if not (wikis.brest.folder / "prepared").exists():
        assert project.run("setup", "brest", "--yes").code == 0
        wikis.brest.snapshot("prepared")
    wikis.brest.restore("prepared")
    return wikis.brest


def change(project: Project, old: str, new: str) -> None:
    """Change the configuration."""
    text = project.config.read_text(encoding="utf-8")
    assert old in text
    project.config.write_text(text.replace(old, new), encoding="utf-8")


def steps(ended: Ended) -> dict[str, str]:
    """Give what setup does with each page."""
    return {page["title"]: page["why"] or page["step"] for page in ended.json()["pages"]}


def edits(wiki: MediaWikiServer, mark: int) -> int:
    """Count the edits since a mark."""
    return wiki.counts(mark)["POST edit"]


def parsed(wiki: MediaWikiServer, **what: str) -> dict[str, Any]:
    """Give what the wiki makes of a page or a text."""
    answer = wiki.person("").get(action="parse", prop="text|externallinks|categories|properties", **what)
    return dict(answer["parse"])


def words(wiki: MediaWikiServer, text: str) -> str:
    """Give the words that people read of a text."""
    shown = parsed(wiki, text=text, contentmodel="wikitext", disablelimitreport="1")["text"]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", re.sub(r"<br ?/?>", " ", shown))).split())


def test_a_plan_writes_nothing_without_a_word(project: Project, wikis: Trio) -> None:
    """Without a terminal and without --yes all is shown, and the exit code is 3; --dry-run ends with 0."""
    mark = wikis.brest.proxy.mark()
    shown = project.run("setup", "brest")
    assert shown.code == 3
    assert "say --yes" in shown.err
    for title in HOUSE:
        assert f"{title} " in shown.out
    assert '+<includeonly><div class="republication"' in shown.out
    assert project.run("setup", "brest", "--dry-run").code == 0
    told = project.run("setup", "brest", "--json")
    assert (told.code, steps(told)) == (3, dict.fromkeys(HOUSE, "create"))
    assert edits(wikis.brest, mark) == 0
    assert project.run("setup", "bres").code == 2


def test_a_partner_is_prepared_once(project: Project, wikis: Trio) -> None:
    """All pages are made in one go; a second setup finds nothing to do and writes nothing."""
    brest = wikis.brest
    done = project.run("setup", "brest", "--yes", "--json")
    assert (done.code, done.err.count("Traceback")) == (0, 0)
    assert {page["title"]: page["outcome"] for page in done.json()["pages"]} == dict.fromkeys(HOUSE, "created")
    for title in HOUSE:
        assert [entry.user for entry in brest.history(title)] == ["Robot"]
    mark = brest.proxy.mark()
    again = project.run("setup", "brest", "--yes", "--json")
    assert (again.code, steps(again)) == (0, dict.fromkeys(HOUSE, "same"))
    assert edits(brest, mark) == 0


def test_readers_and_programs_see_the_whole_credit(project: Project, prepared: MediaWikiServer) -> None:
    """The copies call the template; the page shows people, licence, permanent link and regime, and microdata."""
    brest = prepared
    assert project.run("sync", "--partner", "brest").code == 0
    brest.run_jobs()
    title = brest.titles(0)[-1]
    assert "{{Republication\n" in (brest.text(title) or "")
    shown = parsed(brest, page=title)
    page = unescape(shown["text"])
    for part in (
        '<link itemprop="license" href="https://creativecommons.org/licenses/by-sa/4.0/"',
        'itemprop="isBasedOn"',
        '<meta itemprop="name" content="',
        '<span itemprop="creditText">',
        "toute modification y est publiée sous la licence indiquée ci-dessus",
    ):
        assert part in page
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in shown["externallinks"]
    assert any("oldid=" in link for link in shown["externallinks"])
    hidden = {one["category"].replace("_", " "): one.get("hidden", False) for one in shown["categories"]}
    assert hidden["Pages republiées"]
    assert hidden["Pages republiées sous leur propre licence"]
    members = brest.person("").get(action="query", list="categorymembers", cmtitle=COPIES, cmtype="page")
    copies = [one for one in brest.titles(0) if "{{Republication\n" in (brest.text(one) or "")]
    assert (len(copies), len(members["query"]["categorymembers"])) == (5, 5)
    assert '<link itemprop="license"' in page.rpartition("Corrections et retrait")[2]


EARLIER = "Cette page est une copie de « Gommettes », par Zoé, depuis Ailleurs. <br />\nLicence : CC BY-SA 4.0."
CREDITS = [
    pytest.param(credit("Alice", contributors=Contributors(("Alice", "[[Bob]]"))), id="names"),
    pytest.param(credit(contributors=Contributors(("Alice",), 2, 3)), id="all people"),
    pytest.param(credit(contributors=Contributors((), 2)), id="nobody named"),
    pytest.param(credit(contributors=Contributors((), 0, 3)), id="hidden"),
    pytest.param(credit("Alice", title='Le "jeu" | des {{gommettes}}', regime=Regime.MARKED), id="marked"),
    pytest.param(credit("Alice", earlier=EARLIER), id="copy of a copy"),
]


@pytest.mark.parametrize("one", CREDITS)
def test_the_template_says_what_the_plain_credit_says(prepared: MediaWikiServer, one: Credit) -> None:
    """Whatever a credit holds, people read the same words through the template as without it."""
    plain, framed = (
        words(prepared, write_credit(one, PLACE, has_template=has_template, say=translator("fr")))
        for has_template in (False, True)
    )
    assert "Cette page est une copie de" in plain
    assert framed.replace("https://robot.example.org/Contact?page=1", "nous écrire") == plain


def test_editing_tools_know_the_parameters(prepared: MediaWikiServer) -> None:
    """TemplateData is valid for the wiki itself, on the template."""
    prepared.run_jobs()
    answer = prepared.person("").get(action="templatedata", titles=TEMPLATE)
    (data,) = answer["pages"].values()
    assert data["params"]["auteurs"]["description"]
    assert data["params"]["licence_url"]["required"]
    assert data["paramOrder"][0] == "titre"
    written = (prepared.text(DOCUMENTATION) or "").partition("<templatedata>")[2].partition("</templatedata>")[0]
    assert set(json.loads(written)["params"]) == set(data["params"])


def test_an_english_wiki_with_little_is_prepared_in_english(project: Project, english: MediaWikiServer) -> None:
    """Without parser functions and TemplateData: English names, a table, and the whole credit all the same."""
    done = project.run("setup", "toolbox", "--yes", "--json")
    assert done.code == 0
    made = ["Category:Republished pages", "Template:Republication/doc", "Template:Republication", "User:Robot"]
    assert list(steps(done)) == [*made, "User:Robot/Stop"]
    assert "templatedata" not in (english.text("Template:Republication/doc") or "")
    assert '{| class="wikitable"' in (english.text("Template:Republication/doc") or "")
    one = replace(credit("Alice", "Bob", earlier=EARLIER), regime=Regime.MARKED)
    shown = parsed(english, text=write_credit(one, PLACE, has_template=True, say=translator("en")))["text"]
    assert "#if" not in shown
    for part in ("Alice, Bob", "https://creativecommons.org/licenses/by-sa/4.0/", "oldid=345", "par Zoé"):
        assert part in shown
    assert project.run("setup", "toolbox", "--yes", "--json").json()["exit_code"] == 0


def test_copies_take_the_template_at_their_next_update(project: Project, wikis: Trio) -> None:
    """A quiet sync after setup writes nothing; a sheet that moves on brings the template to its copy."""
    brest = wikis.brest
    assert project.run("sync", "--partner", "brest").code == 0
    assert project.run("setup", "brest", "--yes").code == 0
    mark = brest.proxy.mark()
    assert project.run("sync", "--partner", "brest").code == 0
    assert edits(brest, mark) == 0
    sheet = wikis.multibao.titles(0)[-1]
    wikis.multibao.edit(sheet, f"{wikis.multibao.text(sheet)}\nEt encore.")
    assert project.run("sync", "--partner", "brest").code == 0
    assert edits(brest, mark) == 1
    assert sum("{{Republication\n" in (brest.text(title) or "") for title in brest.titles(0)) == 1


def test_what_people_changed_stays_theirs(project: Project, prepared: MediaWikiServer) -> None:
    """News for a page that people changed is shown until they have taken it over; it is never written."""
    brest = prepared
    theirs = (brest.text(ROBOT) or "").replace("== Comment", "Bonjour à toutes !\n\n== Comment")
    brest.edit(ROBOT, theirs, user="Chloé")
    assert project.run("setup", "brest", "--yes").code == 0  # nothing new to say
    change(project, "    opt_out: Project:Robot/Pages exclues\n", "")
    change(project, "accepts: [adaptation, marked]", "accepts: [adaptation]")
    told = project.run("setup", "brest", "--yes", "--json")
    assert told.code == 3
    assert steps(told)[ROBOT] == "changed"
    (page,) = (one for one in told.json()["pages"] if one["title"] == ROBOT)
    assert "-Bonjour à toutes !" in page["diff"]
    assert brest.text(ROBOT) == theirs
    signature = page["diff"].rpartition("<!--")[2]
    brest.edit(ROBOT, f"{theirs.partition('<!--')[0]}<!--{signature}", user="Chloé")
    seen = project.run("setup", "brest", "--yes", "--json")
    assert (seen.code, steps(seen)[ROBOT]) == (0, "keep")
    assert "Bonjour à toutes !" in (brest.text(ROBOT) or "")


def test_a_page_of_ours_is_brought_up_to_date(project: Project, wikis: Trio) -> None:
    """An older text of setup is replaced where nobody changed it."""
    wikis.brest.edit(ROBOT, signed("Un ancien texte."), user="Chloé")
    done = project.run("setup", "brest", "--yes", "--json")
    assert (done.code, steps(done)[ROBOT]) == (0, "update")
    assert "Multibao" in (wikis.brest.text(ROBOT) or "")


def test_a_template_of_the_same_name_is_left_and_told(project: Project, wikis: Trio) -> None:
    """Its documentation and categories are not made; check --online says what readers would miss."""
    wikis.brest.edit(TEMPLATE, "Copie de {{{titre}}}, {{{licence|}}}", user="Chloé")
    told = project.run("setup", "brest", "--yes", "--json")
    assert told.code == 3
    assert steps(told) == {ORPHANS: "create", TEMPLATE: "lacking", LIST: "create", ROBOT: "create", STOP: "create"}
    (page,) = (one for one in told.json()["pages"] if one["title"] == TEMPLATE)
    assert {"auteurs", "licence_url", "permalien"} <= set(page["lacking"])
    assert "auteurs" in page["sentence"]
    assert wikis.brest.text(TEMPLATE) == "Copie de {{{titre}}}, {{{licence|}}}"
    brest, _toolbox = project.run("check", "--online", "--json").json()[0]["partners"]
    assert brest["credit_lacks"] == page["lacking"]
    assert brest["credit_passed_over"]["always"] == ["auteurs", "licence_url", "modifications", "permalien", "wiki"]
    assert "anonymes" in brest["credit_passed_over"]["where_needed"]
    assert any("passed over" in warning and "auteurs" in warning for warning in brest["warnings"])
    assert any("licence_url" in warning for warning in brest["warnings"])


def test_what_people_protected_or_deleted_is_left(project: Project, wikis: Trio) -> None:
    """A protected page, a protected title and a deleted template wait for people; the others are written."""
    brest = wikis.brest
    brest.edit(ROBOT, signed("Un ancien texte."), user="Chloé")
    brest.protect(ROBOT)
    brest.protect(COPIES)
    brest.edit(ORPHANS, "À nous", user="Chloé")
    told = project.run("setup", "brest", "--yes", "--json")
    pages = {page["title"]: page for page in told.json()["pages"]}
    assert told.code == 3
    assert pages[ROBOT]["why"] == "protected"
    assert pages[COPIES]["outcome"] == "failed"
    assert "protect" in pages[COPIES]["trouble"]
    assert (pages[ORPHANS]["step"], brest.text(ORPHANS)) == ("keep", "À nous")
    assert pages[TEMPLATE]["outcome"] == "created"
    brest.delete(TEMPLATE)
    told = project.run("setup", "brest", "--yes", "--json")
    assert (told.code, steps(told)[TEMPLATE]) == (3, "deleted")
    assert brest.text(TEMPLATE) is None


def test_people_who_stop_the_bot_stop_its_setup(project: Project, wikis: Trio) -> None:
    """Nothing is written while something stands on the stop page, nor on a page that the list rules out."""
    brest, mark = wikis.brest, wikis.brest.proxy.mark()
    brest.edit(STOP, "Pas encore !", user="Chloé")
    stopped = project.run("setup", "brest", "--yes")
    assert stopped.code == 3
    assert "Pas encore !" in stopped.err
    assert edits(brest, mark) == 0
    brest.edit(STOP, "")
    brest.edit(LIST, f"[[{TEMPLATE}]]", user="Chloé")
    told = project.run("setup", "brest", "--yes", "--json")
    assert (told.code, steps(told)[TEMPLATE]) == (3, "objection")
    assert brest.text(TEMPLATE) is None


def test_an_account_without_the_right_is_told(project: Project, wikis: Trio) -> None:
    """Who may not create pages writes none, and says which right is missing."""
    wikis.brest.configure(
        "foreach ( [ '*', 'user' ] as $group ) { $wgGroupPermissions[$group]['createpage'] = false; }"
    )
    told = project.run("setup", "brest", "--yes", "--json")
    assert (told.code, set(steps(told).values())) == (3, {"right"})


def test_no_configuration_leads_setup_astray(project: Project, wikis: Trio) -> None:
    """A page of people's browsers is never written; the other pages are."""
    change(project, "opt_out: Project:Robot/Pages exclues", "opt_out: MediaWiki:Common.css")
    told = project.run("setup", "brest", "--yes", "--json")
    page = next(page for page in told.json()["pages"] if page["role"] == "opt-out")
    assert (told.code, page["why"], page["outcome"]) == (3, "title", None)
    assert wikis.brest.text("MediaWiki:Common.css") is None
    assert wikis.brest.text(TEMPLATE)


def test_a_wiki_that_cannot_be_asked_is_told(project: Project, wikis: Trio) -> None:
    """A refused login ends with 77, a source that is down with 75; nothing is written."""
    mark = wikis.brest.proxy.mark()
    refused = replace(project, environment={"PASSWORD": "a" * 32}).run("setup", "brest", "--yes")
    assert refused.code == 77
    assert "Special:BotPasswords" in refused.err
    wikis.multibao.proxy.down = True
    down = project.run("setup", "brest", "--yes")
    assert (down.code, "multibao" in down.err) == (75, True)
    assert edits(wikis.brest, mark) == 0
