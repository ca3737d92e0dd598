"""Why no licence stands for a sheet, or why a partner does not take it."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why no licence could be established or accepted."""

    NO_EVIDENCE = "no evidence"
    NOT_UNDERSTOOD = "not understood"
    CONFLICT = "conflict"
    ON_PAGE = "only on a page"
    VERSION_UNKNOWN = "version unknown"
    PARTNER_UNKNOWN = "partner unknown"
    NOT_ACCEPTED = "not accepted"
    COMMERCIAL = "commercial"
    NO_DERIVATIVES = "no derivatives"
