"""A person writes fields in an editor: from the texts of both sides, and nothing that was typed is lost."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import click

from bot.cli.common import RefusalError
from bot.i18n import _

if TYPE_CHECKING:
    from bot.config.settings import JobSettings
    from bot.domain.decision import Decision
    from bot.domain.field import Value
    from bot.domain.plan import Change


def write_fields(job: "JobSettings", change: "Change", fields: tuple[str, ...]) -> "tuple[tuple[str, Value], ...]":
    """Let a person write fields anew, from the texts of both sides.

    Raises:
        RefusalError: nothing usable was saved; what was written is kept in files.
        MarkersLeftError: a marker of a conflict is still there; what was written is kept in files.

    """
    from bot.errors import RepublishError
    from bot.sync.resolving import marked, value_of

    sides = {side.field: side for side in change.sides}
    written: list[str] = []
    texts = []
    try:
        for field in fields:
            offered = marked(sides[field])
            written.append(_edited(offered.text))
            texts.append((field, value_of(written[-1], offered, job, field)))
    except (RepublishError, click.ClickException, KeyboardInterrupt):
        _keep(written)
        raise
    return tuple(texts)


def keep_words(decision: "Decision") -> None:
    """Keep the texts of a decision that could not be carried out."""
    _keep([text if isinstance(text, str) else "\n".join(map(str, text)) for _name, text in decision.texts])


def _edited(text: str) -> str:
    with _patient() as interrupts:
        try:
            edited = click.edit(text, extension=".wiki")
        except (click.ClickException, OSError, UnicodeError) as error:  # it failed, took the file away, wrote no UTF-8
            if interrupts:
                raise KeyboardInterrupt from error
            why = error.message if isinstance(error, click.ClickException) else str(error)
            message = _(
                "The editor did not end well ({why}), so nothing is decided. Name one that works in the environment "
                "variable EDITOR, such as EDITOR=nano."
            )
            raise RefusalError(message.format(why=why)) from error
    if edited is None and interrupts:
        raise KeyboardInterrupt
    if edited is None:
        raise RefusalError(_("Nothing was saved in the editor, so nothing is decided."))
    if not edited.strip():
        raise RefusalError(
            _("An empty text was saved in the editor, so nothing is decided. To empty the field, empty it on the copy.")
        )
    return edited


@contextmanager
def _patient() -> Iterator[list[int]]:
    """Leave Ctrl-C to the editor that has the terminal, and give the signals that came; without one, they end us."""
    came: list[int] = []

    def note(number: int, _frame: object) -> None:
        came.append(number)
        if not sys.stdin.isatty():
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, before)


def _keep(texts: list[str]) -> None:
    """Keep what a person has written in files, and say where."""
    for text in filter(str.strip, texts):
        with NamedTemporaryFile("w", prefix="republish-", suffix=".wiki", delete=False, encoding="utf-8") as file:
            file.write(text)
        click.echo(_("What you wrote is kept in {path}.").format(path=file.name), err=True)
