"""What should happen: from the listing of a source to the ordered changes at its partners.

Requests are what counts: a sheet is fetched only when it moved on or its copy waits for something, and a partner is
asked only when one of its copies may change.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from bot.config.settings import PartnerSettings
from bot.domain.page import Page, PageRef
from bot.domain.people import has_to_go, lost_some
from bot.domain.plan import State
from bot.domain.reasons import SOURCE_SIDE, Finding, Reason
from bot.store.values import RememberedCopy
from bot.sync.asking import Asker
from bot.sync.crediting import naming_of
from bot.sync.drafts import Draft, draft
from bot.sync.materials import Aim, Memory, PartnerPlan, Source
from bot.sync.partner_planner import PartnerPlanner
from bot.sync.reading_facts import facts_for_reading
from bot.sync.recipes import Recipe, recipe_of
from bot.sync.source_files import SourceFiles, awaiting_files
from bot.wiki.protocol import Wiki

_SETTLED = {State.CURRENT, State.EDITED}


def plan_partners(
    aim: Aim, source: Source, partners: dict[str, Wiki], memories: dict[str, Memory]
) -> tuple[PartnerPlan, ...]:
    """Plan all partners that *partners* names, side by side."""
    settings = tuple(partner for partner in aim.job.partners if partner.wiki.name in partners)
    recipes = {
        partner.wiki.name: Recipe(recipe_of(aim.job, partner, source.facts), aim.job.source.name, aim.register)
        for partner in settings
    }
    awaiting = awaiting_files(source.wiki, (file for name in recipes for file in memories[name].files))
    candidates = {
        name: tuple(
            ref
            for ref in source.listing
            if aim.wants(ref)
            and (
                aim.everything
                or aim.decision_on(ref, name)
                or _is_candidate(ref, memories[name], recipe, awaits_files=(name, ref.page_id) in awaiting)
            )
        )
        for name, recipe in recipes.items()
    }
    copies = tuple(copy for memory in memories.values() for copy in memory.copies.values())
    drafts = _drafts(aim, source, candidates.values(), copies)
    asker = Asker(
        source.wiki, source.facts, {copy.sheet_title for copy in copies}.union(ref.title for ref in source.listing)
    )

    files = SourceFiles(source.wiki)

    def one(partner: PartnerSettings) -> PartnerPlan:
        name = partner.wiki.name
        planner = PartnerPlanner(aim, source, partners[name], partner, memories[name], recipes[name], asker, files)
        return planner.plan(candidates[name], drafts)

    with ThreadPoolExecutor(max_workers=max(1, len(settings))) as pool:
        return tuple(pool.map(one, settings))


def _read(wiki: Wiki, ids: list[int], copies: Iterable[RememberedCopy]) -> Iterator[Page]:
    """Read sheets; those of which the source has hidden an author since they were copied are read closely."""
    known: dict[int, list[str]] = {}
    for copy in copies:
        known.setdefault(copy.sheet_id, []).append(copy.people)
    closely = {number for number in ids if any(lost_some(people) for people in known.get(number, ()))}
    for page in wiki.read(tuple(number for number in ids if number not in closely)):
        if any(has_to_go(people, page.shown) for people in known.get(page.ref.page_id, ())):
            closely.add(page.ref.page_id)
        else:
            yield page
    if closely:
        yield from wiki.read(sorted(closely), closely=True)


def _drafts(
    aim: Aim, source: Source, wanted: Iterable[tuple[PageRef, ...]], copies: Iterable[RememberedCopy]
) -> dict[int, tuple[Page, Draft | Finding]]:
    ids = sorted({ref.page_id for refs in wanted for ref in refs})
    if not ids:
        return {}
    declaration, facts = aim.job.source.licence, facts_for_reading(source.wiki, aim.job.mapping)
    naming = naming_of(aim.job.source, source.wiki, aim.register)
    return {
        (number := page.ref.page_id): (
            page,
            draft(
                page,
                aim.job.mapping,
                facts,
                declaration,
                copied_from=source.copies.get(number, ""),
                decisions=aim.register.decisions_on(aim.job.source.name, number),
                naming=naming,
            ),
        )
        for page in _read(source.wiki, ids, copies)
    }


def _is_candidate(ref: PageRef, memory: Memory, recipe: Recipe, *, awaits_files: bool) -> bool:
    """Tell whether a sheet may lead to a change, from memory alone."""
    copy = memory.copies.get(ref.page_id)
    if copy is None:
        return True
    if copy.state is State.REMOVED or copy.reason is Reason.CREDIT_DISPUTED:
        return False
    if awaits_files and copy.reason not in SOURCE_SIDE:
        return True
    if (copy.sheet_revision, copy.sheet_title) != (ref.revision, ref.title):
        return True
    if not recipe.still_fits(copy.recipe, ref.page_id):
        return True
    if copy.reason is Reason.CREDIT_CHANGED or (copy.state in _SETTLED and has_to_go(copy.people)):
        return True
    return copy.state not in _SETTLED and copy.reason not in SOURCE_SIDE
