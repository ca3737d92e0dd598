"""Trying one combination: the run with the fault, the run after it, and what was wrong."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from tests.farm.proxy import Answer, CountingProxy, Disturbance
from tests.farm.requestlog import Request
from tests.faults.combinations import Combination
from tests.faults.doors import Door
from tests.faults.laws import breaches, breaches_in_the_end
from tests.faults.stage import Stage, hurry

PATIENT, IMPATIENT = 20.0, 1.5
"""Seconds that the command waits for an answer: where none fails to come, and where one does."""


@dataclass(frozen=True)
class Verdict:
    """What came of a combination."""

    name: str
    family: str
    seconds: float
    faults: tuple[str, ...]


class Mischief:
    """Stands before a wiki, and lets a fault befall the requests of a kind, a number of times."""

    def __init__(self, combination: Combination, proxy: CountingProxy) -> None:
        self.met = 0
        self._proxy = proxy
        self._combination = combination
        self._has_written = False
        self._lock = Lock()

    def __call__(self, request: Request) -> Disturbance | None:
        """Disturb a request, or let it pass."""
        one = self._combination
        with self._lock:
            matches = one.kind.matches(request) and (self._has_written or not one.kind.after_write)
            self._has_written = self._has_written or request.writes
            if not matches or self.met >= one.times.number:
                return None
            self.met += 1
        return Disturbance(one.acts, self._fall if one.fault.falls else one.fault.send)

    def _fall(self, _line: socket.socket, _answer: Answer | None) -> None:
        self._proxy.down = True


@contextmanager
def befallen(stage: Stage, one: Combination | Door) -> Iterator[Callable[[], bool]]:
    """Put a fault before its wiki; give what tells whether it has been met."""
    proxy = stage.wiki(one.wiki).proxy
    if isinstance(one, Door):
        with one.open_at(proxy.port, stage.certificates) as place, stage.reached_at(one.wiki, place):
            yield lambda: True
        return
    made = Mischief(one, proxy)
    proxy.disturb = made
    try:
        yield lambda: made.met > 0
    finally:
        proxy.reset()


def attempt(stage: Stage, one: Combination | Door) -> Verdict:
    """Try one combination."""
    begun = time.monotonic()
    try:
        found = tuple(_faults(stage, one))
    except TimeoutError as problem:
        found = (str(problem),)
    return Verdict(one.name, one.family, time.monotonic() - begun, found)


def _faults(stage: Stage, one: Combination | Door) -> list[str]:
    stage.begin()
    with befallen(stage, one) as is_met:
        after = stage.sync(hurry(IMPATIENT if one.slow else PATIENT))
    without_file = isinstance(one, Combination) and one.refuses_file
    found = list(breaches(stage, after, one.wiki, one.exit_code, without_file=without_file))
    if not is_met():
        found.append("the fault met no request")
    if isinstance(one, Door) and one.words not in after.ended.out:
        found.append(f"the words “{one.words}” are missing")
    found += breaches_in_the_end(stage, stage.sync(hurry(PATIENT)), without_file=without_file)
    if found:
        codes = [(trouble["wiki"], trouble["code"]) for run in after.told for trouble in run["troubles"]]
        found.append(f"told: {codes}")
    return found
