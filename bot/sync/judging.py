"""Whether a person's word about a copy can be carried out, and if not, why, in words for that person."""

from collections.abc import Iterable

from bot.config.nearest import hint, nearest
from bot.config.settings import JobSettings
from bot.domain.decision import Decision, Verdict
from bot.domain.field import Kind
from bot.domain.merge.units import Side
from bot.domain.plan import Change, State
from bot.domain.reasons import Reason
from bot.i18n import _
from bot.store.values import RememberedCopy

_WITHOUT_SIDES = frozenset({Reason.COPY_UNREADABLE, Reason.COPY_UNMERGED, Reason.WHOLE_EDITED})
"""Conflicts of a whole copy: there are no fields to choose from."""


def fault_of(
    decision: Decision, edited: tuple[str, ...], job: JobSettings, change: Change, copy: RememberedCopy | None
) -> str:
    """Say why a decision cannot be carried out; empty when it can.

    *edited* are the fields that the person wants to write, *change* is what would happen to the copy on the person's
    word, *copy* what is remembered of it.
    """
    if decision.verdict is Verdict.RESOLVE:
        return _of_resolve(decision, edited, job, change)
    if decision.verdict is Verdict.RESTORE:
        removed = State.REMOVED in (change.state, copy.state if copy else None)
        return "" if removed or change.finding is None else _nothing_removed(change)
    return _of_adopt(decision, change, copy)


def _of_resolve(decision: Decision, edited: tuple[str, ...], job: JobSettings, change: Change) -> str:
    named = (*(name for name, _side in decision.fields), *edited)
    known = _fields(job, change.partner)
    for name in named:
        if name not in known:
            return _("There is no field “{field}”: {hint}").format(field=name, hint=hint(name, known))
        if name in edited and known[name] is Kind.RECORDS:
            sentence = _("The field “{field}” holds records, which no editor writes: take a side, or edit the copy.")
            return sentence.format(field=name)
    twice = {name for name in named if named.count(name) > 1}
    if twice:
        return _("Say one thing only of the field “{field}”.").format(field=min(twice))
    reason = change.finding.reason if change.finding else None
    if reason in _WITHOUT_SIDES and (decision.side is None or _has_nothing_to_take(reason, decision.side)):
        return _("The whole copy is in conflict: take the sheet's text with --take incoming, or tidy the copy.")
    if reason not in (Reason.COPY_DIVERGED, *_WITHOUT_SIDES):
        sentence = _("The copy “{title}” at {partner} is not in conflict: there is nothing to resolve.")
        return sentence.format(title=change.title, partner=change.partner)
    conflicts = tuple(dict.fromkeys(conflict.field for conflict in change.conflicts))
    for name in named:
        if name not in conflicts:
            sentence = _("The field “{field}” is not in conflict; in conflict: {fields}.")
            return sentence.format(field=name, fields=", ".join(conflicts) or "–")
    return ""


def _has_nothing_to_take(reason: Reason, side: Side) -> bool:
    """Tell whether a side is that of a copy in which no field can be read, or of one that must not be changed."""
    return reason in (Reason.COPY_UNREADABLE, Reason.WHOLE_EDITED) and side is Side.LOCAL


def _fields(job: JobSettings, partner: str) -> dict[str, Kind]:
    """Give the fields that the copies at a partner have, with their kinds."""
    mapping = next(each.mapping for each in job.partners if each.wiki.name == partner)
    return {rule.field.name: rule.field.kind for rule in mapping.rules}


def _nothing_removed(change: Change) -> str:
    sentence = _("The copy “{title}” at {partner} was neither removed nor forgotten: there is nothing to restore.")
    return sentence.format(title=change.title, partner=change.partner)


def _of_adopt(decision: Decision, change: Change, copy: RememberedCopy | None) -> str:
    named = {"title": decision.title or change.title, "partner": change.partner, "sheet": change.sheet.title}
    if copy is not None and copy.page_id is not None:
        sentence = _("The sheet “{sheet}” has its copy at {partner} already: “{title}”. There is nothing to adopt.")
        return sentence.format_map(named | {"title": copy.title})
    reason = change.finding.reason if change.finding else None
    if reason is Reason.TITLE_TWICE:
        return _("The page “{title}” at {partner} is the copy of another sheet.").format_map(named)
    if change.page_id is None and change.state in (State.MISSING, State.REMOVED):
        if change.finding is not None and change.finding.reason is not Reason.TITLE_DELETED:
            return ""
        return _("There is no page “{title}” at {partner} that could be adopted.").format_map(named)
    if reason is Reason.TITLE_TAKEN:
        return _(
            "The page “{title}” at {partner} cannot be adopted: it is a redirect, or bears the credit of another copy."
        ).format_map(named)
    return ""


def several_jobs(page: str, jobs: Iterable[str]) -> str:
    """Say that a title does not tell which copy is meant."""
    message = _("Several jobs have a sheet “{page}” with a copy there: {jobs}. Say which one is meant with --job.")
    return message.format(page=page, jobs=", ".join(sorted(jobs)))


def unknown_sheet(page: str, copies: Iterable[RememberedCopy]) -> str:
    """Say that no job has a sheet, with the one that was meant; a copy leads to its sheet."""
    copies = tuple(copies)
    of_copy = next((copy.sheet_title for copy in copies if copy.title == page), None)
    if of_copy is not None:
        sentence = _("“{page}” is the title of a copy: write that of its sheet, “{sheet}”.")
        return sentence.format(page=page, sheet=of_copy)
    message = _("No job has a sheet “{page}” in its selection; write its title as it stands at the source.")
    near = nearest(page, {copy.sheet_title for copy in copies})
    return message.format(page=page) + (" " + _("Did you mean “{near}”?").format(near=near) if near else "")
