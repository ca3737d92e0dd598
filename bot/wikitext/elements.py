"""The structures that a wikitext is made of, each by its position."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple


class Sort(StrEnum):
    """What a structure is."""

    TEMPLATE = "template"
    ARGUMENT = "argument"
    LINK = "link"
    VARIANT = "variant"
    HEADING = "heading"
    COMMENT = "comment"
    TAG = "tag"
    IGNORED = "ignored"


# Tuples, because a frozen dataclass takes three times as long to make, and a page has dozens of these.


class Part(NamedTuple):
    """What stands between two pipes; *equals* is the position of the first equals sign that ends a name."""

    start: int
    end: int
    equals: int | None = None


class Element(NamedTuple):
    """A structure with its parts; a heading has its title as its only part, and its level."""

    sort: Sort
    start: int
    end: int
    parts: tuple[Part, ...] = ()
    level: int = 0


def outermost(elements: Iterable[Element]) -> Iterator[Element]:
    """Give the elements that stand in no other, of those given in the order of :func:`bot.wikitext.scan.scan`."""
    end = 0
    for element in elements:
        if element.start >= end:
            yield element
            end = max(end, element.end)
