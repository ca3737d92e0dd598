"""``plan`` and ``sync``: what would happen, and making it happen."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

from bot.cli.asking import Asked, about_pages
from bot.cli.common import reading_the_program, worst
from bot.cli.counting import show_metrics
from bot.cli.ending import sentence_of
from bot.cli.saved_plans import SavedPlan, check_plan_file, read_plan, write_plan
from bot.errors import ExitCode, StateError
from bot.i18n import _, ngettext

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings
    from bot.sync.environment import Options
    from bot.sync.job_run import JobRun
    from bot.sync.stopping import StopSignal
    from bot.wiki.traffic import Traffic


@click.command(help=_("Show what a sync would do, field by field. Never writes, neither to a wiki nor to the state."))
@about_pages
@click.option("--limit", type=click.IntRange(min=0), help=_("At most this many pages."))
@click.option("--brief", is_flag=True, help=_("The table only, without fields."))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=_("Save the plan for “sync --plan”."))
def plan(asked: Asked, *, limit: int | None, brief: bool, out: Path | None) -> ExitCode:
    """Show what a sync would do."""
    with reading_the_program():
        from bot.sync.environment import Options

    options = Options(asked.partners, asked.pages, limit, command="plan")
    if out is not None:
        check_plan_file(out)
    return show_plan_of(asked.configuration, asked.jobs, options, as_json=asked.as_json, details=not brief, out=out)


@click.command(help=_("Bring the copies up to date now."))
@about_pages
@click.option("--limit", type=click.IntRange(min=0), help=_("At most this many pages."))
@click.option("--dry-run", "--simulate", "dry_run", is_flag=True, help=_("Only show the plan."))
@click.option("--beyond-limits", is_flag=True, help=_("Go on this once although the plan passes a limit."))
@click.option(
    "--plan",
    "saved",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Carry out this saved plan, and only if nothing has moved since."),
)
def sync(asked: Asked, *, limit: int | None, dry_run: bool, beyond_limits: bool, saved: Path | None) -> ExitCode:
    """Bring the copies up to date."""
    with reading_the_program():
        from bot.sync.environment import Options

    configuration, jobs, as_json = asked.configuration, asked.jobs, asked.as_json
    options = Options(asked.partners, asked.pages, limit, beyond_limits, "sync")
    if saved and (asked.partners or asked.pages or limit is not None or dry_run):
        message = _("--plan carries out a saved plan whole: leave out --partner, --page, --limit and --dry-run.")
        raise click.UsageError(message)
    if dry_run:
        return show_plan_of(configuration, jobs, options, as_json=as_json, details=True)
    plan = read_plan(saved, configuration, tuple(job.name for job in jobs)) if saved else None
    return synchronise(configuration, jobs, options, as_json=as_json, plan=plan)


def show_plan_of(
    configuration: "Configuration",
    jobs: tuple["JobSettings", ...],
    options: "Options",
    *,
    as_json: bool,
    details: bool,
    out: Path | None = None,
) -> ExitCode:
    """Show what would be done, save it where asked, and give the exit code."""
    with reading_the_program():
        from bot.cli.progress import Bars
        from bot.report.data import dump, plan_data, troubles_data
        from bot.report.terminal import console, show_plan
        from bot.store.store import open_for_reading
        from bot.sync.environment import Environment
        from bot.sync.runner import plan_job

    runs = []
    with open_for_reading(configuration.state) as store:
        for job in jobs:
            with Bars() as bars:
                run = plan_job(job, Environment(configuration, store, notice=bars.notice), options)
            runs.append(run)
            if not as_json:
                if run.plan.listed or not run.troubles:
                    console().print(show_plan(run.plan, details=details))
                _say_troubles(run)
    if as_json:
        click.echo(dump([plan_data(run.plan) | {"troubles": troubles_data(run.troubles)} for run in runs]))
    if out is not None:
        write_plan(out, configuration, runs, options)
    return worst([run.exit_code for run in runs])


def synchronise(
    configuration: "Configuration",
    jobs: tuple["JobSettings", ...],
    options: "Options",
    *,
    as_json: bool = False,
    plan: SavedPlan | None = None,
    traffic: "Traffic | None" = None,
) -> ExitCode:
    """Run jobs one after the other, show what became of them, and give the exit code.

    *plan* is a saved one; *traffic* holds what was asked before, and counts on.
    """
    with reading_the_program():
        from bot.cli.progress import Bars
        from bot.report import wiki_page
        from bot.report.data import dump
        from bot.store.store import open_store
        from bot.sync.environment import Environment
        from bot.sync.runner import run_job
        from bot.wiki.traffic import Traffic

    runs, traffic = [], traffic or Traffic()
    with stopping() as stop, _told_of_no_state(jobs, as_json=as_json), open_store(configuration.state) as store:
        for job in jobs:
            with Bars() as bars:
                environment = Environment(
                    configuration,
                    store,
                    stop,
                    expect=bars.expect,
                    advance=bars.advance,
                    notice=bars.notice,
                    pages=wiki_page,
                    traffic=traffic,
                )
                run = run_job(job, environment, plan.narrow(options, job.name) if plan else options)
            runs.append(run)
            show_metrics(configuration, store)
            if not as_json:
                _show_run(job.name, run)
            if stop.is_set() or _broken(run):
                break
    if as_json:
        click.echo(dump([_run_data(run) for run in runs]))
        for trouble in filter(None, map(_broken, runs)):
            click.echo(sentence_of(trouble), err=True)
    return ExitCode.INTERRUPTED if stop.is_set() else worst([run.exit_code for run in runs])


@contextmanager
def _told_of_no_state(jobs: tuple["JobSettings", ...], *, as_json: bool) -> Iterator[None]:
    """Tell programs, too, where no run could begin for want of a state."""
    try:
        yield
    except StateError as error:
        if as_json:
            from bot.domain.plan import Plan
            from bot.report.data import dump
            from bot.sync.job_run import JobRun

            runs = (JobRun(Plan(job.name, ()), troubles=(error,)) for job in jobs)
            click.echo(dump([_run_data(run) for run in runs]))
        raise


def _broken(run: "JobRun") -> StateError | None:
    """Give what went wrong with the state, which the other jobs need as well."""
    return next((trouble for trouble in run.troubles if isinstance(trouble, StateError)), None)


def _show_run(job: str, run: "JobRun") -> None:
    from bot.report.terminal import console, show_results

    if run.plan.listed or not run.troubles:
        click.echo(_("Job {job}: {listed} sheets in the selection.").format(job=job, listed=run.plan.listed))
    if not run.troubles or run.results:
        console().print(show_results(run.results, still_waiting=run.still_waiting))
    _say_troubles(run)


def _run_data(run: "JobRun") -> dict[str, object]:
    from bot.report.data import plan_data, results_data, troubles_data

    return {
        "plan": plan_data(run.plan),
        "results": results_data(run.results),
        "troubles": troubles_data(run.troubles),
        "still_waiting": run.still_waiting,
        "exit_code": int(run.exit_code),
    }


def _say_troubles(run: "JobRun") -> None:
    from bot.report.words import describe_stop

    for stop in run.plan.stops:
        click.echo(describe_stop(stop), err=True)
    for trouble in run.troubles:
        click.echo(sentence_of(trouble), err=True)
    for partner, count in run.postponed:
        waiting = ngettext(
            "{count} sheet waits for the next run at {partner}.",
            "{count} sheets wait for the next run at {partner}.",
            count,
            partner=partner,
        )
        click.echo(waiting, err=True)


@contextmanager
def stopping() -> Iterator["StopSignal"]:
    """Let SIGTERM and Ctrl-C end the work after the current write; a second Ctrl-C ends it at once."""
    from bot.sync.stopping import StopSignal

    stop, over = StopSignal(), Event()

    def ask_to_stop(number: int, _frame: object) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        # In a thread of its own: a handler that takes the lock of an event may wait for itself for ever.
        Thread(target=_leave_in_time, args=(stop, over), daemon=True).start()

    before = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        over.set()
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave_in_time(stop: "StopSignal", over: Event) -> None:
    """Leave at once when the writes are done and a wiki keeps us waiting for what we only read."""
    from bot.sync.stopping import wait_for_writes

    stop.set()
    if not wait_for_writes(stop, over.is_set):
        click.echo(_("Interrupted."), err=True)
        sys.stdout.flush()
        os._exit(ExitCode.INTERRUPTED)
