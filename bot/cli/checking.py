"""``check`` and ``schema``: is the configuration right, and how editors can know."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bot.cli.common import (
    choose_jobs,
    config_option,
    json_option,
    load,
    verbose_option,
    worst,
)
from bot.i18n import _, ngettext

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings
    from bot.errors import ExitCode


@click.command(
    help=_("Check the configuration, its mappings and formats; with --online, hold them against the live wikis.")
)
@config_option
@click.option("--online", is_flag=True, help=_("Read the sheets and ask the partners too; nothing is written."))
@click.option("--job", "jobs", multiple=True, help=_("Only this job."))
@json_option
@verbose_option
@click.pass_context
def check(
    context: click.Context, *, config: Path, online: bool, jobs: tuple[str, ...], as_json: bool, verbose: bool
) -> None:
    """Check the configuration, offline or against the live wikis."""
    if not online and (jobs or as_json):
        raise click.UsageError(_("--job and --json need --online."))
    configuration = load(config, verbose=verbose)
    for warning in configuration.warnings:
        click.echo(_("warning: {warning}").format(warning=warning), err=True)
    if online:
        context.exit(_check_online(configuration, choose_jobs(configuration, jobs), as_json=as_json))
    _tell(config, configuration)


def _tell(config: Path, configuration: "Configuration") -> None:
    for job in configuration.jobs:
        partners = ", ".join(partner.wiki.name for partner in job.partners)
        click.echo(f"{job.name}: {job.source.name} ({job.mapping.name}) → {partners}")
    jobs = ngettext("{count} job", "{count} jobs", len(configuration.jobs))
    wikis = ngettext("{count} wiki", "{count} wikis", len(configuration.wikis))
    click.echo(_("{path}: the configuration is right ({jobs}, {wikis}).").format(path=config, jobs=jobs, wikis=wikis))


def _check_online(configuration: "Configuration", jobs: tuple["JobSettings", ...], *, as_json: bool) -> "ExitCode":
    from datetime import UTC, datetime

    from bot.config.register import load_register
    from bot.report.coverage import coverage_data
    from bot.report.coverage_tables import show_coverage
    from bot.report.data import dump
    from bot.report.terminal import console
    from bot.sync.coverage import check_job
    from bot.sync.opening import open_wiki

    today, contact = datetime.now(UTC).date(), configuration.contact
    register, checked = load_register(configuration.register), []
    for job in jobs:
        checked.append(check_job(job, contact, today, lambda settings: open_wiki(settings, contact), register))
        if not as_json:
            console().print(show_coverage(checked[-1]))
    if as_json:
        click.echo(dump([coverage_data(coverage) for coverage in checked]))
    return worst([code for coverage in checked for code in coverage.exit_codes])


@click.command(help=_("Print the JSON Schema of a kind of file, for editors."))
@click.argument("kind", type=click.Choice(["config", "mapping", "format", "register"]), default="config")
def schema(kind: Literal["config", "mapping", "format", "register"]) -> None:
    """Print a JSON Schema."""
    from bot.config.load import json_schema
    from bot.report.data import dump

    click.echo(dump(json_schema(kind)))
