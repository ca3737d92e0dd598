"""``forget-name``: a name taken out of all credits, for ever."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import check_partners, config_option, json_option, load, verbose_option, worst
from bot.cli.ending import sentence_of
from bot.errors import ExitCode
from bot.i18n import _

if TYPE_CHECKING:
    from bot.domain.forgetting import Forgetting


@click.command(
    "forget-name",
    help=_("Take a name out of the credits of all copies, for ever: later credits only count that person."),
)
@click.argument("name")
@click.option("--reason", default="", help=_("Why, for the register: who asked, where, when."))
@click.option("--by", "by", default="", help=_("Who decided."))
@click.option(
    "--partner",
    "partners",
    multiple=True,
    help=_("Only the copies at this partner, now; later credits leave the name out everywhere."),
)
@click.option("--dry-run", "--simulate", "dry_run", is_flag=True, help=_("Only show where the name stands."))
@config_option
@json_option
@verbose_option
@click.pass_context
def forget_name(
    context: click.Context,
    *,
    name: str,
    reason: str,
    by: str,
    partners: tuple[str, ...],
    dry_run: bool,
    config: Path,
    as_json: bool,
    verbose: bool,
) -> None:
    """Take a name out of all credits."""
    from bot.config.register import change_register
    from bot.domain.naming import account_name
    from bot.domain.register import ForgottenName
    from bot.report.data import dump
    from bot.report.forgetting import describe, forgetting_data
    from bot.store.store import open_store
    from bot.sync.environment import Environment
    from bot.sync.forgetting import forget_name as take_out

    configuration = load(config, verbose=verbose)
    if not (name := account_name(name)):
        raise click.UsageError(_("Write the name to be taken out."))
    check_partners(configuration.jobs, partners)
    everywhere = (one for job in configuration.jobs for one in job.partners)
    chosen = tuple(one for one in everywhere if not partners or one.wiki.name in partners)
    if not dry_run:
        asked = ForgottenName(name, datetime.now(UTC).date(), reason.strip() or _("on request"), by.strip())
        change_register(configuration.register, lambda register: register.with_forgotten(asked))
    with open_store(configuration.state) as store:
        done = take_out(name, chosen, Environment(configuration, store), writes=not dry_run)
    if as_json:
        click.echo(dump(forgetting_data(name, done)))
    else:
        click.echo("\n".join(describe(name, done, register=configuration.register, planned=dry_run)))
    for trouble in done.troubles:
        click.echo(sentence_of(trouble), err=True)
    context.exit(_exit_code(done))


def _exit_code(done: "Forgetting") -> ExitCode:
    waits = ExitCode.WAITING if done.waits else ExitCode.DONE
    return worst([waits, *(trouble.exit_code for trouble in done.troubles)])
