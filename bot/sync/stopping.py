"""How work is asked to stop, and what is waited for then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic, sleep

GRACE = 2.0
"""Seconds that work which writes nothing has to end by itself; what it reads then can be read again."""


class StopSignal(Event):
    """A wish to stop, obeyed after the current write; it knows whether one is under way, and whether work still asks.

    Work that goes on asks again and again whether to stop: that is the sign of life by which a service knows that a run
    has not got stuck. One with a *parent* is set through it only, and shows the signs of life of its own work.
    """

    _LONGEST_WAIT = 20.0

    def __init__(self, parent: "StopSignal | None" = None) -> None:
        super().__init__()
        self._parent = parent
        self._writes = 0
        self._lock = Lock()
        self._last_sign = monotonic()

    def is_set(self) -> bool:
        """Tell whether the work is to stop."""
        self._last_sign = monotonic()
        return super().is_set() or (self._parent is not None and self._parent.is_set())

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the work is to stop, at most *timeout* seconds; tell whether it is."""
        end = None if timeout is None else monotonic() + timeout
        while not self.is_set():
            left = self._LONGEST_WAIT if end is None else min(self._LONGEST_WAIT, end - monotonic())
            if left <= 0:
                return False
            if self._parent is None:
                super().wait(left)
            else:
                self._parent.wait(left)
        return True

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Mark the time between sending a write and having its answer."""
        with self._lock:
            self._writes += 1
        try:
            if self._parent is None:
                yield
            else:
                with self._parent.writing():
                    yield
        finally:
            with self._lock:
                self._writes -= 1

    @property
    def is_writing(self) -> bool:
        """Tell whether a write is under way."""
        with self._lock:
            return self._writes > 0

    @property
    def silent_for(self) -> float:
        """Give the seconds since the work last asked whether to stop."""
        return monotonic() - self._last_sign


def wait_for_writes(stop: StopSignal, is_over: Callable[[], bool]) -> bool:
    """Wait after a stop until the work is over, or until only reading is left and its grace has passed.

    Tell whether the work is over.
    """
    until = monotonic() + GRACE
    while not is_over():
        if stop.is_writing:
            until = max(until, monotonic() + GRACE / 4)
        elif monotonic() >= until:
            return False
        sleep(0.02)
    return True
