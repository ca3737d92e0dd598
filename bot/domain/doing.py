"""What long work is at, for whoever waits for it."""

from collections.abc import Callable
from enum import StrEnum


class Doing(StrEnum):
    """What is done at a wiki before anything is written."""

    LISTING = "listing"
    READING = "reading"
    PLANNING = "planning"


Notice = Callable[[str, Doing, int, int | None], None]
"""Takes the wiki, what is done there, how many sheets are done, and of how many, None where nobody knows yet."""


def unnoticed(_wiki: str, _doing: Doing, _done: int, _total: int | None) -> None:
    """Let nobody know."""
