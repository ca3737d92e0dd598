"""Where the value of a field stands on a page."""

from typing import NamedTuple

from bot.wikitext.templates import Call


class Place(NamedTuple):  # a tuple, as in elements.py: every field of every page makes one
    """Where a value stands: what was found there, the spans that it claims, and where the value itself stands.

    A place without a value of its own on the page, such as the page title, has an empty span.
    """

    value: str | tuple[str, ...] = ""
    claimed: tuple[tuple[int, int], ...] = ()
    start: int = 0
    end: int = 0
    parameter: str = ""
    """Name by which a parameter stands there, of all its names."""
    categories: tuple[str, ...] = ()
    """Names of the categories that give the value."""
    left_out: tuple[str, ...] = ()
    """What the claimed spans hold besides the value."""
    calls: tuple[Call, ...] = ()
    """Calls of the template that repeats there."""
