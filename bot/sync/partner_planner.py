"""What should happen at one partner."""

from dataclasses import dataclass, replace
from functools import cache

from bot.config.settings import PartnerSettings
from bot.domain.limits import stop_for
from bot.domain.page import Page, PageRef, Presence
from bot.domain.plan import Action, Change
from bot.domain.reasons import Finding, Reason
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.errors import WikiError
from bot.store.values import RememberedCopy
from bot.sync.asking import Asker
from bot.sync.copy_planner import CopyPlanner
from bot.sync.decide import refuse
from bot.sync.drafts import Draft
from bot.sync.freezing import freeze
from bot.sync.licensing import terms_of
from bot.sync.materials import Aim, Memory, PartnerPlan, Source
from bot.sync.mending import plan_mends
from bot.sync.orphans import plan_orphans
from bot.sync.placing import place_files
from bot.sync.reading_facts import facts_with_trees, with_redirects
from bot.sync.recipes import Recipe
from bot.sync.rendering import Destination, copy_title
from bot.sync.source_files import SourceFiles
from bot.sync.watch import Watch, heed
from bot.wiki.protocol import Wiki
from bot.wikitext.credit_words import shown_by


@dataclass(frozen=True, slots=True)
class PartnerPlanner:
    """Plans one partner: asks what stands there, renders, and decides about each copy."""

    aim: Aim
    source: Source
    wiki: Wiki
    partner: PartnerSettings
    memory: Memory
    recipe: Recipe
    asker: Asker
    files: SourceFiles

    @property
    def name(self) -> str:
        return self.partner.wiki.name

    def plan(self, candidates: tuple[PageRef, ...], drafts: dict[int, tuple[Page, Draft | Finding]]) -> PartnerPlan:
        """Plan one partner; a partner that does not answer keeps its sheets for later."""
        known = sum(1 for copy in self.memory.copies.values() if copy.page_id is not None)
        empty = stop_for(self.name, self.aim.job.brake, known=known, listed=len(self.source.listing), changes=0)
        if empty is not None and not self.aim.beyond_limits:
            return PartnerPlan(self.partner, self.recipe, stop=empty)
        try:
            orphans = plan_orphans(self.aim, self.source, self.partner, self.wiki, self.memory)
            changes = freeze(self._changes(candidates, drafts), self.wiki, self.memory)
            changes = (*changes, *orphans)
            written = {change.sheet.page_id for change in changes if change.action is not Action.SKIP}
            changes = (*changes, *plan_mends(self.aim, self.partner, self.wiki, self.memory, written))
        except WikiError as error:
            return PartnerPlan(self.partner, self.recipe, trouble=error, postponed=candidates)
        watch = Watch(self.wiki, self.partner.wiki)
        changes, trouble = heed(changes, watch)
        writes = sum(1 for change in changes if change.action is not Action.SKIP)
        writes = writes if self.aim.limit is None else min(writes, self.aim.limit)
        stop = stop_for(self.name, self.aim.job.brake, known=known, listed=len(self.source.listing), changes=writes)
        if self.aim.beyond_limits:
            stop = None
        return PartnerPlan(self.partner, self._recipe(candidates, drafts), changes, stop, trouble, watch=watch)

    def _recipe(self, candidates: tuple[PageRef, ...], drafts: dict[int, tuple[Page, Draft | Finding]]) -> Recipe:
        """Add the terms of the partner where it was asked, so that a change of its licence is noticed later."""
        judged = any(ref.page_id in drafts and isinstance(drafts[ref.page_id][1], Draft) for ref in candidates)
        return self.recipe.under(terms_of(self.partner, self.wiki.facts())) if judged else self.recipe

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
        if self.aim.writes and any(self._will_likely_write(sheet.page) for sheet in sheets):
            # A write needs the login anyway; done first, it brings the facts along and allows larger batches.
            self.wiki.account()
        facts = facts_with_trees(self.wiki, self.partner.mapping)
        bare = Destination(self.partner, facts, has_credit_template=False, contact=self.aim.contact)
        bare = replace(bare, originals=self.memory.originals)
        titles = {sheet.page.ref.page_id: self._title(sheet, bare) for sheet in sheets}
        at, destination, deleted = self._look(sheets, titles, bare)
        copies = self._links(sheets, titles)
        reading = cache(lambda: with_redirects(self.wiki, self.partner.mapping, facts))
        taken: dict[str, int] = {
            copy.title: copy.sheet_id
            for copy in (*self.memory.copies.values(), *self.memory.elsewhere.values())
            if copy.page_id is not None
        }
        planner = CopyPlanner(
            self.aim,
            self.source,
            self.wiki,
            self.memory,
            destination,
            copies,
            deleted,
            reading,
            lambda sheet: self.asker.expanded(sheet, destination),
        )
        changes: list[Change] = []
        for sheet in self._complete(sheets, destination):
            page, title = sheet.page, titles[sheet.page.ref.page_id]
            finding = title if isinstance(title, Finding) else self._claim(page, title, taken)
            if finding is None and isinstance(title, str):
                changes += planner.plan(sheet, title, at[page.ref.page_id])
            elif finding is not None:
                changes.append(
                    refuse(self.name, page, self._copy(page), finding, title if isinstance(title, str) else "")
                )
        return changes

    def _complete(self, sheets: list[Draft], destination: Destination) -> list[Draft]:
        """Add to sheets all that is asked only for those that are about to be written anew."""
        asked = self.asker.completed(sheets, destination)
        declared = self.aim.job.source.file_licence
        known, tried = self.memory.files, self.aim.files_tried
        return place_files(asked, self.files, self.source.facts, self.wiki, destination, known, declared, tried=tried)

    def _will_likely_write(self, page: Page) -> bool:
        copy = self._copy(page)
        return copy is None or copy.reason is None

    def _claim(self, page: Page, title: str, taken: dict[str, int]) -> Finding | None:
        other = self.memory.elsewhere.get(page.ref.page_id)
        if other is not None and other.page_id is not None:
            return Finding(Reason.CLAIMED, (("job", other.job),))
        if taken.setdefault(title, page.ref.page_id) != page.ref.page_id and not self._has_page(page):
            return Finding(Reason.TITLE_TWICE, (("title", title),))
        return None

    def _title(self, sheet: Draft, destination: Destination) -> str | Finding:
        copy = self._copy(sheet.page)
        decision = self.aim.decision_on(sheet.page.ref, self.name)
        if decision is not None and decision.title:
            return decision.title
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
        shown = shown_by(seen[credit].text or "") if has_template else frozenset()
        missing = [title for title in by_title.values() if seen[title].page is None and not seen[title].invalid]
        deleted = self.wiki.deleted_titles(missing) if missing else frozenset()
        at = {sheet_id: seen_ids[page_id] for sheet_id, page_id in by_id.items() if page_id is not None}
        at |= {sheet_id: seen[title] for sheet_id, title in by_title.items()}
        return at, replace(bare, has_credit_template=has_template, template_shows=shown), deleted

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
