"""All the writing to one partner: one page at a time, in order, at its pace, each write remembered at once.

Before a write is sent, the intent is remembered; after the answer, what became of it. So a process that is killed
between the two finds out at its next run, and no edit is made twice.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event
from time import monotonic

import structlog

from bot.config.settings import JobSettings
from bot.domain.page import Presence, Written
from bot.domain.plan import Action, Change, Finding, Outcome, Reason, Result, State
from bot.errors import InterruptedRunError, RepublishError, Trouble, WikiError
from bot.i18n import _
from bot.store.store import Store
from bot.store.values import Intent, RememberedCopy
from bot.sync.materials import PartnerPlan
from bot.sync.remembering import copy_after, copy_of
from bot.sync.watch import Watch
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import find_credit
from bot.wikitext.escape import as_stored

log = structlog.get_logger()

REFUSALS_IN_A_ROW = 5
_CONFLICTS = frozenset({"editconflict", "articleexists", "missingtitle", "pagedeleted"})
_VERIFY_EVERY = 50


def digest_of(text: str) -> str:
    """Give the SHA-1 that the wiki will count for a text once stored."""
    return hashlib.sha1(as_stored(text).encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Waits:
    """Pauses in seconds before we look again for a write whose answer was lost."""

    first: float = 2.0
    second: float = 15.0


class Lane:
    """Carries out the changes at one partner.

    *advance* is called after each change; *stop* ends the lane after the current write.
    """

    def __init__(
        self,
        job: JobSettings,
        wiki: Wiki,
        store: Store,
        stop: Event,
        *,
        advance: Callable[[str], None] = lambda _partner: None,
        waits: Waits | None = None,
    ) -> None:
        self._job = job
        self._wiki = wiki
        self._store = store
        self._stop = stop
        self._advance = advance
        self._waits = waits or Waits()
        self._account = ""
        self._last_write: float | None = None
        self._copies: dict[int, RememberedCopy] = {}
        self._trouble: RepublishError | None = None
        self._refused_in_a_row = 0
        self._pace = next(p.wiki.pace.total_seconds() for p in job.partners if p.wiki.name == wiki.name)

    # What an earlier run left open.

    def settle_intents(self) -> None:
        """Find out what became of writes that an earlier run did not see the end of."""
        for intent in self._store.intents(self._wiki.name):
            written = self._find(intent)
            if written is None:
                self._forget(intent)
                log.info("write not applied", partner=self._wiki.name, title=intent.copy.title)
            else:
                self._settle(intent, written)
                log.info("write found applied", partner=self._wiki.name, title=intent.copy.title)
        self._verify(tuple(copy for copy in self._own_copies() if not copy.verified))

    def _own_copies(self) -> tuple[RememberedCopy, ...]:
        return self._store.copies(self._job.source.name, (self._wiki.name,))

    # Carrying out a plan.

    def apply(self, plan: PartnerPlan) -> tuple[tuple[Result, ...], RepublishError | None]:
        """Carry out the changes of a plan; give the results, and the trouble that ended the lane before its end."""
        self._copies = {copy.sheet_id: copy for copy in self._own_copies()}
        self._watch = plan.watch or Watch(self._wiki, plan.partner.wiki)
        self._watch.follow(plan.changes)
        self._trouble = plan.trouble
        results = tuple(self._step(change, plan) for change in plan.changes)
        if self._trouble is None:
            self._verify_safely()
        return results, self._trouble

    def _step(self, change: Change, plan: PartnerPlan) -> Result:
        if change.action is Action.SKIP:
            return self._skip(change, plan)
        if self._trouble is not None:
            return Result(change, Outcome.POSTPONED)
        try:
            result = self._carry_out(change, plan)
        except (WikiError, InterruptedRunError) as error:
            self._trouble = error
            code, info = (error.code, error.info) if isinstance(error, WikiError) else ("interrupted", "")
            log.warning("lane ended", partner=self._wiki.name, code=code, info=info)
            return Result(change, Outcome.POSTPONED, code=code, info=info)
        self._refused_in_a_row = self._refused_in_a_row + 1 if result.outcome is Outcome.FAILED else 0
        if self._refused_in_a_row >= REFUSALS_IN_A_ROW:
            self._trouble = WikiError(self._wiki.name, Trouble.WIKI, "refused-in-a-row", result.code)
        self._advance(self._wiki.name)
        return result

    def _skip(self, change: Change, plan: PartnerPlan) -> Result:
        self._store.remember(copy_of(change, plan, self._job, self._remembered(change), datetime.now(UTC)))
        reason = change.finding.reason if change.finding else None
        if reason is Reason.IN_USE:
            return Result(change, Outcome.POSTPONED)
        if reason in (Reason.COPY_DIVERGED, Reason.COPY_REDIRECTS):
            return Result(change, Outcome.CONFLICT)
        settled = change.state in (State.CURRENT, State.EDITED, State.REMOVED, State.ORPHANED)
        return Result(change, Outcome.UNCHANGED if settled else Outcome.REFUSED)

    def _remembered(self, change: Change) -> RememberedCopy | None:
        return self._copies.get(change.sheet.page_id)

    def _carry_out(self, change: Change, plan: PartnerPlan) -> Result:
        self._account = self._account or self._wiki.account()
        self._keep_pace()
        copy = copy_of(change, plan, self._job, self._remembered(change), datetime.now(UTC))
        meant = replace(copy, content=change.content, page_id=change.page_id)
        finding = self._watch.permit(change)
        if finding is not None:
            return self._left_alone(change, copy, finding)
        intent = Intent(meant, digest_of(change.text), change.base, datetime.now(UTC))
        self._store.begin(intent)
        written = self._write(change)
        if isinstance(written, WikiError) and written.trouble is Trouble.UNKNOWN:
            written = self._after_lost_answer(change, intent, written)
        if _may_be_in_our_own_way(written):
            written = self._find(intent) or written
        if isinstance(written, WikiError):
            return self._not_written(change, copy, intent, written)
        settled = self._settle(intent, written)
        outcome = Outcome.CREATED if change.action is Action.CREATE else Outcome.UPDATED
        if not written.changed:
            outcome = Outcome.UNCHANGED
        facts = {"partner": self._wiki.name, "title": settled.title, "revision": written.revision}
        log.info("copy written", outcome=outcome.value, **facts)
        return Result(change, outcome, settled.revision)

    def _write(self, change: Change) -> Written | WikiError:
        """Write once; an error that is given back, not raised, is the wiki's answer to this very write."""
        try:
            if change.action is Action.CREATE:
                return self._wiki.create(change.title, change.text, change.summary)
            if change.base is None:
                return WikiError(self._wiki.name, Trouble.BUG, "unguarded", change.title)
            return self._wiki.update(change.title, change.text, change.summary, base=change.base, since=change.seen_at)
        except WikiError as error:
            return error

    def _after_lost_answer(self, change: Change, intent: Intent, lost: WikiError) -> Written | WikiError:
        """Look for a write whose answer was lost, and send again only what did not arrive.

        What is raised here comes from looking, and leaves the intent open for the next run.
        """
        log.warning("answer lost", partner=self._wiki.name, title=change.title, code=lost.code)
        for pause in (self._waits.first, self._waits.second):
            self._stop.wait(pause)
            presence = self._presence(intent)
            written = self._own_write(intent, presence)
            if written is not None:
                return written
            if (presence.page.revision if presence.page else None) != intent.base:
                code = "articleexists" if intent.base is None else "editconflict"
                return WikiError(self._wiki.name, Trouble.PAGE, code, _("somebody has edited the page meanwhile"))
        if self._stop.is_set():
            raise lost
        self._watch.permit(change)
        return self._write(change)

    def _not_written(self, change: Change, copy: RememberedCopy, intent: Intent, error: WikiError) -> Result:
        """Record a refusal; after two lost answers the page is left, and the next run finds out about the write."""
        if error.trouble is not Trouble.UNKNOWN:
            self._forget(intent)
        if error.trouble not in (Trouble.PAGE, Trouble.UNKNOWN):
            raise error
        return self._refused(change, copy, error)

    def _refused(self, change: Change, copy: RememberedCopy, error: WikiError) -> Result:
        conflict = error.code in _CONFLICTS
        finding = Finding(Reason.WIKI_REFUSED, (("code", error.code), ("info", error.info)))
        self._remember_unwritten(change, copy, finding)
        log.warning("write refused", partner=self._wiki.name, title=change.title, code=error.code, info=error.info)
        outcome = Outcome.POSTPONED if conflict else Outcome.FAILED
        return Result(replace(change, finding=finding), outcome, code=error.code, info=error.info)

    def _left_alone(self, change: Change, copy: RememberedCopy, finding: Finding) -> Result:
        """Obey people who said no to this one change since it was planned."""
        on_copy = finding.reason is not Reason.OPTED_OUT
        copy = replace(copy, state=State.DIVERGED) if on_copy else copy
        self._remember_unwritten(change, copy, finding)
        log.info("copy left alone", partner=self._wiki.name, title=change.title, reason=finding.reason.value)
        outcome = Outcome.POSTPONED if finding.reason is Reason.IN_USE else Outcome.REFUSED
        return Result(replace(change, finding=finding, state=copy.state), outcome)

    def _remember_unwritten(self, change: Change, copy: RememberedCopy, finding: Finding) -> None:
        before = self._remembered(change)
        kept = replace(copy, reason=finding.reason, facts=finding.facts)
        if before is not None:
            kept = replace(kept, content=before.content, copied_revision=before.copied_revision)
        self._store.remember(kept)

    # Finding out and remembering.

    def _presence(self, intent: Intent) -> Presence:
        page_id, title = intent.copy.page_id, intent.copy.title
        return self._wiki.look_at([page_id])[page_id] if page_id is not None else self._wiki.look_for([title])[title]

    def _find(self, intent: Intent) -> Written | None:
        self._account = self._account or self._wiki.account()
        return self._own_write(intent, self._presence(intent))

    def _own_write(self, intent: Intent, presence: Presence) -> Written | None:
        """Recognise our own write at the partner: the text that we meant, by nobody else's hand."""
        if presence.page is None or presence.digest != intent.expected_digest:
            return None
        if presence.user != self._account or presence.page.revision == intent.base:
            return None
        return Written(presence.page.page_id, presence.title, presence.page.revision)

    def _forget(self, intent: Intent) -> None:
        self._store.drop_intent(intent.copy.source, intent.copy.sheet_id, intent.copy.partner)

    def _settle(self, intent: Intent, written: Written) -> RememberedCopy:
        copy = copy_after(intent, written, datetime.now(UTC))
        self._store.settle(copy)
        return copy

    def _verify_safely(self) -> None:
        try:
            self._verify(tuple(copy for copy in self._own_copies() if not copy.verified))
        except (WikiError, InterruptedRunError) as error:
            log.warning("copies not verified", partner=self._wiki.name, why=str(error))

    def _verify(self, copies: tuple[RememberedCopy, ...]) -> None:
        """Compare what the wiki has stored with what we sent, many pages a request."""
        for start in range(0, len(copies), _VERIFY_EVERY):
            batch = {copy.page_id: copy for copy in copies[start : start + _VERIFY_EVERY] if copy.page_id is not None}
            seen = self._wiki.look_at(batch)
            odd = [page_id for page_id, copy in batch.items() if seen[page_id].digest != copy.written_digest]
            texts = self._wiki.look_at(odd, with_text=True) if odd else {}
            for page_id, copy in batch.items():
                self._store.remember(_verified(copy, texts.get(page_id)))

    def _keep_pace(self) -> None:
        """Wait until the next write is due; a lane that is asked to stop ends here, between two writes."""
        due = 0.0 if self._last_write is None else self._last_write + self._pace - monotonic()
        if self._stop.wait(max(0.0, due)):
            raise InterruptedRunError(_("The run was stopped."))
        self._last_write = monotonic()


def _may_be_in_our_own_way(written: Written | WikiError) -> bool:
    """Tell whether an earlier write of ours, of this run or a killed one, may have arrived late."""
    if isinstance(written, Written):
        return not written.changed
    return written.code in _CONFLICTS or written.trouble is Trouble.UNKNOWN


def _verified(copy: RememberedCopy, odd: Presence | None) -> RememberedCopy:
    """Take note of a stored text that differs from the one sent.

    Where our own revision stands, the wiki has changed the text while saving: its version is ours. Another revision
    is the work of people, and stays different.
    """
    copy = replace(copy, verified=True)
    if odd is None or odd.page is None or odd.page.revision != copy.revision or copy.state is State.EDITED:
        return copy
    if find_credit(odd.text or "") is None:
        return replace(copy, state=State.OUTDATED, reason=Reason.CREDIT_INCOMPLETE, written_digest=odd.digest)
    return replace(copy, written_digest=odd.digest)
