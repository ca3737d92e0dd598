"""One run of a job: list, plan, check the limits, carry out side by side, remember.

One failing sheet stops no other, one failing wiki stops no other wiki.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.config.register import load_register
from bot.config.settings import JobSettings, WikiSettings
from bot.domain.plan import Action, Outcome, Plan, Result
from bot.errors import InterruptedRunError, LockHeldError, RepublishError, WikiError
from bot.store.locks import locks_for
from bot.store.values import RememberedCopy
from bot.sync.books import Books
from bot.sync.environment import Environment, Options
from bot.sync.infringing import infringing_sheets
from bot.sync.job_run import JobRun
from bot.sync.lane import Lane
from bot.sync.lineage import copies_at
from bot.sync.looking import is_due, look_when_due
from bot.sync.materials import Aim, Memory, PartnerPlan, Source, first_pages, only, plan_of
from bot.sync.orphans import gone_sheets, take_over
from bot.sync.pinning import moved_since
from bot.sync.planner import plan_partners
from bot.sync.recalling import memories_of, recall
from bot.sync.remembering import is_for_want_of_a_file
from bot.sync.reporting import keep_reports
from bot.sync.settling import Settler
from bot.sync.source_look import SourceLook
from bot.wiki.protocol import Wiki

log = structlog.get_logger()


def run_job(job: JobSettings, environment: Environment, options: Options) -> JobRun:
    """Run one job whole, and remember its run."""
    books = Books(job, environment, writes=True)
    books.open(options.command)
    run = _Run(job, environment, options, books).run()
    with environment.stop.writing():  # a stop waits until the run is in the books
        books.close(run)
    return run


def plan_job(job: JobSettings, environment: Environment, options: Options) -> JobRun:
    """Plan one job and write nothing, neither to a wiki nor to the state."""
    return _Run(job, environment, options, Books(job, environment, writes=False)).run()


def compare_job(job: JobSettings, environment: Environment, options: Options) -> JobRun:
    """Compare the copies of the sheets asked for with what the sheets say now, moved or not; nothing is written."""
    run = _Run(job, environment, options, Books(job, environment, writes=False), everything=True).run()
    changes = tuple(change for change in run.plan.changes if options.wants(change.sheet))
    return replace(run, plan=replace(run.plan, changes=changes))


class _Run:
    def __init__(
        self, job: JobSettings, environment: Environment, options: Options, books: Books, *, everything: bool = False
    ) -> None:
        self._job = job
        self._environment = environment
        self._options = options
        self._books = books
        self._writes = books.writes
        self._everything = everything
        self._store = environment.store

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
                self._books.note(error)
                return JobRun(Plan(self._job.name, ()), troubles=self._books.troubles)
            self._books.well(source_wiki.name)
            return self._carry_out(source, plans, partners)

    def _carry_out(self, source: Source, plans: tuple[PartnerPlan, ...], partners: dict[str, Wiki]) -> JobRun:
        for each in plans:
            if each.trouble is not None:
                self._books.note(each.trouble)
        plans = first_pages(plans, self._options.limit)
        plan = plan_of(self._job, len(source.listing), plans)
        postponed = tuple((each.partner.wiki.name, len(each.postponed)) for each in plans if each.postponed)
        results: tuple[Result, ...] = ()
        served = {each.partner.wiki.name for each in plans if each.trouble is None}
        moved = moved_since(plan, self._options.pins, served)
        if moved is not None:
            self._books.note(moved)
        elif self._writes and not plan.stops:
            results = self._apply(plans, partners, source.wiki)
            results = self._without_refused_files(results, source, partners)
            self._look(plans, partners, SourceLook(source.wiki))
            there = tuple(partners[name] for name in partners if name in served)
            for trouble in keep_reports(self._job, self._environment, source.wiki, there, results):
                self._books.note(trouble)
        waiting = self._books.still_waiting(source, results or _skipped(plan), partners, self._options.decision)
        return JobRun(plan, results, self._books.troubles, postponed, waiting)

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
            self._books.note(error)
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
            self._books.note(error)
            del partners[name]

    def _settle(self, partners: dict[str, Wiki]) -> None:
        """Find out about writes of killed runs, before anything is planned on them."""
        if not self._writes:
            return
        for name in list(partners):
            try:
                Settler(self._job.source.name, partners[name], self._store).settle_intents()
            except WikiError as error:
                self._books.note(error)
                del partners[name]

    def _lane(self, wiki: Wiki, source: Wiki) -> Lane:
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
                self._books.note(trouble)
            elif plan.trouble is None and plan.changes:
                self._books.well(plan.partner.wiki.name)
        return tuple(results)

    def _look(self, plans: tuple[PartnerPlan, ...], partners: dict[str, Wiki], source: SourceLook) -> None:
        for plan in plans:
            if plan.trouble is None and not self._environment.stop.is_set():
                try:
                    look_when_due(self._job, partners[plan.partner.wiki.name], self._store, source)
                except (WikiError, InterruptedRunError) as error:
                    self._books.note(error)


def _skipped(plan: Plan) -> tuple[Result, ...]:
    return tuple(Result(change, Outcome.UNCHANGED) for change in plan.changes)
