"""Durations of the configuration: a number never stands without its unit."""

import re
from datetime import timedelta

from bot.i18n import _

_UNITS = (
    (r"s|sec|secondes?|seconds?", timedelta(seconds=1)),
    (r"min|mn|minutes?", timedelta(minutes=1)),
    (r"h|heures?|hours?", timedelta(hours=1)),
    (r"j|jours?|d|days?", timedelta(days=1)),
    (r"sem|semaines?|w|weeks?", timedelta(weeks=1)),
)
_PART = re.compile(r"(?P<number>[0-9]{1,6})\s*(?P<unit>[^\W\d_]*)\s*")
_NUMBER = re.compile(r"\s*[0-9]+([.,:][0-9]+)*\s*")
_MONTH_OR_MINUTE = re.compile(r"[0-9]\s*m(?![^\W\d_])", re.IGNORECASE)
INTERVAL_PATTERN = r"^\s*([0-9]{1,6}\s*[A-Za-z]+\s*)+([0-9]{1,2}\s*)?$"
"""What an editor can check of a duration."""


def parse_interval(text: str) -> timedelta | None:
    """Give the duration that *text* names (``90s``, ``1h30``, ``2 jours``), or None where it names none.

    Units go from the greatest to the smallest, each once; a bare number counts as minutes only behind hours.
    """
    position, total, last = 0, timedelta(), None
    text = text.strip()
    while position < len(text):
        part = _PART.match(text, position)
        unit = _unit_of(part["unit"], last) if part else None
        if part is None or unit is None or (last is not None and unit >= last):
            return None
        total += int(part["number"]) * unit
        last, position = unit, part.end()
    return total if last is not None else None


def _unit_of(word: str, last: timedelta | None) -> timedelta | None:
    if not word:
        return timedelta(minutes=1) if last == timedelta(hours=1) else None
    return next((unit for names, unit in _UNITS if re.fullmatch(names, word, re.IGNORECASE)), None)


def fault_of_interval(text: str) -> str:
    """Say why *text* is no duration."""
    if _NUMBER.fullmatch(text):
        return _("a bare number is not a duration: write its unit, for example 24h, 30min or 5s.")
    if _MONTH_OR_MINUTE.search(text):
        return _("“m” may be a minute or a month: write min for minutes, for example 30min.")
    return _("this is not a duration: write for example 90s, 30min, 24h, 1h30, 2d or 1w.")
