"""What people decide about copies, at real MediaWikis: what becomes of pages, and how each command ends in trouble."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.store.locks import locks_for
from tests.e2e.project import ROOT, Ended, Project, make_project
from tests.farm.install import ROBOT, add_accounts
from tests.farm.requestlog import Reply, Request
from tests.farm.trio import Trio
from tests.life.world import copy_title, sheet

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("decisions")]

CONFLICT, FOREIGN, DELETED, LEFT, MOVED = "Arpentage", "Bistrot", "Cercle", "Débat", "Enquête"
MINE, THEIRS = "Lire à trois.", "Lire à cinq."
AT = ("--partner", "movilab")
COMMANDS: dict[str, tuple[str, ...]] = {
    "resolve": ("resolve", CONFLICT, *AT, "--take", "local"),
    "adopt": ("adopt", FOREIGN, *AT),
    "restore": ("restore", DELETED, *AT),
    "forget": ("forget", LEFT, *AT),
    "rebuild": ("rebuild", *AT),
    "sync --plan": ("sync", "--plan", "plan.json"),
    "plan": ("plan", "--brief", *AT),
}


@pytest.fixture(scope="module")
def project(three_wikis: Trio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Give a project where each decision has its copy, and a saved plan of one update."""
    trio = three_wikis
    trio.restore()
    project = make_project(tmp_path_factory.mktemp("decisions") / "p", trio, job="    limits: {changes: 100%}")
    for title in trio.multibao.titles():
        trio.multibao.delete(title)
    for title in (CONFLICT, FOREIGN, DELETED, LEFT, MOVED):
        trio.multibao.create(title, sheet(title))
    trio.movilab.create(copy_title(FOREIGN), "{{Recette libre\n| présentation = Notre façon.\n}}\n")
    assert project.run("sync").code == 3
    text = trio.movilab.text(copy_title(CONFLICT)) or ""
    trio.movilab.edit(copy_title(CONFLICT), text.replace("Lire un livre à plusieurs.", MINE))
    trio.movilab.delete(copy_title(DELETED))
    for title in (CONFLICT, DELETED):
        trio.multibao.edit(title, sheet(title, summary=THEIRS))
    assert project.run("sync").code == 3
    trio.multibao.edit(MOVED, sheet(MOVED, summary=THEIRS))
    assert project.run("plan", "--brief", *AT, "--page", MOVED, "--out", str(project.folder / "plan.json")).code == 3
    yield project
    trio.restore()


@pytest.fixture(autouse=True)
def _no_faults(three_wikis: Trio) -> Iterator[None]:
    yield
    for wiki in three_wikis:
        wiki.proxy.reset()


def give(project: Project, name: str) -> Ended:
    """Give a command; whatever happens, it ends with a sentence."""
    ended = project.run(*words_of(project, name))
    assert "Traceback" not in ended.err, ended.err
    return ended


def words_of(project: Project, name: str) -> list[str]:
    """Give the words of a command, with the place of the saved plan."""
    return [str(project.folder / word) if word == "plan.json" else word for word in COMMANDS[name]]


def pages(trio: Trio) -> dict[str, str | None]:
    """Give the texts of all pages that a decision may touch."""
    titles = (CONFLICT, FOREIGN, DELETED, LEFT, MOVED)
    return {title: trio.movilab.text(copy_title(title)) for title in titles}


def assert_all_end(project: Project, trio: Trio, codes: dict[str, int], word: str) -> None:
    """Check how each command ends, that it says the word that matters, and that no page was touched."""
    before = pages(trio)
    ends = {name: give(project, name) for name in codes}
    assert {name: ended.code for name, ended in ends.items()} == codes, [ended.err for ended in ends.values()]
    assert [name for name, ended in ends.items() if word not in ended.err + ended.out] == []
    assert pages(trio) == before


ASKING = ("resolve", "adopt", "restore", "rebuild", "sync --plan", "plan")
WRITING = ("resolve", "adopt", "restore", "rebuild", "sync --plan")


def test_a_partner_that_cannot_be_asked(project: Project, three_wikis: Trio) -> None:
    """Nothing can be decided there now."""
    three_wikis.movilab.proxy.fault = lambda _request: Reply(status=404)
    assert give(project, "resolve").code == 75
    ends = {name: give(project, name) for name in ASKING}
    three_wikis.movilab.proxy.reset()
    assert {name: (ended.code, "movilab" in ended.err) for name, ended in ends.items()} == dict.fromkeys(
        ASKING, (75, True)
    )


def test_a_partner_that_another_run_serves(project: Project, three_wikis: Trio) -> None:
    """The sentence names the process; who only looks is not kept out."""
    with locks_for(f"sqlite:///{project.config.parent / 'var' / 'republish.db'}").hold("movilab", "serve"):
        later = dict.fromkeys((*WRITING, "forget"), 75)
        assert_all_end(project, three_wikis, later, f"The service (process {os.getpid()} ")
        assert give(project, "plan").code == 3


def test_a_login_that_is_refused(project: Project, three_wikis: Trio) -> None:
    """What needs the account says so and how to mend it; what does not, works."""
    stranger = replace(project, environment=project.environment | {"MOVILAB_PASSWORD": "wrong"})
    assert_all_end(stranger, three_wikis, dict.fromkeys(WRITING, 77), "movilab")
    assert give(stranger, "plan").code == 3


def test_a_bot_password_that_may_only_read(project: Project, three_wikis: Trio) -> None:
    """The sentence names the grants that are missing."""
    password = "fedcba9876543210fedcba9876543210"
    bot = {"name": ROBOT, "app": "lecture", "password": password, "grants": ["basic"]}
    add_accounts(three_wikis.movilab.folder, [], bot)
    weak = replace(project, environment=project.environment | {"MOVILAB_PASSWORD": password})
    known = project.config.read_text(encoding="utf-8")
    project.config.write_text(known.replace(three_wikis.movilab.robot_user, "Robot@lecture", 1), encoding="utf-8")
    assert_all_end(weak, three_wikis, dict.fromkeys(("resolve", "adopt", "restore", "sync --plan"), 75), "grants")
    project.config.write_text(known, encoding="utf-8")


def test_a_wrong_configuration(project: Project, three_wikis: Trio) -> None:
    """The place of the mistake is told, whatever the command."""
    known = project.config.read_text(encoding="utf-8")
    project.config.write_text(known.replace("pace: 0s", "paces: 0s", 1), encoding="utf-8")
    assert_all_end(project, three_wikis, dict.fromkeys(COMMANDS, 78), "republish.yaml:")
    project.config.write_text(known, encoding="utf-8")


def test_an_interrupt(project: Project, three_wikis: Trio) -> None:
    """Ctrl-C before the first write ends the command, and nothing has happened."""
    before = pages(three_wikis)
    codes = {}
    for name in (*WRITING, "plan"):
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *words_of(project, name), "--config", str(project.config)],
            cwd=ROOT,
            env=os.environ | {"LANGUAGE": "en"} | project.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

        waiting = [process]

        def interrupt(_request: Request, waiting: list["subprocess.Popen[str]"] = waiting) -> None:
            if waiting:
                waiting.pop().send_signal(signal.SIGINT)

        three_wikis.movilab.proxy.fault = interrupt
        _, said = process.communicate(timeout=240)
        three_wikis.movilab.proxy.reset()
        codes[name] = (process.returncode, "Traceback" in said)
    assert codes == dict.fromkeys(codes, (130, False))
    assert pages(three_wikis) == before


def test_decisions_one_after_the_other(project: Project, three_wikis: Trio) -> None:
    """Each does what it says on the page, once, and the runs after it have nothing more to do."""
    movilab, plan = three_wikis.movilab, str(project.folder / "plan.json")
    done = give(project, "sync --plan")
    assert (done.code, "updated: 1" in done.out) == (3, True), done.err + done.out
    assert THEIRS in (movilab.text(copy_title(MOVED)) or "")
    assert "no longer holds" in project.run("sync", "--plan", plan).err

    expected = {"resolve": "merged: 1", "adopt": "merged: 1", "restore": "created: 1", "forget": "left to its"}
    for name, words in expected.items():
        done = give(project, name)
        assert (done.code, words in done.out) == (0, True), done.err + done.out
        assert give(project, name).code == (0 if name == "forget" else 2)
    texts = {title: text or "" for title, text in pages(three_wikis).items()}
    assert (MINE in texts[CONFLICT], "Notre façon." in texts[FOREIGN], THEIRS in texts[DELETED]) == (True, True, True)
    assert all("republication" in text.lower() for text in texts.values())

    for end in ("", "-wal", "-shm"):
        (project.config.parent / "var" / f"republish.db{end}").unlink(missing_ok=True)
    found = project.run("rebuild")
    assert (found.code, found.out.count("5 copies found again")) == (0, 2), found.err + found.out
    assert project.run("sync").code == 0
    assert pages(three_wikis) == texts


def test_a_saved_plan_holds_only_as_long_as_nothing_moves(project: Project, three_wikis: Trio) -> None:
    """A sheet, a copy, a mapping or the state that moved on is told, and nothing of the plan is written."""
    multibao, movilab, plan = three_wikis.multibao, three_wikis.movilab, str(project.folder / "new.json")
    project.run("sync")

    def save(word: str) -> dict[str, str | None]:
        multibao.edit(MOVED, sheet(MOVED, summary=f"{THEIRS} {word}."))
        assert project.run("plan", "--brief", *AT, "--page", MOVED, "--out", plan).code in (0, 3)
        return pages(three_wikis)

    def refused(before: dict[str, str | None], *words: str) -> None:
        ended = project.run("sync", "--plan", plan)
        assert ended.code == 3, ended.err + ended.out
        assert all(word in ended.err for word in ("nothing of it was written", "Make a new plan", *words)), ended.err
        assert pages(three_wikis) == before

    before = save("Un")
    multibao.edit(MOVED, sheet(MOVED, summary="Autrement."))
    refused(before, f"the sheet “{MOVED}”")

    save("Deux")
    movilab.edit(copy_title(MOVED), f"{movilab.text(copy_title(MOVED))}\nUn mot.")
    refused(pages(three_wikis), f"the copy “{copy_title(MOVED)}” at movilab")

    before = save("Trois")
    known = project.config.read_text(encoding="utf-8")
    mapped = known.replace("mapping: movilab-recette}", "mapping: brest-fiche}")
    project.config.write_text(mapped, encoding="utf-8")
    refused(before, f"“{MOVED}” at movilab")

    project.config.write_text(
        known.replace("language: en", "language: en\nstate: sqlite:///other.db"), encoding="utf-8"
    )
    assert project.run("rebuild").code == 0
    assert project.run("forget", MOVED, *AT).code == 0
    refused(before, f"“{MOVED}” at movilab")

    project.config.write_text(known, encoding="utf-8")
    assert project.run("sync", "--plan", plan).code in (0, 3)  # others may wait
    assert f"{THEIRS} Trois." in (movilab.text(copy_title(MOVED)) or "")
