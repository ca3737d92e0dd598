"""From changes to what we remember of copies."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.config.settings import JobSettings
from bot.domain.page import Written
from bot.domain.plan import Action, Change, Reason, Result, State
from bot.store.values import Intent, RememberedCopy, RememberedResult
from bot.sync.materials import PartnerPlan


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
        recipe=plan.recipe,
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
    )


def _page_id(change: Change, before: RememberedCopy | None) -> int | None:
    """Keep the page id of a copy; a page that only stands in the way is not ours."""
    if before is not None and before.page_id is not None:
        return before.page_id
    ours = change.action is Action.UPDATE or change.state in (State.CURRENT, State.DIVERGED)
    return change.page_id if ours else None


def copy_after(intent: Intent, written: Written, now: datetime) -> RememberedCopy:
    """Give what to remember of a copy once it is written.

    A write that the wiki mixed with somebody's edit counts as edited: its text is not the one that we sent.
    """
    copy = intent.copy
    return replace(
        copy,
        title=written.title,
        page_id=written.page_id,
        revision=written.revision,
        copied_revision=copy.sheet_revision,
        copied_at=now,
        written_digest=intent.expected_digest,
        verified=False,
        state=State.EDITED if written.merged else State.CURRENT,
        reason=Reason.COPY_EDITED if written.merged else None,
        facts=(),
        since=now,
    )


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
