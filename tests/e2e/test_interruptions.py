"""A sync that is killed or asked to stop, on real MediaWikis: the wikis end as after an undisturbed run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

import pytest

from tests.e2e.project import ROOT, Project, make_project
from tests.farm.requestlog import Reply, Request
from tests.farm.trio import Trio

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("three")]

SHEETS = 5
LONG = 120
"""Seconds in which anything happens that happens at all, on the slowest machine."""


def start(project: Project) -> subprocess.Popen[bytes]:
    """Start a sync and leave it running."""
    command = [sys.executable, "-m", "bot", "sync", "--config", str(project.config)]
    environment = os.environ | {"LANGUAGE": "en"} | project.environment
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


class Door:
    """Stands before both partners: lets so many edits in, and says when the partners have acted on them.

    Further edits wait before the door, so that nothing is written until :meth:`open`.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._came = self._acted = 0
        self._lock = Lock()
        self._full, self._open = Event(), Event()

    def arrives(self, request: Request) -> Reply | None:
        """Meet a request before a wiki does; whoever waited is turned away."""
        if not request.writes:
            return None
        with self._lock:
            self._came += 1
            gets_in = self._came <= self._most
        if gets_in:
            return None
        assert self._open.wait(LONG)
        return Reply(503)

    def acted(self, request: Request) -> None:
        """Meet an answer; the one to the last edit that gets in waits, so that its sender is at work until then."""
        with self._lock:
            self._acted += request.writes
            full = request.writes and self._acted == self._most
        if full:
            self._full.set()
            assert self._open.wait(LONG)

    def wait(self) -> None:
        """Wait until the partners have acted on all edits that get in."""
        assert self._full.wait(LONG)

    def open(self) -> None:
        """Let everybody go on."""
        self._open.set()


@contextmanager
def door_before(trio: Trio, most: int) -> Iterator[Door]:
    """Put a door before both partners."""
    door = Door(most)
    for wiki in (trio.movilab, trio.brest):
        wiki.proxy.fault, wiki.proxy.answered = door.arrives, door.acted
    try:
        yield door
    finally:
        door.open()
        for wiki in (trio.movilab, trio.brest):
            wiki.proxy.reset()


def histories(trio: Trio) -> list[int]:
    """Give the number of revisions of every copy at both partners."""
    copies = [(trio.movilab, title) for title in trio.movilab.titles(100)]
    copies += [(trio.brest, title) for title in trio.brest.titles() if title.endswith("(fiche pratique)")]
    return [len(wiki.history(title)) for wiki, title in copies]


def test_kill_at_many_points_makes_no_edit_twice(wikis: Trio, tmp_path: Path) -> None:
    """A sync killed (SIGKILL) after each number of edits in turn, and then left to end, makes each copy once."""
    project = make_project(tmp_path / "p", wikis)
    for count in (1, 1, 2, 1, 3):
        with door_before(wikis, count) as door:
            process = start(project)
            door.wait()
            os.killpg(process.pid, signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
    assert sum(histories(wikis)) == 8
    ended = project.run("sync")

    assert ended.code == 0, ended.err
    assert histories(wikis) == [1] * (2 * SHEETS)
    assert "Nothing left to do" in project.run("sync").out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_ends_the_run_after_the_current_write(wikis: Trio, tmp_path: Path, number: signal.Signals) -> None:
    """Asked to stop while it paces itself, the bot ends within two seconds, exit 130, and goes on at the next run."""
    project = make_project(tmp_path / "p", wikis)
    text = project.config.read_text(encoding="utf-8")
    project.config.write_text(text.replace("pace: 0s", "pace: 300s"), encoding="utf-8")
    with door_before(wikis, 2) as door:
        process = start(project)
        door.wait()
        door.open()
        time.sleep(0.5)  # the two writes end; what is measured is the way out
        before = time.monotonic()
        process.send_signal(number)
        code = process.wait(timeout=LONG)

    assert code == 130
    assert time.monotonic() - before < 2
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    project.config.write_text(text, encoding="utf-8")
    assert project.run("sync").code == 0
    assert histories(wikis) == [1] * (2 * SHEETS)
    runs = project.run("runs", "--json").json()
    assert [run["exit_code"] for run in runs] == [0, 130]
