"""A name taken out of credits: everywhere it stands there, and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.credit import FileCredit, Mention
from bot.domain.mapping import CreditPlace
from bot.domain.page import Contributors
from bot.i18n import translator
from bot.wikitext.credit import find_credit, without_credit, write_credit
from bot.wikitext.credit_text import plain_text
from bot.wikitext.earlier import earlier_credit
from bot.wikitext.withholding import holds_name, withhold, withhold_on_page
from tests.domain.licences.short import short
from tests.wikitext.builders import credit

INSTEAD = "nom masqué à la demande"
MANY = tuple(f"Personne {letter}" for letter in "ABCDEFGHIJKLMN")
ACCOUNTS = (
    st.text(
        st.characters(categories=("Lu", "Ll", "Nd"), include_characters=" -'.()=&\u05d0\u0627"), min_size=1, max_size=15
    )
    .map(lambda name: " ".join(name.split()))
    .filter(lambda name: name and name[0].isalpha())
    .map(lambda name: name[:1].upper() + name[1:])
    .filter(lambda name: name not in ("Multibao", "Contact"))
)


def written(people: tuple[str, ...], language: str, has_template: bool, **more: object) -> str:
    """Write the credit of a copy."""
    one = credit(contributors=Contributors(people), **more)  # type: ignore[arg-type]
    return write_credit(one, CreditPlace("Republication"), has_template=has_template, say=translator(language))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("has_template", [True, False], ids=["template", "plain"])
@pytest.mark.parametrize("name", ["Zoé", "Jean-Luc O'Neil", "Jeanne Morel", "Personne C"])
def test_a_name_goes_from_every_place_of_a_credit(name: str, has_template: bool, language: str) -> None:
    """From the authors, the full list, the files, the sheet's own lines and the credits that are carried on."""
    first = written((name, "Alice"), language, has_template)
    earlier = earlier_credit(first, translator(language))
    assert earlier is not None
    text = written(
        (*MANY, name),
        language,
        has_template,
        earlier=earlier.text,
        marker=replace(credit().marker, earlier=earlier.marker.links),
        files=(FileCredit("Carte.png", (name, f"commons>{name}"), short("by 3.0"), "https://a.example.org/Carte"),),
        mentions=(Mention("Auteurs", f"* {name}\n* Max"),),
    )
    assert plain_text(name) in text
    without = withhold(text, (name,), INSTEAD)
    assert not holds_name(without, name)
    for other in ("Alice", "Max", *(each for each in MANY if each != name)):
        assert other in without
    assert find_credit(without) == find_credit(text)
    assert without_credit(without) == ""
    assert earlier_credit(without, translator(language)) is not None


@given(ACCOUNTS, st.lists(ACCOUNTS, max_size=13, unique=True), st.booleans(), st.sampled_from(("fr", "en")))
@settings(max_examples=150, deadline=None)
def test_nobody_else_loses_the_name(name: str, others: list[str], has_template: bool, language: str) -> None:
    """Whatever names others bear, also ones that begin or end alike, they stay; the name itself never does."""
    others = [one for one in others if one != name]
    text = written((*others, name), language, has_template)
    alone = written((*others, INSTEAD), language, has_template)
    assert withhold(text, (name,), INSTEAD) == alone


def test_a_part_of_another_name_is_no_name() -> None:
    """Jeanne is not Jeanne Morel, nor is Jeanne Morel Jeanne Morel-Dupont."""
    text = written(("Jeanne", "Jeanne Morel", "Jeanne Morel-Dupont", "Marie Jeanne"), "fr", False)
    assert withhold(text, ("Jeanne",), "X") == written(
        ("X", "Jeanne Morel", "Jeanne Morel-Dupont", "Marie Jeanne"), "fr", False
    )
    assert "Jeanne, X, Jeanne Morel-Dupont, Marie Jeanne" in withhold(text, ("Jeanne Morel",), "X")


def test_only_the_credit_of_a_page_changes() -> None:
    """What the sheet says is not ours to change, and a page without credit stays whole."""
    body = "Un atelier de Jeanne Morel."
    page = f"{body}\n\n{written(('Jeanne Morel',), 'fr', False)}\nJeanne Morel"
    without = withhold_on_page(page, ("Jeanne Morel",), INSTEAD)
    assert without.startswith(f"{body}\n\n")
    assert without.endswith("</div>\nJeanne Morel")
    assert without.count(INSTEAD) == 1
    assert withhold_on_page(body, ("Jeanne Morel",), INSTEAD) == body
