"""The kinds by name: what parses a text, what writes a value, and what does neither."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.domain.field import Field, FieldValue, Kind, Records, Value
from bot.domain.kinds.coordinates import parse_point, write_point
from bot.domain.kinds.dates import parse_date, write_date
from bot.domain.kinds.durations import parse_lasting, write_lasting
from bot.domain.kinds.links import parse_file, parse_link, write_link
from bot.domain.kinds.lists import parse_list, write_list
from bot.domain.kinds.numbers import parse_number, write_number
from bot.domain.licences.offers import Offer
from bot.domain.licences.recognise import recognise


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the values of a kind are read and written; what is written is read back as the same value."""

    parse: Callable[[str], Any]
    write: Callable[[Any], str]


def _parse_text(text: str) -> str | None:
    return text.strip() or None


def _parse_licence(text: str) -> Offer | None:
    return recognise(text).offer


def _write_licence(offer: Offer) -> str:
    """Write an address where it says all of the licence, else names."""
    alone = offer.alternatives[0] if len(offer.alternatives) == 1 else None
    if alone and alone.url and recognise(alone.url).licence == alone:
        return alone.url
    return " OR ".join(licence.name for licence in offer.alternatives)


SPELLINGS = {
    Kind.TEXT: Spelling(_parse_text, str),
    Kind.LIST: Spelling(parse_list, write_list),
    Kind.DATE: Spelling(parse_date, write_date),
    Kind.NUMBER: Spelling(parse_number, write_number),
    Kind.DURATION: Spelling(parse_lasting, write_lasting),
    Kind.COORDINATES: Spelling(parse_point, write_point),
    Kind.LINK: Spelling(parse_link, write_link),
    Kind.FILE: Spelling(parse_file, str),
    Kind.LICENCE: Spelling(_parse_licence, _write_licence),
}
COMPARED_BY_VALUE = frozenset({Kind.DATE, Kind.NUMBER, Kind.DURATION, Kind.COORDINATES})


def unparsed(value: Value, kind: Kind) -> bool:
    """Tell whether a value says something that its kind cannot read; it then stays as it was written."""
    if isinstance(value, tuple):
        return kind is not Kind.LIST
    return bool(value.strip()) and SPELLINGS[kind].parse(value) is None


def is_unparsed(value: FieldValue, field: Field) -> bool:
    """Tell whether the value of a field, or one within its records, says something that its kind cannot read."""
    if not isinstance(value, Records):
        return unparsed(value, field.kind)
    parts = {part.name: part for part in field.fields}
    return any(is_unparsed(value, parts[name]) for record in value for name, value in record if name in parts)


def canonical(text: str, kind: Kind) -> str:
    """Give the canonical form of a text, or the text as it stands when its kind cannot read it."""
    value = SPELLINGS[kind].parse(text)
    return text if value is None else SPELLINGS[kind].write(value)


def same_text(one: str, other: str, kind: Kind) -> bool:
    """Tell whether two texts say the same: by value where the kind can be compared so, else word by word."""
    if one == other:
        return True
    if kind not in COMPARED_BY_VALUE:
        return False
    first, second = SPELLINGS[kind].parse(one), SPELLINGS[kind].parse(other)
    return first is not None and first == second
