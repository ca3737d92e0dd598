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

    def requests(self) -> tuple[tuple[str, str, int], ...]:
        """Give wiki, kind and number of the requests so far."""
        with self._lock:
            return tuple((wiki, kind, count) for (wiki, kind), count in sorted(self._requests.items()))

    def failures(self) -> tuple[tuple[str, str, int], ...]:
        """Give wiki, trouble and number of the failures so far."""
        with self._lock:
            return tuple((wiki, word, count) for (wiki, word), count in sorted(self._failures.items()))
