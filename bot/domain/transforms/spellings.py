"""Transforms that spell the values of a kind another way; what the kind cannot read stays as it was written."""

import re
from typing import TYPE_CHECKING

from bot.domain.duration import write_duration
from bot.domain.kinds.dates import PartialDate, fill_date, parse_date
from bot.domain.kinds.words import MONTHS, fold
from bot.domain.pattern import fill, holes, match
from bot.domain.transform import Options, text_of

if TYPE_CHECKING:
    from bot.domain.kinds.numbers import Quantity

_NO_TARGET = re.compile(r"[\[\]{}|<>#\n]")
_RANGES = {
    "fr": ("de {low} à {high}", "à partir de {low}", "jusqu’à {high}"),
    "en": ("from {low} to {high}", "at least {low}", "up to {high}"),
}


def date(text: str, options: Options) -> str:
    """Write a date by a pattern; a date without day or month is written in words."""
    read_by = text_of(options, "from")
    found = _date_by(text, read_by) if read_by else parse_date(text)
    if found is None:
        return text
    language = text_of(options, "language")
    pattern = text_of(options, "to")
    for tried in (pattern, "{month} {year}", "{year}"):
        filled = fill_date(found, holes(tried), language)
        if filled is not None:
            return fill(tried, lambda name, filled=filled: filled[name])  # type: ignore[misc]
    return text


def _date_by(text: str, pattern: str) -> PartialDate | None:
    """Read a date by a pattern, and by no other."""
    parts = dict(match(pattern, text.strip()) or ())
    day, month, year = parts.get("day", parts.get("dd")), parts.get("mm"), parts.get("year", "")
    names = {fold(name): number for words in MONTHS.values() for number, name in enumerate(words, 1)}
    day = re.sub(r"(?:er|st|nd|rd|th)$", "", day) if day is not None else None
    number = names.get(fold(parts["month"])) if "month" in parts else _whole(month) if month is not None else None
    if _whole(year) is None or (day is not None and _whole(day) is None) or (number is None and len(parts) > 1):
        return None
    found = PartialDate(_whole(year) or 0, number, _whole(day) if day is not None else None)
    return found if found.is_real else None


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def number(text: str, options: Options) -> str:
    """Write a number or a range of numbers as a language does."""
    from bot.domain.kinds.numbers import parse_number

    found = parse_number(text)
    return text if found is None else _number(found, text_of(options, "language"))


def _number(quantity: "Quantity", language: str) -> str:
    from bot.domain.kinds.numbers import write_decimal

    mark, thousands = (",", " ") if language == "fr" else (".", "")
    low, high = ("" if end is None else write_decimal(end, mark, thousands) for end in (quantity.low, quantity.high))
    between, from_low, to_high = _RANGES[language]
    pattern = "{low}" if quantity.is_single else between if low and high else from_low if low else to_high
    unit = f" {quantity.unit}" if quantity.unit else ""
    return fill(pattern, lambda name: low if name == "low" else high) + unit


def duration(text: str, options: Options) -> str:
    """Write a duration by a pattern; ranges and days stay as they are written."""
    from bot.domain.kinds.durations import parse_lasting

    found = parse_lasting(text)
    minutes = found.minutes if found else None
    return text if minutes is None else write_duration(minutes, text_of(options, "to"))


def coordinates(text: str, options: Options) -> str:
    """Write coordinates in decimal degrees, or in degrees, minutes and seconds."""
    from bot.domain.kinds.coordinates import parse_point, write_degrees, write_point

    found = parse_point(text)
    if found is None:
        return text
    if text_of(options, "form") == "decimal":
        return write_point(found)
    return write_degrees(found, text_of(options, "language"))


def link(text: str, options: Options) -> str:
    """Make a wiki link of the name of a page; what is no possible name stays as it is."""
    from bot.domain.kinds.links import Link, write_link

    if not text.strip() or _NO_TARGET.search(text) or text != " ".join(text.split()):
        return text
    before = text_of(options, "before")
    return write_link(Link(before + text, text if before else ""))


def without_link(text: str, options: Options) -> str:
    """Give the name of the page that ``link`` made a link of."""
    from bot.domain.kinds.links import parse_link

    found = parse_link(text)
    if found is None or found.external or link(found.label or found.target, options) != text:
        return text
    return found.label or found.target


def unlink(text: str, _options: Options) -> str:
    """Give the words of links instead of the links: the label, else the page or the address."""
    text = re.sub(r"\[\[:?(?:[^\[\]|{}<>\n]+\|)?([^\[\]|{}<>\n]+)\]\]", r"\1", text)
    return re.sub(r"\[(?:https?:)?//[^\s\[\]]+ +([^\[\]\n]+)\]", r"\1", text)
