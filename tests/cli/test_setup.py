"""``setup`` on folders of pages, as a person at a terminal uses it, and as a script does."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_demo import ROOT, Ended, demo, republish, sync, synced

__all__ = ["demo", "synced"]

MADE = [
    "Catégorie:Pages republiées",
    "Catégorie:Pages republiées sous leur propre licence",
    "Modèle:Republication/Documentation",
    "Modèle:Republication",
    "Projet:Robot de republication",
]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reports be English whatever the configuration says."""
    monkeypatch.setenv("REPUBLISH_LANGUAGE", "en")


def setup(demo: Path, *arguments: str) -> Ended:
    """Set up the partner of the demonstration that has no credit template."""
    return republish("setup", "brest", "--config", str(demo / "republish.yaml"), *arguments)


def files(demo: Path) -> dict[str, str]:
    """Give the pages of the partner."""
    return {path.name: path.read_text(encoding="utf-8") for path in (demo / "brest").glob("*.wiki")}


def at_a_terminal(demo: Path, answer: str) -> tuple[int, str]:
    """Run the command at a terminal, answer its question, and give exit code and screen."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "setup", "brest", "--config", str(demo / "republish.yaml")]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"TERM": "dumb"},
    ) as process:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        out, _nothing = process.communicate(timeout=240)
    os.close(ours)
    return process.returncode, out.decode()


def test_a_person_is_asked_and_heard(demo: Path) -> None:
    """No writes nothing and ends with 3; yes writes all of it, in the language of the wiki."""
    before = files(demo)
    code, screen = at_a_terminal(demo, "n")
    assert (code, files(demo)) == (3, before)
    assert "Write these pages? [y/N]" in screen
    assert "Nothing was written." in screen
    code, screen = at_a_terminal(demo, "y")
    assert code == 0
    assert screen.count(": created") == len(MADE)
    assert "Ce robot recopie ici des fiches pratiques" in files(demo)["Projet%3ARobot de republication.wiki"]


def test_a_script_says_yes_once(demo: Path) -> None:
    """Without --yes nothing is written; with it all is, and a second time nothing is left to do."""
    before = files(demo)
    shown = setup(demo)
    assert (shown.code, files(demo)) == (3, before)
    assert setup(demo, "--dry-run").code == 0
    assert setup(demo, "--dry-run", "--yes").code == 2
    told = json.loads(setup(demo, "--yes", "--json").out)
    assert [page["title"] for page in told["pages"]] == MADE
    assert {page["outcome"] for page in told["pages"]} == {"created"}
    again = setup(demo, "--yes")
    assert again.code == 0
    assert "There is nothing to write." in again.out


def test_copies_call_the_template_from_now_on(demo: Path) -> None:
    """The template takes the place of the plain credit in the copies that are updated."""
    assert setup(demo, "--yes").code == 0
    assert sync(demo).code == 0
    assert not any("{{Republication\n" in text for text in files(demo).values())
    sheet = demo / "outils" / "Arpentage.wiki"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("ensemble", "à plusieurs", 1), encoding="utf-8")
    assert sync(demo).code == 0
    assert sum("{{Republication\n" in text for text in files(demo).values()) == 1


def test_a_template_of_people_stays(demo: Path) -> None:
    """The other partner has a template that shows all of the credit: it gets no documentation of ours."""
    path = demo / "movilab" / "Modèle%3ARepublication.wiki"
    before = path.read_text(encoding="utf-8")
    told = republish("setup", "movilab", "--config", str(demo / "republish.yaml"), "--yes", "--json")
    steps = {page["title"]: page["step"] for page in json.loads(told.out)["pages"]}
    assert told.code == 0
    assert steps == {"Modèle:Republication": "keep", "Projet:Robot de republication": "create"}
    assert path.read_text(encoding="utf-8") == before
