"""What became of the change at which a lane came to its end before its time."""

from dataclasses import replace

import structlog

from bot.domain.plan import Change, Outcome, Result
from bot.errors import RepublishError, StateError, WikiError
from bot.i18n import _
from bot.store.store import Store
from bot.sync.finding import unwritten

log = structlog.get_logger()


def cut_short(change: Change, error: RepublishError, partner: str, store: Store) -> Result:
    """Tell of the change that a lane was at when *error* ended it; a write that may have arrived is told as such."""
    code, info = _in_short(error)
    log.warning("lane ended", partner=partner, code=code, info=info)
    if _may_have_arrived(change, partner, store):
        change = replace(change, finding=unwritten(code, info, is_known=False))
    return Result(change, Outcome.POSTPONED, code=code, info=info)


def _in_short(error: RepublishError) -> tuple[str, str]:
    if isinstance(error, WikiError):
        return error.code, error.info
    return ("state", _("the bot could not use its state")) if isinstance(error, StateError) else ("interrupted", "")


def _may_have_arrived(change: Change, partner: str, store: Store) -> bool:
    try:
        return any(intent.copy.sheet_id == change.sheet.page_id for intent in store.intents(partner))
    except StateError:  # nobody can know now
        return True
