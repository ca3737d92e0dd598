"""How a state is found, made and opened."""

import os
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import StateError
from bot.store.place import Place, place_of
from bot.store.store import Store, open_for_reading, open_store
from bot.store.values import RememberedCopy

Build = Callable[..., RememberedCopy]


def _rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////srv/a b/r%20.db", Path("/srv/a b/r%20.db")),
        ("sqlite:///var/r.db", Path.cwd() / "var" / "r.db"),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
    ],
)
def test_addresses(url: str, path: Path | None) -> None:
    """Read an address as the operator wrote it."""
    assert place_of(url) == Place(path)


@pytest.mark.parametrize(
    "url", ["postgresql://bot:secret@host/db", "var/republish.db", "sqlite:/x", "sqlite://host/x", ""]
)
@pytest.mark.parametrize("opener", [open_store, open_for_reading])
def test_other_addresses_are_refused(url: str, opener: Callable[[str], Store]) -> None:
    """Refuse what is no SQLite file, without telling passwords."""
    with pytest.raises(StateError, match="address of an SQLite file") as raised:
        opener(url)
    assert "secret" not in str(raised.value)


def test_a_new_state_is_ours_alone(url: str, file: Path, store: Store, a_copy: Build) -> None:
    """Let nobody else on the machine read what we remember."""
    store.remember(a_copy())
    assert _rights(file.parent) == 0o700
    assert {path.name: _rights(path) for path in file.parent.iterdir()} == {
        "republish.db": 0o600,
        "republish.db-wal": 0o600,
        "republish.db-shm": 0o600,
    }


def test_an_existing_folder_keeps_its_rights(tmp_path: Path) -> None:
    """Change no rights that somebody else chose."""
    tmp_path.chmod(0o755)
    open_store(f"sqlite:///{tmp_path}/republish.db").close()
    assert _rights(tmp_path) == 0o755


def test_settings_of_every_connection(store: Store, file: Path) -> None:
    """Open each connection for durable, patient work."""
    settings = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 10000, "foreign_keys": 1}
    with store._engine.connect() as one, store._engine.connect() as two:
        for connection in (one, two):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in settings}
            assert found == settings


def test_closing_leaves_one_file(url: str, file: Path, a_copy: Build) -> None:
    """Leave a single file behind, so that a plain copy of it is a backup."""
    with open_store(url) as store:
        store.remember(a_copy())
    assert [path.name for path in file.parent.iterdir()] == ["republish.db"]


def test_reading_creates_nothing(url: str, file: Path, a_copy: Build) -> None:
    """Behave as an empty state where there is none, and leave no trace."""
    with open_for_reading(url) as store:
        assert store.all_copies() == ()
        store.remember(a_copy())
        assert store.all_copies() == (a_copy(),)
    assert not file.parent.exists()


def test_reading_finds_what_there_is(url: str, store: Store, a_copy: Build) -> None:
    """Read an existing state."""
    store.remember(a_copy())
    with open_for_reading(url) as reader:
        assert reader.all_copies() == (a_copy(),)


def test_reading_an_empty_file_leaves_it_empty(tmp_path: Path) -> None:
    """Take a file without content for no state at all."""
    path = tmp_path / "republish.db"
    path.touch()
    with open_for_reading(f"sqlite:///{path}") as store:
        assert store.runs() == ()
    assert path.read_bytes() == b""


def test_a_state_in_memory_is_gone_when_closed(a_copy: Build) -> None:
    """Share nothing between two states in memory."""
    with open_store("sqlite://") as one, open_store("sqlite://") as two:
        one.remember(a_copy())
        assert two.all_copies() == ()


_OPEN = """
import sys
from bot.store.store import open_store
input()
open_store(sys.argv[1]).start_run("outils", "sync", __import__("datetime").datetime.now(__import__("datetime").UTC))
print("opened")
"""


def test_processes_that_open_a_new_state_together(url: str, start: Callable[..., subprocess.Popen[str]]) -> None:
    """Create the tables once when several processes come first at once."""
    processes = [start(_OPEN, url) for _ in range(6)]
    answers = [process.communicate("go\n", timeout=240)[0] for process in processes]
    assert answers == ["opened\n"] * 6
    with open_store(url) as store:
        assert len(store.runs()) == 6


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    """Refuse a database of some other program, and change no byte of it."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name)")
    connection.close()
    before = path.read_bytes()
    for opener in (open_store, open_for_reading):
        with pytest.raises(StateError, match="another program"):
            opener(f"sqlite:///{path}")
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["other.db"]
