"""From changes to what we remember of copies."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.config.settings import JobSettings
from bot.domain.page import Written
from bot.domain.plan import REWRITES, Action, Change, Outcome, Result, State
from bot.domain.reasons import Reason
from bot.store.values import Base, Intent, RememberedCopy, RememberedResult
from bot.sync.finding import digest_of
from bot.sync.materials import PartnerPlan

MISSING = "missing"
"""Fact of a copy from whose credit people took something that must stand there."""


def copy_of(
    change: Change, plan: PartnerPlan, job: JobSettings, before: RememberedCopy | None, now: datetime
) -> RememberedCopy:
    """Give what to remember of a copy once its change has been decided, before anything is written."""
    current = change.state is State.CURRENT
    copied = change.sheet.revision if current else (before.copied_revision if before else None)
    found = before is None or before.page_id is None
    return RememberedCopy(
        source=job.source.name,
        sheet_id=change.sheet.page_id,
        partner=change.partner,
        job=job.name,
        sheet_title=change.sheet.title,
        sheet_revision=change.sheet.revision,
        sheet_digest=change.sheet_digest,
        title=change.title,
        state=change.state,
        recipe=plan.recipe.of(change.sheet.page_id),
        content=change.content if current or before is None else before.content,
        page_id=_page_id(change, before),
        revision=change.base if current else (before.revision if before else None),
        copied_revision=copied,
        copied_at=before.copied_at if before else None,
        written_digest=change.present if current and found else (before.written_digest if before else ""),
        verified=before.verified if before else True,
        reason=change.finding.reason if change.finding and change.finding.reason is not Reason.UP_TO_DATE else None,
        facts=change.finding.facts if change.finding else (),
        since=now,
        people=before.people if before else "",
        mended=before.mended if before else 0,
        licence=change.licence if current else (before.licence if before else ""),
    )


def _page_id(change: Change, before: RememberedCopy | None) -> int | None:
    """Keep the page id of a copy; a page that only stands in the way is not ours, nor one before it is adopted."""
    if before is not None and before.page_id is not None:
        return before.page_id
    ours = change.action in REWRITES or change.state in (State.CURRENT, State.EDITED, State.DIVERGED)
    return change.page_id if ours and change.state is not State.FOREIGN else None


def meant(copy: RememberedCopy, change: Change) -> RememberedCopy:
    """Give what to remember of a copy once its change is carried out, as far as it is known before."""
    if change.action is Action.NOTICE:
        return replace(copy, page_id=change.page_id, written_digest=digest_of(change.text), verified=False)
    if change.action is Action.MEND:
        return _mended(copy, change)
    if change.action is Action.MOVE:
        return _moved(copy, change)
    return replace(
        copy,
        page_id=change.page_id,
        content=change.content,
        copied_revision=change.sheet.revision,
        state=State.CURRENT,
        reason=None,
        facts=(),
        people=change.people,
        mended=copy.mended + 1 if change.mends else 0,
        licence=change.licence or copy.licence,
    )


def _mended(copy: RememberedCopy, change: Change) -> RememberedCopy:
    """Give what to remember of a copy whose credit alone is put right; what people changed on it stays their work."""
    facts = tuple(fact for fact in copy.facts if fact[0] != MISSING)
    copy = replace(copy, facts=facts, people=change.people, mended=copy.mended + 1 if change.mends else 0)
    if change.present != copy.written_digest:
        return copy
    return replace(copy, written_digest=digest_of(change.text), verified=False)


def _moved(copy: RememberedCopy, change: Change) -> RememberedCopy:
    """Give what to remember of a copy once it is moved; it was outdated only because its move was to come."""
    copy = replace(copy, title=change.new_title)
    if copy.state is not State.OUTDATED:
        return copy
    edited = change.state is State.EDITED
    state, reason = (State.EDITED, Reason.COPY_EDITED) if edited else (State.CURRENT, None)
    return replace(copy, state=state, reason=reason, facts=())


def copy_after(intent: Intent, written: Written, now: datetime) -> RememberedCopy:
    """Give what to remember of a copy once it is written.

    A write that the wiki mixed with somebody's edit counts as edited: its text is not the one that we sent.
    """
    copy, rewritten = intent.copy, intent.body is not None
    copy = replace(
        copy,
        title=written.title,
        page_id=written.page_id,
        revision=written.revision,
        since=now,
        # Where the text stays, what is to be remembered of it is known already, unless the wiki mixed it.
        verified=not rewritten and (copy.verified or written.merged),
        written_digest=intent.expected_digest if rewritten else copy.written_digest,
        copied_at=now if rewritten else copy.copied_at,
    )
    return replace(copy, state=State.EDITED, reason=Reason.COPY_EDITED) if rewritten and written.merged else copy


def base_after(intent: Intent, written: Written, known: Base | None) -> Base | None:
    """Give the base of later merges once a write is done; None when it stays as it is.

    What is *known* of it only matters where the write has no body, such as a move.
    """
    if intent.body is not None:
        return Base(written.title, intent.body)
    if known is None or intent.copy.state in (State.ORPHANED, State.OUTDATED):  # neither is ever the state of a move
        return None
    return Base(written.title, known.body)


def result_to_remember(run_id: int, result: Result) -> RememberedResult:
    """Give what to remember of what became of a change in a run."""
    change = result.change
    return RememberedResult(
        run_id,
        change.partner,
        change.sheet.title,
        change.title,
        result.outcome,
        result.revision,
        change.finding.reason if change.finding else None,
        change.finding.facts if change.finding else (),
        result.code,
        result.info,
        datetime.now(UTC),
    )


def is_for_want_of_a_file(result: Result) -> bool:
    """Tell whether a page was not written because one of its files was refused."""
    finding = result.change.finding
    return result.outcome is Outcome.POSTPONED and finding is not None and finding.reason is Reason.FILE_REFUSED
