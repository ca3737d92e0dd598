"""Licences: recognised from what people write, established for a sheet, judged for a partner."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.licence import (
    Certainty,
    Declaration,
    Evidence,
    Licence,
    Place,
    Refusal,
    Regime,
    Terms,
    establish,
    judge,
    recognise,
)
from tests.domain.spellings import OTHERS, SEEN


def cc(name: str) -> Licence:
    """Make a licence from its short name: ``by-sa 3.0 fr``, ``cc0``."""
    if name == "cc0":
        return Licence(public="zero")
    elements, version, *port = name.split()
    return Licence(tuple(elements.split("-")), version, *port)


@pytest.mark.parametrize(("text", "expected"), [*SEEN, *OTHERS])
def test_a_spelling_is_read_or_refused(text: str, expected: str | Certainty) -> None:
    """A spelling gives the licence it stands for, or none at all, never another one."""
    found = recognise(text)
    assert (found.licence.id if found.licence else found.certainty) == expected
    assert (found.certainty is Certainty.FAMILY) == str(expected).endswith("unversioned")


_ADDRESSES = ("https://creativecommons.org/licenses/by-sa/4.0/", "http://creativecommons.org/licenses/by/2.0/fr/", "/")
_NUMBERS = ("4.0", "3.0", "2", "2014", "v")
_PORTS = ("FR", "fr", "France", "IGO", "Corée", "de")
_LONG = ("Creative Commons", "Attribution", "Partage à l’identique", "Pas d’utilisation commerciale", "texte")
_SHORT = ("CC", "CC0", "BY", "SA", "NC", "ND", "-", " ", ",", "(", ")")
PIECES = st.sampled_from((*_ADDRESSES, *_NUMBERS, *_PORTS, *_LONG, *_SHORT))


@given(st.lists(PIECES, max_size=10).map(" ".join) | st.lists(PIECES, max_size=10).map("".join))
def test_nothing_is_invented(text: str) -> None:
    """No version, port or element is read that the text does not hold."""
    licence = recognise(text).licence
    if licence is None or licence.public:
        return
    low = text.lower()
    assert licence.version is None or licence.version in text
    assert licence.port is None or {"fr": "fr", "igo": "igo", "kr": "corée"}.get(licence.port, licence.port) in low
    assert "by" in licence.elements
    assert "sa" not in licence.elements or re.search("sa|partage", low)
    assert "nc" not in licence.elements or re.search("nc|commercial", low)


@given(st.lists(PIECES, max_size=10).map(" ".join))
def test_no_restriction_is_passed_over(text: str) -> None:
    """A licence that is recognised has every restriction that the text names as a word."""
    licence = recognise(text).licence
    if licence is not None and not licence.public:
        assert "nc" in licence.elements or not re.search(r"\bNC\b|commerciale", text)
        assert "nd" in licence.elements or not re.search(r"\bND\b", text)
        assert "sa" in licence.elements or "Partage" not in text


@given(st.sampled_from(("by", "by-sa", "by-nc", "by-nc-sa", "by-nd")), st.sampled_from(("2.0", "3.0", "4.0")))
def test_an_address_beats_words_without_a_version(elements: str, version: str) -> None:
    """The version of an address counts, words of the same elements change nothing, others are a conflict."""
    url = f"https://creativecommons.org/licenses/{elements}/{version}/"
    expected = cc(f"{elements} {version}")
    assert recognise(f"{url} CC {elements.upper()} 2.5").licence == Licence(expected.elements, version)
    other = "CC BY-SA" if elements != "by-sa" else "CC BY"
    assert recognise(f"{url} {other}").certainty is Certainty.CONFLICT


@pytest.mark.parametrize(
    ("name", "identifier", "shown", "url"),
    [
        pytest.param("by-sa 4.0", "CC-BY-SA-4.0", "CC BY-SA 4.0", "licenses/by-sa/4.0/", id="plain"),
        pytest.param(
            "by-sa 3.0 fr", "LicenseRef-CC-BY-SA-3.0-FR", "CC BY-SA 3.0 FR", "licenses/by-sa/3.0/fr/", id="port"
        ),
        pytest.param(
            "by-nc-sa 2.0 fr", "CC-BY-NC-SA-2.0-FR", "CC BY-NC-SA 2.0 FR", "licenses/by-nc-sa/2.0/fr/", id="spdx"
        ),
        pytest.param("cc0", "CC0-1.0", "CC0 1.0", "publicdomain/zero/1.0/", id="cc0"),
    ],
)
def test_a_licence_is_named_and_read_again(name: str, identifier: str, shown: str, url: str) -> None:
    """Name and address of a licence give the licence again."""
    licence = cc(name)
    assert (licence.id, licence.name, licence.url) == (identifier, shown, f"https://creativecommons.org/{url}")
    assert recognise(licence.name).licence == recognise(licence.url).licence == licence


BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
WORDS = "Creative Commons Attribution – Partage à l’identique"


def _declared(name: str) -> Declaration:
    return Declaration(cc(name), "Alice", date(2026, 1, 1), "https://example.org/accord")


@pytest.mark.parametrize(
    ("field", "url", "text", "declared", "expected"),
    [
        pytest.param("CC BY 3.0", BY_SA, WORDS, None, ("by 3.0", Place.FIELD), id="the field first"),
        pytest.param("", BY_SA, WORDS, None, ("by-sa 4.0", Place.WIKI), id="the wiki next"),
        pytest.param("", BY_SA, WORDS, "by-sa 3.0", ("by-sa 4.0", Place.WIKI), id="the wiki before a declaration"),
        pytest.param("", "", "", "by-sa 3.0", ("by-sa 3.0", Place.DECLARED), id="a declaration last"),
        pytest.param(
            "", "", WORDS, "by-sa 3.0", ("by-sa 3.0", Place.DECLARED), id="declared version of the wiki's words"
        ),
        pytest.param("CC BY-SA", "", "", "by-sa 3.0", ("by-sa 3.0", Place.FIELD), id="declared version of the field"),
        pytest.param("CC BY-SA", BY_SA, WORDS, None, Refusal.VERSION_UNKNOWN, id="no version from the wiki"),
        pytest.param("CC BY-SA", "", "", "by 4.0", Refusal.VERSION_UNKNOWN, id="version of another licence"),
        pytest.param("licence libre", BY_SA, WORDS, "by-sa 4.0", Refusal.NOT_UNDERSTOOD, id="no default over a field"),
        pytest.param("CC BY, GFDL", BY_SA, WORDS, "by 4.0", Refusal.CONFLICT, id="field in doubt"),
        pytest.param("", BY_SA, "CC BY 4.0", "by-sa 4.0", Refusal.CONFLICT, id="wiki contradicts itself"),
        pytest.param("", "", WORDS, "by 4.0", Refusal.VERSION_UNKNOWN, id="declaration contradicts the wiki"),
        pytest.param("", "", "Licence maison", None, Refusal.NOT_UNDERSTOOD, id="words unknown"),
        pytest.param(" ", "", "", None, Refusal.NO_EVIDENCE, id="nothing"),
    ],
)
def test_the_licence_of_a_sheet_is_established(
    field: str, url: str, text: str, declared: str | None, expected: tuple[str, Place] | Refusal
) -> None:
    """The field beats the wiki, the wiki a declaration, and nothing is guessed."""
    found = establish(field, url, text, _declared(declared) if declared else None)
    if isinstance(expected, Refusal):
        assert found is expected
    else:
        assert isinstance(found, Evidence)
        assert (found.licence, found.place) == (cc(expected[0]), expected[1])


PARTNERS = ("cc0", "by 4.0", "by-sa 3.0", "by-sa 4.0", "by-nc-sa 4.0")
MATRIX = {
    "cc0": "F F F F F",
    "by 1.0": "M F F F F",
    "by 3.0 fr": "M F F F F",
    "by 4.0": "M F F F F",
    "by-sa 1.0": "M M M M M",
    "by-sa 2.0 fr": "M M F F M",
    "by-sa 2.5": "M M F F M",
    "by-sa 3.0 fr": "M M F F M",
    "by-sa 4.0": "M M M F M",
    "by-nc 3.0": "Mn Mn Mn Mn Fn",
    "by-nc 4.0": "Mn Mn Mn Mn Fn",
    "by-nc-sa 1.0": "Mn Mn Mn Mn Mn",
    "by-nc-sa 2.0 fr": "Mn Mn Mn Mn Fn",
    "by-nc-sa 4.0": "Mn Mn Mn Mn Fn",
    "by-nd 4.0": "N N N N N",
    "by-nc-nd 2.0": "N N N N N",
}
"""Source by partner: F adaptation, M marked, n only where use is non-commercial, N never (facts/licences.md §2.2)."""
CELLS = [
    pytest.param(source, partner, cell, id=f"{source} to {partner}")
    for source, row in MATRIX.items()
    for partner, cell in zip(PARTNERS, row.split(), strict=True)
]
BOTH = (Regime.ADAPTATION, Regime.MARKED)


@pytest.mark.parametrize(("source", "partner", "cell"), CELLS)
def test_a_licence_is_judged_by_the_matrix(source: str, partner: str, cell: str) -> None:
    """Each pair of licences gives the regime of the matrix, and a partner that does not take it refuses."""
    regime = {"F": Regime.ADAPTATION, "M": Regime.MARKED}.get(cell[0], Refusal.NO_DERIVATIVES)
    assert judge(cc(source), Terms(cc(partner), BOTH, non_commercial=True)) is regime
    commercial = judge(cc(source), Terms(cc(partner), BOTH))
    assert commercial is (Refusal.COMMERCIAL if cell.endswith("n") else regime)
    if regime is Regime.MARKED:
        assert judge(cc(source), Terms(cc(partner), non_commercial=True)) is Refusal.NOT_ACCEPTED
    assert judge(cc(source), Terms(None, BOTH, non_commercial=True)) is Refusal.PARTNER_UNKNOWN


def test_a_licence_without_version_is_never_accepted() -> None:
    """What has no version can be no adaptation and has no address to be marked with."""
    assert judge(Licence(("by", "sa")), Terms(cc("by-sa 4.0"), BOTH)) is Refusal.VERSION_UNKNOWN
