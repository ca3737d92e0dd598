"""Text as people and other programs read it."""

from dataclasses import replace

import pytest

from bot.wikitext.plain import plain_text, read_otherwise
from tests.wikitext.builders import MULTIBAO


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Café débat", "Café débat"),
        ("''Café'' '''débat'''", "Café débat"),
        ("Le [[Café débat|café]] du [[lundi]]", "Le café du lundi"),
        ("Budget &amp; quartier", "Budget & quartier"),
        ("XIX<sup>e</sup> siècle<!-- sic -->", "XIXe siècle"),
        ("L'arpentage", "L'arpentage"),
    ],
)
def test_plain_text_is_what_people_read(written: str, read: str) -> None:
    """Markup goes, words stay, and an apostrophe is no markup."""
    assert plain_text(written) == read


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{Fiche outil|titre=''u''|durée=1 h}}", ()),
        ("{{Fiche outil|titre=a|objectifs={{#ask:[[c]]|d}}|durée=1 h}}", ("1", "durée", "objectifs")),
        ("{{Fiche outil|titre=<span>u|v</span>|durée=1 h}}", ("1", "titre")),
        ("{{Autre|a=1}}", ()),
    ],
)
def test_disagreements_with_other_programs_are_named(text: str, names: tuple[str, ...]) -> None:
    """A parameter that mwparserfromhell reads otherwise than MediaWiki is named; quotes alone make no difference."""
    assert read_otherwise(text, ("Fiche outil",), MULTIBAO) == names


def test_a_redirect_of_the_template_is_no_disagreement() -> None:
    """Both readers find the call under the name that leads to the template."""
    wiki = replace(MULTIBAO, template_redirects=(("Vieille fiche", "Fiche outil"),))
    assert read_otherwise("{{Vieille fiche|titre=a}}", ("Fiche outil",), wiki) == ()
