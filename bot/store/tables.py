"""The tables, and how our values are held in them.

A change here needs a new revision in ``migrations/versions`` and a new ``HEAD``.
"""

import json
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

from bot.domain.files import FileFault
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.store.counts import Counted
from bot.store.trouble import UnreadableValueError

HEAD = "0008"
"""The revision that this version reads and writes; known here so that an ordinary start need not load Alembic."""

Pairs = tuple[tuple[str, Any], ...]


class Moment(TypeDecorator[datetime]):
    """A moment: aware in Python, naive UTC in the database, where it sorts as text."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC; refuse one whose zone nobody knows."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"a moment without a time zone: {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with its zone."""
        return None if value is None else value.replace(tzinfo=UTC)


class Word(TypeDecorator[StrEnum]):
    """A member of an enumeration, held by its value."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Give the value of the member."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Give the member that has this value."""
        try:
            return None if value is None else self.kind(value)
        except ValueError as error:
            raise UnreadableValueError(repr(value)) from error


class Shared(TypeDecorator[str]):
    """A text that many rows bear; in memory it is held once for all of them."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Give the one text that is equal to this."""
        return None if value is None else sys.intern(value)


class PairList(TypeDecorator[Pairs]):
    """An ordered list of named values, held as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Pairs | None, dialect: Dialect) -> str:
        """Write the pairs as JSON that a person can read."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else "[]"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Pairs:
        """Read the pairs back."""
        if not value or value == "[]":
            return ()
        try:
            return tuple((name, fact) for name, fact in json.loads(value))
        except ValueError as error:
            raise UnreadableValueError(repr(value[:80])) from error


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def _copy_columns() -> tuple[Column[Any], ...]:
    """Give the columns of a remembered copy, anew for each table that holds one."""
    return (
        Column("source", Shared, primary_key=True),
        Column("sheet_id", BigInteger, primary_key=True, autoincrement=False),
        Column("partner", Shared, primary_key=True),
        Column("job", Shared, nullable=False),
        Column("sheet_title", Text, nullable=False),
        Column("sheet_revision", BigInteger, nullable=False),
        Column("sheet_digest", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("state", Word(State), nullable=False),
        Column("recipe", Shared, nullable=False),
        Column("content", Text, nullable=False),
        Column("page_id", BigInteger),
        Column("revision", BigInteger),
        Column("copied_revision", BigInteger),
        Column("copied_at", Moment),
        Column("written_digest", Text, nullable=False),
        Column("verified", Boolean, nullable=False),
        Column("reason", Word(Reason)),
        Column("facts", PairList, nullable=False),
        Column("since", Moment),
        Column("people", Text, nullable=False, server_default=text("''")),
        Column("mended", Integer, nullable=False, server_default="0"),
        Column("licence", Text, nullable=False, server_default=text("''")),
    )


copies = Table("copies", metadata, *_copy_columns(), Index(None, "job"))

intents = Table(
    "intents",
    metadata,
    *_copy_columns(),
    Column("expected_digest", Text, nullable=False),
    Column("base", BigInteger),
    Column("begun_at", Moment, nullable=False),
    Column("body", Text),
    Index(None, "partner"),
)

bases = Table(
    "bases",
    metadata,
    Column("source", Text, primary_key=True),
    Column("sheet_id", BigInteger, primary_key=True, autoincrement=False),
    Column("partner", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("source", Text, primary_key=True),
    Column("sheet_id", BigInteger, primary_key=True, autoincrement=False),
    Column("partner", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("there", Text, nullable=False),
    Column("fault", Word(FileFault)),
    Column("words", Text, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("since", Moment),
    Column("last_at", Moment),
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", Integer, primary_key=True),
    Column("job", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("exit_code", Integer),
    Column("listed", Integer, nullable=False),
    Column("counts", PairList, nullable=False),
    Column("note", Text, nullable=False),
    Index(None, "job"),
)

results = Table(
    "results",
    metadata,
    Column("result_id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.run_id", ondelete="CASCADE"), nullable=False),
    Column("partner", Text, nullable=False),
    Column("sheet_title", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("outcome", Word(Outcome), nullable=False),
    Column("revision", BigInteger),
    Column("reason", Word(Reason)),
    Column("facts", PairList, nullable=False),
    Column("code", Text, nullable=False),
    Column("info", Text, nullable=False),
    Column("at", Moment),
    Index(None, "run_id"),
)

wiki_health = Table(
    "wiki_health",
    metadata,
    Column("wiki", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("code", Text, nullable=False),
    Column("info", Text, nullable=False),
    Column("failures", Integer, nullable=False, server_default="1"),
    Column("last_at", Moment),
)

schedule = Table(
    "schedule",
    metadata,
    Column("job", Text, primary_key=True),
    Column("served_at", Moment),
    Column("next_at", Moment),
)

looks = Table(
    "looks",
    metadata,
    Column("partner", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

tallies = Table(
    "tallies",
    metadata,
    Column("counted", Word(Counted), primary_key=True),
    Column("job", Text, primary_key=True),
    Column("wiki", Text, primary_key=True),
    Column("word", Text, primary_key=True),
    Column("value", Float, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("wiki", Text, primary_key=True),
    Column("job", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("refused", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("page", Text, nullable=False, server_default=text("''")),
    Column("section", Text, nullable=False, server_default=text("''")),
)
