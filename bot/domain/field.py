"""Fields: the named values that make a sheet, and the formats that say which a sheet has."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

Value = str | tuple[str, ...]


_LONGEST = 80


def short(value: Value) -> str:
    """Give a value as one line that fits into a table."""
    text = " ".join((", ".join(value) if isinstance(value, tuple) else value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


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


@dataclass(frozen=True, slots=True)
class Field:
    """A field that sheets of a format have; *labels* are pairs of language and words."""

    name: str
    kind: Kind
    required: bool = False
    labels: tuple[tuple[str, str], ...] = ()

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
class Values:
    """The values of one sheet by field name; an absent field has no value, never an empty one."""

    pairs: tuple[tuple[str, Value], ...] = ()

    def get(self, name: str) -> Value | None:
        """Give the value of a field, None when the sheet has none."""
        return next((value for known, value in self.pairs if known == name), None)

    def text(self, name: str) -> str:
        """Give a value as one text, lists joined by commas, empty when there is none."""
        value = self.get(name)
        return ", ".join(value) if isinstance(value, tuple) else value or ""

    def with_value(self, name: str, value: Value) -> "Values":
        """Give the same values with one set; an empty value takes the field away."""
        rest = tuple(pair for pair in self.pairs if pair[0] != name)
        return Values((*rest, (name, value)) if value else rest)

    def __iter__(self) -> Iterator[tuple[str, Value]]:
        return iter(self.pairs)
