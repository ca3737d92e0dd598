"""What we remember, as values."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.files import Attempts, FileFault
from bot.domain.page import PageRef
from bot.domain.pauses import pause_after
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Facts, Reason
from bot.errors import ExitCode


@dataclass(frozen=True, slots=True)
class RememberedCopy:
    """A copy as we last knew it; known by source wiki, page id there, and partner.

    *recipe* digests everything but the sheet that shapes the copy (mappings, settings, layout of the credit);
    *content* what people read in it; *written_digest* is the SHA-1 of the stored text.
    *sheet_revision* is the revision that *state* was decided on, *copied_revision* the one that was copied.
    *page_id* is None as long as there is no copy.
    """

    source: str
    sheet_id: int
    partner: str
    job: str
    sheet_title: str
    sheet_revision: int
    sheet_digest: str
    title: str
    state: State
    recipe: str
    content: str = ""
    page_id: int | None = None
    revision: int | None = None
    copied_revision: int | None = None
    copied_at: datetime | None = None
    written_digest: str = ""
    verified: bool = True
    reason: Reason | None = None
    facts: Facts = ()
    since: datetime | None = None
    """When the copy came into its state."""
    people: str = ""
    """The marks of the names that its credit was made of (:mod:`bot.domain.people`); empty where nobody looked yet."""
    mended: int = 0
    """How often its credit was put back since the sheet last moved on."""
    licence: str = ""
    """The licence that its credit names, by its id; empty where none was written yet, or before we kept it."""

    @property
    def sheet(self) -> PageRef:
        """Name the sheet as it stood when the state was decided on."""
        return PageRef(self.sheet_id, self.sheet_title, self.sheet_revision)


@dataclass(frozen=True, slots=True)
class Intent:
    """A write that is about to be sent; it stands until we know what became of it.

    *base* is None for a page that must not exist yet. *body* is the base of later merges once the write is done; None
    when it stays as it is.
    """

    copy: RememberedCopy
    expected_digest: str
    base: int | None
    begun_at: datetime
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What the sheet alone made of a copy at the last sync: the title we gave, and the text without its credit.

    Where the state was lost, the title is that at which the copy was found again: whose it is only the wiki knows.
    """

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class RememberedFile:
    """A file of a sheet as the copy at a partner was last planned or written with it.

    *digest* is the SHA-1 that the source had then; *there* its name at the partner, empty where a link stands for it,
    and *fault* says why.
    """

    source: str
    sheet_id: int
    partner: str
    name: str
    digest: str
    there: str = ""
    fault: FileFault | None = None
    words: str = ""
    attempts: Attempts | None = None
    """Those that have failed; None where there was none, or before we counted them."""

    @property
    def tried(self) -> int:
        """Give how often it was tried in vain."""
        return self.attempts.failures if self.attempts else 0

    def is_at_rest(self, now: datetime) -> bool:
        """Tell whether the file failed so often that it is left for now."""
        return self.attempts is not None and self.attempts.are_at_rest(now)


@dataclass(frozen=True, slots=True)
class RememberedRun:
    """One execution of a job; *ended_at* is None while it runs, and after it was lost until somebody notices.

    A lost run never told its end: *exit_code* stays None, and *ended_at* is when it is known to have lived last.
    """

    run_id: int
    job: str
    command: str
    started_at: datetime
    ended_at: datetime | None = None
    exit_code: int | None = None
    listed: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    note: str = ""

    @property
    def is_lost(self) -> bool:
        """Tell whether the run never told its end."""
        return self.ended_at is not None and self.exit_code is None

    @property
    def is_interrupted(self) -> bool:
        """Tell whether the run came to its end before its work did: it was stopped, or lost."""
        return self.is_lost or self.exit_code == ExitCode.INTERRUPTED


@dataclass(frozen=True, slots=True)
class RememberedResult:
    """What became of one change in one run."""

    run_id: int
    partner: str
    sheet_title: str
    title: str
    outcome: Outcome
    revision: int | None = None
    reason: Reason | None = None
    facts: Facts = ()
    code: str = ""
    info: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WikiHealth:
    """Since when a wiki does not answer as it should, and why; how often it failed in a row, and when last."""

    wiki: str
    since: datetime
    code: str
    info: str
    failures: int = 1
    last_at: datetime | None = None

    @property
    def again_at(self) -> datetime:
        """Tell when the service tries the wiki again."""
        return (self.last_at or self.since) + pause_after(self.failures)

    def is_at_rest(self, now: datetime) -> bool:
        """Tell whether the wiki is to be left in peace; a failure that seems to lie ahead is no reason for it."""
        return (self.last_at or self.since) <= now < self.again_at


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What the service knows of a job: the due moment it served last, and when it will look at the job again."""

    job: str
    served_at: datetime | None = None
    next_at: datetime | None = None
