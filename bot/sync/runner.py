"""One run of a job: list, plan, check the limits, carry out side by side, remember.

One failing sheet stops no other, one failing wiki stops no other wiki.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Event

import structlog

from bot.config.settings import Configuration, JobSettings, WikiSettings
from bot.domain.page import PageRef
from bot.domain.plan import WAITING, Action, Outcome, Plan, Result
from bot.errors import ExitCode, InterruptedRunError, LockHeldError, RepublishError, Trouble, WikiError
from bot.store.locks import locks_for
from bot.store.store import Store
from bot.store.values import RememberedCopy, WikiHealth
from bot.sync.lane import Lane, Waits
from bot.sync.lineage import copies_at, originals_at
from bot.sync.looking import look_when_due
from bot.sync.materials import Aim, Memory, PartnerPlan, Source, plan_of
from bot.sync.opening import open_wiki
from bot.sync.planner import plan_partners
from bot.sync.remembering import result_to_remember
from bot.wiki.patience import Patience
from bot.wiki.protocol import Wiki

log = structlog.get_logger()

_WRITTEN = frozenset({Outcome.CREATED, Outcome.UPDATED})


@dataclass(frozen=True, slots=True)
class Options:
    """What one call asks for; empty tuples mean all."""

    partners: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    limit: int | None = None
    beyond_limits: bool = False
    command: str = "sync"

    def wants(self, ref: PageRef) -> bool:
        """Tell whether a sheet is among those asked for."""
        return not self.pages or ref.title in {page.replace("_", " ").strip() for page in self.pages}


@dataclass(frozen=True, slots=True)
class Environment:
    """What a run needs from outside; tests shorten the waits and bring wikis of their own by *opener*."""

    configuration: Configuration
    store: Store
    stop: Event = field(default_factory=Event)
    patience: Patience | None = None
    waits: Waits | None = None
    expect: Callable[[str, int], None] = lambda _partner, _total: None
    advance: Callable[[str], None] = lambda _partner: None
    opener: Callable[[WikiSettings], Wiki] | None = None

    def open(self, settings: WikiSettings) -> Wiki:
        """Open a wiki of the configuration."""
        if self.opener is not None:
            return self.opener(settings)
        return open_wiki(settings, self.configuration.contact, patience=self.patience, stop=self.stop)


@dataclass(frozen=True, slots=True)
class JobRun:
    """What a run of a job planned and did, and what stood in its way."""

    plan: Plan
    results: tuple[Result, ...] = ()
    troubles: tuple[RepublishError, ...] = ()
    postponed: tuple[tuple[str, int], ...] = ()
    """Sheets per partner that could not even be planned."""
    still_waiting: int = 0
    """Copies that wait for a person, besides those that the results tell."""

    @property
    def exit_code(self) -> ExitCode:
        """Say how the run ended: login refused, later, waiting for a person, or done."""
        codes = {trouble.exit_code for trouble in self.troubles}
        for code in (ExitCode.BUG, ExitCode.INTERRUPTED, ExitCode.CONFIGURATION, ExitCode.LOGIN, ExitCode.LATER):
            if code in codes:
                return code
        waits = any(c.finding is not None and c.finding.reason in WAITING for c in self.plan.changes)
        failed = any(r.outcome in (Outcome.FAILED, Outcome.CONFLICT, Outcome.POSTPONED) for r in self.results)
        waits = waits or failed or self.still_waiting > 0 or bool(self.plan.stops) or ExitCode.WAITING in codes
        return ExitCode.WAITING if waits else ExitCode.DONE


def run_job(job: JobSettings, environment: Environment, options: Options) -> JobRun:
    """Run one job whole, and remember its run."""
    store = environment.store
    run_id = store.start_run(job.name, options.command, datetime.now(UTC))
    log.info("run started", job=job.name, run=run_id)
    run = _Run(job, environment, options, writes=True).run()
    for result in run.results:
        store.add_result(run_id, result_to_remember(run_id, result))
    counts = Counter(result.outcome.value for result in run.results)
    store.end_run(
        run_id,
        at=datetime.now(UTC),
        exit_code=run.exit_code,
        listed=run.plan.listed,
        counts=tuple(sorted(counts.items())),
        note="\n".join(str(trouble) for trouble in run.troubles),
    )
    log.info("run ended", job=job.name, run=run_id, exit_code=int(run.exit_code), **counts)
    return run


def plan_job(job: JobSettings, environment: Environment, options: Options) -> JobRun:
    """Plan one job and write nothing, neither to a wiki nor to the state."""
    return _Run(job, environment, options, writes=False).run()


def compare_job(job: JobSettings, environment: Environment, options: Options) -> JobRun:
    """Compare the copies of the sheets asked for with what the sheets say now, moved or not; nothing is written."""
    run = _Run(job, environment, options, writes=False, everything=True).run()
    changes = tuple(change for change in run.plan.changes if options.wants(change.sheet))
    return replace(run, plan=replace(run.plan, changes=changes))


class _Run:
    def __init__(
        self, job: JobSettings, environment: Environment, options: Options, *, writes: bool, everything: bool = False
    ) -> None:
        self._job = job
        self._environment = environment
        self._options = options
        self._writes = writes
        self._everything = everything
        self._store = environment.store
        self._troubles: list[RepublishError] = []

    def run(self) -> JobRun:
        with ExitStack() as held:
            wanted = [
                partner.wiki
                for partner in self._job.partners
                if not self._options.partners or partner.wiki.name in self._options.partners
            ]
            source_wiki = self._open(held, self._job.source)
            free = [settings for settings in wanted if self._locked(held, settings)]
            partners = {settings.name: self._open(held, settings) for settings in free}
            try:
                facts, listing = source_wiki.facts(), source_wiki.select(self._job.selection)
                self._settle(partners)
                known = self._store.all_copies()
                source = Source(source_wiki, facts, listing, copies_at(source_wiki.name, known))
                plans = plan_partners(self._aim(), source, partners, self._memories(partners, known))
            except (WikiError, InterruptedRunError) as error:
                self._note(error)
                return JobRun(Plan(self._job.name, ()), troubles=tuple(self._troubles))
            self._well(source_wiki.name)
            return self._carry_out(source, plans, partners)

    def _carry_out(self, source: Source, plans: tuple[PartnerPlan, ...], partners: dict[str, Wiki]) -> JobRun:
        for each in plans:
            if each.trouble is not None:
                self._note(each.trouble)
        plans = self._limited(plans)
        plan = plan_of(self._job, len(source.listing), plans)
        postponed = tuple((each.partner.wiki.name, len(each.postponed)) for each in plans if each.postponed)
        results: tuple[Result, ...] = ()
        if self._writes and not plan.stops:
            results = self._apply(plans, partners)
            self._look(plans, partners)
        waiting = self._still_waiting(source, results or _skipped(plan), partners)
        return JobRun(plan, results, tuple(self._troubles), postponed, waiting)

    def _open(self, held: ExitStack, settings: WikiSettings) -> Wiki:
        wiki = self._environment.open(settings)
        held.callback(wiki.close)
        return wiki

    def _locked(self, held: ExitStack, settings: WikiSettings) -> bool:
        """Take the lane of a partner; a lane that somebody else holds is left out of this run."""
        if not self._writes:
            return True
        locks = locks_for(self._environment.configuration.state)
        try:
            held.enter_context(locks.hold(settings.name, self._options.command))
        except LockHeldError as error:
            self._troubles.append(error)
            return False
        return True

    def _aim(self) -> Aim:
        contact, today = self._environment.configuration.contact, datetime.now(UTC).date()
        options = self._options
        return Aim(self._job, contact, today, options.wants, options.beyond_limits, self._everything, self._writes)

    def _memories(self, partners: Iterable[str], known: tuple[RememberedCopy, ...]) -> dict[str, Memory]:
        configuration, source = self._environment.configuration, self._job.source.name
        memories = {name: Memory({}, {}, originals_at(name, source, known, configuration)) for name in partners}
        for copy in known:
            if copy.source == source and copy.partner in memories:
                _place(copy, self._job.name, memories[copy.partner])
        return memories

    def _settle(self, partners: dict[str, Wiki]) -> None:
        """Find out about writes of killed runs, before anything is planned on them."""
        if not self._writes:
            return
        for name in list(partners):
            try:
                self._lane(partners[name]).settle_intents()
            except WikiError as error:
                self._note(error)
                del partners[name]

    def _lane(self, wiki: Wiki) -> Lane:
        environment = self._environment
        return Lane(
            self._job, wiki, self._store, environment.stop, advance=environment.advance, waits=environment.waits
        )

    def _limited(self, plans: tuple[PartnerPlan, ...]) -> tuple[PartnerPlan, ...]:
        """Keep only as many writes as the call allows; the others wait for the next run."""
        if self._options.limit is None:
            return plans
        left, kept = self._options.limit, []
        for plan in plans:
            writes = [change for change in plan.changes if change.action is not Action.SKIP]
            dropped = {id(change) for change in writes[left:]}
            left = max(0, left - len(writes))
            changes = tuple(change for change in plan.changes if id(change) not in dropped)
            kept.append(replace(plan, changes=changes))
        return tuple(kept)

    def _apply(self, plans: tuple[PartnerPlan, ...], partners: dict[str, Wiki]) -> tuple[Result, ...]:
        def one(plan: PartnerPlan) -> tuple[tuple[Result, ...], RepublishError | None]:
            writes = sum(1 for change in plan.changes if change.action is not Action.SKIP)
            self._environment.expect(plan.partner.wiki.name, writes)
            return self._lane(partners[plan.partner.wiki.name]).apply(plan)

        with ThreadPoolExecutor(max_workers=max(1, len(plans))) as pool:
            outcomes = tuple(pool.map(one, plans))
        results: list[Result] = []
        for plan, (done, trouble) in zip(plans, outcomes, strict=True):
            results += done
            if trouble is not None and trouble is not plan.trouble:
                self._note(trouble)
            elif plan.trouble is None and plan.changes:
                self._well(plan.partner.wiki.name)
        return tuple(results)

    def _look(self, plans: tuple[PartnerPlan, ...], partners: dict[str, Wiki]) -> None:
        for plan in plans:
            if plan.trouble is None and not self._environment.stop.is_set():
                try:
                    look_when_due(self._job, partners[plan.partner.wiki.name], self._store)
                except (WikiError, InterruptedRunError) as error:
                    self._note(error)

    def _still_waiting(self, source: Source, results: tuple[Result, ...], partners: Iterable[str]) -> int:
        """Count the copies that wait and that the results do not tell, such as one that lost its credit when saved."""
        listed = {ref.page_id for ref in source.listing}
        told = {(one.change.partner, one.change.sheet.page_id) for one in results if one.outcome not in _WRITTEN}
        return sum(
            1
            for copy in self._store.copies(self._job.source.name, tuple(partners))
            if copy.job == self._job.name
            and copy.reason in WAITING
            and copy.sheet_id in listed
            and (copy.partner, copy.sheet_id) not in told
        )

    def _note(self, error: RepublishError) -> None:
        if isinstance(error, InterruptedRunError) and any(
            isinstance(one, InterruptedRunError) for one in self._troubles
        ):
            return
        self._troubles.append(error)
        if self._writes and isinstance(error, WikiError) and error.trouble is not Trouble.BUG:
            self._store.wiki_failed(WikiHealth(error.wiki, datetime.now(UTC), error.code, error.info))

    def _well(self, name: str) -> None:
        if self._writes:
            self._store.wiki_well(name)


def _skipped(plan: Plan) -> tuple[Result, ...]:
    return tuple(Result(change, Outcome.UNCHANGED) for change in plan.changes)


def _place(copy: RememberedCopy, job: str, memory: Memory) -> None:
    (memory.copies if copy.job == job else memory.elsewhere)[copy.sheet_id] = copy
