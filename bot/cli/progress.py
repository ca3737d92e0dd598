"""Progress bars, one a wiki, on a terminal and nowhere else."""

from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console

from bot.domain.doing import Doing
from bot.i18n import _
from bot.report.terminal import console

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bars:
    """Shows what is done at each wiki, and how far the lanes have come."""

    def __init__(self, screen: Console | None = None) -> None:
        screen = screen or console(stderr=True)
        self._progress = _progress_on(screen) if screen.is_terminal else None
        self._tasks: dict[str, TaskID] = {}
        self._before: dict[str, TaskID] = {}
        """The bars of what is done before writing, by wiki."""
        self._lock = Lock()

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def notice(self, wiki: str, doing: Doing, done: int, total: int | None) -> None:
        """Show how far a wiki has come before anything is written there."""
        if self._progress is None:
            return
        with self._lock:
            if wiki in self._tasks:
                return
            if wiki not in self._before:
                self._before[wiki] = self._progress.add_task("", total=None)
            told = {
                Doing.LISTING: _("{wiki}: listing sheets"),
                Doing.READING: _("{wiki}: reading sheets"),
                Doing.PLANNING: _("{wiki}: working out copies"),
            }[doing].format(wiki=wiki)
            self._progress.update(self._before[wiki], description=told, completed=done, total=total)

    def expect(self, partner: str, total: int) -> None:
        """Announce how many pages a lane will write; what was done before is shown no longer."""
        if self._progress is None:
            return
        with self._lock:
            for wiki, task in tuple(self._before.items()):
                if wiki == partner or self._progress.tasks[self._progress.task_ids.index(task)].finished:
                    self._progress.remove_task(self._before.pop(wiki))
            if total:
                self._tasks[partner] = self._progress.add_task(partner, total=total)

    def advance(self, partner: str) -> None:
        """Move the bar of a lane by one page."""
        if self._progress is not None and partner in self._tasks:
            self._progress.advance(self._tasks[partner])


def _progress_on(screen: Console) -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=screen, transient=True)
