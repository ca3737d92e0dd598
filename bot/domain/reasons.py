"""The reasons for which copies are left as they are, and the facts that explain them."""

from dataclasses import dataclass
from enum import StrEnum


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

OF_LICENCES = frozenset(
    {
        Reason.LICENCE_MISSING,
        Reason.LICENCE_NOT_UNDERSTOOD,
        Reason.LICENCE_CONFLICT,
        Reason.LICENCE_ON_PAGE,
        Reason.LICENCE_VERSION,
        Reason.LICENCE_REFUSED,
        Reason.LICENCE_UNSETTLED,
        Reason.LICENCE_DECIDED,
        Reason.LICENCE_LAPSED,
    }
)
"""Reasons that lie in the licence of a sheet."""

SOURCE_SIDE = OF_LICENCES | frozenset(
    {
        Reason.SHEET_IS_COPY,
        Reason.COPY_LOOP,
        Reason.CHAIN_TOO_LONG,
        Reason.ORIGINAL_COPIED,
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
