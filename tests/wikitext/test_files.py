"""Files in texts, and the pages that describe them."""

import pytest

from bot.domain.licences.values import cc
from bot.i18n import translator
from bot.wikitext.file_page import FileCopy, find_file_marker, read_file_page, with_file_page, write_file_page
from bot.wikitext.files import file_name, shown_files
from tests.memory.wiki import recorded_facts

WIKI = recorded_facts()
COPY = FileCopy(
    name="Mur.png",
    address="https://multibao.example.org/index.php",
    wiki_name="Multibao",
    page="https://multibao.example.org/wiki/Fichier:Mur.png",
    author='Jeanne "la" [[Fée]]',
    uploader="Alice",
    licence=cc("by-sa", "4.0"),
    sheet="https://multibao.example.org/index.php?title=Mur&oldid=7",
    sheet_title="Mur",
    contact="https://multibao.example.org/wiki/Utilisateur:Robot",
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[[Fichier:a_b.png|vignette|Un [[lien]]]] et [[Image:C.png]]", ["A b.png", "C.png"]),
        ("[[:Fichier:A.png|sa page]] [[Mur]]", []),
        ("[[Média:A.pdf|le texte]]", ["A.pdf"]),
        ("[[Fichier:A.png|vignette|avec [[Fichier:B.png]]]]", ["A.png", "B.png"]),
        ("<gallery>\nUn.png|x\nFichier:Deux.png\n\n</gallery>", ["Un.png", "Deux.png"]),
        ("<nowiki>[[Fichier:A.png]]</nowiki> <!-- [[Fichier:B.png]] -->", []),
        ("{{Encadré|[[Fichier:A.png]]}}", ["A.png"]),
    ],
)
def test_the_files_of_a_text_are_found(text: str, names: list[str]) -> None:
    """Wherever they are shown, by the names that the wiki gives them."""
    assert list(shown_files(text, WIKI)) == names


def test_a_name_that_no_file_can_have_is_none() -> None:
    """And one with odd blanks is the plain one."""
    assert file_name("a  b_c.png", WIKI) == "A b c.png"
    assert file_name("a<b.png", WIKI) is None


@pytest.mark.parametrize(
    ("text", "stated", "offers", "author"),
    [
        ("{{Fichier|auteur=Jo|licence=CC BY 4.0}}", "CC BY 4.0", (), "Jo"),
        ("{{Information|Author=[[User:Jo|Jo]]|Permission=}}\n{{CC-BY-4.0}}", "", ("CC-BY-4.0",), "Jo"),
        ("{{self|CC-BY-4.0|CC-BY-SA-4.0}}", "", ("Self", "CC-BY-4.0", "CC-BY-SA-4.0"), ""),
        ("{{Fichier|auteur=Jo|licence={{CC0}}}}", "{{CC0}}", ("CC0",), "Jo"),
    ],
)
def test_a_description_page_is_read(text: str, stated: str, offers: tuple[str, ...], author: str) -> None:
    """By its form and its licence templates."""
    found = read_file_page(text, WIKI)
    assert (found.stated, found.offers, found.author) == (stated, offers, author)
    assert not found.non_free


@pytest.mark.parametrize("text", ["{{Non libre}}", "Tous droits réservés.", "{{Fair use|logo}}", "Image non-libre"])
def test_what_is_not_free_is_seen(text: str) -> None:
    """Whatever else the page says."""
    assert read_file_page(f"{text} {{{{CC-BY-4.0}}}}", WIKI).non_free


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_we_write_is_read_again(language: str) -> None:
    """The origin, whom it credits, the licence; and people's words around it stay."""
    written = write_file_page(COPY, translator(language))
    found = find_file_marker(written)
    assert found is not None
    assert (found.address, found.name, found.credited, found.page) == (COPY.address, "Mur.png", COPY.author, COPY.page)
    described = read_file_page(written, WIKI)
    assert described.author == COPY.author
    assert COPY.licence.url in described.text
    assert "[[" not in written
    assert with_file_page(f"Avant\n{written}\nAprès", "NEUF") == "Avant\nNEUF\nAprès"
    assert with_file_page("Rien de nous", "NEUF") == "Rien de nous"
    assert find_file_marker("Rien de nous") is None
