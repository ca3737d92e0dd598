"""Pauses before we look again for a write whose answer was lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event


@dataclass(frozen=True, slots=True)
class Waits:
    """Pauses in seconds before the first look and before the second."""

    first: float = 2.0
    second: float = 15.0

    def looks(self, stop: Event) -> Iterator[None]:
        """Pause before each look; nobody waits once we are asked to stop."""
        for pause in (self.first, self.second):
            stop.wait(pause)
            yield
