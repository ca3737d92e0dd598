"""What became of our writes at a partner: found again where an answer was lost, and compared with what was sent."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.domain.page import Presence, Written
from bot.domain.plan import State
from bot.domain.reasons import Finding, Reason
from bot.errors import Trouble, WikiError
from bot.store.values import Intent, RememberedCopy
from bot.sync.recalling import CLOCKS_APART
from bot.wiki.protocol import Wiki
from bot.wikitext.escape import as_stored, page_as_stored
from bot.wikitext.wholeness import is_whole, lost_facts

CONFLICTS = frozenset({"editconflict", "articleexists", "missingtitle", "pagedeleted"})
"""Codes of a wiki where somebody was faster, us among them."""
VERIFY_EVERY = 50
"""Of how many pages one request asks how they are stored."""


def digest_of(text: str) -> str:
    """Give the SHA-1 that the wiki will count for a text once stored."""
    return hashlib.sha1(page_as_stored(text).encode(), usedforsecurity=False).hexdigest()


def unwritten(code: str, info: str, *, is_known: bool) -> Finding:
    """Say why something was not written, or that nobody knows yet whether it was."""
    lost = () if is_known else (("lost", "yes"),)
    return Finding(Reason.WIKI_REFUSED, (("code", code), ("info", info), *lost))


def may_be_in_our_own_way(written: Written | WikiError) -> bool:
    """Tell whether an earlier write of ours, of this run or a killed one, may have arrived late."""
    if isinstance(written, Written):
        return not written.changed
    return written.code in CONFLICTS or written.trouble is Trouble.UNKNOWN


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds out at one partner what became of our writes; writes nothing."""

    wiki: Wiki

    def presence(self, intent: Intent) -> Presence:
        """Tell what stands where a write was meant to go."""
        page_id, title = intent.copy.page_id, intent.copy.title
        return self.wiki.look_at([page_id])[page_id] if page_id is not None else self.wiki.look_for([title])[title]

    def own_write(self, intent: Intent, presence: Presence, account: str) -> Written | None:
        """Recognise our own write: the text that we meant, by nobody else's hand than *account*."""
        if presence.page is None or presence.page.revision == intent.base:
            return None
        if presence.user == account and presence.digest == intent.expected_digest:
            return Written(presence.page.page_id, presence.title, presence.page.revision)
        return self._below(intent, presence.page.page_id)

    def _below(self, intent: Intent, page_id: int) -> Written | None:
        """Recognise our own write below what people did on the page since, such as a revert of it."""
        since = intent.begun_at - CLOCKS_APART
        newest = next((one for one in self.wiki.contributions(since) if one.page_id == page_id), None)
        if newest is None or newest.revision <= (intent.base or 0):
            return None
        text = self.wiki.texts([newest.revision]).get(newest.revision)
        if text is None or digest_of(text) != intent.expected_digest:
            return None
        return Written(page_id, intent.copy.title, newest.revision)

    def verified(
        self, copies: tuple[RememberedCopy, ...], sent: Mapping[int, str] | None = None
    ) -> Iterator[tuple[RememberedCopy, ...]]:
        """Compare what the wiki has stored with what we sent, many pages a request, and give those of each as they are.

        *sent* are the texts that we sent, by page id, as far as they are still known.
        """
        known = sent or {}
        for start in range(0, len(copies), VERIFY_EVERY):
            batch = {copy.page_id: copy for copy in copies[start : start + VERIFY_EVERY] if copy.page_id is not None}
            seen = self.wiki.look_at(batch)
            odd = [page_id for page_id, copy in batch.items() if seen[page_id].digest != copy.written_digest]
            texts = self.wiki.look_at(odd, with_text=True) if odd else {}
            yield tuple(_verified(copy, texts.get(page_id), known.get(page_id, "")) for page_id, copy in batch.items())


def _verified(copy: RememberedCopy, odd: Presence | None, sent: str) -> RememberedCopy:
    """Take note of a stored text that differs from the one sent.

    Where our own revision stands, the wiki has changed the text while saving: its version is ours. Another revision
    is the work of people, and stays different.
    """
    copy = replace(copy, verified=True)
    if odd is None or odd.page is None or odd.page.revision != copy.revision or copy.state is State.EDITED:
        return copy
    lost = lost_facts(as_stored(sent), odd.text or "")
    if lost or not is_whole(odd.text or ""):
        facts = (("missing", lost[0] if lost else "credit"),)
        incomplete = replace(copy, state=State.OUTDATED, reason=Reason.CREDIT_INCOMPLETE, facts=facts)
        return replace(incomplete, written_digest=odd.digest)
    return replace(copy, written_digest=odd.digest)
