"""The plan of a job: what should happen to each copy, and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.files import Placement, Upload
from bot.domain.limits import Stop
from bot.domain.merge.values import Conflict
from bot.domain.page import PROTECTED, PageRef


class State(StrEnum):
    """How a copy stands towards its sheet."""

    MISSING = "missing"
    CURRENT = "current"
    OUTDATED = "outdated"
    EDITED = "edited"
    DIVERGED = "diverged"
    FOREIGN = "foreign"
    ORPHANED = "orphaned"
    REMOVED = "removed"


class Action(StrEnum):
    """What a change does; there is no deleting."""

    CREATE = "create"
    UPDATE = "update"
    MERGE = "merge"
    MOVE = "move"
    UPLOAD = "upload"
    PROTECT = "protect"
    NOTICE = "notice"
    MEND = "mend"
    SKIP = "skip"


BRINGS_FILES = frozenset({Action.CREATE, Action.UPDATE, Action.MERGE, Action.UPLOAD})
"""Changes before which files are uploaded."""
PROTECTS = frozenset({Action.CREATE, Action.UPDATE, Action.MERGE, Action.PROTECT})
"""Changes with which the page of a whole copy is protected."""


class Reason(StrEnum):
    """Why a copy is left as it is: the closed list."""

    # Nothing wrong.
    UP_TO_DATE = "up to date"
    # People at the partner decided.
    COPY_EDITED = "copy edited"
    COPY_DIVERGED = "copy diverged"
    COPY_REMOVED = "copy removed"
    COPY_BLANKED = "copy blanked"
    FORGOTTEN = "forgotten"
    CREDIT_REMOVED = "credit removed"
    CREDIT_CHANGED = "credit changed"
    CREDIT_DISPUTED = "credit changed again and again"
    COPY_UNREADABLE = "copy unreadable"
    COPY_UNMERGED = "copy cannot be merged"
    WHOLE_EDITED = "whole copy edited"
    TITLE_TAKEN = "title taken"
    TITLE_DELETED = "title deleted before"
    COPY_REDIRECTS = "copy is a redirect"
    BOTS_EXCLUDED = "bots excluded"
    IN_USE = "copy in use"
    OPTED_OUT = "opted out"
    # People at the source decided, or must.
    SHEET_GONE = "sheet gone"
    SHEET_DELETED = "sheet deleted"
    SHEET_DELETED_UNSAID = "sheet deleted, the reason is hidden"
    SHEET_INFRINGES = "sheet removed for copyright reasons"
    SHEET_REDIRECTS = "sheet is a redirect"
    SHEET_DESELECTED = "sheet no longer selected"
    SHEET_IS_COPY = "sheet is itself a copy"
    COPY_LOOP = "copy comes back"
    CHAIN_TOO_LONG = "chain of copies too long"
    ORIGINAL_COPIED = "original copied"
    LICENCE_MISSING = "licence missing"
    LICENCE_NOT_UNDERSTOOD = "licence not understood"
    LICENCE_CONFLICT = "licence contradictory"
    LICENCE_ON_PAGE = "licence only on a page"
    LICENCE_VERSION = "licence version unknown"
    LICENCE_REFUSED = "licence refused"
    LICENCE_UNSETTLED = "licence for a person to judge"
    LICENCE_DECIDED = "licence refused by a person"
    LICENCE_LAPSED = "decision on the licence lapsed"
    COPY_FROZEN = "copy frozen by the licence of its sheet"
    COPY_HELD = "copy frozen by a person's decision"
    NOT_THE_TEMPLATE = "template not found"
    FIELD_MISSING = "required field missing"
    CREDIT_INCOMPLETE = "credit incomplete"
    # The administrator must mend the configuration.
    PARTNER_LICENCE = "partner licence unknown"
    VALUE_UNKNOWN = "value not in table"
    OUTSIDE_TREE = "category outside the tree"
    TITLE_INVALID = "title invalid"
    TITLE_NAMESPACE = "title in a forbidden namespace"
    TITLE_TWICE = "two sheets, one title"
    CLAIMED = "copied by another job"
    NOT_EXPANDED = "template not expanded"
    NOT_REPRESENTABLE = "would not read back"
    UNSAFE_TEXT = "text changes when saved"
    TOO_LARGE = "too large"
    NOT_WHOLE = "would not stand whole"
    CONTENT_MODEL = "not wikitext"
    # The wiki said no.
    WIKI_REFUSED = "wiki refused"
    FILE_REFUSED = "file refused"
    UNPROTECTABLE = "no right to protect"
    UNPROTECTED = "not protected"
    # Of a file that the copy shows.
    FILE_INFRINGES = "file removed for copyright reasons"
    FILE_LICENCE_WORSE = "licence of a file worse"


WAITING = frozenset(Reason) - {
    Reason.UP_TO_DATE,
    Reason.COPY_EDITED,
    Reason.COPY_REMOVED,
    Reason.COPY_BLANKED,
    Reason.CREDIT_REMOVED,
    Reason.CREDIT_CHANGED,
    Reason.FORGOTTEN,
    Reason.OPTED_OUT,
    Reason.SHEET_GONE,
    Reason.SHEET_DELETED,
    Reason.SHEET_REDIRECTS,
    Reason.SHEET_DESELECTED,
    Reason.SHEET_IS_COPY,
    Reason.COPY_LOOP,
    Reason.CHAIN_TOO_LONG,
    Reason.ORIGINAL_COPIED,
    Reason.LICENCE_DECIDED,
    Reason.COPY_HELD,
    Reason.FILE_LICENCE_WORSE,
}
"""Reasons for which a sheet waits for a person."""

OF_FILES = frozenset({Reason.FILE_INFRINGES, Reason.FILE_LICENCE_WORSE})
"""Reasons that concern a file of a copy, while the copy itself stands as it should."""

FROZEN = frozenset({Reason.COPY_FROZEN, Reason.COPY_HELD})
"""Reasons of copies that stay as they are, because their sheets may not be copied any more."""

SOURCE_SIDE = frozenset(
    {
        Reason.SHEET_IS_COPY,
        Reason.COPY_LOOP,
        Reason.CHAIN_TOO_LONG,
        Reason.ORIGINAL_COPIED,
        Reason.LICENCE_MISSING,
        Reason.LICENCE_NOT_UNDERSTOOD,
        Reason.LICENCE_CONFLICT,
        Reason.LICENCE_ON_PAGE,
        Reason.LICENCE_VERSION,
        Reason.LICENCE_REFUSED,
        Reason.LICENCE_UNSETTLED,
        Reason.LICENCE_DECIDED,
        Reason.LICENCE_LAPSED,
        Reason.COPY_FROZEN,
        Reason.COPY_HELD,
        Reason.NOT_THE_TEMPLATE,
        Reason.FIELD_MISSING,
        Reason.CREDIT_INCOMPLETE,
        Reason.VALUE_UNKNOWN,
        Reason.TITLE_INVALID,
        Reason.TITLE_NAMESPACE,
        Reason.NOT_REPRESENTABLE,
        Reason.UNSAFE_TEXT,
        Reason.CONTENT_MODEL,
    }
)
"""Reasons that stand as long as the sheet and the configuration stay as they are."""

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason with the facts that explain it, ready to be put into words."""

    reason: Reason
    facts: Facts = ()


class RefusedError(Exception):
    """A sheet cannot become a copy; carries the finding. Never leaves the engine."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.reason.value)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after; ``name`` is the field's, or empty for the credit and the frame of the page."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the administrator should know of a sheet that is copied all the same; *field* where it is of one."""

    code: str
    detail: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one copy; *text* and *summary* are set for what is written."""

    action: Action
    partner: str
    sheet: PageRef
    title: str
    state: State
    finding: Finding | None = None
    text: str = ""
    summary: str = ""
    page_id: int | None = None
    base: int | None = None
    """Revision of the copy that an update starts from."""
    content: str = ""
    """Digest of what people would read, without dates and revisions."""
    differences: tuple[Difference, ...] = ()
    notices: tuple[Notice, ...] = ()
    sheet_digest: str = ""
    present: str = ""
    """SHA-1 of what stands at the partner when nothing is written."""
    seen_at: datetime | None = None
    """When the copy was looked at, by the partner's clock."""
    body: str | None = None
    """What the sheet alone makes of the copy, without credit: the base of the next merge once this is written."""
    conflicts: tuple[Conflict, ...] = ()
    sides: tuple[Conflict, ...] = ()
    """The whole fields in which the conflicts are, for a person who writes one anew."""
    new_title: str = ""
    """Where a move leads."""
    protection: str = ""
    """The right that writing the page asks for beside the usual ones; empty when none."""
    files: tuple[Placement, ...] | None = None
    """What becomes of the files of the sheet; None where nobody has asked."""
    whole: bool = False
    """Whether the copy shows the sheet whole and unchanged, on a page that has to be protected."""
    people: str = ""
    """The marks of the names in the credit once this is done (:mod:`bot.domain.people`); empty where none is known."""
    licence: str = ""
    """The licence that the credit names, by its id."""
    mends: bool = False
    """Whether this puts back what people took out of the credit, and the sheet gives no other cause to write."""

    @property
    def protects(self) -> bool:
        """Tell whether the page has to be protected with this change, because it is not yet."""
        return self.whole and self.protection != PROTECTED and self.action in PROTECTS

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """Give the files that have to be at the partner before the page is written."""
        if self.action not in BRINGS_FILES:
            return ()
        return tuple(one.upload for one in self.files or () if one.upload is not None)


@dataclass(frozen=True, slots=True)
class Pin:
    """What a person has seen of one change that writes: enough to tell whether anything has moved since."""

    partner: str
    action: str
    sheet: str
    sheet_revision: int
    copy: str
    base: int | None
    content: str


def pin_of(change: Change) -> Pin:
    """Pin a change down, without the dates that its text holds."""
    title = change.new_title or change.title
    return Pin(
        change.partner,
        change.action.value,
        change.sheet.title,
        change.sheet.revision,
        title,
        change.base,
        change.content,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """The ordered changes of a job, partner by partner."""

    job: str
    changes: tuple[Change, ...]
    listed: int = 0
    stops: tuple[Stop, ...] = ()

    def of(self, partner: str) -> tuple[Change, ...]:
        """Give the changes at one partner."""
        return tuple(change for change in self.changes if change.partner == partner)

    def writes(self) -> tuple[Change, ...]:
        """Give the changes that write a page."""
        return tuple(change for change in self.changes if change.action is not Action.SKIP)

    def of_sheet(self, title: str, partner: str) -> Change | None:
        """Give the first change of a sheet at a partner."""
        return next((one for one in self.changes if (one.sheet.title, one.partner) == (title, partner)), None)

    def files_to_copy(self) -> int:
        """Count the files to upload, each once at each partner."""
        return len({(change.partner, upload.name) for change in self.changes for upload in change.uploads})

    def count(self) -> Counter[Action]:
        """Count the changes by action."""
        return Counter(change.action for change in self.changes)


class Outcome(StrEnum):
    """What became of a change."""

    CREATED = "created"
    UPDATED = "updated"
    MERGED = "merged"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REFUSED = "refused"
    FAILED = "failed"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Result:
    """A change and what became of it; *code* and *info* are the wiki's words when it refused."""

    change: Change
    outcome: Outcome
    revision: int | None = None
    code: str = ""
    info: str = ""
