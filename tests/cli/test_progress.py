"""Progress of long work: bars on a terminal, and not a sign of them in a pipe."""

import os
import pty
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.cli.progress import Bars
from bot.domain.doing import Doing

ROOT = Path(__file__).parents[2]
CONFIG = """\
contact: https://wiki.example.org/Utilisateur:Robot
state: sqlite:///state.db
mappings: [{root}/config/demo/mappings, {root}/mappings]
wikis:
  multibao: {{folder: outils}}
  movilab: {{folder: movilab, pace: 0s}}
jobs:
  outils:
    from: {{wiki: multibao, mapping: multibao-outil, select: [{{category: Fiches outils}}]}}
    to: [{{wiki: movilab, mapping: movilab-recette}}]
"""


def sync(folder: Path, output: int) -> subprocess.Popen[bytes]:
    """Make a first copy, and let it tell about it."""
    for wiki in ("outils", "movilab"):
        shutil.copytree(ROOT / "config" / "demo" / wiki, folder / wiki)
    (folder / "republish.yaml").write_text(CONFIG.format(root=ROOT), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "sync", "--config", str(folder / "republish.yaml")]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)


def read(end: int, running: subprocess.Popen[bytes]) -> str:
    """Read all that a process says until it ends well."""
    said = b""
    try:
        while piece := os.read(end, 4096):
            said += piece
    except OSError:  # so ends a terminal
        pass
    assert running.wait(60) == 0, said
    return said.decode()


def test_a_terminal_shows_bars_and_a_pipe_none(tmp_path: Path) -> None:
    """Each partner has a bar that counts its pages; what stays on the terminal is what a pipe gets."""
    said = []
    for name, ends in (("terminal", pty.openpty()), ("pipe", os.pipe())):
        (tmp_path / name).mkdir()
        with sync(tmp_path / name, ends[1]) as running:
            os.close(ends[1])
            said.append(read(ends[0], running))
        os.close(ends[0])
    terminal, pipe = said
    assert "movilab" in terminal
    assert "11/11" in terminal
    assert "━" in terminal
    assert not {"━", "\x1b", "\r"} & set(pipe)
    assert pipe.splitlines()[0] in terminal


def test_what_comes_before_writing_is_shown_and_goes() -> None:
    """Each wiki has a line that says what is done there now; it goes when it is done, or when its writing begins."""
    shown = StringIO()
    with Bars(Console(file=shown, force_terminal=True, width=100)) as bars:

        def frame() -> str:
            """Draw, and give what was drawn."""
            start = shown.tell()
            assert bars._progress is not None
            bars._progress.refresh()
            return shown.getvalue()[start:]

        bars.notice("multibao", Doing.LISTING, 500, None)
        assert "multibao: listing sheets" in (first := frame())
        assert "500/?" in first
        bars.notice("multibao", Doing.READING, 150, 1000)
        bars.notice("movilab", Doing.PLANNING, 20, 1000)
        second = frame()
        assert "multibao: reading sheets" in second
        assert " 150/1000" in second
        assert "movilab: working out copies" in second
        assert "listing" not in second
        bars.notice("multibao", Doing.READING, 1000, 1000)
        bars.expect("movilab", 30)
        bars.advance("movilab")
        bars.notice("movilab", Doing.PLANNING, 40, 1000)
        third = frame()
        assert "1/30" in third
        assert "working out" not in third
        assert "reading" not in third
