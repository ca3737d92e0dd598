"""The engine: one SQLite file, opened so that no thread and no process loses another's work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL

from bot.store.place import Place

PATIENCE = 10
"""Seconds to wait for somebody else who writes."""


def engine_for(place: Place) -> Engine:
    """Give an engine whose connections wait for others, and whose commits survive a power cut."""
    # A state in memory is one connection that threads take in turns: a second one would see another, empty state.
    limits: dict[str, Any] = {"max_overflow": -1} if place.path else {"pool_size": 1, "max_overflow": 0}
    engine = create_engine(
        URL.create("sqlite", database=str(place)),
        poolclass=QueuePool,
        pool_timeout=PATIENCE,
        connect_args={"check_same_thread": False, "timeout": PATIENCE},
        **limits,
    )
    event.listen(engine, "connect", _set_up)
    return engine


@contextmanager
def transaction(connection: Connection, *, writes: bool) -> Iterator[None]:
    """Carry out as one transaction what is done with *connection*; an exception undoes it.

    One that *writes* takes the lock for that at once: a reader that asks for it later is refused without waiting.
    """
    # By the driver itself: SQLAlchemy takes ten times as long over it as SQLite. Not by an event of SQLAlchemy either:
    # where somebody listens for one, it looks for listeners around every statement.
    with connection.begin():
        cursor = connection.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        cursor.close()
        yield


def enforce_keys(connection: Connection, enforce: bool) -> None:
    """Switch the foreign keys of an idle connection on or off."""
    # Past SQLAlchemy, which would begin a transaction: SQLite ignores this setting within one.
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={'ON' if enforce else 'OFF'}")
    cursor.close()


def _set_up(connection: Any, _record: object) -> None:
    """Set up a fresh connection of the driver."""
    # Left to itself the driver begins late and reads outside of the transaction: threads then lose updates silently.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
