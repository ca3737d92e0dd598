"""``adopt``, ``resolve``, ``restore`` and ``forget``: a person's word about one copy."""

from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import click

from bot.cli.common import check_partners, choose_jobs, config_option, json_option, load, verbose_option
from bot.cli.syncing import show_plan_of, synchronise
from bot.i18n import _

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings
    from bot.domain.decision import Decision
    from bot.domain.field import Value
    from bot.domain.merge.units import Side
    from bot.domain.plan import Change
    from bot.errors import RepublishError

_page = click.argument("page")
_job = click.option("--job", "jobs", multiple=True, help=_("Only this job."))
_partner = click.option("--partner", required=True, help=_("The partner whose copy it is."))
_dry_run = click.option("--dry-run", "--simulate", "dry_run", is_flag=True, help=_("Only show what would change."))
_take = click.option(
    "--take",
    type=click.Choice(["local", "incoming"]),
    help=_("Whose text to take: local is that of the people at the partner, incoming that of the sheet."),
)


@click.command(help=_("Make a page that stands at a partner the copy of a sheet; by default its own text stays."))
@_page
@_partner
@click.option("--title", default="", help=_("The page at the partner, where it is not the one in the way."))
@_take
@_dry_run
@config_option
@_job
@json_option
@verbose_option
@click.pass_context
def adopt(
    context: click.Context,
    *,
    page: str,
    partner: str,
    title: str,
    take: str | None,
    dry_run: bool,
    config: Path,
    jobs: tuple[str, ...],
    as_json: bool,
    verbose: bool,
) -> None:
    """Make a page the copy of a sheet."""
    from bot.domain.decision import Decision, Verdict

    configuration, chosen = _choose(config, jobs, partner, verbose=verbose)
    decision = Decision(Verdict.ADOPT, page, partner, title, _side(take))
    context.exit(_act(configuration, chosen, decision, dry_run=dry_run, as_json=as_json))


@click.command(
    help=_("Take up again a copy that people deleted, blanked or freed of its credit, or that was forgotten.")
)
@_page
@_partner
@_dry_run
@config_option
@_job
@json_option
@verbose_option
@click.pass_context
def restore(
    context: click.Context,
    *,
    page: str,
    partner: str,
    dry_run: bool,
    config: Path,
    jobs: tuple[str, ...],
    as_json: bool,
    verbose: bool,
) -> None:
    """Take up again a copy that was left to its community."""
    from bot.domain.decision import Decision, Verdict

    configuration, chosen = _choose(config, jobs, partner, verbose=verbose)
    decision = Decision(Verdict.RESTORE, page, partner)
    context.exit(_act(configuration, chosen, decision, dry_run=dry_run, as_json=as_json))


@click.command(help=_("End the conflict of a copy: say for each field whose text to take, or write it yourself."))
@_page
@_partner
@_take
@click.option("--local", "local", multiple=True, metavar="FIELD", help=_("Take the partner's text of this field."))
@click.option("--incoming", multiple=True, metavar="FIELD", help=_("Take the sheet's text of this field."))
@click.option("--edit", multiple=True, metavar="FIELD", help=_("Write this field in $EDITOR, with all three texts."))
@_dry_run
@config_option
@_job
@json_option
@verbose_option
@click.pass_context
def resolve(
    context: click.Context,
    *,
    page: str,
    partner: str,
    take: str | None,
    local: tuple[str, ...],
    incoming: tuple[str, ...],
    edit: tuple[str, ...],
    dry_run: bool,
    config: Path,
    jobs: tuple[str, ...],
    as_json: bool,
    verbose: bool,
) -> None:
    """End the conflict of a copy."""
    from bot.domain.decision import Decision, Verdict
    from bot.domain.merge.units import Side

    if not (take or local or incoming or edit):
        raise click.UsageError(_("Say how: --take for all fields, or --local, --incoming or --edit for one."))
    configuration, chosen = _choose(config, jobs, partner, verbose=verbose)
    fields = (*((name, Side.LOCAL) for name in local), *((name, Side.INCOMING) for name in incoming))
    decision = Decision(Verdict.RESOLVE, page, partner, side=_side(take), fields=fields)
    context.exit(_act(configuration, chosen, decision, edited=edit, dry_run=dry_run, as_json=as_json))


@click.command(help=_("Leave a copy to its community: it stays, and no sync touches or names it any more."))
@_page
@_partner
@config_option
@_job
@json_option
@click.pass_context
def forget(
    context: click.Context, *, page: str, partner: str, config: Path, jobs: tuple[str, ...], as_json: bool
) -> None:
    """Leave a copy to its community."""
    from bot.domain.plan import Reason, State
    from bot.report.data import copy_data, dump
    from bot.store.locks import locks_for
    from bot.store.store import open_store
    from bot.sync.judging import unknown_sheet

    configuration, chosen = _choose(config, jobs, partner, verbose=False)
    names = {job.name for job in chosen}
    with locks_for(configuration.state).hold(partner, "forget"), open_store(configuration.state) as store:
        there = [copy for copy in store.all_copies() if copy.partner == partner and copy.job in names]
        known = [copy for copy in there if copy.sheet_title == page]
        if not known:
            raise click.UsageError(unknown_sheet(page, there))
        left = [replace(copy, state=State.REMOVED, reason=Reason.FORGOTTEN, facts=()) for copy in known]
        for copy in left:
            store.remember(copy)
    if as_json:
        click.echo(dump([copy_data(copy) for copy in left]))
    else:
        for copy in left:
            sentence = _("The copy “{title}” at {partner} is left to its community.")
            click.echo(sentence.format(title=copy.title, partner=partner))
    context.exit(0)


def _choose(
    config: Path, jobs: tuple[str, ...], partner: str, *, verbose: bool
) -> "tuple[Configuration, tuple[JobSettings, ...]]":
    """Load the configuration, and give the jobs that write to a partner."""
    configuration = load(config, verbose=verbose)
    chosen = choose_jobs(configuration, jobs)
    check_partners(chosen, (partner,))
    return configuration, tuple(job for job in chosen if partner in {one.wiki.name for one in job.partners})


def _side(take: str | None) -> "Side | None":
    from bot.domain.merge.units import Side

    return Side(take) if take else None


def _act(
    configuration: "Configuration",
    jobs: "tuple[JobSettings, ...]",
    decision: "Decision",
    *,
    edited: tuple[str, ...] = (),
    dry_run: bool,
    as_json: bool,
) -> int:
    """Carry out a decision that makes sense, or only show what it would do."""
    from bot.sync.environment import Options

    job, change, trouble = _judged(configuration, jobs, decision, edited)
    if trouble is not None:
        raise trouble
    if edited and job is not None and change is not None:
        decision = replace(decision, texts=_written(job, change, edited))
    options = Options((decision.partner,), (decision.sheet,), command=decision.verdict.value, decision=decision)
    if dry_run:
        code = show_plan_of(configuration, jobs, options, as_json=as_json, details=True)
    else:
        code = synchronise(configuration, jobs, options, as_json=as_json)
    if decision.texts and (dry_run or _still_waits(configuration, decision)):
        _keep([str(text) if isinstance(text, str) else "\n".join(map(str, text)) for _name, text in decision.texts])
    return code


def _judged(
    configuration: "Configuration",
    jobs: "tuple[JobSettings, ...]",
    decision: "Decision",
    edited: tuple[str, ...],
) -> "tuple[JobSettings | None, Change | None, RepublishError | None]":
    """Look at the copy before anything is done, and refuse a decision that says nothing about it.

    Raises:
        click.UsageError: there is no such sheet, or the decision does not fit how its copy stands.

    """
    from bot.domain.decision import Verdict
    from bot.store.store import open_for_reading
    from bot.sync.environment import Environment, Options
    from bot.sync.judging import fault_of, unknown_sheet
    from bot.sync.runner import compare_job

    word = decision if decision.verdict is Verdict.ADOPT else None
    options = Options((decision.partner,), (decision.sheet,), command=decision.verdict.value, decision=word)
    troubles: list[RepublishError] = []
    with open_for_reading(configuration.state) as store:
        copies = [copy for copy in store.all_copies() if copy.partner == decision.partner]
        for job in jobs:
            run = compare_job(job, Environment(configuration, store), options)
            troubles += run.troubles
            change = run.plan.of_sheet(decision.sheet, decision.partner)
            if change is None:
                continue
            copy = next((one for one in copies if (one.job, one.sheet_id) == (job.name, change.sheet.page_id)), None)
            fault = fault_of(decision, edited, job, change, copy)
            if fault:
                raise click.UsageError(fault)
            return job, change, None
    if troubles:
        return None, None, troubles[0]
    raise click.UsageError(unknown_sheet(decision.sheet, copies))


def _written(job: "JobSettings", change: "Change", edited: tuple[str, ...]) -> "tuple[tuple[str, Value], ...]":
    """Let a person write fields anew, from the texts of both sides; what was written is kept when it cannot serve."""
    from bot.errors import RepublishError
    from bot.sync.resolving import marked, value_of

    sides = {side.field: side for side in change.sides}
    written: list[str] = []
    texts = []
    for field in edited:
        offered = marked(sides[field])
        try:
            text = click.edit(offered.text, extension=".wiki")
        except click.ClickException as error:
            _keep(written)
            raise click.UsageError(error.message) from error
        if text is None:
            _keep(written)
            raise click.UsageError(_("Nothing was saved in the editor, so nothing is decided."))
        written.append(text)
        try:
            texts.append((field, value_of(text, offered, job, field)))
        except RepublishError:
            _keep(written)
            raise
    return tuple(texts)


def _keep(texts: list[str]) -> None:
    """Keep what a person has written in files, and say where: nothing that was typed is lost."""
    for text in texts:
        with NamedTemporaryFile("w", prefix="republish-", suffix=".wiki", delete=False, encoding="utf-8") as file:
            file.write(text)
        click.echo(_("What you wrote is kept in {path}.").format(path=file.name), err=True)


def _still_waits(configuration: "Configuration", decision: "Decision") -> bool:
    """Tell whether a copy waits for a person in spite of a decision."""
    from bot.domain.plan import WAITING
    from bot.store.store import open_for_reading

    with open_for_reading(configuration.state) as store:
        return any(
            copy.reason in WAITING
            for copy in store.all_copies()
            if (copy.sheet_title, copy.partner) == (decision.sheet, decision.partner)
        )
