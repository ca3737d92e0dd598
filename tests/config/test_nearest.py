"""The nearest right word."""

import pytest

from bot.config.nearest import hint, nearest

KNOWN = ("titre", "Déroulé", "mots_cles", "mapping")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("tire", "titre"),
        ("TITRE", "titre"),
        ("deroule", "Déroulé"),
        ("DÉROULE", "Déroulé"),
        ("mots-clés", "mots_cles"),
        ("maping", "mapping"),
        ("colour", None),
        ("", None),
    ],
)
def test_the_word_somebody_meant_is_found(word: str, near: str | None) -> None:
    """Slips, capitals, accents and hyphens do not hide a word; something else is not guessed."""
    assert nearest(word, KNOWN) == near


def test_a_hint_names_what_is_known() -> None:
    """Without a near word, all known ones are named."""
    assert hint("tire", KNOWN) == "did you mean “titre”?"
    assert hint("colour", ("b", "a")) == "known are a, b."
    assert hint("colour", ()) == "none is known."
