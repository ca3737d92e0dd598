"""Bring a database to the revision that this version reads, and touch none that it does not know."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine

from bot.store import trouble
from bot.store.database import PATIENCE, enforce_keys, transaction
from bot.store.place import Place
from bot.store.tables import HEAD, metadata

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"
_VERSION = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)"
"""The table in which Alembic keeps the revision."""


def bring_up_to_date(engine: Engine, place: Place) -> None:
    """Create the tables or upgrade them, all or nothing; the engine must not have connected before."""
    if place.path is not None:
        # Not through the engine: its settings would reach a file that may not be ours.
        with closing(sqlite3.connect(place.path, timeout=PATIENCE)) as connection:
            if _revision(connection, place) == HEAD:
                return
    with engine.connect() as connection:
        # Batch migrations rebuild tables; with the keys enforced, that would delete the rows that refer to them.
        enforce_keys(connection, False)
        try:
            with transaction(connection, writes=True):
                _upgrade(connection, place)
        finally:
            enforce_keys(connection, True)


def alembic_config() -> "Config":
    """Give Alembic the place of our revisions."""
    from alembic.config import Config  # noqa: PLC0415 -- loading Alembic takes longer than most of our commands

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def _upgrade(connection: Connection, place: Place) -> None:
    # Asked again: another process may have done the work while we waited for the write lock.
    revision = _revision(connection.connection.driver_connection, place)
    if revision == HEAD:
        return
    if revision is None:
        _create(connection)
        return
    if place.path is not None:
        _copy_beside(place.path)
    from alembic import command  # noqa: PLC0415 -- loading Alembic takes longer than most of our commands

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _create(connection: Connection) -> None:
    """Create the tables as they are now, without going through their history."""
    metadata.create_all(connection, checkfirst=False)
    connection.exec_driver_sql(_VERSION)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def _revision(connection: Any, place: Place) -> str | None:
    """Tell the revision of a database; None when it is empty. Refuse one that is not ours or too new."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise trouble.stranger(place)
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise trouble.stranger(place)
    revision = str(row[0])
    if revision != HEAD and revision not in _known():
        raise trouble.newer(place, revision)
    return revision


def _known() -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 -- loading Alembic takes longer than most of our commands

    return {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def _copy_beside(path: Path) -> None:
    """Copy the database to ``<name>.before-<revision>``, whole or not at all."""
    copy = path.with_name(f"{path.name}.before-{HEAD}")
    partial = copy.with_name(copy.name + ".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    # By SQLite itself, for what was committed last may still stand in the -wal file.
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    partial.replace(copy)
