"""Trying one combination: the run with the fault, the run after it, and what was wrong."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from tests.farm.proxy import Disturbance
from tests.farm.requestlog import Request
from tests.faults.combinations import Combination
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

    def __init__(self, combination: Combination) -> None:
        self.met = 0
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
        return Disturbance(one.acts, one.fault.send)


@contextmanager
def mischief(stage: Stage, combination: Combination) -> Iterator[Mischief]:
    """Put a fault before its wiki."""
    made = Mischief(combination)
    proxy = stage.wiki(combination.kind.wiki).proxy
    proxy.disturb = made
    try:
        yield made
    finally:
        proxy.reset()


def attempt(stage: Stage, combination: Combination) -> Verdict:
    """Try one combination."""
    begun = time.monotonic()
    try:
        found = tuple(_faults(stage, combination))
    except TimeoutError as problem:
        found = (str(problem),)
    return Verdict(combination.name, combination.fault.family, time.monotonic() - begun, found)


def _faults(stage: Stage, combination: Combination) -> list[str]:
    stage.begin()
    with mischief(stage, combination) as made:
        after = stage.sync(hurry(IMPATIENT if combination.fault.slow else PATIENT))
    found = list(breaches(stage, after, combination.kind.wiki, combination.exit_code))
    if not made.met:
        found.append("the fault met no request")
    found += breaches_in_the_end(stage, stage.sync(hurry(PATIENT)))
    if found:
        codes = [(trouble["wiki"], trouble["code"]) for run in after.told for trouble in run["troubles"]]
        found.append(f"told: {codes}")
    return found
