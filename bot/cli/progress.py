"""Progress bars, one a partner, on a terminal and nowhere else."""

from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.report.terminal import console


class Bars:
    """Shows how far the lanes have come."""

    def __init__(self) -> None:
        screen = console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def expect(self, partner: str, total: int) -> None:
        """Announce how many pages a lane will write."""
        if total:
            self._tasks[partner] = self._progress.add_task(partner, total=total)

    def advance(self, partner: str) -> None:
        """Move the bar of a lane by one page."""
        if partner in self._tasks:
            self._progress.advance(self._tasks[partner])
