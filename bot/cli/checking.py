"""``check`` and ``schema``: is the configuration right, and how editors can know."""

from pathlib import Path
from typing import Literal

import click

from bot.cli.common import config_option, load
from bot.i18n import _, ngettext


@click.command(help=_("Check the configuration, its mappings and formats; nothing is asked of any wiki."))
@config_option
def check(config: Path) -> None:
    """Check the configuration offline."""
    configuration = load(config)
    for warning in configuration.warnings:
        click.echo(_("warning: {warning}").format(warning=warning), err=True)
    for job in configuration.jobs:
        partners = ", ".join(partner.wiki.name for partner in job.partners)
        click.echo(f"{job.name}: {job.source.name} ({job.mapping.name}) → {partners}")
    jobs = ngettext("{count} job", "{count} jobs", len(configuration.jobs))
    wikis = ngettext("{count} wiki", "{count} wikis", len(configuration.wikis))
    click.echo(_("{path}: the configuration is right ({jobs}, {wikis}).").format(path=config, jobs=jobs, wikis=wikis))


@click.command(help=_("Print the JSON Schema of a kind of file, for editors."))
@click.argument("kind", type=click.Choice(["config", "mapping", "format"]), default="config")
def schema(kind: Literal["config", "mapping", "format"]) -> None:
    """Print a JSON Schema."""
    from bot.config.load import json_schema
    from bot.report.data import dump

    click.echo(dump(json_schema(kind)))
