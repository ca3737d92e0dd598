"""What the report of a job tells: values from which its text follows, and by which we know whether it has moved."""

import hashlib
from dataclasses import dataclass
from datetime import date

from bot.domain.plan import State
from bot.domain.reasons import Facts, Reason

_FORM = 3
"""Of the text that is made of these values; a higher number lets all reports be written anew."""


@dataclass(frozen=True, slots=True)
class ToldCopy:
    """A copy as a report tells it; *stands* tells whether there is a page.

    Only days, for a report that told minutes would have to be written at each run.
    """

    partner: str
    sheet: str
    sheet_revision: int
    title: str
    stands: bool
    state: State
    reason: Reason | None
    facts: Facts
    since: date | None
    copied_on: date | None
    copied_revision: int | None
    licence: str


@dataclass(frozen=True, slots=True)
class ToldFile:
    """A file that could not be brought to a partner again and again, so that it is tried more and more seldom.

    Those that failed once or twice are not told: most come with the next run.
    """

    partner: str
    sheet: str
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Told:
    """The report of a job on one wiki: on its *source*, all copies; on a partner, those that are there.

    *contact* is the address, of the web or of mail, of whoever runs the bot.
    """

    job: str
    description: str
    source: str
    wiki: str
    copies: tuple[ToldCopy, ...]
    files: tuple[ToldFile, ...] = ()
    contact: str = ""

    @property
    def is_of_source(self) -> bool:
        """Tell whether the report stands on the source."""
        return self.wiki == self.source

    def digest(self) -> str:
        """Digest all that is told."""
        return hashlib.sha256(repr((_FORM, self)).encode()).hexdigest()
