"""Titles as a wiki makes them, and those it cannot hold (mediawiki.org, Manual:Page title)."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.title import Title, TitleFault, may_be_house_page, normalise, title_in_address
from bot.domain.wiki import Namespace, WikiFacts

WIKI = WikiFacts(
    "Movilab",
    "https://movilab.example.org",
    "fr",
    "https://movilab.example.org/wiki/{title}",
    "",
    "",
    (
        Namespace(-1, ("Spécial", "Special")),
        Namespace(0, ("",), content=True),
        Namespace(1, ("Discussion", "Talk")),
        Namespace(6, ("Fichier", "File", "Image")),
        Namespace(14, ("Catégorie", "Category")),
        Namespace(100, ("Recette libre",), first_letter=False),
    ),
    (("wikipedia", "https://fr.wikipedia.org/wiki/$1"),),
)


@pytest.mark.parametrize(
    ("written", "shown", "namespace"),
    [
        pytest.param("le mur", "Le mur", 0, id="first letter"),
        pytest.param(" Le_mur  des\u00a0idées\u3000", "Le mur des idées", 0, id="blanks"),
        pytest.param("Le\u200e mur", "Le mur", 0, id="direction mark"),
        pytest.param("E\u0301te\u0301", "Été", 0, id="decomposed"),
        pytest.param("ﬁche", "FIche", 0, id="ligature"),
        pytest.param("A &amp; B &eacute;", "A & B é", 0, id="entities"),
        pytest.param(":Le mur", "Le mur", 0, id="leading colon"),
        pytest.param("image: a.png", "Fichier:A.png", 6, id="alias of a namespace"),
        pytest.param("CATÉGORIE:jeux", "Catégorie:Jeux", 14, id="namespace in capitals"),
        pytest.param("recette_libre:pain", "Recette libre:pain", 100, id="letters kept in this namespace"),
        pytest.param("Fiche:Abc", "Fiche:Abc", 0, id="no such namespace"),
        pytest.param("Été 50 % : bilan", "Été 50 % : bilan", 0, id="percent and colon"),
        pytest.param("é" * 127, "É" + "é" * 126, 0, id="254 bytes"),
    ],
)
def test_a_title_is_given_as_the_wiki_shows_it(written: str, shown: str, namespace: int) -> None:
    """Blanks, accents, entities, namespaces and first letters are those of the wiki."""
    assert normalise(written, WIKI) == Title(namespace, shown)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        *(
            pytest.param(text, TitleFault.CHARACTER, id=repr(text))
            for text in (
                "A<b",
                "{",
                "}",
                "[",
                "]",
                "a\tb",
                "a\nb",
                "A%20b",
                "A~~~~b",
                "A#b",
                "#b",
                "A|b",
                "a\ufffd",
                "&x;",
            )
        ),
        *(pytest.param(text, TitleFault.PATH, id=text) for text in ("../", "./A", "A/.", ".", "..", "A/../b", "A/./b")),
        *(pytest.param(text, TitleFault.EMPTY, id=repr(text)) for text in ("", " ", "::Abc", "Fichier:", "_", ":")),
        *(pytest.param(text, TitleFault.INVISIBLE, id=ascii(text)) for text in ("a\u200bb", "a\ufeffb")),
        pytest.param("é" * 128, TitleFault.TOO_LONG, id="256 bytes"),
        pytest.param("wikipedia:Abc", TitleFault.INTERWIKI, id="other wiki"),
        pytest.param("Spécial:Version", TitleFault.NAMESPACE, id="special page"),
        pytest.param("Discussion:Fichier:X", TitleFault.NAMESPACE, id="talk page of another namespace"),
        pytest.param("Talk:Special:X", TitleFault.NAMESPACE, id="talk page of a special page"),
    ],
)
def test_a_text_that_can_be_no_title_is_told_why(written: str, fault: TitleFault) -> None:
    """What a wiki cannot hold, would cut, or would take for another place is refused."""
    assert normalise(written, WIKI) is fault


@given(st.characters(exclude_categories=("C", "Z")) | st.sampled_from("aZ09/:;@`~-!\x80\U0010ffff"))
def test_what_looks_like_an_entity_is_no_title(letter: str) -> None:
    """A name of an entity is made of ASCII letters and digits, and of all characters beyond ASCII."""
    stored = unicodedata.normalize("NFC", letter)
    refused = stored.isalnum() or stored in "#<>[]|{}" if stored.isascii() else True
    assert (normalise(f"A &{letter}; B", WIKI) is TitleFault.CHARACTER) is refused


@given(st.text() | st.text(alphabet="aé:/.# _&;|WikipedaFchr", max_size=12))
def test_a_title_once_normal_stays_so(text: str) -> None:
    """Any text gives a title or a fault, and a title is what the wiki makes of it again."""
    title = normalise(text, WIKI)
    if isinstance(title, Title):
        assert normalise(title.text, WIKI) in (title, TitleFault.INTERWIKI, TitleFault.NAMESPACE, TitleFault.TOO_LONG)


HOUSE_WIKI = replace(
    WIKI,
    namespaces=(
        *WIKI.namespaces,
        *(
            Namespace(number, (name,))
            for number, name in {2: "User", 3: "User talk", 4: "Movilab", 8: "MediaWiki"}.items()
        ),
        *(Namespace(number, (name,)) for number, name in {10: "Template", 12: "Help", 828: "Module"}.items()),
    ),
)


@pytest.mark.parametrize(
    ("title", "allowed"),
    [
        ("Template:Republication", True),
        ("Template:Republication/doc", True),
        ("Catégorie:Copies", True),
        ("Movilab:Robot", True),
        ("Help:Robot", True),
        ("User:Robot", True),
        ("User:Robot/Stop", True),
        ("User:Robota", False),
        ("User:Alice", False),
        ("User talk:Robot", False),
        ("User:Robot/common.js", False),
        ("Template:Republication/styles.CSS", False),
        ("MediaWiki:Sidebar", False),
        ("Module:Credit", False),
        ("Recette libre:pain", False),
        ("Robot", False),
    ],
)
def test_house_pages_have_their_places(title: str, allowed: bool) -> None:
    """Templates, categories, project pages and the bot's own; never content, code, other people's pages."""
    known = normalise(title, HOUSE_WIKI)
    assert isinstance(known, Title)
    assert may_be_house_page(known, HOUSE_WIKI, "Robot") is allowed


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://movilab.example.org/wiki/L%27%C3%A9cole_ouverte#But", "L'école ouverte"),
        ("https://movilab.example.org/w/index.php/Fiche:Le_mur", "Fiche:Le mur"),
        ("http://movilab.example.org/index.php?title=Le_mur&oldid=12&diff=prev", "Le mur"),
        ("https://movilab.example.org/index.php?title=%C3%89t%C3%A9", "Été"),
        ("https://movilab.example.org/index.php?oldid=12", ""),
        ("https://[movilab/wiki/Le_mur", ""),
        ("Le mur/wiki/title=a", ""),
    ],
)
def test_addresses_of_pages_and_revisions_name_their_titles(address: str, title: str) -> None:
    """In the forms that MediaWiki makes."""
    assert title_in_address(address) == title
