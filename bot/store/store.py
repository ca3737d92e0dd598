"""What we remember between two runs, and the only way to it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Select, delete, insert, select, update

from bot.domain.files import FileFault
from bot.domain.reasons import Reason
from bot.store import rows
from bot.store.counts import Tally
from bot.store.database import engine_for
from bot.store.figures import Figures, count_up, forget_runs
from bot.store.moments import Moments
from bot.store.place import Place, place_of
from bot.store.tables import bases, copies, files, intents, results, runs, wiki_health
from bot.store.trouble import in_sentences, unknown_address
from bot.store.upgrade import bring_up_to_date
from bot.store.values import (
    Base,
    Intent,
    RememberedCopy,
    RememberedFile,
    RememberedResult,
    RememberedRun,
    WikiHealth,
)

_FEW = 500
"""How many sheets a query names one by one; SQLite takes no more than some thousand values."""


def open_store(url: str) -> "Store":
    """Open the state at *url*; create it, or bring it up to date, where needed."""
    place = _place(url)
    with in_sentences(place):
        place.prepare()
        return _open(place)


def open_for_reading(url: str) -> "Store":
    """Open the state at *url* without creating it: where there is none, give an empty one in memory."""
    place = _place(url)
    with in_sentences(place):
        return _open(place if place.holds_something() else Place())


def _place(url: str) -> Place:
    place = place_of(url)
    if place is None:
        raise unknown_address(url.partition(":")[0])
    return place


def _open(place: Place) -> "Store":
    engine = engine_for(place)
    try:
        bring_up_to_date(engine, place)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, place)


class Store(Figures, Moments):
    """The state; any number of threads and processes may use it at once.

    Every method is one transaction, durable when it returns, and raises StateError when it fails.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Copies

    def copies(self, source: str, partners: Iterable[str] | None = None) -> tuple[RememberedCopy, ...]:
        """Give the copies of sheets of *source*, at all partners or at *partners* only."""
        if partners is None:
            return self._copies(rows.COPIES_OF_SOURCE, its_source=source)
        return self._copies(rows.COPIES_OF_SOURCE_AT, its_source=source, partners=tuple(partners))

    def copies_of_sheets(self, source: str, partner: str, sheets: Collection[int]) -> tuple[RememberedCopy, ...]:
        """Give the copies of some sheets of *source* at *partner*; of many others none is held in memory."""
        at = {"its_source": source, "its_partner": partner}
        if len(sheets) <= _FEW:
            return self._copies(rows.COPIES_OF_SHEETS, **at, sheets=tuple(sheets))
        with self._reading() as connection:
            found = connection.execute(rows.COPIES_AT_PARTNER, at)
            return rows.copies(row for row in found if row.sheet_id in sheets)

    def unverified(self, source: str, partner: str) -> tuple[RememberedCopy, ...]:
        """Give the copies of sheets of *source* at *partner* that were written and not compared since."""
        return self._copies(rows.COPIES_UNVERIFIED, its_source=source, its_partner=partner)

    def waiting(self, job: str, partners: Iterable[str], reasons: Iterable[Reason]) -> tuple[RememberedCopy, ...]:
        """Give the copies of *job* at *partners* that stand as they are for one of *reasons*."""
        return self._copies(rows.COPIES_WAITING, its_job=job, partners=tuple(partners), reasons=tuple(reasons))

    def copies_of_job(self, job: str) -> tuple[RememberedCopy, ...]:
        """Give the copies that *job* made or wanted to make."""
        return self._copies(rows.COPIES_OF_JOB, its_job=job)

    def all_copies(self) -> tuple[RememberedCopy, ...]:
        """Give every copy."""
        return self._copies(rows.COPIES)

    def _copies(self, wanted: Select[Any], **which: object) -> tuple[RememberedCopy, ...]:
        with self._reading() as connection:
            return rows.copies(connection.execute(wanted, which))

    def remember(self, *known: RememberedCopy) -> None:
        """Store copies at one stroke; the ``since`` of each stays what it was as long as state and reason stay."""
        if known:
            self._carry_out(*((rows.UPSERT_COPY, rows.of_copy(copy)) for copy in known))

    def forget(self, copy: RememberedCopy) -> None:
        """Forget *copy* and any write to it that was begun."""
        with self._writing() as connection:
            for table in (copies, intents, bases, files):
                connection.execute(delete(table).where(rows.same_copy(table, copy.source, copy.sheet_id, copy.partner)))

    def rename_sheet(self, copy: RememberedCopy, sheet_id: int) -> None:
        """Let *copy*, its base and its intent belong to the sheet with another page id, to be written anew from it."""
        anew = {"sheet_revision": 0, "content": ""}
        with self._writing() as connection:
            for table in (copies, intents, bases, files):
                same = rows.same_copy(table, copy.source, copy.sheet_id, copy.partner)
                values = {"sheet_id": sheet_id} | (anew if table is copies else {})
                connection.execute(update(table).where(same).values(values))

    def base(self, source: str, sheet_id: int, partner: str) -> Base | None:
        """Give the base of a copy, None when we have none."""
        key = rows.key(source, sheet_id, partner)
        with self._reading() as connection:
            row = connection.execute(rows.BASE_OF_COPY, key).one_or_none()
            return Base(**row._asdict()) if row else None

    def bases(self, source: str, sheet_ids: Collection[int], partner: str) -> dict[int, Base]:
        """Give the bases of some hundred copies at most, by sheet id; of which we have none, none is given."""
        key = {"its_source": source, "its_partner": partner, "sheet_ids": tuple(sheet_ids)}
        with self._reading() as connection:
            found = connection.execute(rows.BASES_OF_COPIES, key)
            return {sheet_id: Base(title, body) for sheet_id, title, body in found}

    # Files

    def files(self, source: str, partner: str) -> tuple[RememberedFile, ...]:
        """Give the files of sheets of *source* that we know of at *partner*."""
        columns = (files.c.source, files.c.partner, files.c.sheet_id, files.c.name)
        wanted = select(files).where(files.c.source == source, files.c.partner == partner).order_by(*columns)
        with self._reading() as connection:
            return tuple(map(rows.file, connection.execute(wanted)))

    def waiting_files(self) -> tuple[RememberedFile, ...]:
        """Give the files that could not be brought and are tried again."""
        wanted = select(files).where(files.c.fault == FileFault.LATER).order_by(files.c.partner, files.c.name)
        with self._reading() as connection:
            return tuple(map(rows.file, connection.execute(wanted)))

    def keep_files(self, source: str, sheet_id: int, partner: str, known: Iterable[RememberedFile]) -> None:
        """Store the files of one copy in place of those that were known of it."""
        rows_of_files = [rows.row_of_file(one) for one in known]
        with self._writing() as connection:
            connection.execute(delete(files).where(rows.same_copy(files, source, sheet_id, partner)))
            if rows_of_files:
                connection.execute(insert(files).values(rows_of_files))

    # Writes that were begun

    def begin(self, intent: Intent) -> None:
        """Store *intent* before its write is sent; it replaces an earlier one for the same copy."""
        self._carry_out((rows.UPSERT_INTENT, rows.of_intent(intent)))

    def settle(self, copy: RememberedCopy, base: Base | None = None, *, retitles: bool = True) -> None:
        """Store what became of a write, and end its intent, at one stroke; with *base*, the next merge starts there.

        Unless it *retitles*, a base that is known keeps its title.
        """
        steps = [(rows.UPSERT_COPY, rows.of_copy(copy))]
        if base is not None:
            steps.append((rows.UPSERT_BASE if retitles else rows.UPSERT_BODY, rows.of_base(copy, base)))
        self._carry_out(*steps, (rows.DROP_INTENT, (copy.source, copy.sheet_id, copy.partner)))

    def drop_intent(self, source: str, sheet_id: int, partner: str) -> None:
        """End an intent whose write did not happen."""
        self._carry_out((rows.DROP_INTENT, (source, sheet_id, partner)))

    def intents(self, partner: str) -> tuple[Intent, ...]:
        """Give the writes to *partner* of which we do not know what became of them, the oldest first."""
        with self._reading() as connection:
            return rows.intents(connection.execute(rows.INTENTS_AT_PARTNER, {"its_partner": partner}))

    # Runs

    def start_run(self, job: str, command: str, at: datetime) -> int:
        """Store that a run began, and give its number."""
        row = rows.plain(RememberedRun(0, job, command, at))
        del row["run_id"]
        with self._writing() as connection:
            return int(connection.execute(rows.START_RUN, row).scalar_one())

    def end_run(
        self,
        run_id: int,
        *,
        at: datetime,
        exit_code: int,
        listed: int,
        counts: Mapping[str, int] | Iterable[tuple[str, int]],
        note: str = "",
        counted: Iterable[Tally] = (),
        forget: datetime | None = None,
    ) -> None:
        """Store how a run ended, and add what was counted in it; old runs, begun before *forget*, are forgotten."""
        ended = {
            "its_run_id": run_id,
            "ended_at": at,
            "exit_code": int(exit_code),
            "listed": listed,
            "counts": tuple(dict(counts).items()),
            "note": note,
        }
        with self._writing() as connection:
            connection.execute(rows.END_RUN, ended)
            count_up(connection, counted)
            if forget is not None:
                forget_runs(connection, forget)

    def runs(self, job: str | None = None, limit: int = 20) -> tuple[RememberedRun, ...]:
        """Give the last *limit* runs, of all jobs or of *job*, the newest first."""
        wanted = select(runs).order_by(runs.c.run_id.desc()).limit(limit)
        if job is not None:
            wanted = wanted.where(runs.c.job == job)
        with self._reading() as connection:
            return tuple(RememberedRun(**row._asdict()) for row in connection.execute(wanted))

    def add_results(self, run_id: int, told: Iterable[RememberedResult]) -> None:
        """Store at one stroke what became of changes in the run *run_id*, whatever number they bear."""
        found = [rows.plain(result) | {"run_id": run_id} for result in told]
        if found:
            with self._writing() as connection:
                connection.execute(insert(results), found)

    def results(self, run_id: int) -> tuple[RememberedResult, ...]:
        """Give what became of the changes of a run, in the order they happened."""
        wanted = select(*(column for column in results.c if column.name != "result_id"))
        wanted = wanted.where(results.c.run_id == run_id).order_by(results.c.result_id)
        with self._reading() as connection:
            return tuple(RememberedResult(**row._asdict()) for row in connection.execute(wanted))

    # Wikis

    def health(self) -> tuple[WikiHealth, ...]:
        """Give the wikis that do not answer as they should."""
        with self._reading() as connection:
            found = connection.execute(select(wiki_health).order_by(wiki_health.c.wiki))
            return tuple(WikiHealth(**row._asdict()) for row in found)

    def wiki_failed(self, health: WikiHealth) -> None:
        """Store that a wiki fails; since when is kept from its first failure."""
        with self._writing() as connection:
            connection.execute(rows.upsert_health(health))

    def wiki_well(self, wiki: str) -> None:
        """Store that *wiki* answers again."""
        with self._writing() as connection:
            connection.execute(rows.WIKI_WELL, {"its_wiki": wiki})
