"""Category trees in a run: a folder and a real partner, each with its own; asked only where sheets are read."""

from datetime import date
from pathlib import Path

import pytest

from bot.config.settings import Configuration
from bot.domain.plan import Outcome
from bot.domain.reasons import Reason
from bot.errors import ExitCode
from bot.report.coverage import coverage_data
from bot.report.reasons import explain
from bot.sync.coverage import check_job
from bot.sync.opening import open_wiki
from bot.wiki.folder_names import file_name
from bot.wiki.protocol import Wiki
from tests.farm.mediawiki import MediaWikiServer
from tests.sync.one_partner import PASSWORD_VARIABLE, TOML, Bench, outcomes

pytestmark = pytest.mark.xdist_group("one-wiki")

FORMAT = """
format: fiche
fields:
  titre: {kind: text, required: true}
  themes: {kind: list}
  duree: {kind: duration}
  licence: {kind: licence}
"""
MAPPING = """
mapping: %s
format: fiche
title: "%s"
template: Fiche
fields:
  titre: {parameter: titre}
  themes: {categories: {under: %s}%s}
  duree: {parameter: durée}
categories: [Fiches]
"""
SHEETS = {
    "Café": "{{Fiche|titre=Café|durée=le temps qu’il faut}}\n"
    "[[Catégorie:Fiches]] [[Catégorie:Jeu]] [[Catégorie:Accueil]]",
    "Forum": "{{Fiche|titre=Forum|durée=2 h}}\n[[Catégorie:Fiches]] [[Catégorie:Débat]] [[Catégorie:Jeu]]",
    "Catégorie:Jeu": "[[Catégorie:Thèmes]]",
    "Catégorie:Débat": "[[Catégorie:Jeu]]",
}


class _Counting:
    """A wiki that counts how often its trees are asked for."""

    def __init__(self, wiki: Wiki, asked: list[str]) -> None:
        self._wiki = wiki
        self._asked = asked

    def __getattr__(self, name: str) -> object:
        return getattr(self._wiki, name)

    def categories_below(self, root: str, depth: int) -> frozenset[str]:
        """Count the question."""
        self._asked.append(f"{self._wiki.name} {root}")
        return self._wiki.categories_below(root, depth)


class _Trees(Bench):
    """Two sheets with categories, and a partner that knows some of them."""

    def __init__(self, folder: Path, partner: MediaWikiServer, more: str = "") -> None:
        self.more = more
        super().__init__(folder, partner, sheets=2)

    def write_sheets(self, version: int = 0) -> None:
        """Write the sheets and the category pages of the source."""
        authors = "\n".join(f"{title!r} = ['Chloé']" for title in ("Café", "Forum"))
        (self.source / "wiki.toml").write_text(f"{TOML}\n[authors]\n{authors}", encoding="utf-8")
        for title, text in SHEETS.items():
            (self.source / file_name(title)).write_text(f"{text}\n", encoding="utf-8")

    def _configure(self, pace: str, *_usual: object) -> Configuration:
        mappings = self.folder / "mappings"
        (mappings / "formats").mkdir(parents=True)
        (mappings / "formats" / "fiche.yaml").write_text(FORMAT, encoding="utf-8")
        (mappings / "ici.yaml").write_text(MAPPING % ("ici", "{titre}", "Thèmes", ""), encoding="utf-8")
        there = MAPPING % ("la", "Recette:{titre}", "Sujets", self.more)
        (mappings / "la.yaml").write_text(there, encoding="utf-8")
        return super()._configure(pace, mappings, ("ici", "la"), "Fiches")


@pytest.fixture
def partner(wiki_server: MediaWikiServer, monkeypatch: pytest.MonkeyPatch) -> MediaWikiServer:
    """Give a partner whose tree knows the games only."""
    monkeypatch.setenv(PASSWORD_VARIABLE, wiki_server.robot_password)
    wiki_server.edit("Catégorie:Jeux", "[[Catégorie:Sujets]]")
    wiki_server.edit("Catégorie:Jeu", "[[Catégorie:Jeux]]")
    return wiki_server


def test_a_word_outside_the_partners_tree_waits_until_people_put_it_there(
    tmp_path: Path, partner: MediaWikiServer
) -> None:
    """The sheet is refused with the way out; the next run after that copies it; a quiet run asks for no tree."""
    bench, asked = _Trees(tmp_path / "bench", partner), list[str]()

    def wrap(wiki: Wiki) -> Wiki:
        return _Counting(wiki, asked)  # type: ignore[return-value]  # the rest is handed on

    run = bench.run(wrap=wrap)
    assert asked == ["multibao Thèmes", "partner Sujets"]
    assert sorted(outcomes(run)) == [Outcome.CREATED, Outcome.REFUSED]
    (refused,) = (one.change.finding for one in run.results if one.outcome is Outcome.REFUSED)
    assert refused is not None
    assert refused.reason is Reason.OUTSIDE_TREE
    assert all(word in explain(refused) for word in ("“Débat”", "“themes”", "“Sujets”", "“drop”"))
    assert run.exit_code is ExitCode.WAITING
    text = partner.text("Recette:Café") or ""
    assert "[[Catégorie:Jeu]]" in text
    assert "Accueil" not in text

    partner.edit("Catégorie:Débat", "[[Catégorie:Jeu]]")
    assert outcomes(bench.run()) == [Outcome.CREATED]
    assert "[[Catégorie:Débat]]" in (partner.text("Recette:Forum") or "")

    asked.clear()
    mark = partner.proxy.mark()
    assert bench.run(wrap=wrap).results == ()
    assert asked == []
    assert not partner.counts(mark)


def test_words_outside_the_tree_are_left_out_with_a_notice(tmp_path: Path, partner: MediaWikiServer) -> None:
    """Where the rule says drop; a value that is none of its kind is told as well, and carried."""
    bench = _Trees(tmp_path / "bench", partner, more=", otherwise: drop")
    run = bench.run()
    assert outcomes(run) == [Outcome.CREATED] * 2
    told = {
        (change.sheet.title, one.code, one.field, one.detail) for change in run.plan.changes for one in change.notices
    }
    assert told == {
        ("Café", "unclaimed category", "", "Accueil"),
        ("Café", "value not understood", "duree", "le temps qu’il faut"),
        ("Forum", "category outside the tree", "themes", "Débat"),
    }
    assert "durée = le temps qu’il faut" in (partner.text("Recette:Café") or "")
    assert "Débat" not in (partner.text("Recette:Forum") or "").partition("<div")[0]


@pytest.mark.parametrize("more", ["", ", otherwise: drop"], ids=["keep", "drop"])
def test_a_check_tells_the_words_outside_the_tree(tmp_path: Path, partner: MediaWikiServer, more: str) -> None:
    """Whatever becomes of them."""
    bench = _Trees(tmp_path / "bench", partner, more=more)
    contact = bench.configuration.contact
    found = check_job(bench.configuration.jobs[0], contact, date(2026, 3, 2), lambda one: open_wiki(one, contact))
    (there,) = coverage_data(found)["partners"]
    assert there["outside_tree"] == [
        {
            "field": "themes",
            "category": "Débat",
            "otherwise": "drop" if more else "keep",
            "count": 1,
            "examples": [{"sheet": "Forum"}],
        }
    ]
    assert [row["reason"] for row in there["refused"]] == ([] if more else ["category outside the tree"])
