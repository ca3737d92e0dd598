"""Fields: the named values that make a sheet, and the formats that say which a sheet has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

Value = str | tuple[str, ...]
"""A text or a list of texts: what transforms work on."""


_LONGEST = 80


class Kind(StrEnum):
    """What a value is, and so how it is compared and written."""

    TEXT = "text"
    LIST = "list"
    DATE = "date"
    NUMBER = "number"
    DURATION = "duration"
    COORDINATES = "coordinates"
    FILE = "file"
    LINK = "link"
    LICENCE = "licence"
    RECORDS = "records"


WHOLE = frozenset({Kind.LICENCE, Kind.RECORDS})
"""Kinds of what belongs to the sheet as a whole: no field of a record is one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that sheets of a format have; *labels* are pairs of language and words.

    *fields* are those of one record of the kind records.
    """

    name: str
    kind: Kind
    required: bool = False
    labels: tuple[tuple[str, str], ...] = ()
    fields: "tuple[Field, ...]" = ()

    def label(self, language: str) -> str:
        """Say the field in the words of *language*, else by its name."""
        return dict(self.labels).get(language, self.name)


@dataclass(frozen=True, slots=True)
class Format:
    """An exchange format: the fields agreed between wikis for one type of sheet."""

    name: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """Find a field by name."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one field in order, each with values of its own; one without values is no record."""

    each: "tuple[Values, ...]" = ()

    def __bool__(self) -> bool:
        return bool(self.each)

    def __iter__(self) -> "Iterator[Values]":
        return iter(self.each)


FieldValue = Value | Records
"""What a field of a sheet may hold."""


def in_words(value: FieldValue | None, between: str = ", ") -> str:
    """Give a value as one text for people; *between* parts the entries of a list and the records."""
    if isinstance(value, Records):
        return between.join("; ".join(f"{name}: {in_words(part)}" for name, part in record) for record in value)
    return between.join(value) if isinstance(value, tuple) else value or ""


def texts_in(value: FieldValue) -> Iterator[str]:
    """Give the texts of a value, those of records included."""
    if isinstance(value, Records):
        for record in value:
            for _, part in record:
                yield from texts_in(part)
    else:
        yield from value if isinstance(value, tuple) else (value,)


def short(value: FieldValue) -> str:
    """Give a value as one line that fits into a table."""
    text = " ".join(in_words(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@dataclass(frozen=True)
class Values:
    """The values of one sheet or record by field name; an absent field has no value, never an empty one."""

    pairs: tuple[tuple[str, FieldValue], ...] = ()

    def get(self, name: str) -> FieldValue | None:
        """Give the value of a field, None when the sheet has none."""
        return self._by_name.get(name)

    @cached_property  # a copy that is written and checked asks a hundred times
    def _by_name(self) -> Mapping[str, FieldValue]:
        return dict(self.pairs)

    def text(self, name: str) -> str:
        """Give a value as one text, lists joined by commas, empty when there is none."""
        return in_words(self.get(name))

    def with_value(self, name: str, value: FieldValue) -> "Values":
        """Give the same values with one set; an empty value takes the field away."""
        rest = tuple(pair for pair in self.pairs if pair[0] != name)
        return Values((*rest, (name, value)) if value else rest)

    def __iter__(self) -> Iterator[tuple[str, FieldValue]]:
        return iter(self.pairs)
