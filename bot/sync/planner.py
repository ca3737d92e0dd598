"""What should happen: from the listing of a source to the ordered changes at its partners.

Requests are what counts: a sheet is fetched only when it moved on or its copy waits for something, and a partner is
asked only when one of its copies may change.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

from bot.config.settings import JobSettings, PartnerSettings
from bot.domain.field import Values
from bot.domain.page import Page, PageRef, Presence
from bot.domain.plan import SOURCE_SIDE, Action, Change, Finding, Plan, Reason, State, Stop, stop_for
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.errors import WikiError
from bot.store.values import RememberedCopy
from bot.sync.decide import Circumstances, decide, differences, refuse, values_of
from bot.sync.drafts import Draft, draft
from bot.sync.rendering import Destination, Rendered, copy_title, recipe_of, render
from bot.wiki.protocol import Wiki

_SETTLED = {State.CURRENT, State.EDITED}


@dataclass(frozen=True, slots=True)
class Memory:
    """What we remember of one partner: copies by sheet id, and those that other jobs keep there."""

    copies: dict[int, RememberedCopy]
    elsewhere: dict[int, RememberedCopy]


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is now: its facts and the listing of the job's selection."""

    wiki: Wiki
    facts: WikiFacts
    listing: tuple[PageRef, ...]


@dataclass(frozen=True, slots=True)
class PartnerPlan:
    """What happens at one partner; *trouble* is set when it could not be asked, *postponed* then lists its sheets."""

    partner: PartnerSettings
    recipe: str
    changes: tuple[Change, ...] = ()
    stop: Stop | None = None
    trouble: WikiError | None = None
    postponed: tuple[PageRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans one job; *today* dates the credits, *wants* narrows the run to some sheets."""

    job: JobSettings
    contact: str
    today: date
    wants: Callable[[PageRef], bool]
    beyond_limits: bool = False
    everything: bool = False
    """Whether sheets are compared even where nothing has moved."""

    def plan(self, source: Source, partners: dict[str, Wiki], memories: dict[str, Memory]) -> tuple[PartnerPlan, ...]:
        """Plan all partners that *partners* names, side by side."""
        settings = tuple(partner for partner in self.job.partners if partner.wiki.name in partners)
        recipes = {partner.wiki.name: recipe_of(self.job, partner, source.facts) for partner in settings}
        candidates = {
            name: tuple(
                ref
                for ref in source.listing
                if self.wants(ref) and (self.everything or _is_candidate(ref, memories[name], recipe))
            )
            for name, recipe in recipes.items()
        }
        drafts = self._drafts(source, candidates.values())

        def one(partner: PartnerSettings) -> PartnerPlan:
            name = partner.wiki.name
            work = _Work(self, source, partners[name], partner, memories[name], recipes[name])
            return work.plan(candidates[name], drafts)

        with ThreadPoolExecutor(max_workers=max(1, len(settings))) as pool:
            return tuple(pool.map(one, settings))

    def _drafts(self, source: Source, wanted: Iterable[tuple[PageRef, ...]]) -> dict[int, tuple[Page, Draft | Finding]]:
        ids = sorted({ref.page_id for refs in wanted for ref in refs})
        declaration = self.job.source.licence
        return {
            page.ref.page_id: (page, draft(page, self.job.mapping, source.facts, declaration))
            for page in source.wiki.read(ids)
        }


def _is_candidate(ref: PageRef, memory: Memory, recipe: str) -> bool:
    """Tell whether a sheet may lead to a change, from memory alone."""
    copy = memory.copies.get(ref.page_id)
    if copy is None:
        return True
    if copy.state is State.REMOVED:
        return False
    if (copy.sheet_revision, copy.sheet_title, copy.recipe) != (ref.revision, ref.title, recipe):
        return True
    return copy.state not in _SETTLED and copy.reason not in SOURCE_SIDE


def plan_of(job: JobSettings, listed: int, plans: Iterable[PartnerPlan]) -> Plan:
    """Put the plans of all partners together into one value."""
    plans = tuple(plans)
    changes = tuple(change for plan in plans for change in plan.changes)
    return Plan(job.name, changes, listed, tuple(plan.stop for plan in plans if plan.stop))


@dataclass(frozen=True, slots=True)
class _Work:
    planner: Planner
    source: Source
    wiki: Wiki
    partner: PartnerSettings
    memory: Memory
    recipe: str

    @property
    def name(self) -> str:
        return self.partner.wiki.name

    def plan(self, candidates: tuple[PageRef, ...], drafts: dict[int, tuple[Page, Draft | Finding]]) -> PartnerPlan:
        """Plan one partner; a partner that does not answer keeps its sheets for later."""
        known = sum(1 for copy in self.memory.copies.values() if copy.page_id is not None)
        orphans = self._orphans()
        empty = stop_for(self.name, self.planner.job.brake, known=known, listed=len(self.source.listing), changes=0)
        if empty is not None and not self.planner.beyond_limits:
            return PartnerPlan(self.partner, self.recipe, stop=empty)
        try:
            changes = self._changes(candidates, drafts)
        except WikiError as error:
            return PartnerPlan(self.partner, self.recipe, orphans, trouble=error, postponed=candidates)
        writes = sum(1 for change in changes if change.action is not Action.SKIP)
        stop = stop_for(self.name, self.planner.job.brake, known=known, listed=len(self.source.listing), changes=writes)
        if self.planner.beyond_limits:
            stop = None
        return PartnerPlan(self.partner, self.recipe, (*changes, *orphans), stop)

    def _orphans(self) -> tuple[Change, ...]:
        listed = {ref.page_id for ref in self.source.listing}
        return tuple(
            Change(
                Action.SKIP,
                self.name,
                PageRef(copy.sheet_id, copy.sheet_title, copy.sheet_revision),
                copy.title,
                State.ORPHANED,
                Finding(Reason.SHEET_GONE),
                page_id=copy.page_id,
                base=copy.revision,
                content=copy.content,
                sheet_digest=copy.sheet_digest,
                present=copy.written_digest,
            )
            for copy in self.memory.copies.values()
            if copy.sheet_id not in listed and copy.page_id is not None and copy.state is not State.REMOVED
        )

    def _changes(
        self, candidates: tuple[PageRef, ...], drafts: dict[int, tuple[Page, Draft | Finding]]
    ) -> tuple[Change, ...]:
        present = [drafts[ref.page_id] for ref in candidates if ref.page_id in drafts]
        refused = [
            refuse(self.name, page, self._copy(page), understood)
            for page, understood in present
            if isinstance(understood, Finding)
        ]
        sheets = [understood for _page, understood in present if isinstance(understood, Draft)]
        if not sheets:
            return tuple(refused)
        return (*refused, *self._changes_of(sheets))

    def _changes_of(self, sheets: list[Draft]) -> list[Change]:
        facts = self.wiki.facts()
        bare = Destination(self.partner, facts, has_credit_template=False, contact=self.planner.contact)
        titles = {sheet.page.ref.page_id: self._title(sheet, bare) for sheet in sheets}
        at, destination, deleted = self._look(sheets, titles, bare)
        copies = self._links(sheets, titles)
        taken: dict[str, int] = {
            copy.title: copy.sheet_id
            for copy in (*self.memory.copies.values(), *self.memory.elsewhere.values())
            if copy.page_id is not None
        }
        changes = []
        for sheet in sheets:
            page, title = sheet.page, titles[sheet.page.ref.page_id]
            finding = title if isinstance(title, Finding) else self._claim(page, title, taken)
            if finding is None and isinstance(title, str):
                present = self._present(at[page.ref.page_id], facts)
                rendered = render(sheet, title, destination, self.source.facts, copies, self.planner.today, present)
                if isinstance(rendered, Rendered):
                    changes.append(self._decide(page, rendered, at, deleted))
                    continue
                finding = rendered
            if finding is not None:
                changes.append(
                    refuse(self.name, page, self._copy(page), finding, title if isinstance(title, str) else "")
                )
        return changes

    def _claim(self, page: Page, title: str, taken: dict[str, int]) -> Finding | None:
        other = self.memory.elsewhere.get(page.ref.page_id)
        if other is not None and other.page_id is not None:
            return Finding(Reason.CLAIMED, (("job", other.job),))
        if taken.setdefault(title, page.ref.page_id) != page.ref.page_id and not self._has_page(page):
            return Finding(Reason.TITLE_TWICE, (("title", title),))
        return None

    def _decide(self, page: Page, rendered: Rendered, at: dict[int, Presence], deleted: frozenset[str]) -> Change:
        account = (self.partner.wiki.user or "").partition("@")[0].replace("_", " ")
        circumstances = Circumstances(
            self.name,
            page,
            self._copy(page),
            at[page.ref.page_id],
            rendered.title in deleted,
            self.source.facts.address,
            account,
        )
        change = decide(circumstances, rendered)
        if change.action is Action.SKIP and change.state not in (State.EDITED, State.DIVERGED):
            return change
        before = circumstances.presence.text or ""
        found = differences(before, change.text or rendered.text, change.title, self.partner.mapping, self.wiki.facts())
        return replace(change, differences=found)

    def _present(self, presence: Presence, facts: WikiFacts) -> Values | None:
        """Read the copy that stands at the partner; None where there is none."""
        if presence.page is None or presence.text is None:
            return None
        return values_of(presence.text, presence.title, self.partner.mapping, facts)

    def _title(self, sheet: Draft, destination: Destination) -> str | Finding:
        copy = self._copy(sheet.page)
        return copy.title if copy and copy.page_id is not None else copy_title(sheet, destination)

    def _look(
        self, sheets: list[Draft], titles: dict[int, str | Finding], bare: Destination
    ) -> tuple[dict[int, Presence], Destination, frozenset[str]]:
        """See what stands at the partner for all sheets, in as few requests as can be."""
        by_id = {sheet.page.ref.page_id: self._page_id(sheet.page) for sheet in sheets}
        by_title = {
            sheet_id: title for sheet_id, title in titles.items() if by_id[sheet_id] is None and isinstance(title, str)
        }
        credit = self._credit_template(bare.facts)
        seen_ids = self.wiki.look_at([page_id for page_id in by_id.values() if page_id is not None], with_text=True)
        seen = self.wiki.look_for([*by_title.values(), *([credit] if credit else [])], with_text=True)
        has_template = bool(credit and (found := seen.get(credit)) and found.page)
        missing = [title for title in by_title.values() if seen[title].page is None and not seen[title].invalid]
        deleted = self.wiki.deleted_titles(missing) if missing else frozenset()
        at = {sheet_id: seen_ids[page_id] for sheet_id, page_id in by_id.items() if page_id is not None}
        at |= {sheet_id: seen[title] for sheet_id, title in by_title.items()}
        return at, replace(bare, has_credit_template=has_template), deleted

    def _credit_template(self, facts: WikiFacts) -> str:
        name = self.partner.mapping.credit.template
        space = facts.namespace(TEMPLATE)
        return f"{space.name if space else 'Template'}:{name}" if name else ""

    def _links(self, sheets: list[Draft], titles: dict[int, str | Finding]) -> dict[str, str]:
        """Map titles at the source to titles of copies, known or about to be."""
        known = {copy.sheet_title: copy.title for copy in self.memory.copies.values() if copy.page_id is not None}
        coming = {
            sheet.page.ref.title: title for sheet in sheets if isinstance(title := titles[sheet.page.ref.page_id], str)
        }
        return known | coming

    def _copy(self, page: Page) -> RememberedCopy | None:
        return self.memory.copies.get(page.ref.page_id)

    def _page_id(self, page: Page) -> int | None:
        copy = self._copy(page)
        return copy.page_id if copy else None

    def _has_page(self, page: Page) -> bool:
        return self._page_id(page) is not None
