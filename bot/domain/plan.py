"""The plan of a job: what should happen to each copy, and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.files import Placement, Upload
from bot.domain.limits import Stop
from bot.domain.page import PROTECTED, PageRef
from bot.domain.reasons import Finding

if TYPE_CHECKING:
    from bot.domain.merge.values import Conflict


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
REWRITES = frozenset({Action.UPDATE, Action.MERGE, Action.MOVE, Action.PROTECT, Action.NOTICE, Action.MEND})
"""Changes to a page that stands already."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after; ``name`` is the field's, or empty for the credit and the frame of the page."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the administrator should know of a sheet that is copied all the same; *field* where it is of one.

    *words* are those in which a wiki, its people or this machine give the reason; empty where the code says it all.
    """

    code: str
    detail: str
    field: str = ""
    words: str = ""


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
    conflicts: "tuple[Conflict, ...]" = ()
    sides: "tuple[Conflict, ...]" = ()
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
