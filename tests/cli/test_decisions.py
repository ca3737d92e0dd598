"""What people decide about copies, typed as a newcomer types it: conflicts, saved plans, lost states."""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.test_demo import ROOT, Ended, change, demo, outcomes, republish, sync, synced

__all__ = ["demo", "synced"]

SHEET, COPY = "outils/Arpentage.wiki", "movilab/Recette%3AArpentage.wiki"


def say(demo: Path, command: str, *arguments: str) -> Ended:
    """Give a command on a demonstration that speaks English."""
    return republish(command, "--config", str(demo / "republish.yaml"), *arguments)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reports be English whatever the configuration says."""
    monkeypatch.setenv("REPUBLISH_LANGUAGE", "en")


@pytest.fixture
def conflict(demo: Path) -> Path:
    """Give a demonstration in which one sentence was changed on both sides, and a list on one."""
    change(demo / COPY, "en deux heures", "en une matinée")
    change(demo / SHEET, "en deux heures", "en trois heures")
    change(demo / SHEET, "lire ensemble", "relire ensemble")
    assert sync(demo).code == 3
    return demo


def editor(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a shell script the editor of people."""
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(path))
    monkeypatch.setenv("VISUAL", str(path))
    monkeypatch.setenv("TMPDIR", str(folder))


def text(demo: Path) -> str:
    """Give the text of the copy."""
    return (demo / COPY).read_text(encoding="utf-8")


def test_a_conflict_is_told_with_its_fields_and_its_way_out(conflict: Path) -> None:
    """``sync`` and ``status`` name copy, sheet, field, date and the next command; ``diff`` shows all three texts."""
    for told in (say(conflict, "sync"), say(conflict, "status")):
        assert "Recette:Arpentage ← Arpentage" in told.out
        assert "in these fields: resume." in told.out
        assert "republish resolve" in told.out
        assert told.code == 3
    assert re.search(r"diverged  \d{4}-\d\d-\d\d  Recette:Arpentage", say(conflict, "status").out)
    shown = say(conflict, "diff", "Arpentage", "--partner", "movilab").out
    frame = [line for line in shown.splitlines() if line.startswith(("│", "┃", "┏", "└"))]
    assert frame
    assert max(map(len, frame)) <= 120
    for part in ("deux", "trois", "matinée", "this comes in as well", "+* relire ensemble"):
        assert part in shown
    (data,) = json.loads(say(conflict, "diff", "Arpentage", "--partner", "movilab", "--json").out)
    assert [each["field"] for each in data["conflicts"]] == ["resume"]
    assert [each["field"] for each in data["differences"]] == ["objectifs"]


@pytest.mark.parametrize(("side", "stays"), [("local", "une matinée"), ("incoming", "trois heures")])
def test_a_resolved_conflict_never_comes_back(conflict: Path, side: str, stays: str) -> None:
    """One side is taken, what was clean comes in, and later changes of the sheet merge without asking again."""
    assert say(conflict, "resolve", "Arpentage", "--partner", "movilab", f"--{side}", "resume").code == 0
    assert stays in text(conflict)
    assert "relire ensemble" in text(conflict)
    assert outcomes(sync(conflict)) == []
    change(conflict / SHEET, "partager des points de vue", "échanger")
    assert sync(conflict).code == 0
    assert stays in text(conflict)
    assert "échanger" in text(conflict)


def test_a_conflict_holds_up_no_other_sheet(conflict: Path) -> None:
    """Other sheets are written while one copy waits."""
    other = conflict / "outils" / "Débat mouvant.wiki"
    change(other, "| titre = Débat mouvant", "| titre = Débat mouvant\n| objectifs = débattre")
    assert {sheet for _partner, sheet, outcome in outcomes(sync(conflict)) if outcome == "updated"} == {"Débat mouvant"}
    assert "en une matinée" in text(conflict)


def test_a_field_is_written_in_the_editor(conflict: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor gets all three texts; what it saves becomes the field."""
    script = (
        f'cp "$1" {tmp_path}/offered; sed -i \'/^<<<<<<</,/^=======/d;/^>>>>>>>/d;s/trois heures/une journée/\' "$1"'
    )
    editor(tmp_path, script, monkeypatch)
    assert say(conflict, "resolve", "Arpentage", "--partner", "movilab", "--edit", "resume").code == 0
    offered = (tmp_path / "offered").read_text(encoding="utf-8")
    assert all(part in offered for part in ("deux heures", "trois heures", "une matinée"))
    assert "en une journée" in text(conflict)
    assert outcomes(sync(conflict)) == []


def test_left_over_markers_are_refused_and_nothing_typed_is_lost(
    conflict: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is named, the copy stays, and the text is in the file that the message names."""
    editor(tmp_path, 'echo "Ma longue phrase." >> "$1"', monkeypatch)
    before = text(conflict)
    ended = say(conflict, "resolve", "Arpentage", "--partner", "movilab", "--edit", "resume")
    assert ended.code == 2
    assert "Line 1 still holds a marker" in ended.err
    found = re.search(r"is kept in (\S+)\.\n", ended.err)
    assert found
    assert "Ma longue phrase." in Path(found[1]).read_text(encoding="utf-8")
    assert text(conflict) == before


def test_an_editor_that_saves_nothing_decides_nothing(
    conflict: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving the editor without saving leaves the conflict."""
    editor(tmp_path, "true", monkeypatch)
    ended = say(conflict, "resolve", "Arpentage", "--partner", "movilab", "--edit", "resume")
    assert (ended.code, "nothing is decided" in ended.err) == (2, True)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (': > "$1"', "empty text was saved"),
        ("exit 1", "EDITOR=nano"),
        ('rm "$1"', "EDITOR=nano"),
        ("printf 'caf\\351' > \"$1\"", "EDITOR=nano"),
    ],
)
def test_an_editor_that_gives_nothing_usable_decides_nothing(
    conflict: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    """The sentence says what was wrong, and the conflict stays."""
    before = text(conflict)
    editor(tmp_path, script, monkeypatch)
    ended = say(conflict, "resolve", "Arpentage", "--partner", "movilab", "--edit", "resume")
    assert (ended.code, words in ended.err) == (2, True), ended.err
    assert text(conflict) == before


def test_an_editor_that_is_missing_is_told(conflict: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says how to name another, in the language of the person."""
    monkeypatch.setenv("EDITOR", "/nowhere/editor")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("REPUBLISH_LANGUAGE", "fr")
    ended = say(conflict, "resolve", "Arpentage", "--partner", "movilab", "--edit", "resume")
    assert (ended.code, "par exemple EDITOR=nano" in ended.err) == (2, True), ended.err


@pytest.mark.parametrize(("terminal", "code", "stays"), [(False, 130, "une matinée"), (True, 0, "une journée")])
def test_an_interrupt_while_the_editor_is_open(
    conflict: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, terminal: bool, code: int, stays: str
) -> None:
    """Without a terminal it ends the command; on one, Ctrl-C belongs to the editor, and nothing typed is lost."""
    trap = "trap '' INT; " if terminal else ""
    for pipe in ("open", "go"):  # whoever opens one end waits for the other
        os.mkfifo(tmp_path / pipe)
    typed = 'echo "Lire un livre à plusieurs en une journée." > "$1"'
    held = f"cat {tmp_path}/go; {typed}" if terminal else "sleep 60"
    editor(tmp_path, f"{trap}echo > {tmp_path}/open; {held}", monkeypatch)
    command = [sys.executable, "-m", "bot", "resolve", "--config", str(conflict / "republish.yaml")]
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*command, "Arpentage", "--partner", "movilab", "--edit", "resume"],
        cwd=ROOT,
        stdin=slave if terminal else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    (tmp_path / "open").read_bytes()
    os.killpg(process.pid, signal.SIGINT)
    if terminal:
        (tmp_path / "go").write_bytes(b"")
    process.wait(timeout=240)
    with suppress(ProcessLookupError):  # an editor that was started with the signal ignored outlives us
        os.killpg(process.pid, signal.SIGTERM)
    _, said = process.communicate(timeout=240)
    os.close(master)
    os.close(slave)
    assert process.returncode == code, said
    assert "Traceback" not in said
    assert stays in text(conflict)


def test_a_sheet_that_two_jobs_have_needs_the_job(conflict: Path) -> None:
    """A decision never acts on two copies at once."""
    config = conflict / "republish.yaml"
    known = config.read_text(encoding="utf-8")
    shutil.copytree(conflict / "outils", conflict / "autres")
    name = conflict / "autres" / "wiki.toml"
    name.write_text(name.read_text(encoding="utf-8").replace("https://outils.", "https://autres."), encoding="utf-8")
    job = known[known.index("  outils:\n    description") :]
    known = known.replace("wikis:\n", "wikis:\n  autres:\n    folder: autres\n", 1)
    job = job.replace("  outils:\n    description", "  ailleurs:\n    description", 1).replace(
        "wiki: outils", "wiki: autres"
    )
    config.write_text(f"{known}\n{job}", encoding="utf-8")
    before = text(conflict)
    for arguments in (("resolve", "--take", "local"), ("restore",)):
        ended = say(conflict, arguments[0], "Arpentage", "--partner", "movilab", *arguments[1:])
        assert (ended.code, "ailleurs, outils" in ended.err, "--job" in ended.err) == (2, True, True), ended.err
    assert text(conflict) == before
    named = ("--partner", "movilab", "--job", "outils", "--take", "local")
    assert say(conflict, "resolve", "Arpentage", *named).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("resolve", "Arpentaje", "--take", "local"), "Did you mean “Arpentage”?"),
        (("resolve", "Recette:Arpentage", "--take", "local"), "write that of its sheet, “Arpentage”"),
        (("resolve", "Arpentage", "--local", "resum"), "did you mean “resume”?"),
        (("resolve", "Arpentage", "--local", "duree"), "in conflict: resume."),
        (("resolve", "Arpentage", "--local", "resume", "--incoming", "resume"), "one thing only"),
        (("resolve", "Arpentage"), "Say how"),
        (("resolve", "Débat mouvant", "--take", "local"), "is not in conflict"),
        (("resolve", "Débat_mouvant", "--take", "local"), "is not in conflict"),
        (("adopt", "Arpentage"), "has its copy at movilab already"),
        (("adopt", "Pas là"), "No job has a sheet"),
        (("restore", "Arpentage"), "neither removed nor forgotten"),
        (("forget", "Arpentaje"), "Did you mean “Arpentage”?"),
    ],
)
def test_a_decision_that_does_not_fit_gets_a_sentence(conflict: Path, arguments: tuple[str, ...], words: str) -> None:
    """Nothing is written, and the sentence names the right word; exit code 2."""
    before = text(conflict)
    ended = say(conflict, *arguments, "--partner", "movilab")
    assert ended.code == 2, ended.out + ended.err
    assert words in ended.err
    assert text(conflict) == before


def test_a_partner_that_does_not_exist_is_named_with_the_nearest(conflict: Path) -> None:
    """A slip in the name of a partner is told with the name that was meant."""
    ended = say(conflict, "resolve", "Arpentage", "--partner", "movlab", "--take", "local")
    assert (ended.code, "Did you mean “movilab”?" in ended.err) == (2, True)


def test_a_forgotten_copy_is_left_alone_until_it_is_restored(demo: Path) -> None:
    """``forget`` ends updates, a sync does not name the copy, ``restore`` takes it up again."""
    assert json.loads(say(demo, "forget", "Arpentage", "--partner", "movilab", "--json").out)[0]["state"] == "removed"
    change(demo / SHEET, "en deux heures", "en trois heures")
    ended = say(demo, "sync")
    assert ended.code == 0
    assert "Recette:Arpentage" not in ended.out
    assert "en deux heures" in text(demo)
    address = "https://multibao.example.org/index.php?title=Arpentage&oldid=1"
    assert say(demo, "restore", address, "--partner", "movilab").code == 0
    assert "en trois heures" in text(demo)


def adoptable(tmp_path: Path) -> Path:
    """Give a demonstration with a page of the partner at the title of a copy."""
    from bot.config.shipped import shipped

    folder = tmp_path / "fresh"
    shutil.copytree(shipped("config") / "demo", folder)
    (folder / "movilab").mkdir(exist_ok=True)
    mine = "{{Recette libre\n| nom = Arpentage\n| présentation = Notre façon.\n}}\n"
    (folder / COPY).write_text(mine, encoding="utf-8")
    (folder / "movilab" / "Simple.wiki").write_text("Une page.", encoding="utf-8")
    sync(folder)
    return folder


def test_adopt_shows_first_and_keeps_the_page(tmp_path: Path) -> None:
    """``--dry-run`` shows what comes in and writes nothing; then the page is a copy that kept its own words."""
    folder = adoptable(tmp_path)
    before = text(folder)
    shown = say(folder, "adopt", "Arpentage", "--partner", "movilab", "--dry-run")
    assert "objectifs" in shown.out
    assert text(folder) == before
    for title, words in (("Nulle part", "no page"), ("Recette:Débat mouvant", "copy of another sheet")):
        refused = say(folder, "adopt", "Arpentage", "--partner", "movilab", "--title", title)
        assert (refused.code, words in refused.err) == (2, True), refused.err + refused.out
    plain = say(folder, "adopt", "Arpentage", "--partner", "movilab", "--title", "Simple")
    assert plain.code == 3
    assert "--take incoming" in plain.out
    assert (folder / "movilab" / "Simple.wiki").read_text(encoding="utf-8") == "Une page."
    assert say(folder, "adopt", "Arpentage", "--partner", "movilab").code == 0
    assert "Notre façon." in text(folder)
    assert "{{Republication" in text(folder)


def test_a_saved_plan_is_carried_out_once_and_only_as_it_was_shown(conflict: Path) -> None:
    """A plan that holds is carried out; one that moved names what moved and writes nothing."""
    path = conflict / "plan.json"
    sheet = conflict / "outils" / "Débat mouvant.wiki"
    change(sheet, "| titre = Débat mouvant", "| titre = Débat mouvant\n| objectifs = débattre")
    arguments = ("--out", str(path), "--page", "Débat mouvant", "--partner", "movilab")
    assert say(conflict, "plan", *arguments).code == 3  # the conflict still waits
    before = {file: file.read_bytes() for file in conflict.rglob("*.wiki")}
    change(sheet, "débattre", "se parler")
    moved = say(conflict, "sync", "--plan", str(path))
    assert moved.code == 3
    assert "the sheet “Débat mouvant”" in moved.err
    after = {file: file.read_bytes() for file in conflict.rglob("*.wiki")}
    assert [file for file in before if before[file] != after[file]] == [sheet]

    assert say(conflict, "plan", *arguments).code == 3  # the conflict still waits
    done = say(conflict, "sync", "--plan", str(path), "--json")
    assert outcomes(done) == [("movilab", "Débat mouvant", "updated")]
    assert say(conflict, "sync", "--plan", str(path)).code == 3


def test_a_saved_plan_beyond_a_limit_needs_a_word_each_time(demo: Path) -> None:
    """The plan tells the limit, also as JSON; the word that goes on holds for one run."""
    config, path = demo / "republish.yaml", str(demo / "plan.json")
    change(config, "    every: 1h", "    every: 1h\n    limits: {changes: 10%, at_least: 1}")
    for word, next_word in (("ensemble", "à deux"), ("à deux", "à trois")):
        change(demo / SHEET, f"lire {word}", f"lire {next_word}")
        box = demo / "outils" / "Boîte à questions.wiki"
        change(box, "répondre sans juger" if word == "ensemble" else word, next_word)
        saved = say(demo, "plan", "--partner", "movilab", "--json", "--out", path)
        (plan,) = json.loads(saved.out)
        (stop,) = plan["stops"]
        assert (saved.code, stop["partner"], stop["changes"]) == (3, "movilab", 2)
        before = {file: file.read_bytes() for file in (demo / "movilab").glob("*.wiki")}
        for arguments in (("--plan", path), ("--partner", "movilab")):
            stopped = say(demo, "sync", *arguments)
            assert (stopped.code, "--beyond-limits" in stopped.err) == (3, True), stopped.err
            (run,) = json.loads(say(demo, "sync", *arguments, "--json").out)
            assert (run["exit_code"], run["results"], len(run["plan"]["stops"])) == (3, [], 1)
        assert {file: file.read_bytes() for file in (demo / "movilab").glob("*.wiki")} == before
        done = say(demo, "sync", "--plan", path, "--beyond-limits", "--json")
        assert [outcome for _partner, _sheet, outcome in outcomes(done)] == ["updated"] * 2


def test_a_plan_file_that_is_none_is_refused(demo: Path) -> None:
    """No file of another kind is written over or carried out, nor a plan of other wikis or narrowed anew."""
    path, config = demo / "plan.json", demo / "republish.yaml"
    assert say(demo, "plan", "--out", str(config)).code == 2
    assert "jobs:" in config.read_text(encoding="utf-8")
    assert say(demo, "plan", "--out", str(path)).code == 0
    assert say(demo, "plan", "--out", str(path)).code == 0
    assert "--partner" in say(demo, "sync", "--plan", str(path), "--partner", "brest").err
    saved = path.read_text(encoding="utf-8")
    for damaged in ("", "[]", '"x"', saved[:200], saved.replace('"version": 1', '"version": 0'), '{"version": 1}'):
        path.write_text(damaged, encoding="utf-8")
        ended = say(demo, "sync", "--plan", str(path))
        assert (ended.code, "is no plan" in ended.err) == (2, True), damaged
    path.write_text(saved, encoding="utf-8")
    other = demo.parent / "other"
    shutil.copytree(demo, other)
    assert "another configuration" in say(other, "sync", "--plan", str(path)).err
    assert "There is no saved plan" in say(demo, "sync", "--plan", str(demo / "none.json")).err


def test_a_state_is_rebuilt_from_the_wikis(demo: Path) -> None:
    """All copies are found again, as JSON too, and a sync has nothing to do."""
    for file in demo.glob("state.db*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    found = json.loads(say(demo, "rebuild", "--json").out)
    assert (len(found["found"]), found["troubles"]) == (20, [])
    assert "0 copies found again, 10 were known" in say(demo, "rebuild").out
    assert outcomes(sync(demo)) == []
