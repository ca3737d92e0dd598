"""Licences read from what people write."""

import re
import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.licences.recognise import Certainty, Flag, Recognition, Warned, recognise
from bot.domain.licences.values import Family, Licence, cc
from tests.domain.licences.spellings import INSTALLED, OTHERS, REGRESSIONS, SEEN, Row


def ids(found: Recognition) -> str:
    """Give the ids that a reader finds, in one word."""
    return " OR ".join(licence.id for licence in found.alternatives)


@pytest.mark.parametrize("row", SEEN, ids=lambda row: str(row[0]))
def test_a_spelling_seen_in_the_wild_is_read(row: Row) -> None:
    """Each of the collected spellings gives the licence it stands for, how certainly, and what is to be told."""
    _, text, identifier, certainty, *told = row
    found = recognise(text)
    assert (ids(found), found.certainty) == (identifier, certainty)
    assert set(told) == (found.warnings | found.flags) - {Flag.RESERVED, Flag.SPEAKS}


def test_all_collected_spellings_are_tested() -> None:
    """No number is left out."""
    assert {row[0] for row in SEEN} == set(range(1, 103))


@pytest.mark.parametrize(("why", "text", "identifier", "certainty"), OTHERS, ids=[row[0] for row in OTHERS])
def test_a_spelling_is_read_or_refused(why: str, text: str, identifier: str, certainty: Certainty) -> None:
    """A spelling gives the licence it stands for, or none at all, never another one."""
    found = recognise(text)
    assert (found.offer.id if found.offer else "", found.certainty) == (identifier, certainty), why


@pytest.mark.parametrize(("why", "text", "certainty"), REGRESSIONS, ids=[row[0] for row in REGRESSIONS])
def test_the_words_of_a_licence_are_not_a_licence(why: str, text: str, certainty: Certainty) -> None:
    """A permission that somebody got, or asks for, gives nobody else anything."""
    found = recognise(text)
    assert (found.certainty, found.offer, found.is_silent) == (certainty, None, False), why


@pytest.mark.parametrize(("text", "url", "identifier", "certainty"), INSTALLED)
def test_what_the_installer_writes_is_read(text: str, url: str, identifier: str, certainty: Certainty) -> None:
    """The French words carry no version: it comes from the address alone."""
    found = recognise(f"{url} {text}")
    assert (ids(found), found.certainty) == (identifier, certainty)
    if "creativecommons" in url and "zero" not in url:
        assert recognise(text).certainty is Certainty.FAMILY


@pytest.mark.parametrize("text", ["", "Wikipédia, 2014", "Merci à Paul", "[[Fichier:Atelier-ccbysa.jpg]]"])
def test_what_says_nothing_is_silent(text: str) -> None:
    """Silence is not the same as words that are not understood."""
    assert recognise(text).is_silent
    assert not recognise(f"{text} sous licence libre").is_silent


def test_a_trade_mark_is_told_beside_a_licence() -> None:
    """It is no copyright licence, and does not stand against one."""
    found = recognise("Licence CC BY 4.0. Le nom de la méthode est une marque déposée.")
    assert (found.licence, found.flags) == (cc("by", "4.0"), {Flag.TRADE_MARK, Flag.SPEAKS})
    assert Flag.TRADE_MARK in recognise("CC BY 4.0 · World Café™").flags


_ADDRESSES = (
    "https://creativecommons.org/licenses/by-sa/4.0/",
    "http://creativecommons.org/licenses/by/2.0/fr/",
    "https://www.gnu.org/licenses/fdl-1.3.html",
    "https://artlibre.org/licence/lal/",
    "/",
)
_NUMBERS = ("4.0", "3.0", "2", "2014", "v", "1.3", "version 2.0")
_PORTS = ("FR", "fr", "France", "IGO", "Corée", "de")
_LONG = (
    "Creative Commons", "Attribution", "Partage à l’identique", "Pas d’utilisation commerciale", "texte", "GNU FDL",
    "Licence Art Libre", "Licence Ouverte", "Etalab", "ou ultérieure", "ou", "au choix", "domaine public", "ODbL",
)  # fmt: skip
_SHORT = ("CC", "CC0", "BY", "SA", "NC", "ND", "-", " ", ",", "(", ")")
PIECES = st.sampled_from((*_ADDRESSES, *_NUMBERS, *_PORTS, *_LONG, *_SHORT))
TEXTS = st.lists(PIECES, max_size=10).map(" ".join) | st.lists(PIECES, max_size=10).map("".join)
_ONE_VERSION = {Family.CC0, Family.ODBL, Family.PDM, Family.PDDL, Family.ODC_BY}
_WORDS = {"by": "by|attribution", "sa": "sa|partage", "nc": "nc|commercial", "nd": "nd"}
_PORT_WORDS = {"kr": "corée", "fr": "fr", "igo": "igo", "de": "de"}


@given(TEXTS)
def test_nothing_is_invented(text: str) -> None:
    """No version, port or element is read that the text does not hold, not even for a person to decide."""
    low = text.lower()
    for licence in recognise(text).alternatives:
        if licence.family not in _ONE_VERSION and licence.version is not None:
            assert licence.version in text or (licence.family is Family.ETALAB and licence.version[0] in text)
        assert licence.port is None or _PORT_WORDS[licence.port] in low
        assert all(re.search(_WORDS[element], low) for element in licence.elements)
        assert not licence.or_later or "ultérieure" in low
        assert licence.invariants is None


@given(st.lists(PIECES, max_size=10).map(" ".join))
def test_no_restriction_is_passed_over(text: str) -> None:
    """Licences that are recognised have every restriction that the text names as a word."""
    offer = recognise(text).offer
    if offer and all(licence.family is Family.CC for licence in offer.alternatives):
        elements = {element for licence in offer.alternatives for element in licence.elements}
        assert "nc" in elements or not re.search(r"\bNC\b|commerciale", text)
        assert "nd" in elements or not re.search(r"\bND\b", text)
        assert "sa" in elements or "Partage" not in text


@given(TEXTS)
def test_a_choice_is_never_made_up(text: str) -> None:
    """Two licences are a choice only where words say so; else a person decides."""
    offer = recognise(text).offer
    if offer and len(offer.alternatives) > 1:
        assert "ou" in text or "au choix" in text


LICENSED = tuple(row[1] for row in SEEN if row[3] in {Certainty.EXACT, Certainty.FAMILY})
AMONG_WORDS = tuple(text for text in LICENSED if text != "CCO")  # which is a name, unless it stands alone
_LETTERS = "bdfhjklmquwxz"
NOISE = st.lists(st.text(_LETTERS, min_size=3, max_size=8), max_size=6).map(" ".join)


@given(st.sampled_from(AMONG_WORDS), NOISE, NOISE)
def test_other_words_around_change_nothing(text: str, before: str, behind: str) -> None:
    """What says nothing about licences may stand before and behind a statement."""
    plain, told = recognise(text), recognise(f"{before}. {text}. {behind}.")
    assert (ids(told), told.certainty) == (ids(plain), plain.certainty)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


VARIANTS = (
    lambda text: f"'''{text}'''",
    lambda text: f"<small>{text}</small>",
    lambda text: f"{text}<!-- CC BY-NC 2.0 -->",
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace("-", "\u2011") if "://" not in text else text,
    lambda text: text.replace("–", "—"),
    lambda text: text.replace("’", "'"),
    lambda text: text.upper() if "://" not in text and "from" not in text else text,
    _decomposed,
    lambda text: f"&nbsp;{text}&nbsp;",
    lambda text: f"\u200b{text}",
)


@pytest.mark.parametrize("text", LICENSED)
def test_markup_dashes_blanks_and_capitals_change_nothing(text: str) -> None:
    """However a statement is dressed, it says the same."""
    plain = recognise(text)
    for vary in VARIANTS:
        told = recognise(vary(text))
        assert (ids(told), told.certainty) == (ids(plain), plain.certainty), vary(text)


@given(st.permutations(["by", "nc", "sa"]), st.sampled_from((" ", "-", "", " - ", "_")), st.booleans())
def test_elements_are_a_set(order: list[str], glue: str, capitals: bool) -> None:
    """In any order and with any glue between them they mean the same licence."""
    text = f"CC {glue.join(order)} 3.0"
    assert recognise(text.upper() if capitals else text).licence == cc("by-nc-sa", "3.0")


@given(st.sampled_from(("by", "by-sa", "by-nc", "by-nc-sa", "by-nd")), st.sampled_from(("2.0", "3.0", "4.0")))
def test_an_address_beats_words(elements: str, version: str) -> None:
    """The version of an address counts; another version in words is told, other elements are a conflict."""
    url = f"https://creativecommons.org/licenses/{elements}/{version}/"
    found = recognise(f"{url} CC {elements.upper()}")
    assert (found.certainty, found.licence, found.warnings) == (Certainty.EXACT, cc(elements, version), frozenset())
    found = recognise(f"{url} CC {elements.upper()} 2.5")
    assert (found.licence, found.warnings) == (cc(elements, version), {Warned.ADDRESS_WINS})
    other = "CC BY-SA" if elements != "by-sa" else "CC BY"
    assert recognise(f"{url} {other}").certainty is Certainty.CONFLICT


def test_the_words_of_gnu_complete_an_address_without_version() -> None:
    """An address that floats says less than the words beside it."""
    found = recognise("https://www.gnu.org/copyleft/fdl.html GFDL 1.2")
    assert (found.licence, found.warnings) == (Licence(Family.GFDL, version="1.2"), frozenset())


@pytest.mark.parametrize(
    "unit", ["by ", "cc ", ".", "by share alike ", "<", "[[", "cc by 4.0 ", "https://etalab.gouv.fr/"]
)
def test_long_texts_are_read_in_time(unit: str) -> None:
    """No text of people keeps the bot busy: time grows with its length, not with a power of it."""
    text = unit * (10_000 // len(unit))
    begun = process_time()
    recognise(text)
    assert process_time() - begun < 5
