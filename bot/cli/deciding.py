"""``adopt``, ``resolve``, ``restore`` and ``forget``: a person's word about one copy."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot.cli.asking import AskedCopy, about_one_copy
from bot.cli.common import RefusalError, dry_run_option
from bot.cli.editing import keep_words, write_fields
from bot.cli.syncing import show_plan_of, synchronise
from bot.errors import ExitCode
from bot.i18n import _

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings
    from bot.domain.decision import Decision
    from bot.domain.merge.units import Side
    from bot.domain.plan import Change
    from bot.errors import RepublishError
    from bot.wiki.traffic import Traffic

_take = click.option(
    "--take",
    type=click.Choice(["local", "incoming"]),
    help=_("Whose text to take: local is that of the people at the partner, incoming that of the sheet."),
)


@click.command(help=_("Make a page that stands at a partner the copy of a sheet; by default its own text stays."))
@about_one_copy
@click.option("--title", default="", help=_("The page at the partner, where it is not the one in the way."))
@_take
@dry_run_option
def adopt(asked: AskedCopy, *, title: str, take: str | None, dry_run: bool) -> ExitCode:
    """Make a page the copy of a sheet."""
    from bot.domain.decision import Decision, Verdict

    decision = Decision(Verdict.ADOPT, asked.page, asked.partner, title, _side(take))
    return _act(asked, decision, dry_run=dry_run)


@click.command(
    help=_("Take up again a copy that people deleted, blanked or freed of its credit, or that was forgotten.")
)
@about_one_copy
@dry_run_option
def restore(asked: AskedCopy, *, dry_run: bool) -> ExitCode:
    """Take up again a copy that was left to its community."""
    from bot.domain.decision import Decision, Verdict

    return _act(asked, Decision(Verdict.RESTORE, asked.page, asked.partner), dry_run=dry_run)


@click.command(help=_("End the conflict of a copy: say for each field whose text to take, or write it yourself."))
@about_one_copy
@_take
@click.option("--local", "local", multiple=True, metavar=_("FIELD"), help=_("Take the partner's text of this field."))
@click.option("--incoming", multiple=True, metavar=_("FIELD"), help=_("Take the sheet's text of this field."))
@click.option("--edit", multiple=True, metavar=_("FIELD"), help=_("Write this field in $EDITOR, with all three texts."))
@dry_run_option
def resolve(
    asked: AskedCopy,
    *,
    take: str | None,
    local: tuple[str, ...],
    incoming: tuple[str, ...],
    edit: tuple[str, ...],
    dry_run: bool,
) -> ExitCode:
    """End the conflict of a copy."""
    from bot.domain.decision import Decision, Verdict
    from bot.domain.merge.units import Side

    if not (take or local or incoming or edit):
        raise click.UsageError(_("Say how: --take for all fields, or --local, --incoming or --edit for one."))
    fields = (*((name, Side.LOCAL) for name in local), *((name, Side.INCOMING) for name in incoming))
    decision = Decision(Verdict.RESOLVE, asked.page, asked.partner, side=_side(take), fields=fields)
    return _act(asked, decision, edited=edit, dry_run=dry_run)


@click.command(help=_("Leave a copy to its community: it stays, and no sync touches or names it any more."))
@about_one_copy
def forget(asked: AskedCopy) -> ExitCode:
    """Leave a copy to its community."""
    from bot.domain.plan import State
    from bot.domain.reasons import Reason
    from bot.report.data import copy_data, dump
    from bot.store.locks import locks_for
    from bot.store.store import open_store
    from bot.sync.judging import several_jobs, unknown_sheet

    names, url = {job.name for job in asked.jobs}, asked.configuration.state
    with locks_for(url).hold(asked.partner, "forget"), open_store(url) as store:
        there = [copy for copy in store.all_copies() if copy.partner == asked.partner and copy.job in names]
        known = [copy for copy in there if copy.sheet_title == asked.page]
        if not known:
            raise RefusalError(unknown_sheet(asked.page, there))
        if len(known) > 1:
            raise RefusalError(several_jobs(asked.page, [copy.job for copy in known]))
        left = replace(known[0], state=State.REMOVED, reason=Reason.FORGOTTEN, facts=())
        store.remember(left)
    sentence = _("The copy “{title}” at {partner} is left to its community.")
    click.echo(dump([copy_data(left)]) if asked.as_json else sentence.format(title=left.title, partner=left.partner))
    return ExitCode.DONE


def _side(take: str | None) -> "Side | None":
    from bot.domain.merge.units import Side

    return Side(take) if take else None


def _act(asked: AskedCopy, decision: "Decision", *, edited: tuple[str, ...] = (), dry_run: bool) -> ExitCode:
    """Carry out a decision that makes sense, or only show what it would do."""
    from bot.sync.environment import Options
    from bot.wiki.traffic import Traffic

    traffic = Traffic()
    job, change = _judged(asked, decision, edited, traffic)
    if edited:
        decision = replace(decision, texts=write_fields(job, change, edited))
    options = Options((decision.partner,), (decision.sheet,), command=decision.verdict.value, decision=decision)
    try:
        if dry_run:
            return show_plan_of(asked.configuration, (job,), options, as_json=asked.as_json, details=True)
        return synchronise(asked.configuration, (job,), options, as_json=asked.as_json, traffic=traffic)
    finally:
        if decision.texts and (dry_run or _still_waits(asked.configuration, decision)):
            keep_words(decision)


def _judged(
    asked: AskedCopy, decision: "Decision", edited: tuple[str, ...], traffic: "Traffic"
) -> "tuple[JobSettings, Change]":
    """Look at the copy before anything is done, and refuse a decision that says nothing about it.

    Raises:
        RefusalError: there is no such sheet, several jobs have it, or the decision does not fit its copy.
        RepublishError: a wiki could not be asked.

    """
    from bot.domain.decision import Verdict
    from bot.domain.reasons import Reason
    from bot.store.store import open_for_reading
    from bot.sync.environment import Environment, Options
    from bot.sync.judging import fault_of, several_jobs, unknown_sheet
    from bot.sync.runner import compare_job

    word = decision if decision.verdict is Verdict.ADOPT else None
    options = Options((decision.partner,), (decision.sheet,), command=decision.verdict.value, decision=word)
    troubles: list[RepublishError] = []
    found: list[tuple[JobSettings, Change]] = []
    with open_for_reading(asked.configuration.state) as store:
        copies = [copy for copy in store.all_copies() if copy.partner == decision.partner]
        for job in asked.jobs:
            run = compare_job(job, Environment(asked.configuration, store, traffic=traffic), options)
            troubles += run.troubles
            change = run.plan.of_sheet(decision.sheet, decision.partner)
            if change is not None and not (change.finding and change.finding.reason is Reason.CLAIMED):
                found.append((job, change))
    if len(found) > 1:
        raise RefusalError(several_jobs(decision.sheet, [job.name for job, _change in found]))
    if not found:
        raise troubles[0] if troubles else RefusalError(unknown_sheet(decision.sheet, copies))
    ((job, change),) = found
    copy = next((one for one in copies if (one.job, one.sheet_id) == (job.name, change.sheet.page_id)), None)
    fault = fault_of(decision, edited, job, change, copy)
    if fault:
        raise RefusalError(fault)
    return job, change


def _still_waits(configuration: "Configuration", decision: "Decision") -> bool:
    """Tell whether a copy waits for a person in spite of a decision."""
    from bot.domain.reasons import WAITING
    from bot.store.store import open_for_reading

    with open_for_reading(configuration.state) as store:
        return any(
            copy.reason in WAITING
            for copy in store.all_copies()
            if (copy.sheet_title, copy.partner) == (decision.sheet, decision.partner)
        )
