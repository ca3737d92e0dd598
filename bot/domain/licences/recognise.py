"""What a text says about licences, and the door to reading it.

Anything that is not certainly one licence, or a choice of some, is not recognised. An address beats words, a version
or a port counts only where it stands with the licence, and words that keep something back send the text to a person.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.domain.licences.offers import Offer
from bot.domain.licences.values import Licence


class Certainty(StrEnum):
    """How much a text says about a licence."""

    EXACT = "exact"
    FAMILY = "family"  # elements known, version not stated
    CONFLICT = "conflict"  # several licences, or words that cast doubt: a person decides
    NONE = "none"


class Warned(StrEnum):
    """What a reader of a licence should know, although it does not stand against it."""

    ADDRESS_WINS = "address wins"  # the words name another version or port than the address
    LETTER_O = "letter o"  # CCO, written with a letter


class Flag(StrEnum):
    """What a text says beside a licence."""

    TRADE_MARK = "trade mark"  # which no copyright licence covers
    FILE_NAME = "file name"  # the name of a file hints at a licence, and is no evidence
    RESERVED = "reserved"  # words that deny a licence, or keep rights back
    SPEAKS = "speaks"  # it speaks of licences, whatever can be read of that


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a text says about licences.

    *alternatives* are what one may choose from, more than one where the words offer a choice. In a CONFLICT they are
    what a person may find there; nothing is to be done under them.
    """

    certainty: Certainty
    alternatives: tuple[Licence, ...] = ()
    warnings: frozenset[Warned] = frozenset()
    flags: frozenset[Flag] = frozenset()

    @property
    def offer(self) -> Offer | None:
        """Give what is certainly offered, for EXACT and FAMILY."""
        return Offer(self.alternatives) if self.certainty in {Certainty.EXACT, Certainty.FAMILY} else None

    @property
    def licence(self) -> Licence | None:
        """Give the one licence that is certainly offered, None where there is a choice."""
        return self.alternatives[0] if self.offer and len(self.alternatives) == 1 else None

    @property
    def is_silent(self) -> bool:
        """Tell whether the text says nothing at all about licences and rights."""
        return self.certainty is Certainty.NONE and not self.flags & {Flag.RESERVED, Flag.SPEAKS}


@lru_cache(maxsize=256)  # the sheets of a wiki say the same words
def recognise(text: str) -> Recognition:
    """Read what a text says about its licence."""
    # Most runs read none, and its many patterns take their time to be compiled.
    from bot.domain.licences.reading import read  # noqa: PLC0415 -- see above

    return read(text)


def says_only_licences(text: str) -> bool:
    """Tell whether a text holds nothing but names of licences and words that join them, so no name of a person."""
    from bot.domain.licences.reading import holds_only_licences  # noqa: PLC0415 -- as in recognise

    return holds_only_licences(text)
