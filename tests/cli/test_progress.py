"""Progress of long work: bars on a terminal, and not a sign of them in a pipe."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

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
