"""``forget-name``: a name taken out of all credits, for ever."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import check_partners, config_option, json_option, load, verbose_option, worst
from bot.cli.counting import counting
from bot.cli.ending import sentence_of
from bot.errors import ExitCode
from bot.i18n import _

if TYPE_CHECKING:
    from bot.config.settings import Configuration, PartnerSettings
    from bot.domain.forgetting import Forgetting
    from bot.sync.environment import Environment


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
@click.option("--even-unseen", is_flag=True, help=_("Keep the name also where no copy bears it now."))
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
    even_unseen: bool,
    config: Path,
    as_json: bool,
    verbose: bool,
) -> None:
    """Take a name out of all credits."""
    from bot.config.register import load_register
    from bot.domain.naming import account_name
    from bot.store.store import open_store
    from bot.sync.environment import Environment
    from bot.sync.forgetting import forget_name as take_out

    configuration = load(config, verbose=verbose)
    if not (name := account_name(name)):
        raise click.UsageError(_("Write the name to be taken out."))
    check_partners(configuration.jobs, partners)
    everywhere = tuple(one for job in configuration.jobs for one in job.partners)
    chosen = tuple(one for one in everywhere if not partners or one.wiki.name in partners)
    is_kept = name in load_register(configuration.register).forgotten
    if not (dry_run or is_kept or (by.strip() and reason.strip())):
        raise click.UsageError(_("Say who decides, and why: --by NAME --reason TEXT."))
    with open_store(configuration.state) as store, counting(configuration, store) as traffic:
        environment = Environment(configuration, store, traffic=traffic)
        if not (dry_run or is_kept):
            unseen = None if even_unseen else _unseen(name, everywhere, environment)
            if unseen is not None and not _agreed(name, unseen, configuration, as_json=as_json):
                context.exit(worst([ExitCode.WAITING, _exit_code(unseen)]))
            _keep(name, by.strip(), reason.strip(), configuration)
        done = take_out(name, chosen, environment, writes=not dry_run)
    _tell(name, done, configuration, planned=dry_run, as_json=as_json)
    context.exit(_exit_code(done))


def _unseen(name: str, partners: "tuple[PartnerSettings, ...]", environment: "Environment") -> "Forgetting | None":
    """Look for a name on all copies, and give what was looked at where none bears it; None where one does."""
    from bot.sync.forgetting import forget_name as look

    found = look(name, partners, environment, writes=False)
    return None if found.places else found


def _agreed(name: str, unseen: "Forgetting", configuration: "Configuration", *, as_json: bool) -> bool:
    """Ask whoever sits at the terminal whether a name that no copy bears is kept; where nobody does, it is not."""
    _tell(name, unseen, configuration, planned=True, as_json=as_json)
    if not as_json and sys.stdin.isatty() and click.confirm(_("Keep this name all the same, for later copies?")):
        return True
    message = _("The name is not kept: look at how it is written. To keep it for later copies, say --even-unseen.")
    click.echo(message, err=True)
    return False


def _keep(name: str, by: str, reason: str, configuration: "Configuration") -> None:
    from bot.config.register import change_register
    from bot.domain.register import ForgottenName

    asked = ForgottenName(name, datetime.now(UTC).date(), reason, by)
    change_register(configuration.register, lambda register: register.with_forgotten(asked))


def _tell(name: str, done: "Forgetting", configuration: "Configuration", *, planned: bool, as_json: bool) -> None:
    from bot.report.data import dump
    from bot.report.forgetting import describe, forgetting_data

    if as_json:
        click.echo(dump(forgetting_data(name, done)))
    else:
        click.echo("\n".join(describe(name, done, register=configuration.register, planned=planned)))
    for trouble in done.troubles:
        click.echo(sentence_of(trouble), err=True)


def _exit_code(done: "Forgetting") -> ExitCode:
    waits = ExitCode.WAITING if done.waits else ExitCode.DONE
    return worst([waits, *(trouble.exit_code for trouble in done.troubles)])
