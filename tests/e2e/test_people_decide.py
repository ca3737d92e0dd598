"""People of one partner stop the bot in the middle of a run, at a usual pace: it obeys there and serves the other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.project import Project, make_project
from tests.farm.requestlog import Request
from tests.farm.trio import Trio

STOP, TALK = "Utilisateur:Robot/Stop", "Discussion utilisateur:Robot"
PACE = {"movilab": "    opt_out: Projet:Robot/Liste"}


@pytest.fixture
def project(wikis: Trio, tmp_path: Path) -> Project:
    """Give a project where one partner has a pace at which each write is preceded by a look."""
    project = make_project(tmp_path / "p", wikis, wikis=PACE)
    text = project.config.read_text(encoding="utf-8").replace("pace: 0s", "pace: 2s", 1)
    project.config.write_text(text, encoding="utf-8")
    return project


def with_edit(number: int, act: Callable[[], object]) -> Callable[[Request], None]:
    """Let a person act while an edit is under way."""
    seen = 0

    def hook(request: Request) -> None:
        nonlocal seen
        seen += request.action == "edit"
        if request.action == "edit" and seen == number:
            act()

    return hook


def edits(trio: Trio) -> tuple[int, int]:
    """Count the edits that reached the two partners."""
    return trio.movilab.counts()["POST edit"], trio.brest.counts()["POST edit"]


SIGNS = {
    "stop": (lambda trio: trio.movilab.edit(STOP, "Stop !", user="Chloé"), 3, (STOP, "Chloé", "Stop !", "empty")),
    "message": (lambda trio: trio.movilab.edit(TALK, "Bonjour ?", user="Chloé"), 3, (TALK, "Chloé", "open its talk")),
    "block": (lambda trio: trio.movilab.block(reason="Trop vite"), 75, ("Admin", "Trop vite", "infinit")),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_the_write_under_way_is_the_last(project: Project, wikis: Trio, sign: str) -> None:
    """Report, exit code and status say who stopped what; the other partner has all its copies."""
    put, code, words = SIGNS[sign]
    wikis.movilab.proxy.fault = with_edit(2, lambda: put(wikis))
    written = 1 if sign == "block" else 2
    ended = project.run("sync")
    assert edits(wikis) == (2, 5)
    assert len(wikis.movilab.titles(100)) == written
    assert ended.code == code
    assert all(word in ended.err for word in ("movilab", *words)), ended.err
    assert ended.out.count("postponed") >= 5 - written
    wikis.movilab.proxy.reset()
    status = project.run("status")
    assert all(word in status.out for word in ("movilab", "since 20", *words)), status.out
    again = project.run("sync")
    assert again.code == code
    assert sign != "block" or "by Admin, without an end: Trop vite" in again.err
    assert edits(wikis)[0] == 0
    if sign == "stop":
        assert project.run("plan", "--brief").code == 3
        wikis.movilab.edit(STOP, "")
        assert project.run("sync").code == 0
        assert len(wikis.movilab.titles(100)) == 5
        assert "since 20" not in project.run("status").out


def test_it_is_told_in_french_and_as_data(project: Project, wikis: Trio) -> None:
    """For people and for programs."""
    wikis.movilab.edit(STOP, "Merci d’arrêter", user="Chloé")
    wikis.movilab.edit("Projet:Robot/Liste", "[[Recette:]]")
    french = project.config.read_text(encoding="utf-8").replace("language: en", "language: fr")
    project.config.write_text(french, encoding="utf-8")
    ended = project.run("sync", "--json")
    (run,) = ended.json()
    (trouble,) = run["troubles"]
    assert (ended.code, run["exit_code"], trouble["wiki"], trouble["code"]) == (3, 3, "movilab", "stop-page")
    assert "ont arrêté le robot" in trouble["sentence"]
    (health,) = project.run("status", "--json").json()["wikis_in_trouble"]
    assert "videz ou supprimez cette page" in health["sentence"]
    wikis.movilab.edit(STOP, "")
    shown = project.run("plan", "--brief")
    assert shown.out.count("parmi ce que le robot laisse tranquille") == 5
    assert (shown.code, len(wikis.movilab.titles(100))) == (0, 0)
