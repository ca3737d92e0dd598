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
from bot.domain.plan import Outcome, Plan, Result
from bot.errors import ConfigurationError, InterruptedRunError, LockHeldError, WikiError
from bot.store.locks import locks_for
from bot.store.values import RememberedCopy
from bot.sync.asking_again import ask_again
from bot.sync.books import Books
from bot.sync.environment import Environment, Options
from bot.sync.infringing import infringing_sheets
from bot.sync.job_run import JobRun
from bot.sync.lanes import Lanes, Served, not_served
from bot.sync.lineage import copies_at
from bot.sync.looking import is_due, look_when_due
from bot.sync.materials import Aim, Memory, PartnerPlan, Source, first_pages, only, plan_of
from bot.sync.orphans import gone_sheets, keep_taken, take_over
from bot.sync.pinning import moved_since
from bot.sync.planner import Planning
from bot.sync.reaching import nobody_to_serve
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
    return books.keep(options.command, _Run(job, environment, options, books).run)


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
            if nobody_to_serve(partners, self._store, self._books):
                return JobRun(Plan(self._job.name, ()), troubles=self._books.troubles)
            try:
                facts, listing = source_wiki.facts(), source_wiki.select(self._job.selection)
                self._settle(partners)
                known = self._store.all_copies()
                source = Source(source_wiki, facts, listing, copies_at(source_wiki.name, known))
                source, memories = self._remembered(source, partners, known)
                planning = Planning(self._aim(), source, partners, memories)
                self._begin(planning, source, partners, memories)
                plans = None if self._goes_by_parts(planning) else self._planned(planning)
            except (WikiError, InterruptedRunError, ConfigurationError) as error:
                self._books.note(error)
                return JobRun(Plan(self._job.name, ()), troubles=self._books.troubles)
            self._books.well(source_wiki.name)
            return self._carried_out(source, planning, plans, partners)

    @property
    def _may_go_by_parts(self) -> bool:
        """Tell whether it does not matter to what people asked for when the last change is planned."""
        return self._writes and self._options.pins is None and self._options.limit is None

    def _goes_by_parts(self, planning: Planning) -> bool:
        return self._may_go_by_parts and planning.is_within_limits

    def _carried_out(
        self, source: Source, planning: Planning, plans: tuple[PartnerPlan, ...] | None, partners: dict[str, Wiki]
    ) -> JobRun:
        """Write what is planned, or plan and write part by part where there are no *plans* yet."""
        plan = Plan(self._job.name, (), len(source.listing))
        lanes = Lanes(self._job, self._environment, source.wiki, partners)
        if plans is not None:
            plan = plan_of(self._job, len(source.listing), plans)
            if self._has_moved(plan, plans) or plan.stops or not self._writes:
                served = tuple(not_served(one) for one in plans)
                return self._told(source, plan, served, partners)
            silent = tuple(not_served(one) for one in plans if one.trouble is not None)
            answering = tuple(one.partner.wiki.name for one in plans if one.trouble is None)
            again = self._may_go_by_parts and planning.is_long
            served = (*silent, *lanes.carry_out_in_parts(planning, answering)) if again else lanes.carry_out(plans)
        else:
            served = lanes.carry_out_in_parts(planning, planning.partners)
        self._note(served, source)
        served = self._without_refused_files(served, source, lanes, partners)
        there = tuple(partners[one.partner] for one in served if one.answers)
        self._look(there, SourceLook(source.wiki))
        for trouble in keep_reports(self._job, self._environment, source.wiki, there, _results(served)):
            self._books.note(trouble)
        plan = replace(plan, changes=tuple(change for one in served for change in one.changes))
        return self._told(source, plan, served, partners)

    def _planned(self, planning: Planning) -> tuple[PartnerPlan, ...]:
        """Plan all partners whole; of many sheets only the texts are kept that will be written from this very plan."""
        is_counted = planning.is_long and self._writes and self._options.pins is None
        plans = planning.whole(keep=(self._options.limit or 0) if is_counted else None)
        for each in plans:
            if each.trouble is not None:
                self._books.note(each.trouble)
        return first_pages(plans, self._options.limit)

    def _has_moved(self, plan: Plan, plans: tuple[PartnerPlan, ...]) -> bool:
        """Tell whether the saved plan that is to be carried out no longer holds."""
        moved = moved_since(plan, self._options.pins, {one.partner.wiki.name for one in plans if one.trouble is None})
        if moved is not None:
            self._books.note(moved)
        return moved is not None

    def _told(self, source: Source, plan: Plan, served: tuple[Served, ...], partners: dict[str, Wiki]) -> JobRun:
        ask_again(self._environment, self._books, (partners[one.partner] for one in served if one.answers))
        results = _results(served)
        postponed = tuple((one.partner, one.postponed) for one in served if one.postponed)
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
            insists=bool(options.pages),
            notice=self._environment.notice,
        )

    def _remembered(
        self, source: Source, partners: dict[str, Wiki], known: tuple[RememberedCopy, ...]
    ) -> tuple[Source, dict[str, Memory]]:
        """Give what we remember, mended where sheets were made again or our state has lost copies."""
        listed = {ref.page_id for ref in source.listing}
        memories = memories_of(self._job, self._environment.configuration, self._store, partners, known, listed)
        due = any(is_due(self._job, name, self._store) for name in partners)
        source = replace(source, gone=gone_sheets(source.wiki, source.listing, memories.values(), look=due))
        infringing, unsaid = infringing_sheets(source.wiki, source.gone, memories.values())
        for memory in memories.values():
            taken = take_over(source.listing, source.gone, memory)
            if self._writes:
                keep_taken(self._store, memory, taken)
        return replace(source, infringing=infringing, unsaid=unsaid), memories

    def _begin(
        self, planning: Planning, source: Source, partners: dict[str, Wiki], memories: dict[str, Memory]
    ) -> None:
        """Read the first sheets while the partners find copies that we do not remember, which are candidates anyway."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            reading = pool.submit(planning.begin)
            if self._writes:
                for silent in self._recall_lost(source, partners, memories):
                    del partners[silent]
                    planning.leave_out(silent)
            reading.result()

    def _recall_lost(self, source: Source, partners: dict[str, Wiki], memories: dict[str, Memory]) -> tuple[str, ...]:
        """Find at all partners, side by side, the copies that we do not remember; name those that are silent."""

        def one(name: str) -> WikiError | None:
            try:
                for copy in recall(self._job, source, partners[name], memories[name]):
                    log.info("copy found again", partner=name, title=copy.title, sheet=copy.sheet_title)
                    self._store.remember(copy)
            except WikiError as error:
                return error
            return None

        with ThreadPoolExecutor(max_workers=max(1, len(memories))) as pool:
            errors = dict(zip(memories, pool.map(one, memories), strict=True))
        for error in errors.values():
            if error is not None:
                self._books.note(error)
        return tuple(name for name, error in errors.items() if error is not None)

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

    def _without_refused_files(
        self, served: tuple[Served, ...], source: Source, lanes: Lanes, partners: dict[str, Wiki]
    ) -> tuple[Served, ...]:
        """Plan and write once more the copies of which a file was refused; now a link stands for it."""
        again = {
            (one.change.partner, one.change.sheet.page_id) for one in _results(served) if is_for_want_of_a_file(one)
        }
        if not again or self._environment.stop.is_set():
            return served
        waiting = {name: wiki for name, wiki in partners.items() if name in {partner for partner, _ in again}}
        memories = memories_of(
            self._job, self._environment.configuration, self._store, waiting, self._store.all_copies()
        )
        sheets = {sheet for _, sheet in again}
        aim = replace(self._aim(), wants=lambda ref: ref.page_id in sheets, beyond_limits=True, files_tried=True)
        try:
            planning = Planning(aim, source, waiting, memories)
            planning.begin()
            plans = only(planning.whole(), again)
        except (WikiError, InterruptedRunError) as error:  # the next run plans them
            self._books.note(error)
            return served
        done = {one.partner: one for one in lanes.carry_out(plans)}
        self._note(tuple(done.values()), source)
        return tuple(one.then(done[one.partner]) if one.partner in done else one for one in served)

    def _note(self, served: tuple[Served, ...], source: Source) -> None:
        """Put down what was done, and which partners are well and which are not."""
        self._books.put_down(len(source.listing), served)
        for one in served:
            if one.trouble is not None:
                # A source that fails ends several lanes, and has failed but once.
                if str(one.trouble) not in map(str, self._books.troubles):
                    self._books.note(one.trouble)
            elif one.changes:
                self._books.well(one.partner)

    def _look(self, there: tuple[Wiki, ...], source: SourceLook) -> None:
        for wiki in there:
            if not self._environment.stop.is_set():
                try:
                    look_when_due(self._job, wiki, self._store, source)
                except (WikiError, InterruptedRunError) as error:
                    self._books.note(error)


def _skipped(plan: Plan) -> tuple[Result, ...]:
    return tuple(Result(change, Outcome.UNCHANGED) for change in plan.changes)


def _results(served: tuple[Served, ...]) -> tuple[Result, ...]:
    return tuple(result for one in served for result in one.results)
