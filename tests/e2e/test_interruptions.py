"""A sync that is killed or asked to stop, on real MediaWikis: the wikis end as after an undisturbed run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.project import ROOT, Project, make_project
from tests.farm.trio import Trio

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("three")]

SHEETS = 5


def start(project: Project) -> subprocess.Popen[bytes]:
    """Start a sync and leave it running."""
    command = [sys.executable, "-m", "bot", "sync", "--config", str(project.config)]
    environment = os.environ | {"LANGUAGE": "en"} | project.environment
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def wait_for_edits(trio: Trio, marks: tuple[int, int], count: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until that many edits have been sent to the partners."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        sent = trio.movilab.counts(marks[0])["POST edit"] + trio.brest.counts(marks[1])["POST edit"]
        if sent >= count:
            return
        time.sleep(0.005)


def marks_of(trio: Trio) -> tuple[int, int]:
    return trio.movilab.proxy.mark(), trio.brest.proxy.mark()


def histories(trio: Trio) -> list[int]:
    """Give the number of revisions of every copy at both partners."""
    copies = [(trio.movilab, title) for title in trio.movilab.titles(100)]
    copies += [(trio.brest, title) for title in trio.brest.titles() if title.endswith("(fiche pratique)")]
    return [len(wiki.history(title)) for wiki, title in copies]


def test_kill_at_many_points_makes_no_edit_twice(wikis: Trio, tmp_path: Path) -> None:
    """A sync killed (SIGKILL) after each number of edits in turn, and then left to end, makes each copy once."""
    project = make_project(tmp_path / "p", wikis)
    for count in (1, 1, 2, 1, 3):
        marks = marks_of(wikis)
        process = start(project)
        wait_for_edits(wikis, marks, count, process)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    ended = project.run("sync")

    assert ended.code == 0, ended.err
    assert histories(wikis) == [1] * (2 * SHEETS)
    assert "Nothing left to do" in project.run("sync").out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_ends_the_run_after_the_current_write(wikis: Trio, tmp_path: Path, number: signal.Signals) -> None:
    """Asked to stop while it paces itself, the bot ends within two seconds, exit 130, and goes on at the next run."""
    project = make_project(tmp_path / "p", wikis)
    text = project.config.read_text(encoding="utf-8")
    project.config.write_text(text.replace("pace: 0s", "pace: 30s"), encoding="utf-8")
    marks = marks_of(wikis)
    process = start(project)
    wait_for_edits(wikis, marks, 2, process)
    time.sleep(0.5)
    before = time.monotonic()
    process.send_signal(number)
    code = process.wait(timeout=20)

    assert code == 130
    assert time.monotonic() - before < 2
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    project.config.write_text(text, encoding="utf-8")
    assert project.run("sync").code == 0
    assert histories(wikis) == [1] * (2 * SHEETS)
    runs = project.run("runs", "--json").json()
    assert [run["exit_code"] for run in runs] == [0, 130]
