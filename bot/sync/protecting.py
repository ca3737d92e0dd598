"""Pages of whole copies are protected right after they are written, or at the next run.

Until its page is protected, a copy is remembered as waiting for that: a run that ends in between leaves it to the next.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.domain.page import PROTECTED, Written
from bot.domain.plan import Change, State
from bot.domain.reasons import Reason
from bot.errors import Trouble, WikiError
from bot.store.store import Store
from bot.store.values import RememberedCopy
from bot.wiki.protocol import Wiki


def until_protected(copy: RememberedCopy, change: Change) -> RememberedCopy:
    """Give what to remember of a copy that is written, and whose page may still have to be protected."""
    return _waiting(copy) if change.protects else copy


@dataclass(frozen=True, slots=True)
class Protector:
    """Protects the pages of whole copies at one partner."""

    wiki: Wiki
    store: Store

    def protect(self, change: Change, copy: RememberedCopy, *, moves: bool) -> tuple[RememberedCopy, WikiError | None]:
        """Protect the page of a copy that stands; give what is remembered of it, and why the page is not protected.

        With *moves* the copy stays outdated, for it is still to be moved.

        Raises:
            WikiError: the wiki cannot be served now; the copy goes on waiting.

        """
        if copy.page_id is None:
            raise WikiError(self.wiki.name, Trouble.BUG, "unguarded", change.title)
        try:
            written = self._protected(copy.page_id, change.summary)
        except WikiError as error:
            if error.trouble not in (Trouble.PAGE, Trouble.UNKNOWN):
                raise
            return self._kept(replace(_waiting(copy), facts=(("code", error.code), ("info", error.info)))), error
        if copy.state is not State.EDITED:
            copy = replace(copy, state=State.OUTDATED if moves else State.CURRENT, reason=None, facts=())
        return self._kept(replace(copy, revision=written.revision)), None

    def _protected(self, page_id: int, reason: str) -> Written:
        """Protect a page; what got lost on the way is sent once more, unless it did arrive."""
        try:
            return self.wiki.protect(page_id, reason)
        except WikiError as error:
            if error.trouble is not Trouble.UNKNOWN:
                raise
        seen = self.wiki.look_at([page_id])[page_id]
        if seen.page is not None and seen.protection == PROTECTED:
            return Written(page_id, seen.title, seen.page.revision)
        return self.wiki.protect(page_id, reason)

    def _kept(self, copy: RememberedCopy) -> RememberedCopy:
        copy = replace(copy, since=datetime.now(UTC))
        self.store.remember(copy)
        return copy


def _waiting(copy: RememberedCopy) -> RememberedCopy:
    return replace(copy, state=State.OUTDATED, reason=Reason.UNPROTECTED, facts=())
