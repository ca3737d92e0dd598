"""What became of the writes to one partner: found out where nobody saw it, remembered, and checked afterwards."""

from datetime import UTC, datetime

import structlog

from bot.domain.page import Presence, Written
from bot.errors import InterruptedRunError, WikiError
from bot.store.store import Store
from bot.store.values import Intent, RememberedCopy
from bot.sync.finding import VERIFY_EVERY, Finder
from bot.sync.remembering import base_after, copy_after
from bot.wiki.protocol import Wiki

log = structlog.get_logger()


class Settler:
    """Settles the intents of writes to one partner; *source* is the name of the wiki that the sheets come from."""

    def __init__(self, source: str, wiki: Wiki, store: Store) -> None:
        self._source = source
        self._wiki = wiki
        self._store = store
        self._finder = Finder(wiki)
        self._account = ""
        self._sent: dict[int, str] = {}

    def log_in(self) -> None:
        """Log in, as far as the partner asks for it."""
        self._account = self._account or self._wiki.account()

    def settle_intents(self) -> None:
        """Find out what became of writes that an earlier run did not see the end of."""
        for intent in self._store.intents(self._wiki.name):
            _there, written = self.look(intent)
            if written is None:
                self.forget(intent)
                log.info("write not applied", partner=self._wiki.name, title=intent.copy.title)
            else:
                self.settle(intent, written)
                log.info("write found applied", partner=self._wiki.name, title=intent.copy.title)
        self._verify()

    def look(self, intent: Intent) -> tuple[Presence, Written | None]:
        """Look what stands at the page of a write, and whether that is our write."""
        self.log_in()
        presence = self._finder.presence(intent)
        return presence, self._finder.own_write(intent, presence, self._account)

    def forget(self, intent: Intent) -> None:
        """Give up the intent of a write that did not arrive."""
        self._store.drop_intent(intent.copy.source, intent.copy.sheet_id, intent.copy.partner)

    def settle(self, intent: Intent, written: Written) -> RememberedCopy:
        """Remember a copy as it was written, in place of the intent."""
        copy = copy_after(intent, written, datetime.now(UTC))
        known = None if intent.body is not None else self._store.base(copy.source, copy.sheet_id, copy.partner)
        # The title of a base is the one that we gave, as far as we know, also where people have moved the copy since.
        retitles = intent.body is None or intent.base is None
        self._store.settle(copy, base_after(intent, written, known), retitles=retitles)
        return copy

    def verify_later(self, written: Written, text: str) -> None:
        """Keep the text that was sent, if any was, until the copies are verified."""
        if text:
            self._sent[written.page_id] = text

    @property
    def holds_much(self) -> bool:
        """Tell whether enough texts are kept for a whole request."""
        return len(self._sent) >= VERIFY_EVERY

    def verify_safely(self) -> None:
        """Check how the wiki stored what was written; where it cannot be asked, the next run does so."""
        try:
            self._verify()
        except (WikiError, InterruptedRunError) as error:
            log.warning("copies not verified", partner=self._wiki.name, why=str(error))

    def _verify(self) -> None:
        unverified = self._store.unverified(self._source, self._wiki.name)
        for batch in self._finder.verified(unverified, self._sent):
            self._store.remember(*batch)
        self._sent.clear()
