"""Measuring one process: its time, its processor, its memory, and what it said to three wikis."""

import json
import os
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.farm.mediawiki import MediaWikiServer
from tests.farm.proxy import CountingProxy

HOOK = Path(__file__).parent / "hook"


@dataclass(frozen=True)
class Sample:
    """What one process took; seconds and bytes, requests by kind and wiki."""

    wall: float
    before: float  # until its first request arrived at a wiki: starting Python, imports, configuration, state
    cpu: float
    peak_kb: float
    sent: float
    received: float
    kinds: Mapping[str, Mapping[str, int]]

    @property
    def working(self) -> float:
        """Give the seconds from the first request to the end: what a service takes that has started long ago."""
        return self.wall - self.before

    def at(self, wiki: str) -> int:
        """Count the requests to one wiki."""
        return sum(self.kinds[wiki].values())

    @property
    def requests(self) -> int:
        """Count the requests to all wikis."""
        return sum(map(self.at, self.kinds))


def median(samples: Sequence[Sample]) -> Sample:
    """Give the median of each number; requests by kind are those of the sample with the middle number of them."""
    numbers = {
        name: statistics.median(getattr(one, name) for one in samples)
        for name in ("wall", "before", "cpu", "peak_kb", "sent", "received")
    }
    middle = sorted(samples, key=lambda one: one.requests)[len(samples) // 2]
    return Sample(**numbers, kinds=middle.kinds)


class Traffic:
    """Counts the bytes of a proxy on the side of its clients: request and status lines, headers, bodies."""

    def __init__(self, proxy: CountingProxy) -> None:
        """Count from now on."""
        self.sent = self.received = 0
        self._lock = threading.Lock()
        server = proxy._server
        handler: Any = server.RequestHandlerClass
        traffic = self

        class Counting(handler):  # type: ignore[misc]
            """The proxy's handler with its files counted."""

            def setup(self) -> None:
                super().setup()
                self.rfile: Any = _Counted(self.rfile, traffic.add_sent)
                self.wfile: Any = _Counted(self.wfile, traffic.add_received)

        server.RequestHandlerClass = Counting

    def add_sent(self, count: int) -> None:
        """Count bytes that came from a client."""
        with self._lock:
            self.sent += count

    def add_received(self, count: int) -> None:
        """Count bytes that go to a client."""
        with self._lock:
            self.received += count

    def clear(self) -> None:
        """Begin anew."""
        with self._lock:
            self.sent = self.received = 0


class _Counted:
    """A file of a connection that tells how much is read or written."""

    def __init__(self, file: Any, add: Callable[[int], None]) -> None:
        self._file, self._add = file, add

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def read(self, size: int = -1) -> bytes:
        return self._seen(self._file.read(size))

    def readline(self, limit: int = -1) -> bytes:
        return self._seen(self._file.readline(limit))

    def write(self, data: bytes) -> int:
        self._seen(data)
        return int(self._file.write(data))

    def _seen(self, data: bytes) -> bytes:
        self._add(len(data))
        return data


class Meter:
    """Measures processes that speak to some wikis."""

    def __init__(self, wikis: Sequence[MediaWikiServer], folder: Path) -> None:
        """Put the counters of bytes in place."""
        self._wikis = wikis
        self._traffic = [Traffic(wiki.proxy) for wiki in wikis]
        self._usage = folder / "usage.json"

    @property
    def environment(self) -> dict[str, str]:
        """Give what a process needs in its environment to be measured."""
        return {"PYTHONPATH": str(HOOK), "REPUBLISH_BENCH_USAGE": str(self._usage)}

    def measure(self, run: Callable[[], None], latency: float) -> Sample:
        """Measure one process, which *run* starts and waits for; *latency* is added to each of its requests."""
        self._usage.unlink(missing_ok=True)
        for wiki, traffic in zip(self._wikis, self._traffic, strict=True):
            wiki.proxy.clear()
            wiki.proxy.latency = latency
            traffic.clear()
        os.sync()  # what was copied before is not written during the measurement
        start = time.monotonic()
        run()
        wall = time.monotonic() - start
        first = min((wiki.requests()[0].at for wiki in self._wikis if wiki.requests()), default=start + wall)
        usage = json.loads(self._usage.read_text(encoding="utf-8"))
        return Sample(
            wall=wall,
            before=first - start,
            cpu=usage["cpu"],
            peak_kb=usage["peak_kb"],
            sent=sum(traffic.sent for traffic in self._traffic),
            received=sum(traffic.received for traffic in self._traffic),
            kinds={wiki.name: dict(wiki.counts()) for wiki in self._wikis},
        )
