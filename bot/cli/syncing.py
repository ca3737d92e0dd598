"""``plan`` and ``sync``: what would happen, and making it happen."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from bot.cli.common import (
    check_partners,
    choice_options,
    choose_jobs,
    config_option,
    json_option,
    load,
    verbose_option,
    worst,
)
from bot.cli.ending import sentence_of
from bot.cli.saved_plans import SavedPlan, check_plan_file, read_plan, write_plan
from bot.errors import ExitCode
from bot.i18n import _, ngettext

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings
    from bot.sync.environment import Options
    from bot.sync.runner import JobRun


@click.command(help=_("Show what a sync would do, field by field. Never writes, neither to a wiki nor to the state."))
@config_option
@choice_options
@click.option("--limit", type=click.IntRange(min=0), help=_("At most this many pages."))
@json_option
@click.option("--brief", is_flag=True, help=_("The table only, without fields."))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=_("Save the plan for “sync --plan”."))
@verbose_option
@click.pass_context
def plan(
    context: click.Context,
    *,
    config: Path,
    jobs: tuple[str, ...],
    partners: tuple[str, ...],
    pages: tuple[str, ...],
    limit: int | None,
    as_json: bool,
    brief: bool,
    out: Path | None,
    verbose: bool,
) -> None:
    """Show what a sync would do."""
    from bot.sync.environment import Options

    configuration = load(config, verbose=verbose)
    chosen = choose_jobs(configuration, jobs)
    check_partners(chosen, partners)
    options = Options(partners, pages, limit, command="plan")
    if out is not None:
        check_plan_file(out)
    context.exit(show_plan_of(configuration, chosen, options, as_json=as_json, details=not brief, out=out))


@click.command(help=_("Bring the copies up to date now."))
@config_option
@choice_options
@click.option("--limit", type=click.IntRange(min=0), help=_("At most this many pages."))
@click.option("--dry-run", "--simulate", "dry_run", is_flag=True, help=_("Only show the plan."))
@click.option("--beyond-limits", is_flag=True, help=_("Go on this once although the plan passes a limit."))
@click.option(
    "--plan",
    "saved",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Carry out this saved plan, and only if nothing has moved since."),
)
@json_option
@verbose_option
@click.pass_context
def sync(
    context: click.Context,
    *,
    config: Path,
    jobs: tuple[str, ...],
    partners: tuple[str, ...],
    pages: tuple[str, ...],
    limit: int | None,
    dry_run: bool,
    beyond_limits: bool,
    saved: Path | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Bring the copies up to date."""
    from bot.sync.environment import Options

    configuration = load(config, verbose=verbose)
    chosen = choose_jobs(configuration, jobs)
    check_partners(chosen, partners)
    options = Options(partners, pages, limit, beyond_limits, "sync")
    if saved and (partners or pages or limit is not None or dry_run):
        message = _("--plan carries out a saved plan whole: leave out --partner, --page, --limit and --dry-run.")
        raise click.UsageError(message)
    if dry_run:
        context.exit(show_plan_of(configuration, chosen, options, as_json=as_json, details=True))
    plan = read_plan(saved, configuration, tuple(job.name for job in chosen)) if saved else None
    context.exit(synchronise(configuration, chosen, options, as_json=as_json, plan=plan))


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
    from bot.report.data import dump, plan_data, troubles_data
    from bot.report.terminal import console, show_plan
    from bot.store.store import open_for_reading
    from bot.sync.environment import Environment
    from bot.sync.runner import plan_job

    runs = []
    with _stopping() as stop, open_for_reading(configuration.state) as store:
        for job in jobs:
            run = plan_job(job, Environment(configuration, store, stop), options)
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
) -> ExitCode:
    """Run jobs one after the other, show what became of them, and give the exit code; *plan* is a saved one."""
    from bot.cli.progress import Bars
    from bot.report.data import dump, plan_data, results_data, troubles_data
    from bot.report.terminal import console, show_results
    from bot.store.store import open_store
    from bot.sync.environment import Environment
    from bot.sync.runner import run_job

    runs = []
    with _stopping() as stop, open_store(configuration.state) as store:
        for job in jobs:
            with Bars() as bars:
                environment = Environment(configuration, store, stop, expect=bars.expect, advance=bars.advance)
                run = run_job(job, environment, plan.narrow(options, job.name) if plan else options)
            runs.append(run)
            if not as_json:
                heading = _("Job {job}: {listed} sheets in the selection.").format(job=job.name, listed=run.plan.listed)
                if run.plan.listed or not run.troubles:
                    click.echo(heading)
                if not run.troubles or run.results:
                    console().print(show_results(run.results, still_waiting=run.still_waiting))
                _say_troubles(run)
            if stop.is_set():
                break
    if as_json:
        data = [
            {
                "plan": plan_data(run.plan),
                "results": results_data(run.results),
                "troubles": troubles_data(run.troubles),
                "still_waiting": run.still_waiting,
                "exit_code": int(run.exit_code),
            }
            for run in runs
        ]
        click.echo(dump(data))
    return ExitCode.INTERRUPTED if stop.is_set() else worst([run.exit_code for run in runs])


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
def _stopping() -> Iterator[Event]:
    """Let SIGTERM and Ctrl-C end the work after the current write; a second Ctrl-C ends it at once."""
    stop = Event()

    def ask_to_stop(number: int, _frame: object) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
