"""A server to which redirects lead, and which must never be asked."""

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from types import TracebackType
from typing import Self

from tests.faults.trying import Verdict


class Elsewhere:
    """Listens, answers nothing, and counts who came."""

    def __init__(self) -> None:
        self.visitors = 0
        self._door = socket.socket()
        self._door.bind(("127.0.0.1", 0))
        self._door.listen()
        self.port = int(self._door.getsockname()[1])
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _address = self._door.accept()
                self.visitors += 1
                visitor.close()

    def watched(self, attempt: Callable[[], Verdict]) -> Verdict:
        """Try something, and see whether anybody came here."""
        before = self.visitors
        verdict = attempt()
        followed = ("a redirect was followed",) if self.visitors > before else ()
        return replace(verdict, faults=(*verdict.faults, *followed))

    def __enter__(self) -> Self:
        """Give the server."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        self._door.close()
