"""Plans, runs and states on a terminal.

Text of wikis is never handed to rich as markup: it goes through ``Text``.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from bot.domain.licences.awaiting import awaits_decision, is_awaited
from bot.domain.plan import Action, Change, Difference, Outcome, Plan, Result, State
from bot.domain.reasons import WAITING, Reason
from bot.i18n import _, ngettext
from bot.report import reasons, words
from bot.report.notices import show_notices
from bot.store.values import RememberedCopy, RememberedResult, RememberedRun, WikiHealth

if TYPE_CHECKING:
    from bot.domain.merge.values import Conflict

_COLOURS = {
    Action.CREATE: "green",
    Action.UPDATE: "yellow",
    Action.MERGE: "yellow",
    Action.MOVE: "yellow",
    Action.NOTICE: "yellow",
    Action.MEND: "yellow",
    Action.UPLOAD: "yellow",
    Action.PROTECT: "yellow",
    Action.SKIP: "",
}
_UPDATES = (Action.UPDATE, Action.NOTICE, Action.MEND, Action.UPLOAD, Action.PROTECT)
_BAD = {Outcome.CONFLICT, Outcome.REFUSED, Outcome.FAILED, Outcome.POSTPONED}
_WRITTEN = (Outcome.CREATED, Outcome.UPDATED, Outcome.MERGED, Outcome.MOVED)
_ALARMS = frozenset({Reason.SHEET_INFRINGES, Reason.FILE_INFRINGES})
_LONGEST_VALUE = 2_000
_PIPE_WIDTH = 10_000
_SIDES_WIDTH = 120
"""Width of three texts side by side: more is hard to read, and a pipe has no width of its own."""


def console(*, stderr: bool = False) -> Console:
    """Make a console that keeps what it is given: no markup, no highlighting, and no folded lines in a pipe."""
    made = Console(markup=False, highlight=False, emoji=False, stderr=stderr)
    if made.is_terminal:
        return made
    return _Piped(markup=False, highlight=False, emoji=False, stderr=stderr, width=_PIPE_WIDTH)


class _Piped(Console):
    """A console without a width of its own, whose tables leave no blanks at the ends of lines."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as every console does, without those blanks."""
        with self.capture() as kept:
            super().print(*objects, **options)
        self.file.write("".join(f"{line.rstrip(' ')}\n" for line in kept.get().splitlines()))
        self.file.flush()


def show_plan(plan: Plan, *, details: bool, all_states: bool = False) -> RenderableType:
    """Show a plan as a table, and with *details* field by field; current copies only with *all_states*."""
    shown = [change for change in plan.changes if all_states or not _is_current(change)]
    head = Text(_("Job {job}: {listed} sheets in the selection.").format(job=plan.job, listed=plan.listed))
    parts: list[RenderableType] = [head]
    if shown:
        parts.append(_plan_table(shown))
    if details:
        parts += [_details(change) for change in shown if change.differences or change.conflicts]
        notices = show_notices(shown)
        parts += [notices, Text()] if notices is not None else []
    parts.append(Text(_plan_summary(plan)))
    return Group(*parts)


def _is_current(change: Change) -> bool:
    return change.state is State.CURRENT and change.action is Action.SKIP


def _plan_table(changes: Iterable[Change]) -> Table:
    table = _table(_("Partner"), _("Action"), _("State"), _("Copy"))
    for change in changes:
        table.add_row(
            Text(change.partner),
            Text(words.action_word(change.action), style=_COLOURS[change.action]),
            Text(words.state_word(change.state)),
            _with_reason(_named(change), reasons.explain(change.finding) if change.finding else ""),
        )
    return table


def _named(change: Change) -> str:
    title = change.title or change.sheet.title
    return f"{title} → {change.new_title}" if change.new_title else title


def _copy_of(title: str, sheet: str) -> str:
    """Name a copy, and the sheet by which commands know it, where that is another title."""
    return f"{title} ← {sheet}" if title and sheet != title else sheet


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading != headings[-1])
    return table


def _with_reason(title: str, reason: str) -> Text:
    """Show a title, and below it why."""
    text = Text(title)
    return text.append(f"\n  {reason}", style="dim") if reason else text


def _plan_summary(plan: Plan) -> str:
    counts = plan.count()
    current = sum(1 for change in plan.changes if _is_current(change))
    if not plan.writes():
        return _("Nothing to write.")
    sentence = _(
        "To create: {create}. To update: {update}. To merge: {merge}. To move: {move}. "
        "Left as they are: {left}. Already current: {current}."
    )
    told = sentence.format(
        create=counts[Action.CREATE],
        update=sum(counts[one] for one in _UPDATES),
        merge=counts[Action.MERGE],
        move=counts[Action.MOVE],
        left=counts[Action.SKIP] - current,
        current=current,
    )
    files = plan.files_to_copy()
    return f"{told} {ngettext('{count} file to copy.', '{count} files to copy.', files)}" if files else told


def _details(change: Change) -> RenderableType:
    title = Text(f"\n{change.partner} — {change.title}", style="bold")
    fields: list[RenderableType] = [_conflict(conflict) for conflict in change.conflicts]
    if change.conflicts and change.differences:
        fields.append(Text(_("Once that is decided, this comes in as well:")))
    return Group(title, *fields, *(_difference(difference) for difference in change.differences))


def _difference(difference: Difference) -> Text:
    """Show one field as removed and added lines, with a line of context."""
    text = Text(f"  {difference.field}\n", style="bold")
    left = _LONGEST_VALUE
    for line in difflib.unified_diff(difference.before.splitlines(), difference.after.splitlines(), lineterm="", n=1):
        if line.startswith(("---", "+++", "@@")):
            continue
        style = {"+": "green", "-": "red"}.get(line[:1], "dim")
        text.append(f"    {_cut(line, left)}\n", style=style)
        left -= len(line)
        if left <= 0:
            text.append(f"    {_('(and more: --json tells all)')}\n", style="dim")
            break
    text.rstrip()
    return text


def _cut(line: str, longest: int) -> str:
    return line if len(line) <= longest else line[:longest] + "…"


def _conflict(conflict: "Conflict") -> RenderableType:
    """Show the three texts of one place side by side, whole: a person decides on them."""
    place = f"{conflict.field} — {conflict.place}" if conflict.place else conflict.field
    table = Table(title=Text(place, style="bold"), title_justify="left")
    for heading in (_("At the last sync"), _("What the sheet says now"), _("What people at the partner made of it")):
        table.add_column(heading, ratio=1, overflow="fold")
    sides = (conflict.base, conflict.incoming, conflict.local)
    table.add_row(*(Text(side) if side.strip() else Text(_("(nothing)"), style="dim") for side in sides))
    return Constrain(table, _SIDES_WIDTH)


def show_results(results: Iterable[Result], *, still_waiting: int) -> RenderableType:
    """Show what became of a plan: counts, and each page that did not go through."""
    results = tuple(results)
    counts = Counter(result.outcome for result in results)
    parts: list[RenderableType] = []
    bad = [result for result in results if result.outcome in _BAD]
    if bad:
        parts.append(_result_table(bad))
    notices = show_notices(result.change for result in results if result.outcome in _WRITTEN)
    if notices is not None:
        parts += [notices, Text()]
    written = sum(counts[outcome] for outcome in _WRITTEN)
    if not written and not bad and not still_waiting:
        parts.append(Text(_("Nothing left to do: every copy is up to date."), style="green"))
    else:
        named = ", ".join(_counted(results, counts))
        parts.append(Text(named or _("Nothing was written.")))
    if still_waiting:
        waiting = ngettext(
            "{count} copy waits for a person since an earlier run: see “republish status”.",
            "{count} copies wait for a person since an earlier run: see “republish status”.",
            still_waiting,
        )
        parts.append(Text(waiting, style="yellow"))
    return Group(*parts)


def _counted(results: tuple[Result, ...], counts: Counter[Outcome]) -> Iterator[str]:
    """Count outcomes in words; of those refused, the ones that await a decision apart."""
    waiting = sum(1 for one in results if one.outcome is Outcome.REFUSED and is_awaited(one.change.finding))
    for outcome in Outcome:
        count = counts[outcome] - (waiting if outcome is Outcome.REFUSED else 0)
        if count:
            yield words.counted(outcome, count)
        if outcome is Outcome.REFUSED and waiting:
            yield words.counted_waiting(waiting)


def _result_table(results: Iterable[Result]) -> Table:
    table = _table(_("Partner"), _("Outcome"), _("Copy"))
    for result in results:
        finding = result.change.finding
        why = reasons.explain(finding) if finding else f"{result.code} {result.info}".strip()
        table.add_row(
            Text(result.change.partner),
            Text(words.outcome_word(result.outcome, awaited=is_awaited(finding)), style="yellow"),
            _with_reason(
                _copy_of(result.change.title, result.change.sheet.title), why or _("It waits for the next run.")
            ),
        )
    return table


def show_status(
    copies: Iterable[RememberedCopy],
    health: Iterable[WikiHealth],
    lines: Iterable[str] = (),
) -> RenderableType:
    """Show how all copies stand, what waits for a person, and which wikis do not answer; *lines* tell of the rest."""
    copies = tuple(copies)
    parts: list[RenderableType] = [_status_counts(copies)] if copies else [Text(_("No copy is known yet."))]
    waiting = [copy for copy in copies if copy.reason in WAITING]
    waiting.sort(key=lambda copy: copy.reason not in _ALARMS)
    left = [copy for copy in copies if copy.reason is not None and copy.reason not in WAITING]
    for heading, some in ((_("Waiting for a person: {count}"), waiting), (_("Nothing to do: {count}"), left)):
        if some:
            parts += [Text(), Text(heading.format(count=len(some)), style="bold"), _status_table(some)]
    for trouble in health:
        parts += [Text(), Text(words.describe_health(trouble), style="yellow")]
    lines = tuple(lines)
    parts += [Text(), *map(Text, lines)] if lines else []
    return Group(*parts)


def _status_counts(copies: tuple[RememberedCopy, ...]) -> Table:
    states = [state for state in State if any(copy.state is state for copy in copies)]
    table = _table(_("Job"), _("Partner"), *(words.state_word(state) for state in states))
    counts = Counter((copy.job, copy.partner, copy.state) for copy in copies)
    for job, partner in sorted({(copy.job, copy.partner) for copy in copies}):
        numbers = (Text(str(counts[job, partner, state] or "–")) for state in states)
        table.add_row(Text(job), Text(partner), *numbers)
    return table


def _status_table(copies: Iterable[RememberedCopy]) -> Table:
    table = _table(_("Partner"), _("State"), _("Since"), _("Copy"))
    for copy in copies:
        since = copy.since.date().isoformat() if copy.since else ""
        why = reasons.explain_reason(copy.reason, copy.facts) if copy.reason else ""
        why = _("Awaits a decision: {why}").format(why=why) if awaits_decision(copy.reason, copy.facts) else why
        cells = (copy.partner, words.state_word(copy.state), since)
        table.add_row(*(Text(cell) for cell in cells), _with_reason(_copy_of(copy.title, copy.sheet_title), why))
    return table


def show_runs(runs: Iterable[RememberedRun]) -> RenderableType:
    """Show the last runs, newest first."""
    lines = [Text(words.describe_run(run)) for run in runs]
    return Group(*lines) if lines else Text(_("No run yet."))


def show_run(results: Iterable[RememberedResult]) -> RenderableType:
    """Show what one run did, page by page."""
    table = _table(_("Partner"), _("Outcome"), _("Copy"))
    for result in results:
        why = reasons.explain_reason(result.reason, result.facts) if result.reason else f"{result.code} {result.info}"
        awaited = awaits_decision(result.reason, result.facts)
        cells = (result.partner, words.outcome_word(result.outcome, awaited=awaited))
        table.add_row(
            *(Text(cell) for cell in cells), _with_reason(_copy_of(result.title, result.sheet_title), why.strip())
        )
    return table
