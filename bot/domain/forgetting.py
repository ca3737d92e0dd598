"""A name that is to be forgotten: where it stood at the partners, and what became of it there."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.reasons import Finding
from bot.errors import RepublishError


class Fate(StrEnum):
    """What becomes of a name on one copy."""

    PLANNED = "planned"  # it stands in the credit, and would be taken out
    TAKEN_OUT = "taken out"
    REFUSED = "refused"  # people of the partner want the page left alone
    FAILED = "failed"
    IN_THE_CREDIT = "in the credit"  # a single word within a sentence there, which may be a part of another name
    IN_THE_TEXT = "in the text"  # outside the credit: not ours to change


@dataclass(frozen=True, slots=True)
class Place:
    """A copy on which the name stands or stood; *finding* and *info* say why it still does."""

    partner: str
    title: str
    fate: Fate
    finding: Finding | None = None
    info: str = ""
    line: str = ""
    """The line in which the name stands, for a person who mends it."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What was found of a name at all partners, and which could not be asked."""

    places: tuple[Place, ...] = ()
    troubles: tuple[RepublishError, ...] = ()
    known: int = 0
    """How many copies were looked at."""

    @property
    def waits(self) -> bool:
        """Tell whether the name still stands somewhere, so that people must act."""
        return any(
            place.fate in (Fate.REFUSED, Fate.FAILED, Fate.IN_THE_CREDIT, Fate.IN_THE_TEXT) for place in self.places
        )
