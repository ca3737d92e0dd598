"""What the system asks of the service: to end, or to load its configuration anew."""

import os
import select
import signal
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self


class Signals:
    """Notes SIGTERM, SIGINT and SIGHUP while it is entered, and ends a wait when one arrives.

    The handlers only note: one that took a lock could wait for ever for the very thread it interrupted.
    """

    def __init__(self) -> None:
        self.asked_to_end = False
        self.interrupted = False
        self._reload = False

    def __enter__(self) -> Self:
        self._reader, self._writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._before = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        self._handlers = {number: signal.signal(number, self._note) for number in numbers}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._before)
        os.close(self._reader)
        os.close(self._writer)

    def wait(self, seconds: float) -> None:
        """Wait until a signal arrives, at most *seconds*."""
        if select.select([self._reader], [], [], seconds)[0]:
            os.read(self._reader, 1024)

    def wake(self) -> None:
        """End a wait from another thread."""
        with suppress(OSError):  # a full pipe wakes as well; a closed one has nobody left to wake
            os.write(self._writer, b".")

    def take_reload(self) -> bool:
        """Tell whether a reload was asked for since the last call."""
        asked, self._reload = self._reload, False
        return asked

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self._reload = True
        else:
            self.asked_to_end = True
            self.interrupted = self.interrupted or number == signal.SIGINT
