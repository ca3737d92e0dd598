"""Credit lines of sheets: told from the rest by their headings, wherever no mapping takes them."""

from bot.domain.credit import Mention
from bot.domain.mapping import CREDIT_HEADINGS
from bot.wikitext.mentions import credit_fields, split_mentions
from bot.wikitext.reader import Unclaimed
from tests.wikitext.builders import OUTIL


def test_credit_lines_are_parted_from_the_rest() -> None:
    """Sections with all that stands below them, and parameters with their whole value."""
    long = "Jeanne Morel, " * 20
    unclaimed = (
        Unclaimed("parameter", "auteur", long[:80], long),
        Unclaimed("parameter", "couleur", "rouge", "rouge"),
        Unclaimed("section", "== crédits ==", "Un atelier."),
        Unclaimed("section", "=== Livres ===", "* Freinet"),
        Unclaimed("section", "== Variantes ==", "Dehors."),
        Unclaimed("section", "=== Livres ===", "* Un roman"),
        Unclaimed("section", "== Sources ==", ""),
    )
    mentions, others = split_mentions(unclaimed, CREDIT_HEADINGS)
    assert mentions == (Mention("auteur", long), Mention("crédits", "Un atelier."), Mention("Livres", "* Freinet"))
    assert [one.name for one in others] == ["couleur", "== Variantes ==", "=== Livres ==="]
    assert split_mentions(unclaimed, ())[0] == ()


def test_fields_that_hold_credit_lines_are_known_by_where_they_stand() -> None:
    """By the section, the parameter or the label that the mapping reads."""
    assert credit_fields(OUTIL, CREDIT_HEADINGS) == {"sources": "Sources"}
    assert credit_fields(OUTIL, ("Durée",)) == {"duree": "durée"}
