"""Durations and ranges of durations; canonical are ``90 min``, ``0.5 d`` and ``60 min..120 min``.

Days are no number of minutes: a workshop of two days does not last 48 hours. So hours and days are never compared.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.domain.duration import parse_duration
from bot.domain.kinds.words import Ends, fold, ranges, tidy

_WORDS = (
    (r"(?:une |1 |1/2 )?demi[- ]?heures?|(?:a )?half[- ]hour|half an hour|1/2 ?(?:h|heure|hour)", "30 min"),
    (r"(?:un |1 )?quart d'heure|a quarter of an hour", "15 min"),
    (r"(?:trois|3) quarts d'heure|three quarters of an hour", "45 min"),
    (r"(?:une |la |1 )?demi[- ]?journees?|(?:a )?half[- ]day|half a day|1/2 ?(?:journee|jour|day)", "0.5 d"),
    (r"(?P<number>.+?) ?(?:jours?|journees?|days?|d|j)(?P<half> et demie?| and a half)?", "d"),
    (r"(?P<number>[^ ]+) ?(?:heures?|hours?|h)(?: et demie?| and a half)", "h"),
)
_SPELT = tuple((re.compile(form), result) for form, result in _WORDS)
_NAMES = {
    "un": "1", "une": "1", "a": "1", "an": "1", "one": "1", "deux": "2", "two": "2", "trois": "3", "three": "3",
    "quatre": "4", "four": "4", "cinq": "5", "five": "5", "six": "6", "sept": "7", "seven": "7", "huit": "8",
    "eight": "8", "neuf": "9", "nine": "9", "dix": "10", "ten": "10",
}  # fmt: skip
_NAME = re.compile(r"(?<![\w'])(?:" + "|".join(_NAMES) + r")(?= (?:heure|hour|minute|jour|journee|day))")
_AMOUNT = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,2})?")
_UNIT = re.compile(r" ?(?P<unit>heures?|hours?|h|minutes?|min|mn|jours?|days?|d|j)\.?$")


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long something lasts, perhaps between two ends or with an open one: in minutes, or in half days."""

    low: int | None
    high: int | None
    in_days: bool = False

    @property
    def minutes(self) -> int | None:
        """Give the minutes of a single duration, None for a range and for days."""
        return self.low if self.low == self.high and not self.in_days else None


@lru_cache(maxsize=64)  # a value is checked, written and read back at each partner
def parse_lasting(text: str) -> Lasting | None:
    """Read a duration or a range of durations; a bare number is none, but takes the unit of the other end."""
    text = fold(tidy(text)).replace("\u2044", "/")
    single = _amount(text)
    if single is not None:
        return Lasting(single[0], single[0], single[1])
    found = {lasting for ends in _folded_ranges(text) if (lasting := _between(ends)) is not None}
    return found.pop() if len(found) == 1 else None


def _folded_ranges(text: str) -> tuple[Ends, ...]:
    """Read ranges of a text that has lost its accents: give back those of the words of a range."""
    text = re.sub(r"\ba (?=partir d)", "à ", text)
    text = re.sub(r"^jusqu'a ", "jusqu'à ", text)
    text = re.sub(r"^des (?=[0-9])", "dès ", text)
    return ranges(re.sub(r"(?<=[\w']) a (?=[0-9a-z])", " à ", text))


def _between(ends: Ends) -> Lasting | None:
    unit = _UNIT.search(ends.high or "")
    low = _amount(ends.low) if ends.low else None
    if ends.low and low is None and unit and _AMOUNT.fullmatch(ends.low):
        low = _amount(f"{ends.low} {unit['unit']}")
    high = _amount(ends.high) if ends.high else None
    if (ends.low and low is None) or (ends.high and high is None):
        return None
    if low and high and (low[1] != high[1] or low[0] > high[0]):
        return None
    return Lasting(low[0] if low else None, high[0] if high else None, (low or high or (0, False))[1])


def _amount(text: str) -> tuple[int, bool] | None:
    """Read one duration as minutes, or as half days where the second is true."""
    text = text.strip()
    if text.endswith(".."):
        return None
    text = text.removesuffix(".")
    numbered = _NAME.sub(lambda match: _NAMES[match[0]], text)
    for form, result in _SPELT:
        match = form.fullmatch(numbered) or form.fullmatch(text)
        if match is None:
            continue
        if result == "d":
            return _half_days(match["number"], half=match["half"] is not None)
        if result == "h":
            hours = parse_duration(f"{match['number']} h")
            return None if hours is None or hours % 60 else (hours + 30, False)
        return (1, True) if result == "0.5 d" else (int(result.partition(" ")[0]), False)
    minutes = parse_duration(numbered)
    return None if minutes is None else (minutes, False)


def _half_days(number: str, *, half: bool) -> tuple[int, bool] | None:
    if not _AMOUNT.fullmatch(number):
        return None
    halves = Decimal(number.replace(",", ".")) * 2 + half
    return (int(halves), True) if halves == int(halves) and halves > 0 else None


def write_lasting(lasting: Lasting) -> str:
    """Write a duration as ``90 min`` or ``0.5 d``, a range as ``60 min..120 min``, ``60 min..`` or ``..120 min``."""

    def end(amount: int | None) -> str:
        if amount is None:
            return ""
        if not lasting.in_days:
            return f"{amount} min"
        return f"{amount // 2}{'.5' if amount % 2 else ''} d"

    return end(lasting.low) if lasting.low == lasting.high else f"{end(lasting.low)}..{end(lasting.high)}"
