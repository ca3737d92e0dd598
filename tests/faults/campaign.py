"""Trying many combinations, in several processes that have three wikis each."""

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from tests.farm.trio import start_trio
from tests.faults.combinations import all_combinations
from tests.faults.elsewhere import Elsewhere
from tests.faults.stage import Stage
from tests.faults.trying import Verdict, attempt


def try_all(names: list[str], workers: int) -> Iterator[Verdict]:
    """Try combinations by name, and say of each what came of it."""
    shares = [names[number::workers] for number in range(workers)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for some in pool.map(_try_share, filter(None, shares)):
            yield from some


def _try_share(names: list[str]) -> list[Verdict]:
    with tempfile.TemporaryDirectory(prefix="republish-faults-", dir=_memory()) as folder, Elsewhere() as elsewhere:
        combinations = all_combinations(elsewhere.port)
        trio = start_trio(Path(folder) / "wikis", sheet_count=0, workers=3)
        try:
            stage = Stage(Path(folder), trio)
            return [_said(elsewhere.watched(partial(attempt, stage, combinations[name]))) for name in names]
        finally:
            trio.stop()


def _said(verdict: Verdict) -> Verdict:
    words = "".join(f"\n    {fault}" for fault in verdict.faults)
    print(f"{'FAILED' if verdict.faults else 'passed'} {verdict.seconds:5.1f} s  {verdict.name}{words}", flush=True)
    return verdict


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
