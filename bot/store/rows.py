"""From values to rows and back; columns bear the names of the fields they hold."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import datetime
from itertools import starmap
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Table, and_, bindparam, case, delete, func, select, update
from sqlalchemy.dialects.sqlite import Insert, insert

from bot.domain.files import Attempts
from bot.store.counts import Tally
from bot.store.prepared import Prepared
from bot.store.tables import bases as _bases
from bot.store.tables import copies as _copies
from bot.store.tables import intents as _intents
from bot.store.tables import looks, runs, schedule, tallies, wiki_health
from bot.store.values import Base, Intent, RememberedCopy, RememberedFile, RememberedResult, RememberedRun, WikiHealth

IN_ORDER = (_copies.c.partner, _copies.c.source, _copies.c.sheet_id)
_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (RememberedCopy, Intent, RememberedRun, RememberedResult, WikiHealth, Tally)
}
_COPY = _NAMES[RememberedCopy]
COPIES = select(*(_copies.c[name] for name in _COPY)).order_by(*IN_ORDER)
"""The copies that we know, for :func:`copies`."""


def plain(value: RememberedCopy | Intent | RememberedRun | RememberedResult | WikiHealth | Tally) -> dict[str, Any]:
    """Give the fields of *value* by name."""
    return {name: getattr(value, name) for name in _NAMES[type(value)]}


def copies(found: Iterable[Row[Any]]) -> tuple[RememberedCopy, ...]:
    """Read copies, from rows of :data:`COPIES`."""
    return tuple(starmap(RememberedCopy, found))


def intents(found: Iterable[Row[Any]]) -> tuple[Intent, ...]:
    """Read intents."""
    return tuple(_intent(row._asdict()) for row in found)


def _intent(row: dict[str, Any]) -> Intent:
    copy = RememberedCopy(**{name: row.pop(name) for name in _COPY})
    return Intent(copy, **row)


def file(row: Row[Any]) -> RememberedFile:
    """Read a file."""
    values = row._asdict()
    failures, since, last_at = values.pop("failures"), values.pop("since"), values.pop("last_at")
    return RememberedFile(**values, attempts=Attempts(failures, since, last_at) if failures else None)


def row_of_file(file: RememberedFile) -> dict[str, Any]:
    """Give the row of a file."""
    values = {field.name: getattr(file, field.name) for field in fields(RememberedFile) if field.name != "attempts"}
    told = file.attempts
    return values | {
        "failures": told.failures if told else 0,
        "since": told.since if told else None,
        "last_at": told.last_at if told else None,
    }


def same_copy(table: Table, source: str, sheet_id: int, partner: str) -> ColumnElement[bool]:
    """Match the row of one copy in *table*."""
    return and_(table.c.source == source, table.c.sheet_id == sheet_id, table.c.partner == partner)


def key(source: str, sheet_id: int, partner: str) -> dict[str, Any]:
    """Give the values by which :func:`_of_this_copy` matches."""
    return {"its_source": source, "its_sheet_id": sheet_id, "its_partner": partner}


def _of_this_copy(table: Table) -> ColumnElement[bool]:
    """Match the row of the copy whose key is handed over when the statement is carried out."""
    columns = table.c.source, table.c.sheet_id, table.c.partner
    return and_(*(column == bindparam(f"its_{column.name}") for column in columns))


def _or_replace(statement: Insert, **instead: ColumnElement[Any]) -> Insert:
    """Let *statement* replace a row of the same key, with other values for the columns named in *instead*."""
    table = cast(Table, statement.table)
    new = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=new | instead)


def _upsert_copy() -> Insert:
    statement = insert(_copies)
    old, new = _copies.c, statement.excluded
    unmoved = and_(old.state == new.state, old.reason.is_not_distinct_from(new.reason))
    return _or_replace(statement, since=case((unmoved, func.coalesce(old.since, new.since)), else_=new.since))


def _add_tally() -> Insert:
    statement = insert(tallies)
    return _or_replace(statement, value=tallies.c.value + statement.excluded.value)


# What is carried out at each run and at each write is put together once: that takes longer than carrying it out.
_OF_SOURCE = COPIES.where(_copies.c.source == bindparam("its_source"))
_AT_PARTNER = _copies.c.partner == bindparam("its_partner")
_AT_PARTNERS = _copies.c.partner.in_(bindparam("partners", expanding=True))
COPIES_OF_SOURCE = _OF_SOURCE
COPIES_OF_SOURCE_AT = _OF_SOURCE.where(_AT_PARTNERS)
COPIES_AT_PARTNER = _OF_SOURCE.where(_AT_PARTNER)
COPIES_OF_SHEETS = COPIES_AT_PARTNER.where(_copies.c.sheet_id.in_(bindparam("sheets", expanding=True)))
COPIES_UNVERIFIED = COPIES_AT_PARTNER.where(_copies.c.verified.is_(False))
COPIES_OF_JOB = COPIES.where(_copies.c.job == bindparam("its_job"))
COPIES_WAITING = COPIES_OF_JOB.where(_AT_PARTNERS, _copies.c.reason.in_(bindparam("reasons", expanding=True)))
INTENTS_AT_PARTNER = (
    select(_intents)
    .where(_intents.c.partner == bindparam("its_partner"))
    .order_by(_intents.c.begun_at, _intents.c.source, _intents.c.sheet_id)
)
START_RUN = insert(runs).returning(runs.c.run_id)
END_RUN = (
    update(runs)
    .where(runs.c.run_id == bindparam("its_run_id"))
    .values({name: bindparam(name) for name in ("ended_at", "exit_code", "listed", "counts", "note")})
)
FORGET_RUNS = delete(runs).where(
    runs.c.started_at < bindparam("before"),
    runs.c.run_id.not_in(select(func.max(runs.c.run_id)).group_by(runs.c.job, runs.c.exit_code)),
)
WIKI_WELL = delete(wiki_health).where(wiki_health.c.wiki == bindparam("its_wiki"))
LAST_LOOK = select(looks.c.at).where(looks.c.partner == bindparam("its_partner"))
UPSERT_LOOK = _or_replace(insert(looks))
UPSERT_COPY = Prepared(_upsert_copy())
"""Insert or replace copies, each keeping the moment it came into its state."""
UPSERT_INTENT = Prepared(_or_replace(insert(_intents)))
UPSERT_BASE = Prepared(_or_replace(insert(_bases)))
UPSERT_BODY = Prepared(_or_replace(insert(_bases), title=_bases.c.title))
"""Insert or replace a base, of which one that is known keeps its title."""
DROP_INTENT = Prepared(delete(_intents).where(_of_this_copy(_intents)))
ADD_TALLY = _add_tally()
BASE_OF_COPY = select(_bases.c.title, _bases.c.body).where(_of_this_copy(_bases))
BASES_OF_COPIES = select(_bases.c.sheet_id, _bases.c.title, _bases.c.body).where(
    _bases.c.source == bindparam("its_source"),
    _bases.c.partner == bindparam("its_partner"),
    _bases.c.sheet_id.in_(bindparam("sheet_ids", expanding=True)),
)


of_copy: Callable[[RememberedCopy], tuple[Any, ...]] = attrgetter(*(column.name for column in _copies.c))
"""Give the values of a copy, for :data:`UPSERT_COPY`."""
of_intent: Callable[[Intent], tuple[Any, ...]] = attrgetter(
    *(f"copy.{column.name}" if column.name in _COPY else column.name for column in _intents.c)
)
"""Give the values of an intent, for :data:`UPSERT_INTENT`."""


def of_base(copy: RememberedCopy, base: Base) -> tuple[Any, ...]:
    """Give the values of the base of a copy, for :data:`UPSERT_BASE` and :data:`UPSERT_BODY`."""
    return copy.source, copy.sheet_id, copy.partner, base.title, base.body


def upsert_health(health: WikiHealth) -> Insert:
    """Insert a failing wiki, or say anew why it fails, keeping since when and counting how often."""
    statement = insert(wiki_health).values(plain(health))
    return _or_replace(statement, since=wiki_health.c.since, failures=wiki_health.c.failures + 1)


def upsert_scheduled(job: str, **moment: datetime | None) -> Insert:
    """Insert or replace one moment of the schedule of a job, and leave the others as they are."""
    return insert(schedule).values(job=job, **moment).on_conflict_do_update(index_elements=["job"], set_=moment)
