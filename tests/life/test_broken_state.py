"""A damaged state, a full disk, an older database, two runs at once: a clear sentence, and the wikis end right."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.plan import Outcome
from bot.store.locks import locks_for
from bot.store.store import open_store
from bot.store.tables import HEAD
from tests.e2e.project import Project, make_project
from tests.farm.trio import Trio
from tests.life.world import World, copy_title, outcomes, sheet

TITLES = tuple(f"Fiche {number}" for number in range(6))


@pytest.fixture
def project(tmp_path: Path, wikis: Trio) -> Project:
    """Give a project with six sheets, none copied yet."""
    for title in wikis.multibao.titles():
        wikis.multibao.delete(title)
    for title in TITLES:
        wikis.multibao.create(title, sheet(title))
    return make_project(tmp_path / "project", wikis)


def state_of(project: Project) -> Path:
    """Give the file of the state."""
    return project.folder / "config" / "var" / "republish.db"


def assert_right(wikis: Trio, revisions: int = 1) -> None:
    """See that each sheet has one copy at each partner, written as often as there was something to write."""
    for hand, space, name in ((wikis.movilab, 100, "Recette:{}"), (wikis.brest, 0, "{} (fiche pratique)")):
        assert set(hand.titles(space)) >= {name.format(title) for title in TITLES}
        assert {len(hand.history(name.format(title))) for title in TITLES} == {revisions}


def garbage(file: Path) -> None:
    """Overwrite the state."""
    file.write_bytes(b"\x00\xffgarbage" * 4000)


def cut_in_half(file: Path) -> None:
    """Lose the second half of the state."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def cut_short(file: Path) -> None:
    """Lose all but the beginning of the state."""
    file.write_bytes(file.read_bytes()[:100])


@pytest.mark.parametrize("damage", [garbage, cut_in_half, cut_short])
def test_a_damaged_state(project: Project, wikis: Trio, damage: Callable[[Path], None]) -> None:
    """The command says which file is damaged and what to do; doing that leads on, and nothing was written meanwhile."""
    assert project.run("sync").code == 0
    file = state_of(project)
    damage(file)
    wikis.multibao.edit(TITLES[0], sheet(TITLES[0], summary="Autrement."))
    for command in ("sync", "plan", "status"):
        ended = project.run(command)
        assert ended.code == 75, ended.err
        assert "is damaged" in ended.err
        assert "republish rebuild" in ended.err
        assert "Traceback" not in ended.err
    assert_right(wikis)
    for end in ("", "-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    rebuilt = project.run("rebuild")
    assert rebuilt.code == 0
    assert rebuilt.out.count("6 copies found again") == 2
    assert project.run("sync").code == 0
    assert "Autrement." in (wikis.movilab.text(copy_title(TITLES[0])) or "")
    assert len(wikis.movilab.history(copy_title(TITLES[1]))) == 1


def test_an_empty_file_in_place_of_the_state(project: Project, wikis: Trio) -> None:
    """A state without a byte is a new one: the copies are found again, and none is made twice."""
    assert project.run("sync").code == 0
    state_of(project).write_bytes(b"")
    assert project.run("sync").code == 0
    assert_right(wikis)


@pytest.mark.parametrize("room", [20_000, 60_000, 110_000])
def test_a_full_disk(project: Project, wikis: Trio, room: int) -> None:
    """A run that can remember no more stops with a sentence; with room again, the next one ends its work."""
    assert project.run("status").code == 0
    open_store(f"sqlite:///{state_of(project)}").close()
    size = state_of(project).stat().st_size
    stopped = project.start("sync", most=max(room, size)).wait()
    assert stopped.code == 75, stopped.err
    assert "Traceback" not in stopped.err
    assert str(state_of(project)) in stopped.err
    ended = project.run("sync")
    assert ended.code == 0, ended.err
    assert_right(wikis)
    assert project.run("sync").code == 0
    assert_right(wikis)


def test_two_runs_at_once(project: Project, wikis: Trio) -> None:
    """Each partner is served by one of them; the other one says who is at work, and nothing is written twice."""
    assert project.run("check").code == 0
    processes = [project.start("sync") for _ in range(3)]
    for ended in [process.wait() for process in processes]:
        assert ended.code in (0, 75), ended.err
        assert "Traceback" not in ended.err
        assert ended.code == 0 or "sync" in ended.err
    assert project.run("sync").code == 0
    assert_right(wikis)


def test_a_manual_sync_beside_a_running_one(project: Project, wikis: Trio) -> None:
    """The partner that is being served is left to the run that serves it; the others are not."""
    state = f"sqlite:///{state_of(project)}"
    open_store(state).close()
    with locks_for(state).hold("movilab", "sync"):
        ended = project.run("sync")
        assert ended.code == 75
        assert "movilab" in ended.err
        assert "Traceback" not in ended.err
        assert wikis.movilab.titles(100) == []
        assert len(wikis.brest.titles()) == len(TITLES) + 1
    assert project.run("sync").code == 0
    assert_right(wikis)


def test_a_state_of_an_older_version(world: World) -> None:
    """A state without bases is brought up to date, kept beside, and its edited copies are merged all the same."""
    for title in TITLES[:2]:
        world.source.create(title, sheet(title))
    world.sync()
    file = world.folder / "var" / "republish.db"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(
            "DROP TABLE bases; DROP TABLE files; DROP TABLE schedule; DROP TABLE tallies; DROP TABLE reports;"
            "ALTER TABLE intents DROP COLUMN body;"
            + "".join(
                f"ALTER TABLE {table} DROP COLUMN {column};"
                for table in ("copies", "intents")
                for column in ("people", "mended", "licence")
            )
            + "ALTER TABLE wiki_health DROP COLUMN failures; ALTER TABLE wiki_health DROP COLUMN last_at;"
            "UPDATE alembic_version SET version_num = '0001';"
        )
    mine = (world.movilab.text(copy_title(TITLES[0])) or "").replace("les textes", "les beaux textes")
    world.movilab.edit(copy_title(TITLES[0]), mine)
    assert world.sync().results == ()
    assert [path.name for path in file.parent.glob("*.before-*")] == [f"republish.db.before-{HEAD}"]
    for title in TITLES[:2]:
        world.source.edit(title, sheet(title, summary="Autrement."))
    run = world.sync()
    assert outcomes(run)[TITLES[0], "movilab"] == [Outcome.MERGED]
    assert outcomes(run)[TITLES[1], "movilab"] == [Outcome.MERGED]
    text = world.movilab.text(copy_title(TITLES[0])) or ""
    assert "Autrement." in text
    assert "les beaux textes" in text
    assert world.sync().results == ()
