"""How the bot is: its service, its jobs, its lanes, and the reports that it cannot write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.config.settings import JobSettings
from bot.errors import ExitCode
from bot.i18n import _
from bot.report.data import run_data, scheduled_data
from bot.report.waiting_files import WaitingFile, describe_waiting, waiting_data
from bot.report.words import describe_run, moment
from bot.store.counts import KnownReport
from bot.store.locks import Holder
from bot.store.values import RememberedRun, Scheduled

_ENDS = (ExitCode.LOGIN, ExitCode.CONFIGURATION, ExitCode.BUG)
"""How runs end that no later run will mend."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What is told beside the copies; *lanes* are the partners that somebody writes to now, by name."""

    jobs: tuple[JobSettings, ...]
    scheduled: tuple[Scheduled, ...]
    runs: tuple[RememberedRun, ...]
    """Runs of these jobs, the oldest first; the newest of each job among them."""
    lanes: tuple[tuple[str, Holder], ...]
    reports: tuple[KnownReport, ...]
    service: Holder | None
    files: tuple[WaitingFile, ...] = ()
    """Files that could not be brought for now."""
    left: tuple[KnownReport, ...] = ()
    """Reports that nobody keeps up any more, and that still stand."""

    def last_run(self, job: str) -> RememberedRun | None:
        """Give the newest run of a job."""
        return next((run for run in reversed(self.runs) if run.job == job), None)

    def next_at(self, job: str) -> datetime | None:
        """Tell when the service looks at a job next."""
        return next((one.next_at for one in self.scheduled if one.job == job), None)

    @property
    def needs_somebody(self) -> bool:
        """Tell whether a job does nothing until a person acts: its last run stopped at a limit, or could not begin."""
        lasts = [run for job in self.jobs if (run := self.last_run(job.name)) is not None]
        return any(run.exit_code in _ENDS or (run.exit_code == ExitCode.WAITING and run.note) for run in lasts)

    def unwritten(self) -> tuple[KnownReport, ...]:
        """Give the reports that could not be written."""
        return tuple(report for report in self.reports if report.why)


def overview_lines(overview: Overview) -> tuple[str, ...]:
    """Tell how the bot is, in sentences."""
    of_reports, of_files = map(describe_report, overview.unwritten()), describe_waiting(overview.files)
    left = (describe_leftover(report) for report in overview.left if report.why)
    return (*of_files, *of_reports, *left, *_lane_lines(overview), *_service_lines(overview))


def _lane_lines(overview: Overview) -> Iterable[str]:
    sentence = _("{partner} is being written to since {since} ({purpose}, process {pid}).")
    for partner, holder in overview.lanes:
        yield sentence.format(partner=partner, since=holder.since, purpose=holder.purpose, pid=holder.pid)


def _service_lines(overview: Overview) -> Iterable[str]:
    """Tell whether the service runs, and what each job did last and does next."""
    planned = any(one.next_at is not None for one in overview.scheduled)
    if overview.service is not None:
        yield _("The service has been running since {since}.").format(since=overview.service.since)
    elif planned:
        yield _(
            "The service does not run now: start it with “systemctl start republish”, or “republish serve” by hand."
        )
    for job in overview.jobs:
        last, following = overview.last_run(job.name), overview.next_at(job.name)
        if last is not None:
            yield _("Last run: {run}").format(run=describe_run(last))
        if overview.service is not None and following is not None:
            yield _("Next run of {job}: {time}").format(job=job.name, time=moment(following))
        elif overview.service is not None and job.every is None and job.cron is None:
            sentence = _("The service does not run the job {job}, which has neither “every” nor “cron”.")
            yield sentence.format(job=job.name)


def describe_report(report: KnownReport) -> str:
    """Say why a report is not written, and what to do."""
    sentence = _("The report of the job {job} on {wiki} has not been brought up to date since {since}: {why}.")
    return sentence.format(job=report.job, wiki=report.wiki, since=moment(report.at), why=_why(report))


def describe_leftover(report: KnownReport) -> str:
    """Say why a report that nobody keeps up any more still stands."""
    sentence = _("The report of the job {job} on {wiki} is not kept up any more, and could not be taken away: {why}.")
    return sentence.format(job=report.job, wiki=report.wiki, why=_why(report))


def _why(report: KnownReport) -> str:
    return {
        "taken-away": _(
            "people took it off its page; to have it back, put back its two comments, as the history shows them"
        ),
        "bots-excluded": _("the page keeps this bot out; take {{nobots}} or the like out of it"),
        "opted-out": _("people list the page among what the bot leaves alone"),
        "protectedpage": _("the page is protected; let the bot's account edit it, or name another page"),
        "redirect": _("the page is a redirect; write its new title under “report” in the configuration"),
        "title-not-allowed": _(
            "it may only stand in the project or help namespace or below the user page of the bot's account; "
            "name such a page under “report” in the configuration"
        ),
    }.get(report.why, report.why)


def overview_data(overview: Overview) -> dict[str, Any]:
    """Tell how the bot is, for programs."""
    lasts = {job.name: overview.last_run(job.name) for job in overview.jobs}
    return {
        "service": {
            "since": _iso(overview.service.since) if overview.service else None,
            "jobs": [scheduled_data(one) for one in overview.scheduled],
        },
        "last_runs": [run_data(run) for run in lasts.values() if run is not None],
        "lanes": [
            {
                "partner": partner,
                "since": _iso(holder.since),
                "purpose": holder.purpose,
                "pid": holder.pid,
                "host": holder.host,
            }
            for partner, holder in overview.lanes
        ],
        "waiting_files": [waiting_data(one) for one in overview.files],
        "reports": [
            {
                "wiki": one.wiki,
                "job": one.job,
                "at": one.at.isoformat(),
                "why": one.why or None,
                "sentence": told(one) if one.why else "",
            }
            for told, reports in ((describe_report, overview.reports), (describe_leftover, overview.left))
            for one in reports
        ],
    }


def _iso(since: str) -> str:
    """Write the time of a lock as all other times are written for programs."""
    return datetime.fromisoformat(since.replace(" UTC", "+00:00")).isoformat()
