"""One run of a job: list, plan, check the limits, carry out side by side, remember.

One failing sheet stops no other, one failing wiki stops no other wiki.
"""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from bot.config.register import load_register
from bot.config.settings import JobSettings, WikiSettings
from bot.domain.plan import WAITING, Action, Outcome, Plan, Result
from bot.errors import (
    ExitCode,
    InterruptedRunError,
    LockHeldError,
    RepublishError,
    Trouble,
    WikiError,
)
from bot.store.locks import locks_for
from bot.store.values import RememberedCopy, WikiHealth
from bot.sync.counting import counted_in, note_of
from bot.sync.environment import Environment, Options
from bot.sync.infringing import infringing_sheets
from bot.sync.lane import Lane
from bot.sync.lineage import copies_at
from bot.sync.looking import is_due, look_when_due
from bot.sync.materials import Aim, Memory, PartnerPlan, Source, first_pages, only, plan_of
from bot.sync.orphans import gone_sheets, take_over
from bot.sync.pinning import moved_since
from bot.sync.planner import plan_partners
from bot.sync.recalling import memories_of, recall
from bot.sync.remembering import is_for_want_of_a_file, result_to_remember
from bot.sync.reporting import keep_reports
from bot.sync.source_look import SourceLook
from bot.wiki.protocol import Wiki

log = structlog.get_logger()

_WRITTEN = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.MERGED, Outcome.MOVED})


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
        waits = waits or ExitCode.WAITING in codes or failed or self.still_waiting > 0 or bool(self.plan.stops)
        return ExitCode.WAITING if waits else ExitCode.DONE


def run_job(job: JobSettings, environment: Environment, options: Options) -> JobRun:
    """Run one job whole, and remember its run."""
    store = environment.store
    begun = datetime.now(UTC)
    run_id = store.start_run(job.name, options.command, begun)
    log.info("run started", job=job.name, run=run_id)
    run = _Run(job, environment, options, writes=True).run()
    store.add_results(run_id, (result_to_remember(run_id, result) for result in run.results))
    counts = Counter(result.outcome.value for result in run.results)
    ended = datetime.now(UTC)
    store.end_run(
        run_id,
        at=ended,
        exit_code=run.exit_code,
        listed=run.plan.listed,
        counts=tuple(sorted(counts.items())),
        note=note_of(run.plan.stops, run.troubles),
        counted=counted_in(job.name, run.results, run.exit_code, ended - begun, environment.traffic),
        forget=ended - environment.configuration.keep,
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
                source, memories = self._remembered(source, partners, known)
                plans = plan_partners(self._aim(), source, partners, memories)
            except (WikiError, InterruptedRunError) as error:
                self._note(error)
                return JobRun(Plan(self._job.name, ()), troubles=tuple(self._troubles))
            self._well(source_wiki.name)
            return self._carry_out(source, plans, partners)

    def _carry_out(self, source: Source, plans: tuple[PartnerPlan, ...], partners: dict[str, Wiki]) -> JobRun:
        for each in plans:
            if each.trouble is not None:
                self._note(each.trouble)
        plans = first_pages(plans, self._options.limit)
        plan = plan_of(self._job, len(source.listing), plans)
        postponed = tuple((each.partner.wiki.name, len(each.postponed)) for each in plans if each.postponed)
        results: tuple[Result, ...] = ()
        served = {each.partner.wiki.name for each in plans if each.trouble is None}
        moved = moved_since(plan, self._options.pins, served)
        if moved is not None:
            self._troubles.append(moved)
        elif self._writes and not plan.stops:
            results = self._apply(plans, partners, source.wiki)
            results = self._without_refused_files(results, source, partners)
            self._look(plans, partners, SourceLook(source.wiki))
            there = tuple(partners[name] for name in partners if name in served)
            for trouble in keep_reports(self._job, self._environment, source.wiki, there, results):
                self._note(trouble)
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
        return Aim(
            self._job,
            contact,
            today,
            options.wants,
            options.beyond_limits,
            self._everything,
            self._writes,
            options.decision,
            options.limit,
            load_register(self._environment.configuration.register),
        )

    def _remembered(
        self, source: Source, partners: dict[str, Wiki], known: tuple[RememberedCopy, ...]
    ) -> tuple[Source, dict[str, Memory]]:
        """Give what we remember, mended where sheets were made again or our state has lost copies."""
        memories = memories_of(self._job, self._environment.configuration, self._store, partners, known)
        due = any(is_due(self._job, name, self._store) for name in partners)
        source = replace(source, gone=gone_sheets(source.wiki, source.listing, memories.values(), look=due))
        infringing, unsaid = infringing_sheets(source.wiki, source.gone, memories.values())
        source = replace(source, infringing=infringing, unsaid=unsaid)
        for name, memory in memories.items():
            for copy, sheet_id in take_over(source.listing, source.gone, memory):
                if self._writes:
                    self._store.rename_sheet(copy, sheet_id)
            if self._writes:
                self._recall(source, partners, name, memory)
        return source, memories

    def _recall(self, source: Source, partners: dict[str, Wiki], name: str, memory: Memory) -> None:
        try:
            for copy in recall(self._job, source, partners[name], memory):
                log.info("copy found again", partner=name, title=copy.title, sheet=copy.sheet_title)
                self._store.remember(copy)
        except WikiError as error:
            self._note(error)
            del partners[name]

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

    def _lane(self, wiki: Wiki, source: Wiki | None = None) -> Lane:
        world = self._environment
        advance, waits = world.advance, world.waits
        return Lane(self._job, wiki, self._store, world.stop, advance=advance, waits=waits, source=source)

    def _without_refused_files(
        self, results: tuple[Result, ...], source: Source, partners: dict[str, Wiki]
    ) -> tuple[Result, ...]:
        """Plan and write once more the copies of which a file was refused; now a link stands for it."""
        again = {(one.change.partner, one.change.sheet.page_id) for one in results if is_for_want_of_a_file(one)}
        if not again or self._environment.stop.is_set():
            return results
        waiting = {name: wiki for name, wiki in partners.items() if name in {partner for partner, _ in again}}
        memories = memories_of(
            self._job, self._environment.configuration, self._store, waiting, self._store.all_copies()
        )
        sheets = {sheet for _, sheet in again}
        aim = replace(self._aim(), wants=lambda ref: ref.page_id in sheets, beyond_limits=True, files_tried=True)
        plans = only(plan_partners(aim, source, waiting, memories), again)
        done = self._apply(plans, waiting, source.wiki)
        told = {(one.change.partner, one.change.sheet.page_id) for one in done}
        kept = (one for one in results if (one.change.partner, one.change.sheet.page_id) not in told)
        return (*kept, *done)

    def _apply(self, plans: tuple[PartnerPlan, ...], partners: dict[str, Wiki], source: Wiki) -> tuple[Result, ...]:
        def one(plan: PartnerPlan) -> tuple[tuple[Result, ...], RepublishError | None]:
            writes = sum(1 for change in plan.changes if change.action is not Action.SKIP)
            self._environment.expect(plan.partner.wiki.name, writes)
            return self._lane(partners[plan.partner.wiki.name], source).apply(plan)

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

    def _look(self, plans: tuple[PartnerPlan, ...], partners: dict[str, Wiki], source: SourceLook) -> None:
        for plan in plans:
            if plan.trouble is None and not self._environment.stop.is_set():
                try:
                    look_when_due(self._job, partners[plan.partner.wiki.name], self._store, source)
                except (WikiError, InterruptedRunError) as error:
                    self._note(error)

    def _still_waiting(self, source: Source, results: tuple[Result, ...], partners: Iterable[str]) -> int:
        """Count the copies that wait and that the results do not tell, such as one that lost its credit when saved.

        A person who decides about one copy is told of that one.
        """
        word = self._options.decision
        listed = {ref.page_id for ref in source.listing if word is None or ref.title == word.sheet}
        told = {(one.change.partner, one.change.sheet.page_id) for one in results if one.outcome not in _WRITTEN}
        return sum(
            1
            for copy in self._store.waiting(self._job.name, tuple(partners), WAITING)
            if copy.source == self._job.source.name
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
            now = datetime.now(UTC)
            self._store.wiki_failed(WikiHealth(error.wiki, now, error.code, error.info, last_at=now))

    def _well(self, name: str) -> None:
        if self._writes:
            self._store.wiki_well(name)


def _skipped(plan: Plan) -> tuple[Result, ...]:
    return tuple(Result(change, Outcome.UNCHANGED) for change in plan.changes)
