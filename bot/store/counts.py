"""What is counted over the years, as values: it outlives the runs that it was counted in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.plan import State
from bot.domain.reasons import Reason


class Counted(StrEnum):
    """What is counted, and by what."""

    RUNS = "runs"
    """Runs that ended, by job and, as *word*, how they ended."""
    SECONDS = "seconds"
    """How long these runs took, by job."""
    OUTCOMES = "outcomes"
    """What became of changes, by job, wiki and outcome."""
    REQUESTS = "requests"
    """Requests, by wiki and kind."""
    FAILURES = "failures"
    """Requests among them without a good answer, by wiki and what that meant."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One count; *job*, *wiki* and *word* are empty where it is not told by them."""

    counted: Counted
    value: float
    job: str = ""
    wiki: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many copies of a job at a partner stand alike, and since when the first of them does."""

    job: str
    partner: str
    state: State
    reason: Reason | None
    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class KnownReport:
    """What we know of the report of a job on a wiki.

    *digest* is that of what it told when we last wrote it, empty before; *refused* that of what could not be written,
    with the code that tells *why*; *at* is when we last tried. *page* is where it stands, and *section* the digest
    of its text as we wrote it there; both are empty where an older version wrote it.
    """

    wiki: str
    job: str
    digest: str
    at: datetime
    refused: str = ""
    why: str = ""
    page: str = ""
    section: str = ""
