"""How a wikitext is cut into the units of a merge."""

import pytest

from bot.domain.merge.units import Unit
from bot.wikitext.units import cut


def _blocks(text: str) -> list[str]:
    return [block.text for section in cut(text).sections for block in section.blocks]


def _smallest(unit: Unit) -> list[str]:
    return [part.text for part in unit.parts] or [unit.text]


def sentences(text: str) -> list[str]:
    """Give the smallest units of a text."""
    return [part for section in cut(text).sections for block in section.blocks for part in _smallest(block)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Un. Deux ! Trois ? Quatre… Cinq", ["Un.", "Deux !", "Trois ?", "Quatre…", "Cinq"], id="points"),
        pytest.param("Voir M. Dupont. Puis Mme Roy.", ["Voir M. Dupont.", "Puis Mme Roy."], id="titles"),
        pytest.param("Du papier, p. ex. A4, etc. Et puis ?", ["Du papier, p. ex. A4, etc. Et puis ?"], id="p. ex."),
        pytest.param("Durée : 1 h 30. En mai 2024. Merci", ["Durée : 1 h 30.", "En mai 2024.", "Merci"], id="numbers"),
        pytest.param("« Oui ! » Il rit. « Non » dit-il.", ["« Oui ! »", "Il rit.", "« Non » dit-il."], id="quotes"),
        pytest.param("Il dit « Oui ! » et rit. Fin.", ["Il dit « Oui ! » et rit.", "Fin."], id="quote inside"),
        pytest.param("Voir [[A. B|C. D]]. [[E]] suit.", ["Voir [[A. B|C. D]].", "[[E]] suit."], id="links"),
        pytest.param("{{x|A. B}} C. ''D'' e.", ["{{x|A. B}} C. ''D'' e."], id="template and quotes of markup"),
        pytest.param("A.<ref>B. C.</ref> D.", ["A.<ref>B. C.</ref>", "D."], id="reference"),
        pytest.param("Sur https://e.org/a?B. Puis.", ["Sur https://e.org/a?B.", "Puis."], id="address"),
        pytest.param("Sur [https://e.org A. B] et. Fin", ["Sur [https://e.org A. B] et.", "Fin"], id="named address"),
        pytest.param("J.-C. Roy, 1. Un", ["J.-C. Roy, 1.", "Un"], id="initials"),
        pytest.param("1. Ouvrir. 2. Fermer", ["1. Ouvrir.", "2. Fermer"], id="number of a step at the start"),
        pytest.param("Un<br />Deux<br>\nTrois", ["Un<br />Deux<br>", "Trois"], id="breaks"),
        pytest.param("une ligne\nqui continue\nUne autre", ["une ligne\nqui continue", "Une autre"], id="lines"),
        pytest.param('<span title="A. B">Oui. Non</span>', ['<span title="A. B">Oui.', "Non</span>"], id="tag"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Sentences end where people end them, and nothing that belongs together is cut."""
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "a\nb\n\nc\n* d\n** e\n#f\n:g\n;h : i", ["a\nb", "c", "* d", "** e", "#f", ":g", ";h : i"], id="l"
        ),
        pytest.param(" a\n  b\nc\n----\nd", [" a\n  b", "c", "----", "d"], id="preformatted"),
        pytest.param("a\n{|\n* b\n\n{|\n|}\n|}\nc", ["a", "{|\n* b\n\n{|\n|}\n|}", "c"], id="table in a table"),
        pytest.param("{{x\n\n|a=b\n}}\nc {{y}}\n{{z}}", ["{{x\n\n|a=b\n}}", "c {{y}}", "{{z}}"], id="calls"),
        pytest.param("<pre>\na\n\n* b\n</pre>\n\nc", ["<pre>\na\n\n* b\n</pre>", "c"], id="opaque"),
        pytest.param("* a {{x|\n* b}}\n* c", ["* a {{x|\n* b}}", "* c"], id="item with a call on two lines"),
        pytest.param("{| class=x\n| open", ["{| class=x\n| open"], id="open table"),
    ],
)
def test_blocks(text: str, expected: list[str]) -> None:
    """Blocks are what a reader of the page sees as one thing."""
    assert _blocks(text) == expected


def test_tables_by_row_and_calls_by_argument() -> None:
    """A row, and an argument of a call on its own lines, are the smallest units."""
    assert sentences("{|\n! a\n|-\n| b. C\n|-\n| d\n|}") == ["{|\n! a", "|-\n| b. C", "|-\n| d", "|}"]
    assert sentences("{{x\n| a = {{y|z}}. B\n|c\n}}") == ["{{x", "| a = {{y|z}}. B", "|c", "}}"]


def test_sections_are_named_by_their_path() -> None:
    """A heading is known below the headings above it."""
    paths = [section.path for section in cut("a\n== B ==\n=== C ===\nd\n== ''E'' ==\n=== C ===\n").sections]
    assert paths == [(), ("B",), ("B", "C"), ("E",), ("E", "C")]
