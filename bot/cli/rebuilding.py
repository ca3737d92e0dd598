"""``rebuild``: the state, restored from the wikis."""

from pathlib import Path

import click

from bot.cli.common import (
    check_partners,
    choose_jobs,
    config_option,
    json_option,
    load,
    verbose_option,
    worst,
)
from bot.cli.ending import sentence_of
from bot.errors import ExitCode
from bot.i18n import _, ngettext


@click.command(help=_("Find the copies that the state has lost, by their credits and by what the robot wrote."))
@config_option
@click.option("--job", "jobs", multiple=True, help=_("Only this job."))
@click.option("--partner", "partners", multiple=True, help=_("Only this partner."))
@json_option
@verbose_option
@click.pass_context
def rebuild(
    context: click.Context,
    *,
    config: Path,
    jobs: tuple[str, ...],
    partners: tuple[str, ...],
    as_json: bool,
    verbose: bool,
) -> None:
    """Restore the state from the wikis; nothing is written to a wiki."""
    from bot.report.data import copy_data, dump, troubles_data
    from bot.store.store import open_store
    from bot.sync.environment import Environment
    from bot.sync.rebuilding import rebuild as rebuild_state

    configuration = load(config, verbose=verbose)
    chosen = choose_jobs(configuration, jobs)
    check_partners(chosen, partners)
    with open_store(configuration.state) as store:
        done = rebuild_state(chosen, Environment(configuration, store), partners)
    troubles = tuple(one.trouble for one in done if one.trouble is not None)
    if as_json:
        found = [copy_data(copy) for one in done for copy in one.found]
        click.echo(dump({"found": found, "troubles": troubles_data(troubles)}))
    else:
        for one in done:
            if one.trouble is None:
                sentence = ngettext(
                    "{job}, {partner}: {count} copy found again, {known} were known.",
                    "{job}, {partner}: {count} copies found again, {known} were known.",
                    len(one.found),
                    job=one.job,
                    partner=one.partner,
                    known=str(one.known),
                )
                click.echo(sentence)
    for trouble in troubles:
        click.echo(sentence_of(trouble), err=True)
    context.exit(worst([ExitCode.DONE, *(trouble.exit_code for trouble in troubles)]))
