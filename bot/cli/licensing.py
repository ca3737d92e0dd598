"""``licence``: what licence a sheet has, what follows from it at each partner, and a person's word about it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import (
    RefusalError,
    check_partners,
    choose_jobs,
    config_option,
    json_option,
    load,
    verbose_option,
    worst,
)
from bot.cli.ending import sentence_of
from bot.errors import ExitCode, WikiError
from bot.i18n import _

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings
    from bot.domain.licences.examined import Examined
    from bot.domain.register import LicenceDecision, Register
    from bot.sync.deciding import Word


@click.command(
    help=_(
        "Show the licence of a sheet, given by title, page id or address: what is stated where, what follows at each "
        "partner and why, and what would change it. With --decide, keep a person's word about it."
    )
)
@click.argument("sheet")
@config_option
@click.option("--job", "jobs", multiple=True, help=_("Only this job."))
@click.option("--partner", "partners", multiple=True, help=_("Only this partner."))
@click.option("--decide", type=click.Choice(["accept", "refuse"]), help=_("Say that the sheet may be copied, or not."))
@click.option("--by", default="", metavar=_("NAME"), help=_("Who decides."))
@click.option("--reason", default="", metavar=_("TEXT"), help=_("Why; it is kept with the decision."))
@click.option("--as", "reads", default="", metavar=_("LICENCE"), help=_("The licence that you read out of the words."))
@click.option(
    "--regime",
    type=click.Choice(["adaptation", "marked"]),
    help=_("The most that copies may be; without it, what stays open is marked with its own licence."),
)
@json_option
@verbose_option
@click.pass_context
def licence(
    context: click.Context,
    *,
    sheet: str,
    config: Path,
    jobs: tuple[str, ...],
    partners: tuple[str, ...],
    decide: str | None,
    by: str,
    reason: str,
    reads: str,
    regime: str | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Show the licence of a sheet, or decide about it."""
    from bot.report.data import dump
    from bot.report.licences import examined_data, examined_lines

    if decide is None and (by or reason or reads or regime):
        raise click.UsageError(_("--by, --reason, --as and --regime go with --decide."))
    word = _word(decide, by, reason, reads, regime) if decide else None
    configuration = load(config, verbose=verbose)
    chosen = choose_jobs(configuration, jobs)
    check_partners(chosen, partners)
    found, codes = _examined(configuration, chosen, sheet, partners)
    if word is not None and found:
        _decide(configuration, found, partners, word)
        found, codes = _examined(configuration, chosen, sheet, partners)
    if as_json:
        click.echo(dump([examined_data(each) for each in found]))
    else:
        click.echo("\n\n".join("\n".join(examined_lines(each)) for each in found))
    codes += [ExitCode.WAITING for each in found if each.waits]
    codes += [at.trouble.exit_code for each in found for at in each.partners if at.trouble is not None]
    context.exit(worst(codes))


def _word(decide: str, by: str, reason: str, reads: str, regime: str | None) -> "Word":
    from bot.domain.licences.judge import Regime
    from bot.domain.register import Ruling
    from bot.sync.deciding import Word

    return Word(Ruling(decide), by, reason, reads, Regime(regime) if regime else None)


def _examined(
    configuration: "Configuration", jobs: "tuple[JobSettings, ...]", sheet: str, partners: tuple[str, ...]
) -> "tuple[list[Examined], list[ExitCode]]":
    """Look at a sheet in every job that has it, and tell which sources did not answer."""
    from bot.store.store import open_for_reading
    from bot.sync.environment import Environment
    from bot.sync.examining import examine
    from bot.sync.judging import unknown_sheet

    found, codes = [], []
    with open_for_reading(configuration.state) as store:
        environment = Environment(configuration, store)
        for job in jobs:
            try:
                examined = examine(job, environment, sheet, partners)
            except WikiError as error:
                click.echo(sentence_of(error), err=True)
                codes.append(error.exit_code)
                continue
            found += [examined] if examined else []
        if not found and not codes:
            raise RefusalError(unknown_sheet(sheet, store.all_copies()))
    return found, codes


def _decide(configuration: "Configuration", found: "list[Examined]", partners: tuple[str, ...], word: "Word") -> None:
    """Keep a person's word about a sheet, if it fits what the sheet says."""
    from datetime import UTC, datetime

    from bot.config.register import change_register
    from bot.report.licences import decision_line
    from bot.report.reasons import explain
    from bot.sync.deciding import decision_of, fault_of_word, unopened

    if len({(one.source, one.standing.words if one.standing else "") for one in found}) > 1:
        raise RefusalError(_("Several jobs read different words about this sheet: choose one with --job."))
    source, ref, standing = found[0].source, found[0].ref, found[0].standing
    fault = fault_of_word(word, standing)
    if fault:
        raise RefusalError(fault)
    today = datetime.now(UTC).date()
    decisions = [decision_of(word, source, ref, standing, partner, today) for partner in partners or ("",)]
    for decision in decisions:
        closed = unopened(decision, found)
        if closed is not None:
            why = explain(closed)
            raise RefusalError(_("A yes opens nothing here, so it is not kept. {why}").format(why=why))

    ended: list[LicenceDecision] = []

    def keep(register: "Register") -> "Register":
        before = register.decisions
        for decision in decisions:
            register = register.with_decision(decision)
        ended.extend(one for one in before if one not in register.decisions)
        return register

    change_register(configuration.register, keep)
    click.echo(_("The decision is kept in {file}.").format(file=configuration.register), err=True)
    for one in ended:
        earlier = decision_line(one, holds=True)
        click.echo(_("It takes the place of what was decided before: {earlier}").format(earlier=earlier), err=True)
