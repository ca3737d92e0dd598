"""Durations as people write them on practice sheets, in French and in English."""

import re

from bot.domain.pattern import fill

_DASHES = re.compile("[\u2010-\u2015]")
_PART = re.compile(
    r"(?P<number>[0-9]{1,6}(?:[.,][0-9]{1,6})?)\s*"
    r"(?P<unit>heures?|hours?|hrs?|h|minutes?|mins?|mn|m|')?\s*(?:et|and|,)?\s*",
    re.IGNORECASE,
)
_MINUTES_IN = {"h": 60, "m": 1, "'": 1}


def parse_duration(text: str) -> int | None:
    """Give a duration in minutes, or None when *text* is no single duration (a range, a bare number, prose).

    A bare number counts as minutes only behind hours: ``1h30`` is 90, ``30`` is nothing. Days are no number of
    minutes: a workshop of two days does not last 48 hours.
    """
    text = _DASHES.sub("-", text.replace("\u00a0", " ").replace("\u202f", " ")).strip().rstrip(".")
    position, minutes, last = 0, 0.0, ""
    while position < len(text):
        part = _PART.match(text, position)
        if not part:
            return None
        unit = (part["unit"] or "")[:1].lower()
        if not unit:
            if last != "h":
                return None
            unit = "m"
        if last and _MINUTES_IN[unit] >= _MINUTES_IN[last]:
            return None
        minutes += float(part["number"].replace(",", ".")) * _MINUTES_IN[unit]
        last, position = unit, part.end()
    return round(minutes) if last else None


def write_duration(minutes: int, pattern: str) -> str:
    """Write a duration by a pattern with ``{hours}``, ``{minutes}`` (what is left of the hour) and ``{total}``."""
    numbers = {"hours": str(minutes // 60), "minutes": f"{minutes % 60:02d}", "total": str(minutes)}
    return fill(pattern, lambda name: numbers[name])


DURATION_HOLES = ("hours", "minutes", "total")
