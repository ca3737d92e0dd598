"""What the operator can mend is said in a sentence."""

import os
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, exc

from bot.errors import ExitCode, StateError
from bot.i18n import use_language
from bot.store import database, trouble
from bot.store.place import Place
from bot.store.store import Store, open_for_reading, open_store
from bot.store.values import RememberedCopy

Build = Callable[..., RememberedCopy]


def _setting(store: Store, pragma: str) -> None:
    """Make every connection of *store* begin anew with *pragma*."""
    store._engine.dispose()

    @event.listens_for(store._engine, "connect")
    def set_it(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to look at" * 50, b"SQLite format 3\x00junk" * 99]
)
@pytest.mark.parametrize("opener", [open_store, open_for_reading])
def test_a_file_that_is_no_database(url: str, file: Path, content: bytes, opener: Callable[[str], Store]) -> None:
    """Say which file is damaged, and how to get the state back; leave the file alone."""
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(StateError, match=r"damaged, or is not a database.*republish rebuild") as raised:
        opener(url)
    assert str(file) in str(raised.value)
    assert raised.value.exit_code is ExitCode.LATER
    assert file.read_bytes() == content


def test_damage_in_the_middle(url: str, file: Path, a_copy: Build) -> None:
    """Say so when the damage shows only in reading."""
    with open_store(url) as store:
        for number in range(200):
            store.remember(a_copy(sheet_id=number, content="x" * 500))
    content = bytearray(file.read_bytes())
    half = len(content) // 2  # behind what opening reads
    content[half:] = b"\xff" * (len(content) - half)
    file.write_bytes(bytes(content))
    with open_store(url) as store, pytest.raises(StateError, match="damaged"):
        store.all_copies()


def test_a_locked_state(url: str, file: Path, store: Store, a_copy: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Say that another process holds the state, after some patience."""
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    store._engine.dispose()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateError, match="in use by another process"):
        store.remember(a_copy())
    assert store.all_copies() == ()
    other.execute("ROLLBACK")
    other.close()
    store.remember(a_copy())


def test_a_full_disk(store: Store, a_copy: Build) -> None:
    """Say that there is no room, keep what was there, and go on once there is room again."""
    store.remember(a_copy())
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    _setting(store, f"max_page_count={pages}")
    with pytest.raises(StateError, match="no room left"):
        store.settle(a_copy(sheet_id=2, content="x" * 100_000))
    assert store.all_copies() == (a_copy(),)
    _setting(store, "max_page_count=100000")
    store.settle(a_copy(sheet_id=2))
    assert len(store.all_copies()) == 2


def test_a_state_that_may_not_be_written(store: Store, a_copy: Build) -> None:
    """Name the file and the folder that need other rights."""
    _setting(store, "query_only=ON")
    with pytest.raises(StateError, match=r"cannot be written.*folder"):
        store.remember(a_copy())
    assert store.all_copies() == ()


_AS_NOBODY = """
import os, sys
from bot.store import upgrade
from bot.store.store import open_store
upgrade.alembic_config()
import alembic.command
if os.geteuid() == 0:
    os.setegid(65534); os.seteuid(65534)
try:
    with open_store(sys.argv[1]) as store:
        store.wiki_well("brest")
except Exception as error:
    print(type(error).__name__, error)
else:
    print("fine")
"""


@pytest.fixture
def open_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder whose path everybody may walk."""
    folder = tmp_path_factory.mktemp("open")
    for each in (folder, *folder.parents):
        if each.stat().st_uid == os.geteuid() and each != Path("/"):
            each.chmod(each.stat().st_mode | 0o055)
    return folder


@pytest.mark.parametrize("existing", ["nothing", "a state", "a closed file"])
def test_rights_that_are_missing(open_folder: Path, existing: str, start: Callable[..., subprocess.Popen[str]]) -> None:
    """Say whose rights are missing where, for real files of somebody else."""
    file = open_folder / "republish.db"
    url = f"sqlite:///{file}"
    if existing != "nothing":
        open_store(url).close()
        file.chmod(0o444 if existing == "a state" else 0o000)
    open_folder.chmod(0o555)
    answer, _ = start(_AS_NOBODY, url).communicate(timeout=240)
    open_folder.chmod(0o755)
    assert answer.startswith("StateError The state "), answer
    assert str(file) in answer
    assert "rights" in answer or "may read and write" in answer or "the right to write" in answer
    assert "Traceback" not in answer


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """Say so when a file stands where the folder should be."""
    (tmp_path / "var").touch()
    with pytest.raises(StateError, match=r"cannot be opened \(.*\)"):
        open_store(f"sqlite:///{tmp_path}/var/republish.db")


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    """Say so when the address names a folder."""
    with pytest.raises(StateError, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (exc.TimeoutError("pool"), "in use"),
        (exc.InvalidRequestError("misused"), "could not be used: misused."),
        (OSError(28, "No space left on device"), "no room left"),
        (sqlite3.ProgrammingError("closed"), "could not be used: closed."),
        (exc.StatementError("m", "SELECT secret", {}, sqlite3.ProgrammingError("bind")), "could not be used: bind."),
        (trouble.UnreadableValueError("'x'"), "holds 'x'"),
    ],
)
def test_every_failure_becomes_a_sentence(error: Exception, words: str) -> None:
    """Let no exception of the database out as it is."""
    with pytest.raises(StateError, match=words) as raised, trouble.in_sentences(Place(Path("/srv/r.db"))):
        raise error
    assert "/srv/r.db" in str(raised.value)
    assert "SELECT" not in str(raised.value)


def test_our_own_bugs_stay_bugs() -> None:
    """Hide no mistake of ours behind a sentence."""
    with pytest.raises(KeyError), trouble.in_sentences(Place()):
        raise KeyError("bug")


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY_SNAPSHOT])
def test_extended_codes_are_understood(code: int) -> None:
    """Sort an error by its primary code."""
    error = sqlite3.OperationalError("detail")
    error.sqlite_errorcode = code
    with pytest.raises(StateError) as raised, trouble.in_sentences(Place(Path("/srv/r.db"))):
        raise error
    assert "could not be used" not in str(raised.value)


def test_sentences_are_made_when_needed() -> None:
    """Translate at the moment of speaking, not when the module is loaded."""
    use_language("fr")
    assert "newer" in str(trouble.newer(Place(), "9")) or "récente" in str(trouble.newer(Place(), "9"))
