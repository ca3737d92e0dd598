"""The reports that the bot keeps on real wikis, French and English: what readers see, and what people decide there."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.e2e.project import ROOT, Project
from tests.farm.mediawiki import MediaWikiServer, start_wiki
from tests.farm.seed import sheet_title
from tests.farm.trio import Trio

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("reports")]

AT_BREST, AT_TOOLBOX, AT_SOURCE = "Wiki-Brest:Robot/Rapport", "Toolbox:Robot/Report", "Utilisateur:Robot/Rapport"
BEGIN, END = "<!-- republish:report outils -->", "<!-- republish:report outils / -->"


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWikiServer]:
    """Give an English wiki."""
    with start_wiki(tmp_path_factory.mktemp("english") / "wiki", "toolbox", site_name="Toolbox", language="en") as wiki:
        wiki.snapshot()
        yield wiki


@pytest.fixture
def toolbox(english: MediaWikiServer) -> MediaWikiServer:
    """Give the English wiki as it was."""
    english.restore()
    return english


@pytest.fixture
def project(wikis: Trio, toolbox: MediaWikiServer, tmp_path: Path) -> Project:
    """Give a project that keeps a report on all three wikis."""
    folder = tmp_path / "p"
    (folder / "config").mkdir(parents=True)
    account = f"user: {wikis.brest.robot_user}, password: {{env: PASSWORD}}, pace: 0s"
    text = f"""\
contact: https://robot.example.org/
language: en
mappings: [{ROOT / "mappings"}]
metrics: {{textfile: {folder}/republish.prom}}
wikis:
  multibao: {{api: "{wikis.multibao.api}", {account}, report: "{AT_SOURCE}"}}
  brest: {{api: "{wikis.brest.api}", {account}, report: Project:Robot/Rapport}}
  toolbox: {{api: "{toolbox.api}", {account}, report: Project:Robot/Report}}
jobs:
  outils:
    description: Des outils pour ''coopérer''
    from: {{wiki: multibao, mapping: multibao-outil, select: [{{category: Fiches outils}}]}}
    to:
      - {{wiki: brest, mapping: brest-fiche}}
      - {{wiki: toolbox, mapping: brest-fiche}}
"""
    (folder / "config" / "republish.yaml").write_text(text, encoding="utf-8")
    return Project(folder, {"PASSWORD": wikis.brest.robot_password})


def copy_title(number: int) -> str:
    return f"{sheet_title(number)} (fiche pratique)"


def shown(wiki: MediaWikiServer, title: str) -> tuple[str, str]:
    """Give a page as HTML, and its words."""
    html = unescape(wiki.render(title))
    return html, " ".join(re.sub(r"<[^>]+>", " ", html).split())


def told(project: Project) -> dict[tuple[str, ...], float]:
    """Give the metrics by name and labels."""
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families((project.folder / "republish.prom").read_text())
        for sample in family.samples
    }


def revisions(wiki: MediaWikiServer, title: str) -> int:
    """Count the revisions of a page."""
    return len(wiki.history(title))


def test_each_wiki_is_told_in_its_language(project: Project, wikis: Trio, toolbox: MediaWikiServer) -> None:
    """Copies with links to both sides, what waits with the way out; a quiet run asks the partners nothing."""
    taken = copy_title(2)
    wikis.brest.edit(taken, "Une page des gens.", user="Chloé")
    since = [wiki.proxy.mark() for wiki in (wikis.multibao, wikis.brest, toolbox)]
    ended = project.run("sync")
    assert ended.code == 3, ended.err

    html, words = shown(wikis.brest, AT_BREST)
    for said in ("Pages republiées depuis Multibao", "Des outils pour ''coopérer''"):
        assert said in words
    assert "5 pages (à jour : 4, étrangère : 1)" in words
    assert "Ce qui attend quelqu’un" in words
    assert f'republish adopt "{sheet_title(2)}" --partner brest' in words
    assert "Chloé" not in words
    assert f'href="{wikis.multibao.api.replace("/api.php", "")}' in html
    assert re.search(rf'<a [^>]*title="{re.escape(copy_title(1))}"', html)
    assert "new" not in re.findall(r'<a [^>]*class="([^"]*)"[^>]*fiche pratique', html)
    assert "CC BY-SA 4.0" in words

    _html, words = shown(toolbox, AT_TOOLBOX)
    assert "Pages republished from Multibao" in words
    assert "Nothing waits for a person." in words
    html, words = shown(wikis.multibao, AT_SOURCE)
    assert "Pages de ce wiki republiées ailleurs" in words
    assert words.count("Toolbox") == 5
    assert re.search(rf'<a [^>]*title="{re.escape(sheet_title(1))}"', html)

    metrics = told(project)
    assert metrics["republish_waiting", "brest", "outils", "title taken"] == 1
    assert metrics["republish_outcomes_total", "created", "outils", "toolbox"] == 5
    assert metrics["republish_requests_total", "edit", "toolbox"] == toolbox.counts(0)["POST edit"] == 6

    wikis.brest.delete(taken)
    assert project.run("sync").code in (0, 3)
    pages = ((wikis.brest, AT_BREST), (toolbox, AT_TOOLBOX), (wikis.multibao, AT_SOURCE))
    before = [revisions(wiki, title) for wiki, title in pages]
    marks = [wiki.proxy.mark() for wiki, _title in pages]
    project.run("sync", "--partner", "toolbox")
    assert [wiki.counts(mark).total() for (wiki, _), mark in zip(pages, marks, strict=True)] == [0, 0, 2]
    assert [revisions(wiki, title) for wiki, title in pages] == before

    project.run("status", "--refresh")
    project.run("rebuild")
    project.run("setup", "toolbox", "--yes")
    project.run("restore", sheet_title(2), "--partner", "brest")
    project.run("forget-name", "Chloé", "--by", "Admin", "--reason", "Essai", "--even-unseen")
    served = {"multibao": wikis.multibao, "brest": wikis.brest, "toolbox": toolbox}
    counted = Counter[str]()
    for (name, *labels), value in told(project).items():
        if name == "republish_requests_total":
            counted[next(label for label in labels if label in served)] += int(value)
    asked = {name: wiki.counts(mark).total() for (name, wiki), mark in zip(served.items(), since, strict=True)}
    assert dict(counted) == asked


def test_people_write_around_the_report_and_say_no_to_it(
    project: Project, wikis: Trio, toolbox: MediaWikiServer
) -> None:
    """Their words above and below stay; nobots, the stop page and taking it away are obeyed, whatever moves."""
    brest = wikis.brest
    brest.edit(AT_BREST, f"Avant.\n\n{BEGIN}\n{END}\n\nAprès.", user="Chloé")
    assert project.run("sync", "--partner", "brest").code == 0
    text = brest.text(AT_BREST) or ""
    assert text.startswith(f"Avant.\n\n{BEGIN}\n== Pages republiées depuis Multibao ==")
    assert text.endswith(f"{END}\n\nAprès.")
    assert sheet_title(1) in text

    def move(number: int) -> None:
        """Let people delete a copy, so that the report has news, and let the bot see it."""
        brest.delete(copy_title(number))
        project.run("status", "--refresh", "--partner", "brest")

    stood = revisions(brest, AT_BREST)
    brest.edit(AT_BREST, f"{{{{nobots}}}}{text}", user="Chloé")
    move(1)
    assert project.run("sync", "--partner", "brest").code == 0
    assert revisions(brest, AT_BREST) == stood + 1
    assert "the page keeps this bot out" in project.run("status").out
    mark = brest.proxy.mark()
    assert project.run("sync", "--partner", "brest").code == 0
    assert brest.counts(mark).total() == 0

    brest.edit(AT_BREST, text.replace("Après.", "Après tout."), user="Chloé")
    brest.edit("Utilisateur:Robot/Stop", "Halte", user="Chloé")
    move(2)
    assert project.run("sync", "--partner", "brest").code == 3
    assert revisions(brest, AT_BREST) == stood + 2
    brest.blank("Utilisateur:Robot/Stop", user="Chloé")
    assert project.run("sync", "--partner", "brest").code == 0
    assert revisions(brest, AT_BREST) == stood + 3
    assert (brest.text(AT_BREST) or "").endswith("Après tout.")

    brest.edit(AT_BREST, "Plus de rapport ici.", user="Chloé")
    move(3)
    assert project.run("sync", "--partner", "brest").code == 0
    assert brest.text(AT_BREST) == "Plus de rapport ici."
    assert "people took it off its page" in project.run("status").out

    page = project.folder / "config" / "republish.yaml"
    renamed = page.read_text(encoding="utf-8").replace("outils:\n    desc", "fiches:\n    desc")
    page.write_text(renamed, encoding="utf-8")
    others = "<!-- republish:report ailleurs -->\nUn autre robot\n<!-- republish:report ailleurs / -->\n\n"
    toolbox.edit(AT_TOOLBOX, f"{others}{toolbox.text(AT_TOOLBOX)}", user="Chloé")
    project.run("sync", "--partner", "brest")
    assert (brest.text(AT_BREST) or "").startswith("Plus de rapport ici.\n\n<!-- republish:report fiches -->")
    assert (toolbox.text(AT_TOOLBOX) or "").startswith(others)
    assert BEGIN not in (toolbox.text(AT_TOOLBOX) or "")
