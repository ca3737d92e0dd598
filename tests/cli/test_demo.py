"""The demonstration, used as a newcomer uses it: folders of pages, an editor, and the same command again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config.shipped import shipped
from tests.processes.running import ROOT, Ended, Running


def republish(*arguments: str, cwd: Path = ROOT, language: str = "en") -> Ended:
    """Run the command in a process of its own, as people do."""
    if {language, os.environ.get("REPUBLISH_LANGUAGE", "en")} == {"en"}:
        ended = Running(arguments, {}, at=cwd).wait()
        assert "Traceback" not in ended.err, ended.err
        return ended
    environment = os.environ | {"LANGUAGE": language, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a demonstration that has been synced once."""
    folder = tmp_path_factory.mktemp("synced") / "demo"
    assert republish("demo", "--folder", str(folder)).code == 0
    return folder


@pytest.fixture
def demo(synced: Path, tmp_path: Path) -> Path:
    """Give a synced demonstration of its own to a test."""
    shutil.copytree(synced, tmp_path / "demo")
    return tmp_path / "demo"


def sync(demo: Path, *more: str) -> Ended:
    """Sync a demonstration; it speaks French, so that tests look at JSON."""
    return republish("sync", "--config", str(demo / "republish.yaml"), "--json", *more)


def outcomes(ended: Ended) -> list[tuple[str, str, str]]:
    """Give partner, sheet and outcome of each change that was not left unchanged."""
    (run,) = json.loads(ended.out)
    return [(r["partner"], r["sheet"], r["outcome"]) for r in run["results"] if r["outcome"] != "unchanged"]


def change(path: Path, old: str, new: str) -> None:
    """Edit a file as a person does."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_first_run_copies_and_second_run_finds_nothing(tmp_path: Path) -> None:
    """The demonstration shows the plan, writes at least six copies a partner, and has nothing to do afterwards."""
    first = republish("demo", "--folder", str(tmp_path / "demo"), language="en")
    second = republish("demo", "--folder", str(tmp_path / "demo"), language="en")

    assert (first.code, second.code) == (0, 0)
    for partner in ("movilab", "brest"):
        assert len(list((tmp_path / "demo" / partner).glob("*.wiki"))) >= 6
    assert "Arpentage" in first.out
    assert str(tmp_path / "demo" / "movilab") in first.out
    assert "à jour" in second.out or "up to date" in second.out


def test_a_changed_sheet_updates_both_copies(demo: Path) -> None:
    """A sheet changed in an editor brings one update to each partner, and then nothing more."""
    change(demo / "outils" / "Arpentage.wiki", "Lire un livre à plusieurs", "Lire un gros livre à plusieurs")

    assert outcomes(sync(demo)) == [("movilab", "Arpentage", "updated"), ("brest", "Arpentage", "updated")]
    assert "gros livre" in (demo / "movilab" / "Recette%3AArpentage.wiki").read_text(encoding="utf-8")
    assert outcomes(sync(demo)) == []


def test_an_edit_elsewhere_on_a_copy_is_kept_when_its_sheet_moves_on(demo: Path) -> None:
    """What a person wrote in one field stays, and what the sheet says anew in another comes in."""
    copy = demo / "movilab" / "Recette%3AArpentage.wiki"
    change(copy, "désacraliser le livre", "aimer le livre")
    change(demo / "outils" / "Arpentage.wiki", "Lire un livre à plusieurs", "Lire un gros livre à plusieurs")
    ended = sync(demo)

    assert ended.code == 0
    assert outcomes(ended) == [("movilab", "Arpentage", "merged"), ("brest", "Arpentage", "updated")]
    text = copy.read_text(encoding="utf-8")
    assert "aimer le livre; lire ensemble" in text
    assert "Lire un gros livre à plusieurs" in text
    assert outcomes(sync(demo)) == []


def test_the_same_sentence_edited_on_both_sides_is_a_conflict_and_stays(demo: Path) -> None:
    """A copy in conflict is not written, however much else the sheet says anew; exit code 3, at each run."""
    copy = demo / "movilab" / "Recette%3AArpentage.wiki"
    change(copy, "en deux heures", "en une matinée")
    before = copy.read_bytes()
    change(demo / "outils" / "Arpentage.wiki", "en deux heures", "en trois heures")
    change(demo / "outils" / "Arpentage.wiki", "lire ensemble", "relire ensemble")
    ended = sync(demo)

    assert ended.code == 3
    assert outcomes(ended) == [("movilab", "Arpentage", "conflict"), ("brest", "Arpentage", "updated")]
    assert copy.read_bytes() == before
    assert sync(demo).code == 3
    assert copy.read_bytes() == before


def test_a_deleted_copy_stays_deleted(demo: Path) -> None:
    """A copy that a person deleted is not made again."""
    (demo / "brest" / "Arpentage (fiche pratique).wiki").unlink()
    change(demo / "outils" / "Arpentage.wiki", "Lire un livre à plusieurs", "Lire un gros livre à plusieurs")

    assert outcomes(sync(demo)) == [("movilab", "Arpentage", "updated")]
    assert outcomes(sync(demo)) == []
    assert not (demo / "brest" / "Arpentage (fiche pratique).wiki").exists()


def test_a_copy_without_its_credit_is_left_for_ever(demo: Path) -> None:
    """Whoever takes the credit out of a copy tells the bot to stay away."""
    copy = demo / "movilab" / "Recette%3AArpentage.wiki"
    text = copy.read_text(encoding="utf-8")
    copy.write_text(text[: text.index("{{Republication")], encoding="utf-8")
    change(demo / "outils" / "Arpentage.wiki", "Lire un livre à plusieurs", "Lire un gros livre à plusieurs")

    assert outcomes(sync(demo)) == [("brest", "Arpentage", "updated")]
    assert "gros livre" not in copy.read_text(encoding="utf-8")


def test_a_changed_mapping_makes_copies_outdated_not_edited(demo: Path) -> None:
    """A change of the partner's mapping updates its copies, and only its own."""
    change(demo / "mappings" / "demo-recette.yaml", "présentation", "résumé court")
    ended = sync(demo)

    assert {outcome for _partner, _sheet, outcome in outcomes(ended)} == {"updated"}
    assert {partner for partner, _sheet, _outcome in outcomes(ended)} == {"movilab"}
    assert outcomes(sync(demo)) == []


def test_a_lost_state_is_found_again_in_the_copies(demo: Path) -> None:
    """Without its state the bot knows its copies by their credit, and writes nothing again."""
    for file in demo.glob("state.db*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()

    ended = sync(demo)
    assert ended.code == 0
    assert outcomes(ended) == []


def test_too_many_changes_stop_before_the_first_write(demo: Path) -> None:
    """A plan beyond the limits writes nothing, says its numbers and the way on; the option goes on once."""
    config = demo / "republish.yaml"
    lines = [line for line in config.read_text(encoding="utf-8").splitlines() if "limits:" not in line]
    config.write_text("\n".join([*lines, "    limits: {changes: 10%, at_least: 2}", ""]), encoding="utf-8")
    change(demo / "mappings" / "demo-recette.yaml", "présentation", "résumé court")
    stopped = republish("sync", "--config", str(config))

    assert stopped.code == 3
    assert "--beyond-limits" in stopped.err
    assert "10" in stopped.err
    assert outcomes(sync(demo)) == []
    assert {outcome for *_rest, outcome in outcomes(sync(demo, "--beyond-limits"))} == {"updated"}


def test_an_emptied_source_stops_the_run(demo: Path) -> None:
    """A source that suddenly lists nothing stops the run instead of orphaning everything."""
    for page in (demo / "outils").glob("*.wiki"):
        page.unlink()
    ended = republish("sync", "--config", str(demo / "republish.yaml"))

    assert ended.code == 3
    assert "--beyond-limits" in ended.err
    told = republish("status", "--config", str(demo / "republish.yaml"))
    assert told.code == 3, "nothing is written from now on, so somebody is waited for"
    assert "la source ne donne plus aucune fiche" in " ".join(told.out.split())
    assert "republish sync --beyond-limits" in " ".join(told.out.split())


def test_plan_diff_status_and_runs_tell_the_same_story(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The four commands that only look agree, and leave every file as it is."""
    monkeypatch.setenv("REPUBLISH_LANGUAGE", "en")
    change(demo / "outils" / "Arpentage.wiki", "Lire un livre à plusieurs", "Lire un gros livre à plusieurs")
    config = ("--config", str(demo / "republish.yaml"))
    files = {path: path.read_bytes() for path in demo.rglob("*") if path.is_file() and "state.db" not in path.name}
    plan = json.loads(republish("plan", *config, "--json").out)[0]["changes"]
    diff = json.loads(republish("diff", "Arpentage", *config, "--json").out)
    status = json.loads(republish("status", *config, "--json").out)["copies"]
    runs = json.loads(republish("runs", *config, "--json").out)
    ended = f"exit code {runs[0]['exit_code']})"
    for command in ("plan", "status", "runs"):
        lines = republish(command, *config, *(("1",) if command == "runs" else ())).out.splitlines()
        assert [line for line in lines if line != line.rstrip()] == [], command
        assert any(ended in line for line in lines) is (command != "plan")

    assert {(c["partner"], c["action"]) for c in plan} == {("movilab", "update"), ("brest", "update")}
    assert {c["copy"]["title"] for c in diff} == {c["copy"]["title"] for c in plan}
    assert {copy["state"] for copy in status} == {"current"}
    assert runs[0]["counts"] == {"created": 20}
    assert files == {path: path.read_bytes() for path in files}


def test_the_limit_spreads_a_first_run(tmp_path: Path) -> None:
    """``--limit`` writes that many pages, and the next run goes on from there."""
    shutil.copytree(shipped("config") / "demo", tmp_path / "demo")

    assert len(outcomes(sync(tmp_path / "demo", "--limit", "3"))) == 3
    assert len(outcomes(sync(tmp_path / "demo"))) == 17


def test_a_sheet_can_be_synced_alone_at_one_partner(tmp_path: Path) -> None:
    """``--page`` and ``--partner`` narrow a sync to one copy."""
    shutil.copytree(shipped("config") / "demo", tmp_path / "demo")
    ended = sync(tmp_path / "demo", "--page", "Arpentage", "--partner", "brest")

    assert outcomes(ended) == [("brest", "Arpentage", "created")]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("sync", "--job", "outil"), 2, "outils"),
        (("sync", "--partner", "brst"), 2, "brest"),
        (("diff", "Fiche absente"), 2, "Fiche absente"),
        (("runs", "99"), 2, "99"),
        (("sync", "--config", "nowhere.yaml"), 78, "nowhere.yaml"),
        (("snc",), 2, "sync"),
    ],
)
def test_wrong_usage_gets_a_sentence(demo: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    """What the operator got wrong is named, with the right word, and without a traceback."""
    config = () if "--config" in arguments or arguments == ("snc",) else ("--config", str(demo / "republish.yaml"))
    ended = republish(arguments[0], *config, *arguments[1:])

    assert ended.code == code
    assert words in ended.err


def test_two_runs_at_once_do_no_harm(demo: Path) -> None:
    """While another process holds a lane, a sync leaves that partner for later and says who holds it."""
    script = (
        "import sys\nfrom bot.store.locks import locks_for\n"
        "with locks_for(sys.argv[1]).hold('movilab', 'test'):\n    print('held', flush=True)\n    input()\n"
    )
    url = f"sqlite:///{demo / 'state.db'}"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    holder = subprocess.Popen([sys.executable, "-c", script, url], env=environment, **pipes)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        change(demo / "outils" / "Arpentage.wiki", "Lire un livre à plusieurs", "Lire un gros livre à plusieurs")
        ended = sync(demo)
    finally:
        holder.kill()

    assert ended.code == 75
    assert outcomes(ended) == [("brest", "Arpentage", "updated")]
    assert str(holder.pid) in ended.out
    assert outcomes(sync(demo)) == [("movilab", "Arpentage", "updated")]


def test_a_broken_state_is_a_sentence(demo: Path) -> None:
    """A state that is no database is told with its file, and nothing is written."""
    for file in demo.glob("state.db-*"):
        file.unlink()
    (demo / "state.db").write_bytes(b"no database at all" * 100)
    ended = sync(demo)

    assert ended.code == 75
    assert "state.db" in ended.err


def test_init_writes_a_configuration_that_checks(tmp_path: Path) -> None:
    """``init`` writes files that ``check`` accepts, and overwrites nothing."""
    assert republish("init", str(tmp_path)).code == 0
    config = tmp_path / "config" / "republish.yaml"
    checked = republish("check", "--config", str(config))

    assert checked.code == 0, checked.err
    config.write_text("mine", encoding="utf-8")
    assert republish("init", str(tmp_path)).code == 0
    assert config.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("kind", ["config", "mapping", "format"])
def test_schema_prints_json_schema(kind: str) -> None:
    """``schema`` prints a JSON Schema of each kind of file."""
    assert json.loads(republish("schema", kind).out)["$schema"].startswith("https://json-schema.org/")


def test_mistakes_are_told_in_the_language_that_the_file_asks_for(demo: Path) -> None:
    """Wherever the command runs, and also where the file is wrong: a service has no language of its own."""
    config = demo / "republish.yaml"
    change(config, "jobs:", "jobbs:")
    ended = republish("check", "--config", str(config))
    assert ended.code == 78
    assert "clé inconnue" in ended.err
    change(config, "language: fr", "language: en")
    assert "unknown key “jobbs”" in republish("check", "--config", str(config), language="fr").err
