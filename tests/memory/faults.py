"""What can go wrong between us and a wiki in memory."""

from collections.abc import Callable
from enum import Enum, auto
from typing import TypeVar

from bot.errors import Trouble, WikiError

_Answer = TypeVar("_Answer")


class KilledError(BaseException):
    """The process ends here; nothing of ours may catch this."""


class Fault(Enum):
    """What happens to one request."""

    LOST_BEFORE = auto()  # the request does not arrive
    LOST_AFTER = auto()  # the wiki acts, its answer does not arrive
    KILLED_BEFORE = auto()  # our process ends before it sends
    KILLED_AFTER = auto()  # our process ends after the wiki has acted


class Line:
    """The line to one wiki: counts requests, and lets those fail that a test has chosen.

    *calls* lists the names of all requests in order, as methods of :class:`bot.wiki.protocol.Wiki`; *down* cuts the
    line until it is lifted.
    """

    def __init__(self, wiki: str) -> None:
        self._wiki = wiki
        self._faults: dict[int, Fault] = {}
        self._write_faults: dict[int, Fault] = {}
        self.calls: list[str] = []
        self.writes = 0
        self.down = False
        self.meddle: Callable[[str], None] = lambda _call: None
        """Called with the name of each request before the wiki acts: the place for people who are faster."""

    def fail(self, number: int, fault: Fault) -> None:
        """Let the *number*-th request from now fail (1: the next)."""
        self._faults[len(self.calls) + number] = fault

    def fail_write(self, number: int, fault: Fault) -> None:
        """Let the *number*-th write from now fail (1: the next)."""
        self._write_faults[self.writes + number] = fault

    def mend(self) -> None:
        """Take away all faults."""
        self._faults.clear()
        self._write_faults.clear()
        self.down = False

    def carry(self, call: str, act: Callable[[], _Answer], *, writes: bool = False) -> _Answer:
        """Carry one request to the wiki and its answer back.

        Raises:
            WikiError: the answer was lost; a write is then of unknown outcome.
            KilledError: the process ends.

        """
        self.calls.append(call)
        self.writes += writes
        fault = self._faults.pop(len(self.calls), None)
        if writes:
            fault = self._write_faults.pop(self.writes, fault)
        if self.down:
            raise WikiError(self._wiki, Trouble.WIKI, "unreachable", "no connection")
        if fault is Fault.KILLED_BEFORE:
            raise KilledError
        lost = WikiError(self._wiki, Trouble.UNKNOWN if writes else Trouble.WIKI, "connection-lost", "broken off")
        if fault is Fault.LOST_BEFORE:
            raise lost
        self.meddle(call)
        try:
            return act()
        finally:
            # A refusal is lost on the way back as well as a success.
            if fault is Fault.KILLED_AFTER:
                raise KilledError
            if fault is Fault.LOST_AFTER:
                raise lost
