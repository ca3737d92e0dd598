"""The history of the tables, and databases of other ages."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.domain.plan import Outcome
from bot.errors import StateError
from bot.store import upgrade
from bot.store.database import engine_for, transaction
from bot.store.place import Place
from bot.store.store import Store, open_for_reading, open_store
from bot.store.tables import HEAD, metadata
from bot.store.values import RememberedCopy, RememberedResult

Build = Callable[..., RememberedCopy]
_SCRIPTS = ScriptDirectory.from_config(upgrade.alembic_config())
_OLDER = [script.revision for script in _SCRIPTS.walk_revisions() if script.revision != HEAD]

_NEXT = """
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = "{revision}", "{before}", None, None
def upgrade():
    with op.batch_alter_table("runs", recreate="always") as table:
        table.add_column(sa.Column("colour", sa.Text, nullable=False, server_default="blue"))
    {more}
"""


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give a way to live in a later version, which has one more revision."""

    def move_on(more: str = "") -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(upgrade.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "next.py").write_text(_NEXT.format(revision="next", before=HEAD, more=more))
        monkeypatch.setattr(upgrade, "SCRIPTS", scripts)
        monkeypatch.setattr(upgrade, "HEAD", "next")

    return move_on


def _query(file: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def test_head_is_the_newest_revision() -> None:
    """Know the newest revision without asking Alembic."""
    assert _SCRIPTS.get_heads() == [HEAD]


def test_new_and_upgraded_tables_are_the_ones_we_describe(store: Store) -> None:
    """Reach by the revisions exactly what tables.py says, and what a new database has from the start."""
    upgraded = engine_for(Place())
    with upgraded.connect() as connection, transaction(connection, writes=True):
        config = upgrade.alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    with upgraded.connect() as old, store._engine.connect() as new:
        for connection in (old, new):
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "compare_server_default": True}
            )
            assert compare_metadata(context, metadata) == []
            assert context.get_current_revision() == HEAD
        assert _columns(new) == _columns(old)


def _columns(connection: object) -> dict[str, list[tuple[object, ...]]]:
    """Tell what SQLite says of each table, keys and order of columns included."""
    execute = connection.exec_driver_sql  # type: ignore[attr-defined]  # a Connection of SQLAlchemy
    return {
        f"{table} {pragma}": [tuple(row) for row in execute(f"PRAGMA {pragma}({table})")]
        for table in (*metadata.tables, "alembic_version")
        for pragma in ("table_info", "foreign_key_list", "index_list")
    }


@pytest.mark.parametrize("revision", ["base", *_OLDER])
def test_upgrade_from_every_older_revision(file: Path, url: str, revision: str, a_copy: Build) -> None:
    """Open a database of any age."""
    place = Place(file)
    place.prepare()
    engine = engine_for(place)
    with engine.connect() as connection, transaction(connection, writes=True):
        config = upgrade.alembic_config()
        config.attributes["connection"] = connection
        if revision != "base":
            command.upgrade(config, revision)
    engine.dispose()
    with open_store(url) as store:
        store.remember(a_copy())
        assert store.all_copies() == (a_copy(),)
    assert _query(file, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_an_upgrade_keeps_a_copy_and_the_rows(
    url: str, file: Path, a_copy: Build, next_revision: Callable[[], None]
) -> None:
    """Copy the database beside itself, then upgrade it without losing rows that refer to rebuilt tables."""
    with open_store(url) as store:
        store.remember(a_copy())
        run = store.start_run("outils", "sync", datetime.now(UTC))
        store.add_results(run, [RememberedResult(run, "brest", "F", "U", Outcome.CREATED)])
    next_revision()
    with open_store(url) as store, store._engine.connect() as connection:
        assert store.all_copies() == (a_copy(),)
        assert len(store.results(run)) == 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert _query(file, "SELECT colour FROM runs") == [("blue",)]
    before = file.with_name("republish.db.before-next")
    assert sorted(path.name for path in file.parent.iterdir()) == ["republish.db", before.name]
    assert before.stat().st_mode & 0o777 == 0o600
    assert _query(before, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert len(_query(before, "SELECT * FROM results")) == 1


def test_an_empty_database_is_not_copied(url: str, store: Store, file: Path) -> None:
    """Make no copy of nothing."""
    assert not list(file.parent.glob("*.before-*"))


def test_an_upgrade_that_fails_changes_nothing(
    url: str, file: Path, a_copy: Build, next_revision: Callable[[str], None]
) -> None:
    """Leave the database as it was when a revision breaks halfway."""
    with open_store(url) as store:
        store.remember(a_copy())
    next_revision('op.execute("SELECT * FROM nowhere")')
    with pytest.raises(StateError, match=r"republish\.db could not be used: no such table: nowhere"):
        open_store(url)
    assert _query(file, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert "colour" not in str(_query(file, "SELECT sql FROM sqlite_master"))
    assert len(_query(file, "SELECT * FROM copies")) == 1


def test_a_newer_database_is_left_untouched(url: str, file: Path, a_copy: Build) -> None:
    """Refuse what a newer version wrote, in words, and change no byte of it."""
    with open_store(url) as store:
        store.remember(a_copy())
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    before = file.read_bytes()
    for opener in (open_store, open_for_reading):
        with pytest.raises(StateError, match=r"this state was written by a newer version.*9999"):
            opener(url)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["republish.db"]
