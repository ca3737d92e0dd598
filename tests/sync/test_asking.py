"""What a source is asked besides the texts of its sheets: for what is needed, and nothing twice."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config.settings import PartnerSettings, WikiSettings
from bot.domain.embedding import Embedding, Fate, Replacement
from bot.domain.page import Redirect
from bot.sync.asking import Asker
from bot.sync.rendering import Destination
from bot.wiki.folder import FolderWiki
from tests.sync.understanding import RIGHT, page, understood
from tests.wikitext.builders import MOVILAB, MULTIBAO, RECETTE

SHEET = RIGHT.replace(
    "On commence.", "Voir [[ancien]], [[Ancien|a]], [[Le débat]], [[Loin]]. {{Carte|a}} {{Carte|a}} {{Non}}"
)


class Asked(FolderWiki):
    """A folder that expands everything in its way, and counts what it is asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__("multibao", folder)
        self.questions: list[tuple[str, ...]] = []

    def redirects(self, titles: Iterable[str]) -> dict[str, Redirect]:
        """Tell as a folder does."""
        self.questions.append(tuple(titles))
        return super().redirects(self.questions[-1])

    def expand(self, title: str, calls: Iterable[str]) -> dict[str, str]:
        """Make a link of each call."""
        self.questions.append((title, *calls))
        return dict.fromkeys(self.questions[-1][1:], "[[Second]]")


def destination(*expanded: str) -> Destination:
    """Give a partner that wants some templates expanded."""
    embedding = Embedding(tuple(Replacement(name, Fate.EXPAND) for name in expanded))
    wiki = WikiSettings("movilab", api="https://movilab.example.org/api.php")
    return Destination(PartnerSettings(wiki, RECETTE, embedding=embedding), MOVILAB, False, "https://bot.example.org")


def source(folder: Path) -> Asked:
    """Give a source with two redirects."""
    for title, text in {"Ancien": "#REDIRECTION [[Le débat#Fin]]", "Second": "#REDIRECT [[Le débat]]"}.items():
        (folder / f"{title}.wiki").write_text(text, encoding="utf-8")
    return Asked(folder)


def test_links_to_sheets_are_never_asked_for(tmp_path: Path) -> None:
    """The others once each, in the order of their titles; what is no redirect is not told."""
    wiki = source(tmp_path)
    (sheet,) = Asker(wiki, MULTIBAO, ("Le mur", "Le débat")).completed([understood(SHEET)], destination())
    assert wiki.questions == [("Ancien", "Loin")]
    assert sheet.redirects == {"Ancien": Redirect("Le débat", "#Fin")}
    assert sheet.expansions == {}


def test_calls_are_asked_for_once_and_their_links_too(tmp_path: Path) -> None:
    """All calls of a sheet together, only those that the partner wants expanded."""
    wiki = source(tmp_path)
    (sheet,) = Asker(wiki, MULTIBAO, ("Le mur", "Le débat")).completed([understood(SHEET)], destination("Carte"))
    assert wiki.questions == [("Le mur", "{{Carte|a}}"), ("Ancien", "Loin", "Second")]
    assert sheet.expansions == {"{{Carte|a}}": "[[Second]]"}
    assert set(sheet.redirects) == {"Ancien", "Second"}


def test_partners_share_the_answers(tmp_path: Path) -> None:
    """From their threads; a partner that wants more asks for that alone."""
    wiki = source(tmp_path)
    asker = Asker(wiki, MULTIBAO, ("Le mur", "Le débat"))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: asker.completed([understood(SHEET)], destination("Carte")), range(8)))
    assert len(wiki.questions) == 2
    assert all(each == found[0] for each in found)
    asker.completed([understood(SHEET)], destination("Carte", "Non"))
    assert wiki.questions[2:] == [("Le mur", "{{Non}}")]


def test_answers_are_held_for_some_sheets_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A partner that lags far behind another asks again, so that a long selection is never held whole."""
    monkeypatch.setattr("bot.sync.asking.HELD", 2)
    wiki = source(tmp_path)
    asker = Asker(wiki, MULTIBAO, ("Le mur", "Le débat"))
    sheets = [understood(SHEET)]
    sheets += [replace(sheets[0], page=page(SHEET, f"Fiche {number}", number)) for number in (2, 3)]
    for sheet in (*sheets, *reversed(sheets)):
        (completed,) = asker.completed([sheet], destination("Carte"))
        assert completed.expansions == {"{{Carte|a}}": "[[Second]]"}
    asked = [question[0] for question in wiki.questions if len(question) == 2]
    assert asked == ["Le mur", "Fiche 2", "Fiche 3", "Le mur"]


def test_sheets_without_links_and_calls_ask_nothing(tmp_path: Path) -> None:
    """Nor do those whose links all lead to sheets."""
    wiki = source(tmp_path)
    text = RIGHT.replace("On commence.", "Voir [[Le débat]], [[:Catégorie:A]], [[Fichier:B.jpg]].")
    Asker(wiki, MULTIBAO, ("Le mur", "Le débat")).completed([understood(text)], destination("Carte"))
    assert wiki.questions == []
