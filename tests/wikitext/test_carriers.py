"""Where a field may stand on a page: what is read there, what is written there, and what is left to others."""

import pytest

from bot.domain.field import Value
from bot.domain.mapping import AnyOf, Item, Mapping, PageTitle, Parameter, Rule, Section
from bot.domain.plan import RefusedError
from bot.wikitext.reader import Reading, Unclaimed, read
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.wikitext.builders import DEROULE, MOVILAB, RESUME, SHEET, TITRE, rule, values

NAME = rule(TITRE, Parameter(("nom",)))


def mapping(*rules: Rule, **more: object) -> Mapping:
    """Make a mapping with a few rules."""
    return Mapping("m", SHEET, "{titre}", ("Fiche",), rules, **more)  # type: ignore[arg-type]


def reading(text: str, *rules: Rule, **more: object) -> Reading:
    """Read a page that begins with the template."""
    return read(f"{{{{Fiche}}}}\n{text}", "Mur", mapping(*rules, **more), MOVILAB)


def written(known: Mapping, **given: Value) -> str:
    """Write a page, without the hole of the credit."""
    return write_page(values(**given), "Mur", known, MOVILAB, "Multibao").removesuffix(f"\n\n{CREDIT_HOLE}")


SEVERAL = rule(RESUME, AnyOf((Parameter(("résumé",)), Item(("Résumé",)), Section(("Résumé",)))))


@pytest.mark.parametrize(
    ("text", "value", "unclaimed"),
    [
        pytest.param("{{Fiche|résumé=a}}", "a", (), id="first"),
        pytest.param("{{Fiche|résumé=<!-- a -->}}\n* Résumé : b", "b", (), id="second, first a comment"),
        pytest.param("{{Fiche|résumé=}}\n* Résumé : \n== Résumé ==\nc", "c", ("* Résumé :",), id="third"),
        pytest.param("{{Fiche|résumé=a}}\n* Résumé : b", "a", ("* Résumé : b",), id="the second is left out"),
        pytest.param("{{Fiche}}", None, (), id="none"),
    ],
)
def test_the_first_place_that_has_a_value_is_read(text: str, value: object, unclaimed: tuple[str, ...]) -> None:
    """The other places are not claimed, so that what stands there is reported."""
    found = read(text, "Mur", mapping(SEVERAL), MOVILAB)
    assert found.values.get("resume") == value
    assert found.unclaimed == tuple(Unclaimed("text", "", excerpt) for excerpt in unclaimed)


def test_the_first_of_several_places_is_written() -> None:
    """A copy has the value in the first place only."""
    assert written(mapping(NAME, SEVERAL), titre="Mur", resume="a") == "{{Fiche\n| nom = Mur\n| résumé = a\n}}"


def test_the_page_title_is_the_last_resort() -> None:
    """A field that stands nowhere else is read from the title."""
    known = mapping(rule(TITRE, AnyOf((Parameter(("nom",)), PageTitle()))))
    assert read("{{Fiche}}", "Mur", known, MOVILAB).values.get("titre") == "Mur"
    assert read("{{Fiche|nom=A}}", "Mur", known, MOVILAB).values.get("titre") == "A"
    assert written(known) == "{{Fiche\n}}"
    with pytest.raises(RefusedError):
        written(known, titre="a <!-- b")


def test_a_rest_goes_to_the_place_that_is_read() -> None:
    """Headings of the rest are pushed below the section only where the field stands in a section."""
    known = mapping(rule(DEROULE, AnyOf((Parameter(("texte",)), Section(("Texte",))))), rest="deroule")
    found = read("{{Fiche|texte=a}}\n== B ==\nc", "Mur", known, MOVILAB)
    assert found.values.get("deroule") == "a\n\n== B ==\nc"
    found = read("{{Fiche}}\n== Texte ==\na\n== B ==\nc", "Mur", known, MOVILAB)
    assert found.values.get("deroule") == "a\n\n=== B ===\nc"
