"""What people should know of many sheets at once: the same notice told once, with a count and the names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.text import Text

from bot.domain.plan import Change, Notice
from bot.i18n import _, ngettext
from bot.report import words

_SHEETS_SHOWN = 3
_OF_ONE_SORT = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with the sheets and the partners that it concerns, each once."""

    notice: Notice
    sheets: tuple[str, ...]
    partners: tuple[str, ...]


def gather(changes: Iterable[Change]) -> tuple[Told, ...]:
    """Gather the notices of many changes: those of one sort together, the commonest first."""
    sheets: dict[Notice, dict[str, None]] = {}
    partners: dict[Notice, dict[str, None]] = {}
    for change in changes:
        for notice in change.notices:
            sheets.setdefault(notice, {})[change.sheet.title] = None
            partners.setdefault(notice, {})[change.partner] = None
    found = [Told(notice, tuple(sheets[notice]), tuple(partners[notice])) for notice in sheets]
    weight: dict[str, int] = {}
    for told in found:
        weight[told.notice.code] = weight.get(told.notice.code, 0) + len(told.sheets)
    return tuple(sorted(found, key=lambda told: (-weight[told.notice.code], told.notice.code, -len(told.sheets))))


def show_notices(changes: Iterable[Change]) -> Text | None:
    """Show the notices of many changes, None where there are none; of one sort only the commonest."""
    changes = tuple(changes)
    gathered = gather(changes)
    if not gathered:
        return None
    count = len({sheet for told in gathered for sheet in told.sheets})
    head = ngettext("To know of {count} sheet:", "To know of {count} sheets:", count)
    text = Text(f"\n{head}", style="bold")
    every = {change.partner for change in changes}
    for line in _lines(gathered, every):
        text.append(f"\n{line}", style="not bold cyan" if line.startswith("  !") else "not bold dim")
    return text


def _lines(gathered: tuple[Told, ...], every: set[str]) -> Iterator[str]:
    for code in dict.fromkeys(told.notice.code for told in gathered):
        of_sort = [told for told in gathered if told.notice.code == code]
        for told in of_sort[:_OF_ONE_SORT]:
            yield f"  ! {words.describe_notice(told.notice)}"
            yield f"      {_where(told, every)}"
        rest = of_sort[_OF_ONE_SORT:]
        if rest:
            more = ngettext(
                "… and {count} more notice of this sort: “--json” shows all.",
                "… and {count} more notices of this sort: “--json” shows all.",
                len(rest),
            )
            yield f"      {more}"


def _where(told: Told, every: set[str]) -> str:
    """Name the sheets, and the partners where they are not all."""
    named = ", ".join(told.sheets[:_SHEETS_SHOWN])
    left = len(told.sheets) - _SHEETS_SHOWN
    if left > 0:
        counted = ngettext("{count} sheet", "{count} sheets", len(told.sheets))
        more = ngettext("{count} more", "{count} more", left)
        named = _("{counted}: {named} and {more}").format(counted=counted, named=named, more=more)
    partners = "" if set(told.partners) == every else f" ({', '.join(told.partners)})"
    return named + partners
