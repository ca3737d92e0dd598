"""Durations, patterns, values, selections and limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duration import parse_duration, write_duration
from bot.domain.field import Values
from bot.domain.limits import Brake, Stop, stop_for
from bot.domain.pattern import fill, holes, match
from bot.domain.selection import InCategory, Named, Selection


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        pytest.param("2 h", 120, id="hours"),
        pytest.param("1h30", 90, id="hours and minutes"),
        pytest.param("1 h 30 min", 90, id="with units"),
        pytest.param("1 heure et 30 minutes", 90, id="in French words"),
        pytest.param("1 hour and 30 minutes", 90, id="in English words"),
        pytest.param("1,5 h", 90, id="decimal comma"),
        pytest.param("0.5 hour", 30, id="decimal point"),
        pytest.param("45 mn", 45, id="minutes"),
        pytest.param("90'", 90, id="minutes by a prime"),
        pytest.param("2\u00a0h\u202f05.", 125, id="hard blanks and full stop"),
        pytest.param("30", None, id="bare number"),
        pytest.param("2 à 3 h", None, id="range"),
        pytest.param("2h-3h", None, id="range with a hyphen"),
        pytest.param("1h30 – 2h", None, id="range with a dash"),
        pytest.param("30 min 1 h", None, id="wrong order"),
        pytest.param("1h 1h", None, id="twice the same unit"),
        pytest.param("environ 2 h", None, id="prose"),
        pytest.param("2 hommes", None, id="word beginning like a unit"),
        pytest.param("1 mois", None, id="month"),
        pytest.param("2 jours", None, id="days are not 24 hours"),
        pytest.param("1 journée", None, id="a day of work"),
        pytest.param("9" * 400 + " h", None, id="endless number"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_duration_is_read_or_left(text: str, minutes: int | None) -> None:
    """A single duration is minutes; a range, a bare number or prose is none."""
    assert parse_duration(text) == minutes


@given(st.integers(0, 60 * 1000), st.sampled_from(("{hours}h{minutes}", "{hours} h {minutes}", "{total} min")))
def test_a_written_duration_is_read_again(minutes: int, pattern: str) -> None:
    """Writing a duration and reading it gives the same length."""
    assert parse_duration(write_duration(minutes, pattern)) == minutes


@given(st.text())
def test_any_text_can_be_asked_for_a_duration(text: str) -> None:
    """No text makes reading a duration fail."""
    found = parse_duration(text)
    assert found is None or found >= 0


LITERAL = st.text(st.characters(exclude_characters="{}"), max_size=5)


@given(LITERAL, LITERAL, st.text(min_size=1))
def test_one_hole_gives_back_what_filled_it(before: str, after: str, value: str) -> None:
    """The value of a single hole is read back, whatever stands around it and in it."""
    assert match(f"{before}{{titre}}{after}", fill(f"{before}{{titre}}{after}", lambda _: value)) == (("titre", value),)


@given(
    st.lists(st.one_of(LITERAL, st.sampled_from(("{a}", "{b}", "1", "\\"))), max_size=5),
    st.text(min_size=1, max_size=5),
)
def test_a_filled_pattern_is_matched(parts: list[str], value: str) -> None:
    """What is read back from a filled pattern fills it again, with holes that occur twice and digits behind them."""
    pattern = "".join(parts)
    text = fill(pattern, lambda name: value + name)
    found = match(pattern, text)
    assert found is not None
    assert fill(pattern, dict(found).__getitem__) == text
    assert set(dict(found)) == set(holes(pattern))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        pytest.param("Recette:{titre}", "Mur", id="no prefix"),
        pytest.param("Recette:{titre}", "Recette:", id="empty hole"),
        pytest.param("{a} ({a})", "un (deux)", id="twice, not the same"),
    ],
)
def test_another_text_is_not_of_the_pattern(pattern: str, text: str) -> None:
    """A text that the pattern cannot give is not matched."""
    assert match(pattern, text) is None


def test_values_hold_no_empty_value() -> None:
    """Setting an empty value takes the field away; lists are shown joined."""
    values = Values().with_value("titre", "Mur").with_value("objectifs", ("a", "b")).with_value("titre", "Pont")
    assert dict(values) == {"titre": "Pont", "objectifs": ("a", "b")}
    assert values.text("objectifs") == "a, b"
    assert values.text("inconnu") == ""
    assert dict(values.with_value("titre", "").with_value("objectifs", ())) == {}


def test_selections_are_compared_by_value() -> None:
    """Two selections that say the same are the same, and can be remembered in sets."""
    one, other = (Selection((InCategory("Jeux", depth=1), Named(("A",)))) for _ in range(2))
    assert one == other
    assert len({one, other}) == 1


@pytest.mark.parametrize(
    ("known", "listed", "changes", "expected"),
    [
        pytest.param(0, 300, 300, None, id="first run"),
        pytest.param(0, 301, 301, Stop("p", 301, 0, 300), id="first run of too many"),
        pytest.param(0, 0, 0, None, id="nothing at all"),
        pytest.param(100, 100, 50, None, id="at the limit"),
        pytest.param(100, 100, 51, Stop("p", 51, 100, 50), id="above the share"),
        pytest.param(5, 5, 5, None, id="few copies"),
        pytest.param(5, 20, 11, Stop("p", 11, 5, 10), id="above the number"),
        pytest.param(100, 0, 0, Stop("p", 0, 100, 0, empty=True), id="source empty"),
    ],
)
def test_limits_stop_a_plan(known: int, listed: int, changes: int, expected: Stop | None) -> None:
    """A plan stops above both limits, and whenever a source with copies lists nothing."""
    assert stop_for("p", Brake(0.5, 10), known=known, listed=listed, changes=changes) == expected
