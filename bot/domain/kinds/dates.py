"""Dates in French and English; canonical is ISO 8601, and what is not said (a day, a month) stays unsaid."""

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.kinds.words import MONTHS, fold, tidy

_SHORT = {"janv": 1, "jan": 1, "fevr": 2, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "jun": 6, "juil": 7,
          "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
_NUMBERS = {
    **{fold(name): number for names in MONTHS.values() for number, name in enumerate(names, 1)},
    **_SHORT,
}
_DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_BEFORE = re.compile(rf"(?:le |on |the |en |in )?(?:(?:{_DAYS}),? )?(?:the |le )?", re.IGNORECASE)
_DAY = r"(?P<day>[0-9]{1,2})(?: ?(?:er|ᵉʳ|st|nd|rd|th))?"
_YEAR = r"(?P<year>[0-9]{4})"
_WORD = r"(?P<word>[^\W\d_]{3,9})\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?",
        rf"(?P<day>[0-9]{{1,2}})(?P<mark>[/.-])(?P<month>[0-9]{{1,2}})(?P=mark){_YEAR}",
        rf"(?P<month>[0-9]{{1,2}})/{_YEAR}",
        rf"{_DAY} (?:of )?{_WORD},? {_YEAR}",
        rf"{_WORD} {_DAY}, ?{_YEAR}",
        rf"{_WORD},? {_YEAR}",
    )
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of the calendar, or only its year, or its year and month."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def is_real(self) -> bool:
        """Tell whether the calendar has such a date."""
        if not 1000 <= self.year <= 9999 or (self.day is not None and self.month is None):
            return False
        if self.month is None:
            return True
        days = calendar.monthrange(self.year, self.month)[1] if 1 <= self.month <= 12 else 0
        return days > 0 and (self.day is None or 1 <= self.day <= days)


@lru_cache(maxsize=64)  # a value is checked, written and read back at each partner
def parse_date(text: str) -> PartialDate | None:
    """Read a date; numbers between slashes, dots or hyphens are day, month, year in this order and no other."""
    text = tidy(text)
    before = _BEFORE.match(text)
    text = text[before.end() :] if before else text
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            parts = match.groupdict()
            word, month, day = parts.get("word"), parts.get("month"), parts.get("day")
            number = _NUMBERS.get(fold(word)) if word else int(month) if month else None
            if word and number is None:
                return None
            date = PartialDate(int(parts["year"]), number, int(day) if day else None)
            return date if date.is_real else None
    return None


def write_date(date: PartialDate) -> str:
    """Write a date as ``2024-03-01``, ``2024-03`` or ``2024``."""
    parts = [f"{date.year:04d}", *(f"{part:02d}" for part in (date.month, date.day) if part is not None)]
    return "-".join(parts)


DATE_HOLES = ("day", "dd", "month", "mm", "year")


def fill_date(date: PartialDate, names: tuple[str, ...], language: str) -> dict[str, str] | None:
    """Give what stands in the holes of a date pattern, None when the pattern asks for what the date leaves unsaid."""
    holes = {"year": f"{date.year:04d}"}
    if date.month is not None:
        holes |= {"month": MONTHS[language][date.month - 1], "mm": f"{date.month:02d}"}
    if date.day is not None:
        # In French the first of a month is an ordinal, and no other day is.
        holes |= {"day": "1er" if language == "fr" and date.day == 1 else str(date.day), "dd": f"{date.day:02d}"}
    return holes if all(name in holes for name in names) else None
