"""Plans, runs and states as JSON, for programs; keys and codes are English and stay the same in every language."""

import json
from collections.abc import Iterable
from typing import Any

from bot.domain.files import Placement
from bot.domain.licences.awaiting import awaits_decision, is_awaited
from bot.domain.plan import Change, Notice, Plan, Result
from bot.domain.reasons import WAITING, Finding
from bot.errors import RepublishError, WikiError
from bot.report import reasons, words
from bot.report.notices import gather
from bot.store.values import RememberedCopy, RememberedResult, RememberedRun, Scheduled, WikiHealth

Data = dict[str, Any]


def dump(value: object) -> str:
    """Write a value as indented JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def plan_data(plan: Plan) -> Data:
    """Give a plan as data."""
    return {
        "job": plan.job,
        "listed": plan.listed,
        "stops": [
            {
                "partner": stop.partner,
                "changes": stop.changes,
                "known": stop.known,
                "threshold": stop.threshold,
                "empty": stop.empty,
                "sentence": words.describe_stop(stop),
            }
            for stop in plan.stops
        ],
        "changes": [change_data(change) for change in plan.changes],
        "notices": [
            {**_notice_data(told.notice), "sheets": list(told.sheets), "partners": list(told.partners)}
            for told in gather(plan.changes)
        ],
    }


def change_data(change: Change) -> Data:
    """Give a change as data, with the whole text it would write."""
    return {
        "partner": change.partner,
        "action": change.action.value,
        "state": change.state.value,
        "sheet": {
            "page_id": change.sheet.page_id,
            "title": change.sheet.title,
            "revision": change.sheet.revision,
        },
        "copy": {"page_id": change.page_id, "title": change.title, "base": change.base},
        "new_title": change.new_title,
        "content": change.content,
        **_finding_data(change.finding),
        "summary": change.summary,
        "text": change.text,
        "differences": [
            {"field": difference.field, "before": difference.before, "after": difference.after}
            for difference in change.differences
        ],
        "conflicts": [
            {
                "field": conflict.field,
                "place": conflict.place,
                "base": conflict.base,
                "incoming": conflict.incoming,
                "local": conflict.local,
            }
            for conflict in change.conflicts
        ],
        "notices": [_notice_data(notice) for notice in change.notices],
        "files": [_file_data(placement) for placement in change.files or ()],
    }


def _file_data(placement: Placement) -> Data:
    upload = placement.upload
    return {
        "name": placement.name,
        "there": placement.there or None,
        "fault": placement.fault.value if placement.fault else None,
        "upload": {"bytes": upload.file.size, "replaces": upload.replaces or None} if upload else None,
    }


def _notice_data(notice: Notice) -> Data:
    return {
        "code": notice.code,
        "field": notice.field or None,
        "detail": notice.detail,
        "words": notice.words or None,
        "sentence": words.describe_notice(notice),
    }


def _finding_data(finding: Finding | None) -> Data:
    if finding is None:
        return {"reason": None}
    return {"reason": finding.reason.value, "facts": dict(finding.facts), "sentence": reasons.explain(finding)}


def results_data(results: Iterable[Result]) -> list[Data]:
    """Give what became of a plan as data."""
    return [
        {
            "partner": result.change.partner,
            "sheet": result.change.sheet.title,
            "copy": result.change.title,
            "outcome": result.outcome.value,
            "revision": result.revision,
            "code": result.code,
            "info": result.info,
            **_finding_data(result.change.finding),
            "awaits_decision": is_awaited(result.change.finding),
        }
        for result in results
    ]


def troubles_data(troubles: Iterable[RepublishError]) -> list[Data]:
    """Give what stood in the way of a run as data."""
    return [
        {"wiki": trouble.wiki, "code": trouble.code, "sentence": words.describe_trouble(trouble)}
        if isinstance(trouble, WikiError)
        else {"wiki": None, "code": type(trouble).__name__, "sentence": str(trouble)}
        for trouble in troubles
    ]


def copy_data(copy: RememberedCopy) -> Data:
    """Give a copy as data."""
    return {
        "job": copy.job,
        "source": copy.source,
        "sheet": {"page_id": copy.sheet_id, "title": copy.sheet_title, "revision": copy.sheet_revision},
        "partner": copy.partner,
        "copy": {"page_id": copy.page_id, "title": copy.title, "revision": copy.revision},
        "copied_revision": copy.copied_revision,
        "copied_at": copy.copied_at.isoformat() if copy.copied_at else None,
        "state": copy.state.value,
        "since": copy.since.isoformat() if copy.since else None,
        "reason": copy.reason.value if copy.reason else None,
        "waits": copy.reason in WAITING,
        "licence": copy.licence or None,
        "facts": dict(copy.facts),
        "sentence": reasons.explain_reason(copy.reason, copy.facts) if copy.reason else "",
        "awaits_decision": awaits_decision(copy.reason, copy.facts),
    }


def health_data(health: WikiHealth) -> Data:
    """Give the trouble of a wiki as data."""
    return {
        "wiki": health.wiki,
        "since": health.since.isoformat(),
        "code": health.code,
        "info": health.info,
        "failures": health.failures,
        "again_at": health.again_at.isoformat(),
        "sentence": words.describe_health(health),
    }


def scheduled_data(scheduled: Scheduled) -> Data:
    """Give what the service knows of a job as data."""
    return {
        "job": scheduled.job,
        "served_at": scheduled.served_at.isoformat() if scheduled.served_at else None,
        "next_at": scheduled.next_at.isoformat() if scheduled.next_at else None,
    }


def run_data(run: RememberedRun, results: Iterable[RememberedResult] = ()) -> Data:
    """Give a run as data, with its results where they are wanted."""
    return {
        "run": run.run_id,
        "job": run.job,
        "command": run.command,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "exit_code": run.exit_code,
        "interrupted": run.is_interrupted,
        "listed": run.listed,
        "counts": dict(run.counts),
        "note": run.note,
        "results": [
            {
                "partner": result.partner,
                "sheet": result.sheet_title,
                "copy": result.title,
                "outcome": result.outcome.value,
                "revision": result.revision,
                "reason": result.reason.value if result.reason else None,
                "code": result.code,
            }
            for result in results
        ],
    }
