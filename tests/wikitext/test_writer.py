"""From the values of a sheet to the text of a copy."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.field import Field, Kind, Value
from bot.domain.mapping import Categories, CreditPlace, Mapping, Otherwise, Parameter, Section
from bot.domain.reasons import Reason, RefusedError
from bot.wikitext.reader import read
from bot.wikitext.sheet import Sheet
from bot.wikitext.templates import find_call
from bot.wikitext.values import same, same_in_order, spell, spell_out
from bot.wikitext.writer import CREDIT_HOLE, call_before_stripping, title_of, write_page
from tests.wikitext.builders import (
    DEROULE,
    DUREE,
    MOTS,
    MOVILAB,
    OBJECTIFS,
    RECETTE,
    RESUME,
    SHEET,
    TITRE,
    WILD,
    rule,
    values,
)

SHEET_VALUES = values(
    titre="Mur", resume="a | b", objectifs=("un", "deux"), participants="12", deroule="== A ==\nb", mots_cles=("jeu",)
)
WRITTEN = f"""{{{{Recette libre
| type = recette {{{{!}}}} libre
| nom = Mur
| présentation = a {{{{!}}}} b
| objectifs =
* un
* deux
}}}}

* '''Participants''' : 12

== Déroulé ==
=== A ===
b

[[Catégorie:Recettes libres]]
[[Catégorie:Recettes de Multibao]]
[[Catégorie:Jeu]]

{CREDIT_HOLE}"""


def _write(given: object = SHEET_VALUES, mapping: Mapping = RECETTE) -> str:
    return write_page(given, "Mur", mapping, MOVILAB, "Multibao")  # type: ignore[arg-type]


def _mapping(*rules: object) -> Mapping:
    return Mapping("m", SHEET, "{titre}", ("Recette libre",), (rule(TITRE, Parameter(("nom",))), *rules))  # type: ignore[arg-type]


def test_a_copy_is_written_in_the_order_of_the_mapping() -> None:
    """Template, items, sections, categories, and a hole for the credit."""
    assert _write() == WRITTEN


_WRITTEN_PIECES = st.lists(
    st.sampled_from(
        (
            *("[[Catégorie:Jeu]]", "\n[[Catégorie:Jeu|x]]\n", "{{DEFAULTSORT:x}}", "{{Recette libre|type=a}}", "<!--"),
            *("{{Recette libre\n| type = b\n}}", "{{Recette libre|type=[[Catégorie:Jeu]]a}}", "{{Cadre|", "}}", "[["),
            *("]]", "<nowiki>", "</nowiki>", "-->", "-{", "}-", "{{{", "\n", "= ", "==", "<ref>", "</ref>", "{", "["),
        )
    ),
    max_size=9,
).map("".join)


@given(_WRITTEN_PIECES | WILD, _WRITTEN_PIECES)
@settings(max_examples=300)
def test_the_call_that_was_read_is_that_of_the_whole_text(before: str, behind: str) -> None:
    """Categories and sort keys that stand elsewhere make no difference to the call that people see."""
    text = f"{before}{{{{Recette libre|type=c}}}}{behind}"
    try:
        sheet = Sheet(text, "Mur", RECETTE, MOVILAB)
    except RefusedError:
        return
    seen, found = call_before_stripping(text, sheet), find_call(text, RECETTE.templates, MOVILAB)
    assert seen is not None
    assert found is not None
    assert (seen.name, seen.parameters, seen.start) == (found.name, found.parameters, found.start)


def test_the_credit_may_stand_on_top() -> None:
    """A mapping decides on which side the credit stands."""
    assert _write(mapping=replace(RECETTE, credit=CreditPlace(top=True))).startswith(f"{CREDIT_HOLE}\n\n{{{{Recette")


def test_a_category_that_the_mapping_adds_is_no_value() -> None:
    """Categories with a hole are known again as the mapping's own."""
    again = read(WRITTEN.replace(CREDIT_HOLE, ""), "Mur", RECETTE, MOVILAB).values
    assert again.get("mots_cles") == ("Jeu",)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("a <!-- b", id="comment left open"),
        pytest.param("a <includeonly> b", id="includeonly left open"),
    ],
)
def test_a_text_that_would_swallow_the_credit_is_refused(value: str) -> None:
    """What is left open in the last section must not hide the credit behind it."""
    mapping = _mapping(rule(DEROULE, Section(("Déroulé",))))
    with pytest.raises(RefusedError) as refused:
        _write(values(titre="Mur", deroule=value), mapping)
    assert refused.value.finding == refused.value.finding.__class__(Reason.NOT_REPRESENTABLE, (("field", "deroule"),))


def test_a_broken_constant_is_refused() -> None:
    """A constant that would not stay one value is never written."""
    with pytest.raises(RefusedError):
        _write(mapping=replace(RECETTE, constants=(("type", "a }} b"),)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param(("accès  libre", "jeu_vif"), ("Accès libre", "Jeu vif"), id="blanks"),
        pytest.param(("jeu", "Jeu"), ("Jeu",), id="twice"),
    ],
)
def test_categories_are_compared_as_the_wiki_shows_them(words: tuple[str, ...], found: tuple[str, ...]) -> None:
    """Blanks, underscores and first letters of categories are no difference."""
    text = _write(values(titre="Mur", mots_cles=words), _mapping(rule(MOTS, Categories())))
    again = read(text, "Mur", _mapping(rule(MOTS, Categories())), MOVILAB)
    assert again.values.get("mots_cles") == found


@pytest.mark.parametrize("word", [pytest.param("a|b", id="pipe"), pytest.param("a]]b", id="brackets")])
def test_a_word_that_can_be_no_category_is_refused(word: str) -> None:
    """A category name that would be cut is refused."""
    with pytest.raises(RefusedError):
        _write(values(titre="Mur", mots_cles=(word,)), _mapping(rule(MOTS, Categories())))


def test_words_are_translated_both_ways() -> None:
    """A value table is read from the wiki's words and written in them; unknown words follow the rule."""
    known = rule(MOTS, Parameter(("thèmes",)), separator=";", values=(("gouvernance", "Gouvernance partagée"),))
    assert spell(("Gouvernance", "autre"), known) == "Gouvernance partagée; autre"
    assert spell_out("gouvernance PARTAGÉE ;autre", known) == ("gouvernance", "autre")
    assert spell(("gouvernance", "autre"), replace(known, otherwise=Otherwise.DROP)) == "Gouvernance partagée"
    with pytest.raises(RefusedError) as refused:
        spell(("autre",), replace(known, otherwise=Otherwise.ERROR))
    assert refused.value.finding.reason is Reason.VALUE_UNKNOWN


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        pytest.param("* a\n* b", ("a", "b"), id="bullets"),
        pytest.param("# a\n# b", ("a", "b"), id="numbers"),
        pytest.param("* a\n** b", ("* a\n** b",), id="list in a list"),
        pytest.param("a\nb", ("a\nb",), id="lines"),
        pytest.param("a", ("a",), id="one"),
        pytest.param("", (), id="none"),
    ],
)
def test_a_list_without_separator_is_read_by_its_bullets(written: str, parts: tuple[str, ...]) -> None:
    """Each bullet is a part; a list that holds lists is one part, as it stands."""
    assert spell_out(written, rule(OBJECTIFS, Parameter(("o",)))) == parts


def test_durations_are_compared_by_their_length() -> None:
    """The same length in another spelling is the same value, and texts that are no duration are compared as texts."""
    of_duration = rule(DUREE, Parameter(("durée",)), duration="{hours} h {minutes}")
    assert same("1h30", "90 minutes", of_duration)
    assert not same("1h30", "2 h", of_duration)
    assert spell("1h30", of_duration) == "1 h 30"
    assert spell("2 à 3 h", of_duration) == "2 à 3 h"
    assert not same("une heure", "1 h", rule(RESUME, Parameter(("r",))))


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        pytest.param("Recette:{titre}", "Recette:Mur  ".strip(), id="value"),
        pytest.param("{page} ({titre})", "Fiche Mur (Mur)", id="title at the source"),
        pytest.param("{resume}  {titre}", "a | b Mur", id="blanks"),
    ],
)
def test_the_title_follows_the_pattern(pattern: str, title: str) -> None:
    """A title is made of values and of the title at the source."""
    assert title_of(SHEET_VALUES, replace(RECETTE, title=pattern), "Fiche Mur") == title


def test_a_word_that_the_separator_would_part_is_refused() -> None:
    """A list stays the list that it was: a word is not made two because it holds the partner's separator."""
    mapping = _mapping(rule(OBJECTIFS, Parameter(("objectifs",)), separator="; "))
    assert "objectifs = parler; dire" in _write(values(objectifs=("parler", "dire")), mapping)
    with pytest.raises(RefusedError) as refused:
        _write(values(objectifs=("parler; écouter", "dire")), mapping)
    facts = {"field": "objectifs", "written": "parler; écouter, dire", "read": "parler, écouter, dire"}
    assert dict(refused.value.finding.facts) == facts


@given(st.none() | WILD | st.lists(WILD, max_size=2).map(tuple), st.sampled_from(Kind))
def test_equal_values_read_alike_however_they_are_compared(value: Value | None, kind: Kind) -> None:
    """What is the same word by word needs no comparison by its kind or place."""
    for carrier in (Parameter(("a",)), Categories()):
        assert same(value, value, rule(Field("a", kind), carrier))
    assert same_in_order(value, value, kind)
