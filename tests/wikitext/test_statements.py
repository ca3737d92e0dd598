"""What a page says of its licence, place by place."""

from dataclasses import replace

import pytest

from bot.domain.field import Field, Format, Kind, Values
from bot.domain.licences.evidence import Place
from bot.domain.licences.offers import Offer, offer_of_id
from bot.domain.mapping import LicencePlaces, Mapping, Parameter, Rule
from bot.domain.wiki import Notice
from bot.wikitext.reader import read
from bot.wikitext.statements import licence_statements, notice_statement
from tests.wikitext.builders import MULTIBAO

LICENCE = Field("licence", Kind.LICENCE)


def _offer(expression: str) -> Offer:
    found = offer_of_id(expression)
    assert found is not None
    return found


PLACES = LicencePlaces(
    templates=(("CC-BY-SA", _offer("CC-BY-SA-4.0")), ("Domaine ouvert", _offer("CC0-1.0"))),
    categories=(("Fiches CC BY", _offer("CC-BY-4.0")),),
    sections=("Sources", "Crédits"),
    parts=("Annexe",),
)
MAPPING = Mapping(
    "m", Format("f", (LICENCE,)), "{page}", ("Fiche",), (Rule(LICENCE, Parameter(("licence",))),), licences=PLACES
)


def said(text: str, values: Values = Values()) -> list[tuple[str, ...]]:  # noqa: B008  # a frozen value
    """Give what a page says, in short: place, where, raw words, and what it is about."""
    found = licence_statements(text, values, MAPPING, MULTIBAO)
    return [(one.place.value, one.where, one.raw, one.part) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{{CC-BY-SA}}", ("template", "CC-BY-SA", "{{CC-BY-SA}}", ""), id="template"),
        pytest.param("{{modèle:cC-BY-SA}}", ("template", "CC-BY-SA", "{{modèle:cC-BY-SA}}", ""), id="its other names"),
        pytest.param("[[catégorie:fiches_CC BY]]", ("category", "Fiches CC BY", "Fiches CC BY", ""), id="category"),
        pytest.param("== Sources ==\nCC BY 4.0", ("section", "Sources", "CC BY 4.0", ""), id="section"),
        pytest.param("== ''crédits'' ==\n* CC BY\n", ("section", "crédits", "* CC BY", ""), id="section in other case"),
        pytest.param("=== Annexe ===\nCC BY 4.0", ("section", "Annexe", "CC BY 4.0", "Annexe"), id="part"),
        pytest.param(
            "== Sources ==\n* '''Photos''' : A, CC BY",
            ("section", "Sources", "* '''Photos''' : A, CC BY", "'''Photos'''"),
            id="picture",
        ),
        pytest.param(
            "== Sources ==\nTexte sous licence\nCC BY\n4.0",
            ("section", "Sources", "Texte sous licence\nCC BY\n4.0", ""),
            id="a sentence over several lines",
        ),
        pytest.param(
            "[[Fichier:A.jpg|vignette|{{CC-BY-SA}}]]", ("template", "CC-BY-SA", "{{CC-BY-SA}}", "Fichier:A.jpg"),
            id="template of a picture",
        ),
    ],
)  # fmt: skip
def test_each_place_is_read(text: str, expected: tuple[str, ...]) -> None:
    """Templates, categories and sections that the mapping names, and nothing else."""
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- {{CC-BY-SA}} -->",
        "<nowiki>{{CC-BY-SA}} [[Catégorie:Fiches CC BY]]</nowiki>",
        "{{CC-BY}} [[Catégorie:Autres]]",
        "== Déroulé ==\nCC BY 4.0",
        "== Sources ==\n<!-- CC BY 4.0 -->\n",
        "CC BY 4.0",
    ],
)
def test_what_no_place_names_is_no_statement(text: str) -> None:
    """Comments, other templates, other sections."""
    assert said(text) == []


def test_a_template_within_another_is_doubtful_but_in_that_of_the_sheet() -> None:
    """Nobody knows of what it speaks there."""
    (held,) = licence_statements("{{Encadré|{{CC-BY-SA}}}}", Values(), MAPPING, MULTIBAO)
    (own,) = licence_statements("{{Fiche|bas={{CC-BY-SA}}}}", Values(), MAPPING, MULTIBAO)
    assert (held.doubtful, own.doubtful) == (True, False)


def test_a_redirect_to_a_licence_template_is_one() -> None:
    """The wiki tells under which other names its template goes."""
    wiki = replace(MULTIBAO, template_redirects=(("Libre", "CC-BY-SA"),))
    (found,) = licence_statements("{{libre}}", Values(), MAPPING, wiki)
    assert found.means == _offer("CC-BY-SA-4.0")


@pytest.mark.parametrize(
    ("raw", "identifier"),
    [("CC BY 3.0", "CC-BY-3.0"), ("{{Domaine ouvert}}", "CC0-1.0"), ("{{CC-BY-SA-3.0}}", "CC-BY-SA-3.0")],
)
def test_a_field_may_hold_a_licence_template(raw: str, identifier: str) -> None:
    """What a template stands for is said by the mapping, else by its name."""
    text = f"{{{{Fiche\n| licence = {raw}\n}}}}"
    values = read(text, "A", MAPPING, MULTIBAO).values
    found = licence_statements(text, values, MAPPING, MULTIBAO)
    assert found[0].place is Place.FIELD
    assert found[0].read().licence == _offer(identifier).alternatives[0]


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://multibao.example.org/wiki/Projet:Copyrights", True),
        ("http://multibao.example.org/wiki/Projet:Copyrights", True),
        ("https://creativecommons.org/licenses/by-sa/4.0/", False),
        ("https://multibao.example.org/", False),
        ("", False),
    ],
)
def test_a_page_of_the_wiki_is_told_from_a_licence(url: str, own: bool) -> None:
    """An address within the wiki is a page for people to read."""
    (found,) = notice_statement(replace(MULTIBAO, notice=Notice(url, "Projet:Copyrights")))
    assert (found.own_page, found.address) == (own, url)


def test_a_silent_wiki_states_nothing() -> None:
    """Neither address nor words."""
    assert notice_statement(MULTIBAO) == ()
