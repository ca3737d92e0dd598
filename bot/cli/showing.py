"""``status``, ``diff`` and ``runs``: how things stand, and what happened."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.asking import Asked, about_jobs, about_pages, title_of
from bot.cli.common import RefusalError, choose_jobs, config_option, json_option, load, worst
from bot.cli.counting import counting
from bot.cli.ending import sentence_of
from bot.errors import ExitCode, WikiError
from bot.i18n import _

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings
    from bot.domain.plan import Change
    from bot.report.status import Overview
    from bot.store.store import Store
    from bot.store.values import RememberedCopy
    from bot.sync.job_run import JobRun


@click.command(help=_("Show how all copies stand and what waits for a person."))
@about_pages
@click.option("--refresh", is_flag=True, help=_("Look at the copies first, to see what people did there."))
def status(asked: Asked, *, refresh: bool) -> ExitCode:
    """Show how all copies stand."""
    from bot.domain.reasons import WAITING
    from bot.report.data import copy_data, dump, health_data
    from bot.report.status import overview_data, overview_lines
    from bot.report.terminal import console, show_status
    from bot.store.store import open_for_reading

    code = _refresh(asked.configuration, asked.jobs, asked.partners) if refresh else ExitCode.DONE
    with open_for_reading(asked.configuration.state) as store:
        names = {job.name for job in asked.jobs}
        copies = tuple(
            copy
            for copy in store.all_copies()
            if copy.job in names
            and (not asked.partners or copy.partner in asked.partners)
            and (not asked.pages or copy.sheet_title in asked.pages)
        )
        overview = _overview(asked, store, copies)
        health = tuple(one for one in store.health() if one.wiki in _served(asked.configuration))
        if asked.as_json:
            copied = [copy_data(copy) for copy in copies]
            click.echo(
                dump({"copies": copied, "wikis_in_trouble": [*map(health_data, health)]} | overview_data(overview))
            )
        else:
            console().print(show_status(copies, health, overview_lines(overview)))
    waits = any(copy.reason in WAITING for copy in copies) or overview.needs_somebody
    return worst([code, ExitCode.WAITING if waits else ExitCode.DONE])


def _served(configuration: "Configuration") -> set[str]:
    """Name the wikis of the jobs; what failed at any other is over."""
    return {name for job in configuration.jobs for name in (job.source.name, *(to.wiki.name for to in job.partners))}


def _overview(asked: Asked, store: "Store", copies: "tuple[RememberedCopy, ...]") -> "Overview":
    """Gather how the bot is, as far as the jobs and copies asked for go."""
    from bot.report.status import Overview
    from bot.report.waiting_files import WaitingFile
    from bot.store.locks import SERVICE, locks_for
    from bot.sync.leftovers import is_leftover

    reports = store.reports()
    left = tuple(one for one in reports if is_leftover(one, asked.configuration))
    names = {job.name for job in asked.jobs}
    sheets = {(copy.source, copy.sheet_id, copy.partner): copy.sheet_title for copy in copies}
    files = ((file, sheets.get((file.source, file.sheet_id, file.partner))) for file in store.waiting_files())
    locks = locks_for(asked.configuration.state)
    partners = dict.fromkeys(partner.wiki.name for job in asked.jobs for partner in job.partners)
    return Overview(
        asked.jobs,
        tuple(one for one in store.scheduled() if one.job in names),
        tuple(run for run in store.newest_runs() if run.job in names),
        tuple((name, holder) for name in partners if (holder := locks.holder(name)) is not None),
        tuple(one for one in reports if one.job in names and one not in left),
        locks.holder(SERVICE),
        tuple(WaitingFile(file, sheet) for file, sheet in files if sheet is not None),
        left if len(asked.jobs) == len(asked.configuration.jobs) else (),
    )


def _refresh(configuration: "Configuration", jobs: tuple["JobSettings", ...], partners: tuple[str, ...]) -> ExitCode:
    from bot.store.locks import locks_for
    from bot.store.store import open_store
    from bot.sync.environment import Environment
    from bot.sync.looking import look
    from bot.sync.source_look import SourceLook

    codes = []
    with open_store(configuration.state) as store, counting(configuration, store) as traffic:
        environment = Environment(configuration, store, traffic=traffic)
        for job in jobs:
            source = environment.open(job.source)
            for partner in job.partners:
                if partners and partner.wiki.name not in partners:
                    continue
                wiki = environment.open(partner.wiki)
                try:
                    with locks_for(configuration.state).hold(partner.wiki.name, "status --refresh"):
                        look(job, wiki, store, SourceLook(source))
                except WikiError as error:
                    click.echo(sentence_of(error), err=True)
                    codes.append(error.exit_code)
                finally:
                    wiki.close()
    return worst(codes)


@click.command(help=_("Show how the copies of a sheet would change, field by field, or how people changed them."))
@click.argument("page")
@about_jobs
def diff(asked: Asked, *, page: str) -> ExitCode:
    """Compare the copies of one sheet with what the sheet says now."""
    from bot.report.data import change_data, dump
    from bot.report.terminal import console, show_plan
    from bot.store.store import open_for_reading
    from bot.sync.environment import Environment, Options
    from bot.sync.judging import unknown_sheet
    from bot.sync.runner import compare_job

    options = Options(asked.partners, (title_of(page),), command="diff")
    found: list[Change] = []
    runs: list[JobRun] = []
    with open_for_reading(asked.configuration.state) as store:
        known = store.all_copies()
        for job in asked.jobs:
            run = compare_job(job, Environment(asked.configuration, store), options)
            runs.append(run)
            found += run.plan.changes
            if not asked.as_json and run.plan.changes:
                console().print(show_plan(run.plan, details=True, all_states=True))
            for trouble in run.troubles:
                click.echo(sentence_of(trouble), err=True)
    if asked.as_json:
        click.echo(dump([change_data(change) for change in found]))
    if not found and all(not run.troubles for run in runs):
        raise RefusalError(unknown_sheet(page, known))
    return worst([ExitCode.DONE, *(trouble.exit_code for run in runs for trouble in run.troubles)])


@click.command(help=_("Show the last runs, or with a number what one run did."))
@click.argument("number", type=int, required=False)
@config_option
@click.option("--job", "jobs", multiple=True, help=_("Only this job."))
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help=_("At most this many runs."))
@json_option
def runs(number: int | None, config: Path, jobs: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Show the last runs."""
    from bot.report.data import dump, run_data
    from bot.report.terminal import console, show_run, show_runs
    from bot.store.store import open_for_reading

    configuration = load(config)
    names = {job.name for job in choose_jobs(configuration, jobs)}
    with open_for_reading(configuration.state) as store:
        known = tuple(
            run for run in store.runs(limit=10_000 if number or jobs else limit) if run.job in names or not jobs
        )
        if number is not None:
            known = tuple(run for run in known if run.run_id == number)
            if not known:
                raise RefusalError(_("There is no run number {number}.").format(number=number))
        known = known[:limit]
        if as_json:
            wanted = [run_data(run, store.results(run.run_id) if number else ()) for run in known]
            click.echo(dump(wanted))
            return
        console().print(show_runs(known))
        if number is not None:
            console().print(show_run(store.results(number)))
