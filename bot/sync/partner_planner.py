"""What should happen at one partner."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from bot.config.settings import PartnerSettings
from bot.domain.doing import Doing
from bot.domain.limits import Stop, stop_for
from bot.domain.page import Page, PageRef, Presence
from bot.domain.plan import Action, Change
from bot.domain.reasons import Finding, Reason
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.errors import WikiError
from bot.store.values import RememberedCopy
from bot.sync.asking import Asker
from bot.sync.licensing import terms_of
from bot.sync.materials import Aim, Memory, PartnerPlan, Source, without_text
from bot.sync.mending import plan_mends
from bot.sync.orphans import plan_orphans
from bot.sync.reading_facts import facts_with_trees, with_redirects
from bot.sync.recipes import Recipe
from bot.sync.sheets import Sheets, Understood
from bot.sync.source_files import SourceFiles
from bot.sync.watch import Watch, heed
from bot.wiki.protocol import Wiki

if TYPE_CHECKING:
    from bot.sync.drafts import Draft
    from bot.sync.rendering import Destination

FIRST, PART = 10, 20
"""How many sheets the parts of a plan are of: few at first, so that writing soon begins, then as many as one look at a
partner tells of, which still are worked out while the other wikis are at work."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known of all sheets before the first copy is worked out."""

    bare: "Destination"
    titles: Mapping[int, str | Finding]
    """The titles of the copies, by sheet id, or why there is none."""
    copies: Mapping[str, str]
    """The titles of copies, known or about to be, by those of their sheets."""


@dataclass(eq=False)
class PartnerPlanner:
    """Plans one partner: asks what stands there, renders, and decides about each copy.

    *candidates* are the sheets that may lead to a change there.
    """

    aim: Aim
    source: Source
    wiki: Wiki
    partner: PartnerSettings
    memory: Memory
    recipe: Recipe
    asker: Asker
    files: SourceFiles
    sheets: Sheets
    candidates: tuple[PageRef, ...]

    def __post_init__(self) -> None:
        """Find out once what is known of all sheets, by questions to the partner among others.

        A cached_property would hold one lock for all partners meanwhile, before Python 3.12.
        """
        self._ground = cache(self._find_ground)

    @property
    def name(self) -> str:
        return self.partner.wiki.name

    @property
    def known(self) -> int:
        """Count the copies that stand at the partner, as far as we remember."""
        return sum(1 for copy in self.memory.copies.values() if copy.page_id is not None)

    def plan(self, keep: int | None = None) -> PartnerPlan:
        """Plan one partner; a partner that does not answer keeps its sheets for later.

        Only the changes of so many pages *keep* their texts, where it is set.
        """
        empty = self._stop(0)
        if empty is not None and not self.aim.beyond_limits:
            return PartnerPlan(self.partner, self.recipe, stop=empty)
        plan, written = PartnerPlan(self.partner, self.recipe), set[int]()

        def kept(change: Change) -> Change:
            written.update(() if change.action is Action.SKIP else (change.sheet.page_id,))
            return change if keep is None or len(written) <= keep else without_text(change)

        try:
            for part in self.parts():
                plan = replace(part, changes=(*plan.changes, *map(kept, part.changes)))
        except WikiError as error:
            return PartnerPlan(self.partner, self.recipe, trouble=error, postponed=self.candidates)
        writes = sum(1 for change in plan.changes if change.action is not Action.SKIP)
        writes = writes if self.aim.limit is None else min(writes, self.aim.limit)
        return replace(plan, stop=None if self.aim.beyond_limits else self._stop(writes))

    def _stop(self, changes: int) -> Stop | None:
        listed, brake = len(self.source.listing), self.aim.job.brake
        return stop_for(self.name, brake, known=self.known, listed=listed, changes=changes)

    def parts(self) -> Iterator[PartnerPlan]:
        """Plan one partner in parts of some sheets, the next when it is asked for; the limits are not looked at.

        Once a part has a trouble, nothing can be written at the partner, and all parts after it have that, too.

        Raises:
            WikiError: the partner or the source cannot be asked.

        """
        watch, trouble, written = Watch(self.wiki, self.partner.wiki, len(self.candidates)), None, set[int]()
        ground = self._ground()
        # With the terms of the partner where it was asked, a change of its licence is noticed later.
        recipe = self.recipe.under(terms_of(self.partner, self.wiki.facts())) if ground else self.recipe
        planned, sizes = self._noticed(self._changes(watch)), chain((FIRST,), repeat(PART))
        while some := tuple(chain.from_iterable(islice(planned, next(sizes)))):
            from bot.sync.freezing import freeze

            changes = freeze(some, self.wiki, self.memory)
            written |= {change.sheet.page_id for change in changes if change.action is not Action.SKIP}
            changes, trouble = heed(changes, watch, trouble)
            yield PartnerPlan(self.partner, recipe, changes, trouble=trouble, watch=watch)
        rest = plan_orphans(self.aim, self.source, self.partner, self.wiki, self.memory)
        written |= {change.sheet.page_id for change in rest if change.action is not Action.SKIP}
        rest = (*rest, *plan_mends(self.aim, self.partner, self.wiki, self.memory, written))
        rest, trouble = heed(rest, watch, trouble)
        yield PartnerPlan(self.partner, recipe, rest, trouble=trouble, watch=watch)

    @cached_property
    def _wanted(self) -> frozenset[int]:
        return frozenset(ref.page_id for ref in self.candidates)

    def _find_ground(self) -> _Ground | None:
        """Go through all sheets for the titles of their copies; None where no sheet can be copied at all."""
        bare: Destination | None = None
        titles, coming = dict[int, str | Finding](), dict[str, str]()
        for batch in self.sheets:
            sheets = _drafts_of(batch, self._wanted)
            for sheet in sheets:
                bare = bare or self._bare(sheets)
                title = self._title(sheet, bare)
                titles[sheet.page.ref.page_id] = title
                if isinstance(title, str):
                    coming[sheet.page.ref.title] = title
        known = {copy.sheet_title: copy.title for copy in self.memory.copies.values() if copy.page_id is not None}
        return _Ground(bare, titles, known | coming) if bare else None

    def _bare(self, sheets: list["Draft"]) -> "Destination":
        """Give what copies are written for, before the partner is asked what stands there."""
        from bot.sync.rendering import Destination

        if self.aim.writes and any(self._will_likely_write(sheet.page) for sheet in sheets):
            # A write needs the login anyway; done first, it brings the facts along and allows larger batches.
            self.wiki.account()
        facts = facts_with_trees(self.wiki, self.partner.mapping)
        bare = Destination(self.partner, facts, has_credit_template=False, contact=self.aim.contact)
        return replace(bare, originals=self.memory.originals)

    def _changes(self, watch: Watch) -> Iterator[tuple[Change, ...]]:
        """Plan sheet after sheet, those first that cannot be copied at all."""
        taken = {
            copy.title: copy.sheet_id
            for copy in (*self.memory.copies.values(), *self.memory.elsewhere.values())
            if copy.page_id is not None
        }
        for batch in self.sheets:
            from bot.sync.decide import refuse

            refused = tuple(
                refuse(self.name, page, self._copy(page), understood)
                for number, (page, understood) in batch.items()
                if number in self._wanted and isinstance(understood, Finding)
            )
            if refused:
                yield refused
            sheets = _drafts_of(batch, self._wanted)
            if sheets and (ground := self._ground()) is not None:
                yield from self._changes_of(sheets, ground, taken, watch)

    def _noticed(self, planned: Iterator[tuple[Change, ...]]) -> Iterator[tuple[Change, ...]]:
        """Say how many sheets have been planned."""
        done = 0
        for changes in planned:
            done += len({change.sheet.page_id for change in changes})
            self.aim.notice(self.name, Doing.PLANNING, done, len(self.candidates))
            yield changes

    def _changes_of(
        self, sheets: list["Draft"], ground: _Ground, taken: dict[str, int], watch: Watch
    ) -> Iterator[tuple[Change, ...]]:
        from bot.sync.copy_planner import CopyPlanner
        from bot.sync.decide import refuse

        titles = {number: ground.titles[number] for sheet in sheets if (number := sheet.page.ref.page_id)}
        at, destination, deleted = self._look(sheets, titles, ground.bare)
        known = tuple(number for number in titles if number in self.memory.copies)
        planner = CopyPlanner(
            self.aim,
            self.source,
            self.wiki,
            self.memory,
            destination,
            ground.copies,
            deleted,
            self.memory.bases_of(known) if known else {},
            cache(lambda: with_redirects(self.wiki, self.partner.mapping, ground.bare.facts)),
            lambda sheet: self.asker.expanded(sheet, destination),
        )
        for sheet in self._complete(sheets, destination, watch):
            page, title = sheet.page, titles[sheet.page.ref.page_id]
            finding = title if isinstance(title, Finding) else self._claim(page, title, taken)
            if finding is None and isinstance(title, str):
                yield planner.plan(sheet, title, at[page.ref.page_id])
            elif finding is not None:
                wanted = title if isinstance(title, str) else ""
                yield (refuse(self.name, page, self._copy(page), finding, wanted),)

    def _complete(self, sheets: list["Draft"], destination: "Destination", watch: Watch) -> list["Draft"]:
        """Add to sheets all that is asked only for those that are about to be written anew."""
        from bot.sync.placing import place_files

        asked = self.asker.completed(sheets, destination)
        files, known = self.files, self.memory.files
        return place_files(asked, files, self.source.facts, self.wiki, destination, known, self.aim, watch)

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

    def _title(self, sheet: "Draft", destination: "Destination") -> str | Finding:
        from bot.sync.rendering import copy_title

        copy = self._copy(sheet.page)
        decision = self.aim.decision_on(sheet.page.ref, self.name)
        if decision is not None and decision.title:
            return decision.title
        return copy.title if copy and copy.page_id is not None else copy_title(sheet, destination)

    def _look(
        self, sheets: list["Draft"], titles: dict[int, str | Finding], bare: "Destination"
    ) -> tuple[dict[int, Presence], "Destination", frozenset[str]]:
        """See what stands at the partner for all sheets, in as few requests as can be."""
        from bot.wikitext.credit_words import shown_by

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

    def _copy(self, page: Page) -> RememberedCopy | None:
        return self.memory.copies.get(page.ref.page_id)

    def _page_id(self, page: Page) -> int | None:
        copy = self._copy(page)
        return copy.page_id if copy else None

    def _has_page(self, page: Page) -> bool:
        return self._page_id(page) is not None


def _drafts_of(batch: Mapping[int, Understood], wanted: Collection[int]) -> list["Draft"]:
    return [
        understood
        for number, (_page, understood) in batch.items()
        if number in wanted and not isinstance(understood, Finding)
    ]
