"""``rebuild``: the state, restored from the wikis."""

import click

from bot.cli.asking import Asked, about_jobs
from bot.cli.common import worst
from bot.cli.counting import counting
from bot.cli.ending import sentence_of
from bot.errors import ExitCode
from bot.i18n import _, ngettext


@click.command(help=_("Find the copies that the state has lost, by their credits and by what the robot wrote."))
@about_jobs
def rebuild(asked: Asked) -> ExitCode:
    """Restore the state from the wikis; nothing is written to a wiki."""
    from bot.cli.progress import Bars
    from bot.report.data import copy_data, dump, troubles_data
    from bot.store.store import open_store
    from bot.sync.environment import Environment
    from bot.sync.rebuilding import rebuild as rebuild_state

    configuration = asked.configuration
    with open_store(configuration.state) as store, counting(configuration, store) as traffic, Bars() as bars:
        environment = Environment(configuration, store, traffic=traffic, notice=bars.notice)
        done = rebuild_state(asked.jobs, environment, asked.partners)
    troubles = tuple(one.trouble for one in done if one.trouble is not None)
    if asked.as_json:
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
    return worst([ExitCode.DONE, *(trouble.exit_code for trouble in troubles)])
