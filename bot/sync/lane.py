"""All the writing to one partner: one page at a time, in order, at its pace, each write remembered at once.

Before a write is sent, the intent is remembered; after the answer, what became of it. So a process that is killed
between the two finds out at its next run, and no edit is made twice.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic

import structlog

from bot.config.settings import JobSettings
from bot.domain.page import Written
from bot.domain.plan import Action, Change, Outcome, Result, State
from bot.domain.reasons import Finding, Reason
from bot.errors import InterruptedRunError, RepublishError, StateError, Trouble, WikiError
from bot.i18n import _
from bot.store.store import Store
from bot.store.values import Intent, RememberedCopy
from bot.sync.cut_short import cut_short
from bot.sync.finding import CONFLICTS, digest_of, may_be_in_our_own_way, unwritten
from bot.sync.materials import PartnerPlan
from bot.sync.protecting import Protector, until_protected
from bot.sync.remembering import copy_of, meant
from bot.sync.settling import Settler
from bot.sync.stopping import StopSignal
from bot.sync.uploading import Uploader
from bot.sync.waits import Waits
from bot.sync.watch import Watch
from bot.wiki.protocol import Wiki

log = structlog.get_logger()

REFUSALS_IN_A_ROW = 5
_OUTCOMES = {
    Action.CREATE: Outcome.CREATED,
    Action.UPDATE: Outcome.UPDATED,
    Action.MERGE: Outcome.MERGED,
    Action.MOVE: Outcome.MOVED,
    Action.NOTICE: Outcome.UPDATED,
    Action.MEND: Outcome.UPDATED,
    Action.UPLOAD: Outcome.UPDATED,
    Action.PROTECT: Outcome.UPDATED,
}
_IN_PLACE = frozenset({Action.MOVE, Action.MEND})
_UNWRITTEN = frozenset({Outcome.FAILED, Outcome.REFUSED, Outcome.POSTPONED})
_CONFLICT_REASONS = frozenset(
    {Reason.COPY_DIVERGED, Reason.COPY_REDIRECTS, Reason.COPY_UNREADABLE, Reason.COPY_UNMERGED, Reason.WHOLE_EDITED}
)


class Lane:
    """Carries out the changes at one partner.

    *advance* is called after each change; *stop* ends the lane after the current write; *source* hands out files.
    """

    def __init__(
        self,
        job: JobSettings,
        wiki: Wiki,
        store: Store,
        stop: StopSignal,
        *,
        advance: Callable[[str], None] = lambda _partner: None,
        waits: Waits | None = None,
        source: Wiki | None = None,
    ) -> None:
        self._job = job
        self._wiki = wiki
        self._settler = Settler(job.source.name, wiki, store)
        self._store = store
        self._stop = stop
        self._advance = advance
        self._waits = waits or Waits()
        self._log = log.bind(partner=wiki.name)  # once: to bind costs more than an event that nobody hears
        self._protector = Protector(wiki, store)
        self._uploader = Uploader(job.source.name, wiki, source, store, stop, self._waits)
        self._last_write: float | None = None
        self._copies: dict[int, RememberedCopy] = {}
        self._trouble: RepublishError | None = None
        self._unwritten: dict[int, Result] = {}
        self._refused_in_a_row = 0
        self._pace = next(p.wiki.pace.total_seconds() for p in job.partners if p.wiki.name == wiki.name)

    def apply(self, plan: PartnerPlan) -> tuple[tuple[Result, ...], RepublishError | None]:
        """Carry out the changes of a plan, or of one of its parts, after which :meth:`finish` is due.

        Give the results, and the trouble that ended the lane before its end.
        """
        sheets = {change.sheet.page_id for change in plan.changes}
        known = self._store.copies_of_sheets(self._job.source.name, self._wiki.name, sheets) if sheets else ()
        self._copies = {copy.sheet_id: copy for copy in known}
        self._watch = plan.watch or Watch(self._wiki, plan.partner.wiki)
        self._watch.follow(plan.changes)
        self._to_move = {change.sheet.page_id for change in plan.changes if change.action is Action.MOVE}
        self._trouble = plan.trouble
        results = tuple(self._step(change, plan) for change in plan.changes)
        if self._settler.holds_much:
            self.finish()
        return results, self._trouble

    def finish(self) -> RepublishError | None:
        """Check how the wiki stored what was written, as far as it still serves us; give what ended the lane."""
        if self._trouble is None:
            try:
                self._settler.verify_safely()
            except StateError as error:
                self._trouble = error
        return self._trouble

    def _step(self, change: Change, plan: PartnerPlan) -> Result:
        try:
            if change.action is Action.SKIP and not isinstance(self._trouble, StateError):
                return self._skip(change, plan)
            return self._in_its_turn(change, plan)
        except (WikiError, InterruptedRunError, StateError) as error:
            self._trouble = error
            return cut_short(change, error, self._wiki.name, self._store)

    def _in_its_turn(self, change: Change, plan: PartnerPlan) -> Result:
        if self._trouble is not None:
            return Result(change, Outcome.POSTPONED)
        unwritten = self._unwritten.get(change.sheet.page_id)
        if unwritten is not None:  # a move behind an update: moved alone, the copy would count as current
            return replace(unwritten, change=replace(change, finding=unwritten.change.finding))
        result = self._carry_out(change, plan)
        if result.outcome in _UNWRITTEN:
            self._unwritten[change.sheet.page_id] = result
        self._refused_in_a_row = self._refused_in_a_row + 1 if result.outcome is Outcome.FAILED else 0
        if self._refused_in_a_row >= REFUSALS_IN_A_ROW:
            self._trouble = WikiError(self._wiki.name, Trouble.WIKI, "refused-in-a-row", result.code)
        self._advance(self._wiki.name)
        return result

    def _skip(self, change: Change, plan: PartnerPlan) -> Result:
        before = self._copies.get(change.sheet.page_id)
        if before is not None and before.job != self._job.name:  # what is remembered of it is for that job to say
            return Result(change, Outcome.REFUSED)
        copy = self._until_moved(copy_of(change, plan, self._job, before, datetime.now(UTC)))
        self._store.remember(copy)
        self._copies[copy.sheet_id] = copy
        if change.state in (State.CURRENT, State.EDITED):
            self._uploader.remember(change)
        reason = change.finding.reason if change.finding else None
        if reason is Reason.IN_USE:
            return Result(change, Outcome.POSTPONED)
        if reason in _CONFLICT_REASONS:
            return Result(change, Outcome.CONFLICT)
        settled = change.state in (State.CURRENT, State.EDITED, State.REMOVED, State.ORPHANED)
        settled = settled and reason is not Reason.WIKI_REFUSED  # a protection that is known before the write
        return Result(change, Outcome.UNCHANGED if settled else Outcome.REFUSED)

    def _until_moved(self, copy: RememberedCopy) -> RememberedCopy:
        """Keep a copy outdated as long as its move is to come, so that a run that ends before leaves it to the next."""
        return replace(copy, state=State.OUTDATED) if copy.sheet_id in self._to_move else copy

    def _carry_out(self, change: Change, plan: PartnerPlan) -> Result:
        self._settler.log_in()
        self._keep_pace()
        change, copy, expected = self._as_it_stands(change, plan)
        with self._stop.writing():
            finding = self._watch.permit(change)
            finding = finding or self._uploader.bring(change, self._watch, lambda: self._next(change))
        if finding is not None:
            return self._left_alone(change, copy, finding)
        if change.action is Action.UPLOAD:
            self._store.remember(copy)
            self._copies[copy.sheet_id] = copy
            return Result(change, Outcome.UPDATED, copy.revision)
        if change.action is Action.PROTECT:
            return self._protect(change, copy, Outcome.UPDATED)
        after = meant(copy, change)
        if change.action not in _IN_PLACE:
            after = until_protected(self._until_moved(after), change)
        intent = Intent(after, expected, change.base, datetime.now(UTC), change.body)
        self._store.begin(intent)
        with self._stop.writing():
            written = self._write(change)
        if isinstance(written, WikiError) and written.trouble is Trouble.UNKNOWN:
            found = self._after_lost_answer(change, intent, written)
            if isinstance(found, Finding):  # the intent stays, for what was sent may still arrive
                return self._left_alone(change, copy, found)
            written = found
        if may_be_in_our_own_way(written):
            written = self._settler.look(intent)[1] or written
        if isinstance(written, WikiError):
            return self._not_written(change, copy, intent, written)
        settled = self._settler.settle(intent, written)
        self._copies[settled.sheet_id] = settled
        self._settler.verify_later(written, change.text)
        outcome = _OUTCOMES[change.action] if written.changed else Outcome.UNCHANGED
        self._log.info("copy written", outcome=outcome.value, title=settled.title, revision=written.revision)
        return self._protect(change, settled, outcome) if change.protects else Result(change, outcome, settled.revision)

    def _as_it_stands(self, change: Change, plan: PartnerPlan) -> tuple[Change, RememberedCopy, str]:
        """Give the change with what has become of its copy in this run, and the digest that the copy will have."""
        before, expected = self._copies.get(change.sheet.page_id), digest_of(change.text)
        copy = copy_of(change, plan, self._job, before, datetime.now(UTC))
        if change.action is Action.MOVE and before is not None:
            # Its text may just have been written: what counts is what we remember of that, not what was planned.
            copy, expected = before, change.present or before.written_digest
            change = change if change.present else replace(change, base=before.revision)
        if change.action is Action.MEND and before is not None:
            copy = before
        return change, copy, expected

    def _protect(self, change: Change, copy: RememberedCopy, outcome: Outcome) -> Result:
        """Protect the page of a whole copy that stands."""
        with self._stop.writing():
            copy, error = self._protector.protect(change, copy, moves=copy.sheet_id in self._to_move)
        self._copies[copy.sheet_id] = copy
        if error is None:
            self._log.info("page protected", title=copy.title)
            return Result(change, outcome, copy.revision)
        self._log.warning("page not protected", title=copy.title, code=error.code, info=error.info)
        finding = Finding(Reason.UNPROTECTED, (("code", error.code), ("info", error.info)))
        return Result(replace(change, finding=finding), Outcome.FAILED, copy.revision, error.code, error.info)

    def _next(self, change: Change) -> Finding | None:
        """Wait for the turn of the next write of one change, and ask people again."""
        self._keep_pace()
        return self._watch.permit(change)

    def _write(self, change: Change) -> Written | WikiError:
        """Write once; an error that is given back, not raised, is the wiki's answer to this very write."""
        try:
            if change.action is Action.CREATE:
                return self._wiki.create(change.title, change.text, change.summary)
            if change.base is None or change.page_id is None:
                return WikiError(self._wiki.name, Trouble.BUG, "unguarded", change.title)
            if change.action is Action.MOVE:
                return self._wiki.move(change.page_id, change.new_title, change.summary, base=change.base)
            return self._wiki.update(change.title, change.text, change.summary, base=change.base, since=change.seen_at)
        except WikiError as error:
            return error

    def _after_lost_answer(self, change: Change, intent: Intent, lost: WikiError) -> Written | WikiError | Finding:
        """Look for a write whose answer was lost, and send again only what did not arrive and people still allow.

        What is raised here comes from looking, and leaves the intent open for the next run.
        """
        self._log.warning("answer lost", title=change.title, code=lost.code)
        for _look in self._waits.looks(self._stop):
            presence, written = self._settler.look(intent)
            if written is not None:
                return written
            if (presence.page.revision if presence.page else None) != intent.base:
                code = "articleexists" if intent.base is None else "editconflict"
                return WikiError(self._wiki.name, Trouble.PAGE, code, _("somebody has edited the page meanwhile"))
        if self._stop.is_set():
            raise lost
        return self._watch.permit(change) or self._write(change)

    def _not_written(self, change: Change, copy: RememberedCopy, intent: Intent, error: WikiError) -> Result:
        """Record a refusal; after two lost answers the page is left, and the next run finds out about the write."""
        if error.trouble is not Trouble.UNKNOWN:
            self._settler.forget(intent)
        if error.trouble not in (Trouble.PAGE, Trouble.UNKNOWN):
            raise error
        return self._refused(change, copy, error)

    def _refused(self, change: Change, copy: RememberedCopy, error: WikiError) -> Result:
        conflict = error.code in CONFLICTS
        finding = unwritten(error.code, error.info, is_known=error.trouble is not Trouble.UNKNOWN)
        self._remember_unwritten(change, copy, finding)
        self._log.warning("write refused", title=change.title, code=error.code, info=error.info)
        outcome = Outcome.POSTPONED if conflict else Outcome.FAILED
        return Result(replace(change, finding=finding), outcome, code=error.code, info=error.info)

    def _left_alone(self, change: Change, copy: RememberedCopy, finding: Finding) -> Result:
        """Obey people who said no to this one change since it was planned."""
        on_copy = finding.reason not in (Reason.OPTED_OUT, Reason.FILE_REFUSED, Reason.UNPROTECTABLE)
        copy = replace(copy, state=State.DIVERGED) if on_copy else copy
        self._remember_unwritten(change, copy, finding)
        self._log.info("copy left alone", title=change.title, reason=finding.reason.value)
        later = finding.reason in (Reason.IN_USE, Reason.FILE_REFUSED)
        outcome = Outcome.POSTPONED if later else Outcome.REFUSED
        return Result(replace(change, finding=finding, state=copy.state), outcome)

    def _remember_unwritten(self, change: Change, copy: RememberedCopy, finding: Finding) -> None:
        before = self._copies.get(change.sheet.page_id)
        kept = replace(copy, reason=finding.reason, facts=finding.facts)
        if before is not None:
            kept = replace(kept, content=before.content, copied_revision=before.copied_revision)
        if change.action in (Action.MOVE, Action.UPLOAD, Action.PROTECT):
            kept = replace(kept, state=State.OUTDATED)  # so that the next run tries again
        self._store.remember(kept)
        self._copies[kept.sheet_id] = kept

    def _keep_pace(self) -> None:
        """Wait until the next write is due; a lane that is asked to stop ends here, between two writes."""
        due = 0.0 if self._last_write is None else self._last_write + self._pace - monotonic()
        if self._stop.wait(max(0.0, due)):
            raise InterruptedRunError(_("The run was stopped."))
        self._last_write = monotonic()
