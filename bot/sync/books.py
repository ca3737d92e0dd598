"""The books of a run: its beginning and end, what failed, which wikis are well, and which copies still wait."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from bot.config.settings import JobSettings
from bot.domain.decision import Decision
from bot.domain.plan import Outcome, Plan, Result
from bot.domain.reasons import WAITING
from bot.errors import InterruptedRunError, LockHeldError, RepublishError, StateError, Trouble, WikiError
from bot.store.locks import locks_for, of_run
from bot.store.values import WikiHealth
from bot.sync.counting import counted_in, note_of
from bot.sync.environment import Environment
from bot.sync.job_run import JobRun
from bot.sync.lost_runs import end_lost_runs
from bot.sync.materials import Source
from bot.sync.remembering import result_to_remember

if TYPE_CHECKING:
    from bot.sync.lanes import Served

log = structlog.get_logger()

_WRITTEN = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.MERGED, Outcome.MOVED})


class Books:
    """What is recorded of one run of a job; a run that only plans leaves the state as it is."""

    def __init__(self, job: JobSettings, environment: Environment, *, writes: bool) -> None:
        self.writes = writes
        self._job = job
        self._environment = environment
        self._store = environment.store
        self._troubles: list[RepublishError] = []
        self._begun = datetime.now(UTC)
        self._run_id = 0
        self._served: dict[str, Served] = {}
        self._plan = Plan(job.name, ())
        self._results: tuple[Result, ...] = ()

    @property
    def troubles(self) -> tuple[RepublishError, ...]:
        """Give what has stood in the way of the run so far."""
        return tuple(self._troubles)

    def keep(self, command: str, work: Callable[[], JobRun]) -> JobRun:
        """Let a run do its *work* and keep it in the books; one that the state fails tells what it did up to then."""
        locks = locks_for(self._environment.configuration.state)
        with ExitStack() as held:
            try:
                self._open(command)
                with suppress(LockHeldError):  # by a run of that number in a state that was thrown away meanwhile
                    held.enter_context(locks.hold(of_run(self._run_id), command))
                run = work()
            except StateError as error:
                self._cut_short(error)
                postponed = tuple((name, one.postponed) for name, one in self._served.items() if one.postponed)
                run = JobRun(self._plan, self._results, self.troubles, postponed)
            if not self._run_id:
                return run
            with self._environment.stop.writing():  # a stop waits until the run is in the books
                try:
                    self._close(run)
                except StateError as error:  # the next start closes it
                    self._cut_short(error)
                    return replace(run, troubles=self.troubles)
            locks.remove(of_run(self._run_id))
        return run

    def put_down(self, listed: int, served: "Iterable[Served]") -> None:
        """Put down what has been done; what is put down of a partner later takes the place of what was told before.

        Raises:
            StateError: the state failed meanwhile, and the run must not go on.

        """
        for one in served:
            before = self._served.get(one.partner)
            self._served[one.partner] = before.then(one) if before else one
        done = self._served.values()
        self._plan = replace(self._plan, listed=listed, changes=tuple(c for one in done for c in one.changes))
        self._results = tuple(result for one in done for result in one.results)
        for one in done:
            if isinstance(one.trouble, StateError):
                raise one.trouble

    def _cut_short(self, error: StateError) -> None:
        log.warning("run cut short", job=self._job.name, run=self._run_id)
        ended = (one.trouble for one in self._served.values() if one.trouble is not None)
        for trouble in (*ended, error):
            if str(trouble) not in map(str, self._troubles):
                self._troubles.append(trouble)

    def _open(self, command: str) -> None:
        """Remember that the run has begun, and that those have ended which nobody is at any more."""
        end_lost_runs(self._store, self._environment.configuration.state)
        self._run_id = self._store.start_run(self._job.name, command, self._begun)
        log.info("run started", job=self._job.name, run=self._run_id)

    def _close(self, run: JobRun) -> None:
        """Remember the results and the end of the run."""
        self._store.add_results(self._run_id, (result_to_remember(self._run_id, result) for result in run.results))
        counts = Counter(result.outcome.value for result in run.results)
        ended = datetime.now(UTC)
        traffic, keep = self._environment.traffic, self._environment.configuration.keep
        self._store.end_run(
            self._run_id,
            at=ended,
            exit_code=run.exit_code,
            listed=run.plan.listed,
            counts=tuple(sorted(counts.items())),
            note=note_of(run.plan.stops, run.troubles),
            counted=counted_in(self._job.name, run.results, run.exit_code, ended - self._begun, traffic),
            forget=ended - keep,
        )
        log.info("run ended", job=self._job.name, run=self._run_id, exit_code=int(run.exit_code), **counts)

    def note(self, error: RepublishError) -> None:
        """Note what stands in the way of the run, an interruption only once, and remember a wiki that failed."""
        known = any(isinstance(one, InterruptedRunError) for one in self._troubles)
        if isinstance(error, InterruptedRunError) and known:
            return
        self._troubles.append(error)
        if self.writes and isinstance(error, WikiError) and error.trouble is not Trouble.BUG:
            now = datetime.now(UTC)
            self._store.wiki_failed(WikiHealth(error.wiki, now, error.code, error.info, last_at=now))

    def well(self, name: str) -> None:
        """Remember that a wiki serves us."""
        if self.writes:
            self._store.wiki_well(name)

    def still_waiting(
        self, source: Source, results: tuple[Result, ...], partners: Iterable[str], word: Decision | None
    ) -> int:
        """Count the copies that wait and that the results do not tell, such as one that lost its credit when saved.

        A person who decides about one copy, by *word*, is told of that one.
        """
        listed = {ref.page_id for ref in source.listing if word is None or ref.title == word.sheet}
        told = {(one.change.partner, one.change.sheet.page_id) for one in results if one.outcome not in _WRITTEN}
        return sum(
            1
            for copy in self._store.waiting(self._job.name, tuple(partners), WAITING)
            if copy.source == self._job.source.name
            and copy.sheet_id in listed
            and (copy.partner, copy.sheet_id) not in told
        )
