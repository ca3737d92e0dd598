"""How many requests were sent, and how many of them failed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from bot.errors import WikiError


class Traffic:
    """Counts requests by wiki and kind, which is the action of the API, and failures by wiki and what they mean."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, str]] = Counter()
        self._failures: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def counting(self, wiki: str, kind: str) -> Iterator[None]:
        """Count one request, and whether it fails."""
        try:
            yield
        except WikiError as error:
            with self._lock:
                self._failures[wiki, error.trouble.value] += 1
            raise
        finally:
            with self._lock:
                self._requests[wiki, kind] += 1

    def take(self) -> tuple[tuple[tuple[str, str, int], ...], tuple[tuple[str, str, int], ...]]:
        """Give wiki, kind and number of the requests since the last call, and wiki, trouble and number of the failures.

        What was given is not given again, so that nothing is added twice to what is kept of it.
        """
        with self._lock:
            taken = _rows(self._requests), _rows(self._failures)
            self._requests, self._failures = Counter(), Counter()
            return taken


def _rows(counts: Counter[tuple[str, str]]) -> tuple[tuple[str, str, int], ...]:
    return tuple((wiki, word, count) for (wiki, word), count in sorted(counts.items()))
