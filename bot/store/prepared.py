"""Statements that belong to each write to a wiki: SQLAlchemy puts them into SQL once, the driver carries them out.

Around each execution SQLAlchemy looks the statement up, names its values, and makes a context and a result. For a
statement that gives nothing back, that is several times the work of SQLite.
"""

import sqlite3
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Connection, Delete
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import Insert

_DIALECT = sqlite.dialect()


class Prepared:
    """A statement that gives nothing back.

    Its values are handed over in the order in which it names them; one that inserts takes those of all columns.
    """

    def __init__(self, statement: Insert | Delete) -> None:
        self._statement = statement

    @cached_property
    def _compiled(self) -> tuple[str, tuple[tuple[int, Callable[[Any], Any]], ...]]:
        """Give the SQL, and which of its values the database holds otherwise than we do, by position."""
        compiled = self._statement.compile(dialect=_DIALECT)
        kinds = (compiled.binds[name].type.dialect_impl(_DIALECT) for name in compiled.positiontup or ())
        found = ((at, kind.bind_processor(_DIALECT)) for at, kind in enumerate(kinds))
        return compiled.string, tuple((at, held) for at, held in found if held is not None)

    def carry_out(self, driver: sqlite3.Connection, values: Iterable[Any]) -> None:
        """Carry the statement out with *values*, in the transaction that is open."""
        sql, as_held = self._compiled
        row = list(values)
        for at, held in as_held:
            row[at] = held(row[at])
        driver.execute(sql, row)


Step = tuple[Prepared, tuple[Any, ...]]
"""A statement and its values."""


def carry_out(connection: Connection, steps: tuple[Step, ...]) -> None:
    """Carry out *steps* as one transaction, of which nothing stays where one of them fails."""
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    with driver:  # commits at the end, and undoes where something fails
        if len(steps) > 1:  # a statement alone is a transaction by itself
            driver.execute("BEGIN IMMEDIATE")
        for statement, values in steps:
            statement.carry_out(driver, values)
