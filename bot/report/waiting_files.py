"""Files that could not be brought for now: since when, why, and what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.i18n import _, ngettext
from bot.report.words import moment
from bot.store.values import RememberedFile


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that could not be brought to a partner, and the title of a sheet that shows it."""

    file: RememberedFile
    sheet: str


def describe_waiting(waiting: Iterable[WaitingFile]) -> Iterator[str]:
    """Say which files wait, since when and why, and what to do: those that wait for one reason in one sentence."""
    groups: dict[tuple[str, str], list[WaitingFile]] = {}
    for one in waiting:
        groups.setdefault((one.file.partner, one.file.words), []).append(one)
    for (partner, words), some in groups.items():
        first = max(some, key=lambda one: one.file.tried)
        head = ngettext(
            "The file “{name}” of the sheet “{sheet}” has not come to {partner} yet: {why}.",
            "{count} files, such as “{name}” of the sheet “{sheet}”, have not come to {partner} yet: {why}.",
            len({one.file.name for one in some}),
            name=first.file.name,
            sheet=first.sheet,
            partner=partner,
            why=words.rstrip("."),
        )
        yield f"{head} {_when(first)}"


def _when(waiting: WaitingFile) -> str:
    attempts = waiting.file.attempts
    if attempts is None:
        return _("The next run tries again.")
    often = ngettext(
        "It was tried once, at {since}.",
        "It was tried {count} times since {since}.",
        attempts.failures,
        since=moment(attempts.since),
    )
    if attempts.again_at == attempts.last_at:
        return f"{often} {_('The next run tries again.')}"
    rest = _('It is left until {again}; when you have mended the cause, say: republish sync --page "{sheet}"')
    return f"{often} {rest.format(again=moment(attempts.again_at), sheet=waiting.sheet)}"


def waiting_data(waiting: WaitingFile) -> dict[str, object]:
    """Give a file that waits as data."""
    file, attempts = waiting.file, waiting.file.attempts
    return {
        "file": file.name,
        "partner": file.partner,
        "source": file.source,
        "sheet": waiting.sheet,
        "why": file.words,
        "attempts": file.tried,
        "since": attempts.since.isoformat() if attempts else None,
        "again_at": attempts.again_at.isoformat() if attempts else None,
    }
