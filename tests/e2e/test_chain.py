"""Three wikis that republish each other: copies of copies credit everybody, and no sheet ever comes back."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.wikitext.credit_words import EARLIER
from tests.e2e.project import ROOT, Project
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.seed import sheet_text, sheet_title
from tests.farm.trio import Trio, start_trio

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("chain")]

NAMES = ("multibao", "movilab", "brest")
MAPPINGS = {"multibao": "multibao-outil", "movilab": "movilab-recette", "brest": "brest-fiche"}
CATEGORIES = {"multibao": "Fiches outils", "movilab": "Recettes libres", "brest": "Fiches pratiques"}
SHEETS = (1, 2, 3)


@dataclass(frozen=True)
class Ring:
    """A chain from the source to a wiki in the middle to one at its end, with the ways back."""

    trio: Trio
    project: Project
    middle: str
    end: str

    def wiki(self, name: str) -> MediaWikiServer:
        """Give a wiki by its name."""
        return dict(zip(NAMES, self.trio, strict=True))[name]

    def sync(self) -> list[str]:
        """Run all jobs once, in the order of the chain; give what they said."""
        said = []
        for job in ("out", "on", "back", "home"):
            ended = self.project.run("sync", "--job", job)
            assert (ended.code, ended.err) == (0, ""), ended
            for wiki in self.trio:
                wiki.run_jobs()
            said.append(ended.out)
        return said

    def reasons(self, source: str) -> set[tuple[str, str]]:
        """Give partners and reasons of all copies of sheets of one source."""
        copies = self.project.run("status", "--json").json()["copies"]
        return {(copy["partner"], copy["reason"]) for copy in copies if copy["source"] == source}

    def shown(self, name: str, number: int) -> str:
        """Give a copy as people read it."""
        return html.unescape(re.sub(r"<[^>]+>", "", self.wiki(name).render(title_at(name, number))))

    def revisions(self) -> dict[str, dict[str, int]]:
        """Give the revisions of all pages that jobs may write."""
        titles = {name: self.wiki(name).titles(100 if name == "movilab" else 0) for name in NAMES}
        return {name: {one: self.wiki(name).revision(one) for one in titles[name]} for name in NAMES}


def title_at(name: str, number: int) -> str:
    """Give the title of a sheet or copy; a copy of a copy is named after the fields, which hold the first title."""
    title = sheet_title(number)
    return {"multibao": title, "movilab": f"Recette:{title}", "brest": f"{title} (fiche pratique)"}[name]


def job(name: str, source: str, *partners: str) -> str:
    """Write a job."""
    to = "".join(f"      - {{wiki: {partner}, mapping: {MAPPINGS[partner]}}}\n" for partner in partners)
    return f"""\
  {name}:
    from:
      wiki: {source}
      mapping: {MAPPINGS[source]}
      select: [{{category: {CATEGORIES[source]}}}]
    to:
{to}"""


def project_of(folder: Path, trio: Trio, *jobs: str) -> Project:
    """Write a configuration in which the bot may write on all three wikis."""
    wikis = "".join(
        f"  {name}:\n    api: {wiki.api}\n    user: {wiki.robot_user}\n    password: {{env: PASSWORD}}\n    pace: 0s\n"
        for name, wiki in zip(NAMES, trio, strict=True)
    )
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "republish.yaml").write_text(
        f"contact: https://multibao.example.org/Utilisateur:Robot\nlanguage: en\nmappings: [{ROOT / 'mappings'}]\n"
        f"wikis:\n{wikis}jobs:\n{''.join(jobs)}",
        encoding="utf-8",
    )
    return Project(folder, {"PASSWORD": trio.multibao.robot_password})


@pytest.fixture(scope="module")
def trio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trio]:
    """Give three wikis with three sheets at the source."""
    wikis = start_trio(tmp_path_factory.mktemp("ring"), len(SHEETS))
    yield wikis
    wikis.stop()


@pytest.fixture(scope="module", params=[("movilab", "brest"), ("brest", "movilab")], ids=" to ".join)
def ring(request: pytest.FixtureRequest, trio: Trio, tmp_path_factory: pytest.TempPathFactory) -> Ring:
    """Give a chain after one run of its jobs: a template in the middle and plain text at its end, or the reverse."""
    middle, end = request.param
    trio.restore()
    project = project_of(
        tmp_path_factory.mktemp("project"),
        trio,
        job("out", "multibao", middle),
        job("on", middle, end),
        job("back", end, "multibao", middle),
        job("home", middle, "multibao"),
    )
    ring = Ring(trio, project, middle, end)
    out, on, _, _ = ring.sync()
    assert "created: 3" in out
    assert "created: 3" in on
    return ring


def test_a_copy_of_a_copy_names_everybody(ring: Ring) -> None:
    """On the page as people read it stand both wikis, both permanent links and the authors of the original."""
    source, middle = ring.wiki("multibao"), ring.wiki(ring.middle)
    for number in SHEETS:
        shown, raw = ring.shown(ring.end, number), ring.wiki(ring.end).text(title_at(ring.end, number)) or ""
        credit = shown[shown.index("copie de") :]
        for author in {entry.user for entry in source.history(sheet_title(number))}:
            assert author in credit
        assert "Multibao" in credit
        assert credit.count("CC-BY-SA-4.0") == 2
        for wiki, title in ((middle, title_at(ring.middle, number)), (source, sheet_title(number))):
            assert f"oldid={wiki.revision(title)}" in raw
        assert f"{source.url}/index.php" in raw
        assert raw.count("copie de") + raw.count("crédits_antérieurs") == 2


def test_a_carried_credit_is_no_part_of_the_sheet(ring: Ring) -> None:
    """The first copy's own credit appears once on the second copy: behind it, not in its body."""
    plan = ring.project.run("plan", "--job", "on").out
    assert "no rule" not in plan
    for number in SHEETS:
        raw = ring.wiki(ring.end).text(title_at(ring.end, number)) or ""
        start = raw.index("<div class=" if ring.end == "brest" else "{{Republication")
        assert "Multibao" not in raw[:start].replace("Recettes de", "")
        assert raw.count('<div class="republication"') == (ring.end == "brest")


def test_nothing_comes_back(ring: Ring) -> None:
    """The source and the middle refuse what once came from them, and nobody has to decide anything."""
    assert ring.reasons(ring.end) == {("multibao", "copy comes back"), (ring.middle, "copy comes back")}
    assert ("multibao", "copy comes back") in ring.reasons(ring.middle)
    plan = ring.project.run("plan", "--job", "back", "--page", title_at(ring.end, 1))
    assert plan.code == 0


def test_further_runs_change_nothing(ring: Ring) -> None:
    """Two more rounds of all jobs make no edit anywhere."""
    before = ring.revisions()
    marks = [wiki.proxy.mark() for wiki in ring.trio]
    for _ in range(2):
        ring.sync()
    assert ring.revisions() == before
    assert [wiki.counts(mark)["POST edit"] for wiki, mark in zip(ring.trio, marks, strict=True)] == [0, 0, 0]


def test_a_change_travels_to_the_end_and_ends_there(ring: Ring) -> None:
    """An edit at the source reaches both others with its new author; the source keeps its own text."""
    text = sheet_text(1, version=2)
    ring.wiki("multibao").edit(sheet_title(1), text, user="Admin")
    ring.wiki("multibao").run_jobs()
    ring.sync()
    for name in (ring.middle, ring.end):
        assert "(version 2)" in ring.shown(name, 1)
        assert "Admin" in ring.shown(name, 1)
    assert ring.wiki("multibao").text(sheet_title(1)) == text
    before = ring.revisions()
    ring.sync()
    assert ring.revisions() == before


def test_a_copy_whose_credit_is_gone_is_no_original(ring: Ring) -> None:
    """Where people took the credit out of the copy in the middle, the end is left alone."""
    middle = ring.wiki(ring.middle)
    title = title_at(ring.middle, 2)
    text = middle.text(title) or ""
    start = text.index("{{Republication" if ring.middle == "movilab" else '<div class="republication"')
    middle.edit(title, text[:start].rstrip() + "\n\nRien d’autre.")
    before = ring.revisions()[ring.end]
    ring.sync()
    assert ring.revisions()[ring.end] == before
    assert (ring.end, "sheet is itself a copy") in ring.reasons(ring.middle)


@pytest.mark.parametrize("in_state", [True, False], ids=["known in the state", "seen at the title"])
def test_no_second_copy_beside_a_direct_one(trio: Trio, tmp_path: Path, in_state: bool) -> None:
    """A partner that has a copy of the original gets none through the chain."""
    trio.restore()
    project = project_of(tmp_path, trio, job("out", "multibao", "movilab", "brest"), job("on", "movilab", "brest"))
    assert project.run("sync", "--job", "out").code == 0
    trio.movilab.run_jobs()
    if not in_state:
        for path in filter(Path.is_file, tmp_path.rglob("republish.db*")):
            path.unlink()
    before = {title: trio.brest.revision(title) for title in trio.brest.titles()}
    ended = project.run("sync", "--job", "on")
    assert (ended.code, ended.err) == (0, "")
    assert {title: trio.brest.revision(title) for title in trio.brest.titles()} == before
    copies = project.run("status", "--job", "on", "--json").json()["copies"]
    assert {copy["reason"] for copy in copies} == {"original copied"}
    assert f"“{title_at('brest', 1)}”" in "".join(copy["sentence"] for copy in copies)


def test_a_template_that_cannot_show_a_chain_is_not_used_for_one(trio: Trio, tmp_path: Path) -> None:
    """A credit that nobody would see is none: where the template lacks the parameter, all is written plainly."""
    trio.restore()
    template = trio.movilab.text("Modèle:Republication") or ""
    trio.movilab.edit("Modèle:Republication", template.replace(EARLIER, "autre"), user="Admin")
    project = project_of(tmp_path, trio, job("out", "multibao", "brest"), job("on", "brest", "movilab"))
    assert project.run("sync", "--job", "out").code == 0
    trio.brest.run_jobs()
    assert project.run("sync", "--job", "on").code == 0
    raw = trio.movilab.text(title_at("movilab", 1)) or ""
    assert "{{Republication" not in raw
    assert f'data-chain="{trio.multibao.url}/index.php#' in raw
    assert "Multibao" in trio.movilab.render(title_at("movilab", 1))
