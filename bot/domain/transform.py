"""Transforms: named pure functions on one value, which a rule of a mapping puts in a row.

A new one is a function in ``bot.domain.transforms`` and a line in the table there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.field import Kind, Value

Table = tuple[tuple[str, str], ...]
OptionValue = str | int | Table
Options = Mapping[str, OptionValue]


class Shape(StrEnum):
    """Whether a transform works on one text or on a list of texts; EACH works on a text and on each text of a list."""

    TEXT = "text"
    LIST = "list"
    EACH = "each"


class Sort(StrEnum):
    """What an option may be."""

    TEXT = "text"
    NUMBER = "number"
    TABLE = "table"
    CHOICE = "choice"
    PATTERN = "pattern"
    REGEX = "regex"


class Back(StrEnum):
    """How what a transform wrote can be read: as the same text, as another text of the same value, or not at all."""

    TEXT = "text"
    VALUE = "value"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a transform; the first of a transform may be given alone, without its name."""

    name: str
    sort: Sort
    description: str
    default: OptionValue | None = None
    """None where the option must be given."""
    words: tuple[str, ...] = ()
    """The choices of a CHOICE, the holes of a PATTERN."""


@dataclass(frozen=True, slots=True)
class Step:
    """A transform as a rule asks for it, with the options that the rule gives."""

    name: str
    options: tuple[tuple[str, OptionValue], ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What transforms need and a room above knows; the defaults know nothing of wikitext."""

    plain: Callable[[str], str] = str.strip
    split: Callable[[str, str], tuple[str, ...]] = lambda text, mark: tuple(
        part.strip() for part in text.split(mark) if part.strip()
    )


Function = Callable[[Value, Options, Tools], Value]


@dataclass(frozen=True, slots=True)
class Example:
    """What a transform makes of a value."""

    options: tuple[tuple[str, OptionValue], ...]
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Transform:
    """A transform: its function, what undoes it, its options, and what people are told of it."""

    name: str
    run: Function
    description: str
    example: Example
    takes: Shape = Shape.EACH
    gives: Shape = Shape.EACH
    back: Back = Back.NO
    undo: Function | None = None
    options: tuple[Option, ...] = ()
    kinds: frozenset[Kind] = field(default_factory=lambda: frozenset(Kind) - {Kind.RECORDS})

    def option(self, name: str) -> Option | None:
        """Find an option by name."""
        return next((option for option in self.options if option.name == name), None)

    def settings(self, step: Step) -> dict[str, OptionValue]:
        """Give all options of a step, with the defaults of those that the rule leaves out."""
        known = {option.name: option.default for option in self.options if option.default is not None}
        return known | dict(step.options)


class UnknownValueError(Exception):
    """A value table has no row for a value and must not pass it on: the one error that a transform may raise."""

    def __init__(self, value: str, known: tuple[str, ...]) -> None:
        self.value = value
        self.known = known
        super().__init__(value)


def text_of(options: Options, name: str) -> str:
    """Give an option that is a text, empty when it is none."""
    value = options.get(name, "")
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def number_of(options: Options, name: str) -> int:
    """Give an option that is a number, 0 when it is none."""
    value = options.get(name, 0)
    return value if isinstance(value, int) else 0


def table_of(options: Options, name: str) -> Table:
    """Give an option that is a table, empty when it is none."""
    value = options.get(name, ())
    return value if isinstance(value, tuple) else ()


def each(function: Callable[[str, Options], str]) -> Function:
    """Let a function on one text work on each text of a list too; what becomes empty leaves the list."""

    def run(value: Value, options: Options, _tools: Tools) -> Value:
        if isinstance(value, str):
            return function(value, options)
        return tuple(made for part in value if (made := function(part, options)))

    return run


def unchanged(value: Value, _options: Options, _tools: Tools) -> Value:
    """Leave a value as it is: another spelling of the same value needs no undoing."""
    return value
