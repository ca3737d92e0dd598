"""``setup``: the pages that a partner needs, written on a person's word."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import (
    check_partners,
    choose_jobs,
    config_option,
    dry_run_option,
    json_option,
    load,
    verbose_option,
    worst,
)
from bot.cli.counting import counting
from bot.cli.ending import sentence_of
from bot.cli.syncing import stopping
from bot.errors import ExitCode
from bot.i18n import _

if TYPE_CHECKING:
    from bot.config.settings import Configuration, WikiSettings
    from bot.domain.setup import HouseResult
    from bot.domain.wiki import WikiFacts
    from bot.sync.setting_up import SetupPlan
    from bot.sync.stopping import StopSignal
    from bot.wiki.protocol import Wiki
    from bot.wiki.traffic import Traffic


@click.command(
    help=_(
        "Prepare a partner: write its credit template, the categories of the copies, the page that explains the bot, "
        "its stop page and its opt-out list. Shows all of it first, and asks; what people wrote stays."
    )
)
@click.argument("partner")
@click.option("--yes", is_flag=True, help=_("Write without asking, for scripts."))
@dry_run_option
@config_option
@json_option
@verbose_option
@click.pass_context
def setup(
    context: click.Context,
    *,
    partner: str,
    yes: bool,
    dry_run: bool,
    config: Path,
    as_json: bool,
    verbose: bool,
) -> None:
    """Prepare a partner for its copies."""
    from bot.report.data import dump, troubles_data
    from bot.report.setup import setup_data, show_house_results
    from bot.report.terminal import console
    from bot.sync.opening import open_wiki

    if yes and dry_run:
        raise click.UsageError(_("--yes writes and --dry-run does not: leave one of them out."))
    configuration = load(config, verbose=verbose)
    check_partners(choose_jobs(configuration, ()), (partner,))
    settings = configuration.wiki(partner)
    with stopping() as stop, _counting(configuration, keeps=not dry_run) as traffic:
        wiki = open_wiki(settings, configuration.contact, stop=stop, traffic=traffic)
        try:
            plan = _plan(configuration, settings, wiki, _source_facts(configuration.contact, stop, traffic))
            if not as_json:
                _show(plan)
            agreed = plan.writes and plan.trouble is None and (yes or (not dry_run and not as_json and _agreed()))
            results = _write(configuration, settings, wiki, plan, stop) if agreed else ()
        finally:
            wiki.close()
    code = _exit_code(plan, results, declined=plan.writes and not agreed and not dry_run)
    if as_json:
        troubles = troubles_data((plan.trouble,) if plan.trouble else ())
        pages = setup_data(plan.steps, results)
        click.echo(dump({"partner": partner, "pages": pages, "troubles": troubles, "exit_code": int(code)}))
    elif results:
        console().print(show_house_results(results))
    context.exit(code)


@contextmanager
def _counting(configuration: "Configuration", *, keeps: bool) -> "Iterator[Traffic]":
    """Count requests in the state, or not at all where nothing is to be changed."""
    from bot.store.store import open_store
    from bot.wiki.traffic import Traffic

    if not keeps:
        yield Traffic()
        return
    with open_store(configuration.state) as store, counting(configuration, store) as traffic:
        yield traffic


def _plan(
    configuration: "Configuration",
    settings: "WikiSettings",
    wiki: "Wiki",
    source: "Callable[[WikiSettings], WikiFacts]",
) -> "SetupPlan":
    from bot.sync.house import house_of, house_pages
    from bot.sync.setting_up import plan_setup

    jobs = tuple(job for job in configuration.jobs if settings.name in {one.wiki.name for one in job.partners})
    wiki.account()
    pages = house_pages(house_of(settings, jobs, wiki, configuration.contact, source))
    return plan_setup(pages, wiki, settings)


def _source_facts(contact: str, stop: "StopSignal", traffic: "Traffic") -> "Callable[[WikiSettings], WikiFacts]":
    """Give a function that asks a source what it says of itself."""
    from bot.sync.opening import open_wiki

    def ask(settings: "WikiSettings") -> "WikiFacts":
        wiki = open_wiki(settings, contact, stop=stop, traffic=traffic)
        try:
            return wiki.facts()
        finally:
            wiki.close()

    return ask


def _show(plan: "SetupPlan") -> None:
    from bot.report.setup import show_setup
    from bot.report.terminal import console

    console().print(show_setup(plan.partner, plan.steps))
    if plan.trouble is not None:
        click.echo(sentence_of(plan.trouble), err=True)
    if not plan.writes:
        click.echo(_("There is nothing to write."))


def _agreed() -> bool:
    """Ask whoever sits at the terminal; where nobody does, nothing is written."""
    if not sys.stdin.isatty():
        click.echo(_("Nothing was written: look at it, then say --yes."), err=True)
        return False
    agreed = click.confirm(_("Write these pages?"))
    if not agreed:
        click.echo(_("Nothing was written."), err=True)
    return agreed


def _write(
    configuration: "Configuration", settings: "WikiSettings", wiki: "Wiki", plan: "SetupPlan", stop: "StopSignal"
) -> "tuple[HouseResult, ...]":
    """Write what was agreed, alone at that partner."""
    from bot.store.locks import locks_for
    from bot.sync.setting_up import SetupLane

    lane = SetupLane(wiki, settings, configuration.contact, stop)
    with locks_for(configuration.state).hold(settings.name, "setup"):
        return tuple(lane.apply(plan))


def _exit_code(plan: "SetupPlan", results: "tuple[HouseResult, ...]", *, declined: bool) -> ExitCode:
    from bot.domain.plan import Outcome
    from bot.sync.setting_up import troubles_of

    troubles = (*troubles_of(results), *((plan.trouble,) if plan.trouble else ()))
    waits = declined or any(step.waits for step in plan.steps)
    waits = waits or any(one.outcome is Outcome.FAILED for one in results)
    return worst([ExitCode.WAITING if waits else ExitCode.DONE, *(trouble.exit_code for trouble in troubles)])
