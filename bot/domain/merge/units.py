"""What a text is made of when it is merged: sections, blocks and sentences, with the blanks between them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_TAIL = 24
_WORD_LIMIT = 2000


class Side(StrEnum):
    """One of the three texts of a merge."""

    BASE = "base"
    INCOMING = "incoming"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a text that is taken or left as a whole, unless its *parts* can be merged one by one.

    *before* are the blanks that part it from the smallest unit before it, whose end is *behind*; the first of a text
    has None. *joint* is what must part it at least from something new before it, *seam* from another part of its own
    *block*, the number of a block in its text. A *free* unit may stand beside another added at the same place.
    """

    text: str
    key: str
    before: str | None = None
    behind: str = ""
    joint: str = " "
    seam: str = " "
    block: int = 0
    free: bool = False
    parts: tuple["Unit", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks up to the next heading; *path* are the headings from the outermost to its own."""

    path: tuple[str, ...]
    heading: Unit | None
    blocks: tuple[Unit, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """Give the heading, if there is one, and the blocks."""
        return (self.heading, *self.blocks) if self.heading else self.blocks


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in sections, between the blanks at its two ends."""

    sections: tuple[Section, ...]
    lead: str = ""
    end: str = ""


Cutter = Callable[[str], Cut]
Three = tuple[tuple[Unit, ...], tuple[Unit, ...], tuple[Unit, ...]]
"""Units of the base, of the incoming and of the local text."""


def tail(text: str) -> str:
    """Give the end of a text by which it is known to stand before another, whatever its blanks."""
    return " ".join(text.split())[-_TAIL:]


def flat(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Give the units with those that have parts taken apart."""
    return tuple(part for unit in units for part in (unit.parts or (unit,)))


def joined(units: tuple[Unit, ...]) -> str:
    """Write units that follow each other in one text."""
    return "".join(f"{unit.before or ''}{unit.text}" for unit in units)[len(units[0].before or "") if units else 0 :]


def prefer(base: str | None, incoming: str | None, local: str | None) -> str | None:
    """Choose between blanks: those of the side that changed them, the local ones when both did; None is unknown."""
    if incoming is None or (local is not None and incoming == base):
        return base if local is None and incoming is None else local
    return incoming if local is None or local == base else local


@lru_cache(maxsize=4096)
def _words(key: str) -> Counter[str]:
    letters = "".join(char if char.isalnum() else " " for char in key.casefold())
    return Counter(letters.split()[:_WORD_LIMIT])


def word_count(key: str) -> int:
    """Tell how many words a text has."""
    return _words(key).total()


def likeness(one: str, other: str) -> float:
    """Tell how many words two texts share, from 0 to 1."""
    first, second = _words(one), _words(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0
