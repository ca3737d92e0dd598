"""The figures of a state: counts over the years, how many copies stand how, and the runs that tell of the rest."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.store import rows
from bot.store.counts import KnownReport, Standing, Tally
from bot.store.tables import copies, intents, reports, runs, tallies
from bot.store.transactions import Transactions
from bot.store.values import RememberedRun


class Figures(Transactions):
    """The part of the state that is there to be seen; see :class:`bot.store.store.Store`."""

    def tallies(self) -> tuple[Tally, ...]:
        """Give everything that was ever counted."""
        with self._reading() as connection:
            found = connection.execute(select(tallies).order_by(*tallies.primary_key))
            return tuple(Tally(**row._asdict()) for row in found)

    def count(self, counted: Iterable[Tally]) -> None:
        """Add to what was counted before."""
        with self._writing() as connection:
            count_up(connection, counted)

    def standings(self) -> tuple[Standing, ...]:
        """Count the copies that stand alike."""
        alike = (copies.c.job, copies.c.partner, copies.c.state, copies.c.reason)
        wanted = select(*alike, func.count().label("count"), func.min(copies.c.since).label("since"))
        with self._reading() as connection:
            found = connection.execute(wanted.group_by(*alike).order_by(*alike))
            return tuple(Standing(**row._asdict()) for row in found)

    def newest_runs(self) -> tuple[RememberedRun, ...]:
        """Give the newest run of each job for each way in which its runs have ended, the oldest of them first."""
        newest = select(func.max(runs.c.run_id)).group_by(runs.c.job, runs.c.exit_code)
        with self._reading() as connection:
            found = connection.execute(select(runs).where(runs.c.run_id.in_(newest)).order_by(runs.c.run_id))
            return tuple(RememberedRun(**row._asdict()) for row in found)

    def open_runs(self) -> tuple[RememberedRun, ...]:
        """Give the runs that have no end: those at work, and those whose process died or could not store it."""
        with self._reading() as connection:
            found = connection.execute(select(runs).where(runs.c.ended_at.is_(None)).order_by(runs.c.run_id))
            return tuple(RememberedRun(**row._asdict()) for row in found)

    def last_write(self, run: RememberedRun) -> datetime | None:
        """Tell when a run without an end is known to have written last, before the next one of its job began."""
        later = select(func.min(runs.c.started_at)).where(runs.c.job == run.job, runs.c.run_id > run.run_id)
        with self._reading() as connection:
            until = connection.execute(later).scalar_one() or datetime.max.replace(tzinfo=UTC)
            writes = ((copies, copies.c.copied_at), (intents, intents.c.begun_at))
            asked = (
                select(func.max(at)).where(table.c.job == run.job, at.between(run.started_at, until))
                for table, at in writes
            )
            moments = [connection.execute(each).scalar_one() for each in asked]
        return max((at for at in moments if at is not None), default=None)

    def end_lost_run(self, run_id: int, at: datetime) -> None:
        """Store until when a run is known to have lived that never told its end, nor how it ended."""
        ended = update(runs).where(runs.c.run_id == run_id, runs.c.ended_at.is_(None)).values(ended_at=at)
        with self._writing() as connection:
            connection.execute(ended)

    def report(self, wiki: str, job: str) -> KnownReport | None:
        """Tell what we know of the report of a job on a wiki, None when there was none."""
        wanted = select(reports).where(reports.c.wiki == wiki, reports.c.job == job)
        with self._reading() as connection:
            row = connection.execute(wanted).one_or_none()
            return KnownReport(**row._asdict()) if row else None

    def reports(self) -> tuple[KnownReport, ...]:
        """Give what we know of all reports."""
        with self._reading() as connection:
            found = connection.execute(select(reports).order_by(*reports.primary_key))
            return tuple(KnownReport(**row._asdict()) for row in found)

    def keep_report(self, known: KnownReport) -> None:
        """Store what we know of a report."""
        values = {field.name: getattr(known, field.name) for field in fields(known)}
        new = {name: value for name, value in values.items() if name not in ("wiki", "job")}
        statement = insert(reports).values(values)
        with self._writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["wiki", "job"], set_=new))

    def forget_report(self, wiki: str, job: str) -> None:
        """Forget a report that stands nowhere any more."""
        with self._writing() as connection:
            connection.execute(delete(reports).where(reports.c.wiki == wiki, reports.c.job == job))


def count_up(connection: Connection, counted: Iterable[Tally]) -> None:
    """Add to what was counted before."""
    added = [rows.plain(tally) for tally in counted]
    if added:
        connection.execute(rows.ADD_TALLY, added)


def forget_runs(connection: Connection, before: datetime) -> None:
    """Forget the runs that began before a moment, with their results.

    The newest run of each job for each way of ending stays: from it we know where the job stands. Copies, and what
    was counted, stay in any case.
    """
    connection.execute(rows.FORGET_RUNS, {"before": before})
