"""The command of an administrator, killed (SIGKILL) at every write to a real wiki in turn; the next run ends its work.

Each write of each kind of work is met at three instants: it has left and does not arrive; the wiki has acted and its
answer does not arrive; its answer has been taken down. The test command tries each kind of write at each instant,
``REPUBLISH_CRASHES=all`` all works.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import Lock

import pytest

from tests.farm.proxy import CountingProxy
from tests.farm.requestlog import Reply, Request
from tests.life.crashing import KINDS, WORKS, Work
from tests.life.staging import RealStage, end_of
from tests.life.world import ROOT, World

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("three")]

ALL = os.environ.get("REPUBLISH_CRASHES") == "all"


class Instant(StrEnum):
    """When the process is killed, seen from one of its writes."""

    LEFT = "left"
    ACTED = "acted"
    STORED = "stored"


class Killer:
    """Stands at the door of a wiki and kills a process at an instant of one of its writes (1: the first)."""

    def __init__(self, process: subprocess.Popen[bytes], number: int, instant: Instant) -> None:
        self._process = process
        self._number = number
        self._instant = instant
        self._arrived = self._acted = 0
        self._lock = Lock()

    def arrives(self, request: Request) -> Reply | None:
        """Meet a request before the wiki does; after the death nothing gets through."""
        with self._lock:
            self._arrived += request.writes
            if self._instant is Instant.LEFT and self._arrived == self._number:
                self._process.kill()
            # Whoever asks something else has written down what became of the write.
            if self._instant is Instant.STORED and self._acted == self._number:
                self._process.kill()
            return Reply(503) if self._is_dying() else None

    def acted(self, request: Request) -> None:
        """Meet an answer before the process does."""
        with self._lock:
            self._acted += request.writes
            if self._instant is Instant.ACTED and self._acted == self._number:
                self._process.kill()

    def _is_dying(self) -> bool:
        return self._process.returncode is not None or (
            self._arrived >= self._number if self._instant is Instant.LEFT else self._acted >= self._number
        )


@contextmanager
def killing(proxy: CountingProxy, process: subprocess.Popen[bytes], number: int, instant: Instant) -> Iterator[None]:
    """Put a killer at the door of a wiki."""
    killer = Killer(process, number, instant)
    proxy.fault, proxy.answered = killer.arrives, killer.acted
    try:
        yield
    finally:
        proxy.reset()


def start(work: Work, world: World) -> subprocess.Popen[bytes]:
    """Start the command that does a work."""
    command, *words = work.command
    return subprocess.Popen(
        [sys.executable, "-m", "bot", command, "--config", str(world.folder / "republish.yaml"), *words],
        cwd=ROOT,
        env=os.environ | {"LANGUAGE": "en"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def points() -> Iterator[object]:
    """Give which work, which of its writes, and the instant of the death."""
    for name, work in WORKS.items():
        for number, write in enumerate(work.writes, 1):
            # What comes before a move is an update like any other.
            if ALL or (name in KINDS and number == len(work.writes)):
                for instant in Instant:
                    yield pytest.param("real", name, number, instant, id=f"{name}-{number}-{write}-{instant}")


@pytest.mark.parametrize(("stage", "name", "number", "instant"), tuple(points()), indirect=["stage"])
def test_a_killed_process_loses_nothing_and_does_nothing_twice(
    stage: RealStage, name: str, number: int, instant: Instant
) -> None:
    """After the next run, pages, revisions and what is remembered are those of a process that nobody killed."""
    expected, work = stage.undisturbed(name), WORKS[name]
    world = stage.begin(work)
    process = start(work, world)
    with killing(stage.trio.movilab.proxy, process, number, instant):
        _out, told = process.communicate(timeout=240)
    assert process.returncode == -signal.SIGKILL, told.decode()
    work.finish(world)
    assert end_of(world) == expected
