"""Durations of the configuration."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.durations import fault_of_interval, parse_interval


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("30min", 1800),
        ("24h", 86400),
        ("24 h", 86400),
        ("1h30", 5400),
        ("1 h 30 min", 5400),
        ("1h30min15s", 5415),
        ("1d", 86400),
        ("1j", 86400),
        ("1 jour", 86400),
        ("2 jours", 172800),
        ("1j12h", 129600),
        ("1sem", 604800),
        ("2 semaines", 1209600),
        ("1w", 604800),
        ("3 weeks 2 days", 1987200),
        ("5 Minutes", 300),
        ("1 heure", 3600),
        ("0s", 0),
    ],
)
def test_durations_are_read_in_french_and_english(text: str, seconds: int) -> None:
    """A duration is a number with its unit, or several from the greatest to the smallest."""
    assert parse_interval(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    ["", " ", "24", "1:30", "1.5h", "m", "5m", "h", "1h 1h", "30min 1h", "30min15", "1j12", "-1h", "1 h x", "1234567s"],
)
def test_what_is_no_duration_is_none(text: str) -> None:
    """A bare number, a clock, a fraction, an order upside down or a riddle is no duration."""
    assert parse_interval(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("24", "bare number"),
        ("1.5", "bare number"),
        ("5m", "min for minutes"),
        ("1h 5M", "min for minutes"),
        ("soon", "90s"),
    ],
)
def test_the_fault_of_a_duration_is_said(text: str, words: str) -> None:
    """The message knows the usual mistakes."""
    assert words in fault_of_interval(text)


@given(st.text())
def test_any_text_is_a_duration_or_has_a_fault(text: str) -> None:
    """No text makes the reader fail."""
    assert parse_interval(text) is not None or fault_of_interval(text)
