"""What should happen: from the listing of a source to the ordered changes at its partners.

Requests are what counts: a sheet is fetched only when it moved on or its copy waits for something, and a partner is
asked only when one of its copies may change.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from bot.config.settings import OnRename
from bot.domain.limits import stop_for
from bot.domain.page import PageRef
from bot.domain.people import has_to_go
from bot.domain.plan import State
from bot.domain.reasons import SOURCE_SIDE, Reason
from bot.sync.asking import Asker
from bot.sync.materials import Aim, Memory, PartnerPlan, Source
from bot.sync.mending import count_mends
from bot.sync.partner_planner import PartnerPlanner
from bot.sync.recipes import Recipe, recipe_of
from bot.sync.sheets import Sheets
from bot.sync.source_files import SourceFiles, awaiting_files
from bot.wiki.protocol import Wiki

_SETTLED = {State.CURRENT, State.EDITED}


class Planning:
    """Plans the partners of a job, each whole or part by part, from the sheets that may lead to changes."""

    def __init__(self, aim: Aim, source: Source, partners: dict[str, Wiki], memories: dict[str, Memory]) -> None:
        """Find the candidates; nothing is read before :meth:`begin`."""
        self._aim = aim
        self._source = source
        settings = tuple(partner for partner in aim.job.partners if partner.wiki.name in partners)
        recipes = {
            partner.wiki.name: Recipe(recipe_of(aim.job, partner, source.facts), aim.job.source.name, aim.register)
            for partner in settings
        }
        candidates = _candidates(aim, source, recipes, memories)
        copies = tuple(copy for memory in memories.values() for copy in memory.copies.values())
        wanted = {ref.page_id for refs in candidates.values() for ref in refs}
        self._sheets = Sheets(aim, source, wanted, copies)
        titles = {copy.sheet_title for copy in copies}.union(ref.title for ref in source.listing)
        asker, files = Asker(source.wiki, source.facts, titles), SourceFiles(source.wiki)
        self._planners = {
            (name := partner.wiki.name): PartnerPlanner(
                aim,
                source,
                partners[name],
                partner,
                memories[name],
                recipes[name],
                asker,
                files,
                self._sheets,
                candidates[name],
            )
            for partner in settings
        }

    def begin(self) -> None:
        """Read the first sheets, so that a source that does not answer ends the run and is no trouble of a partner.

        Raises:
            WikiError: the source cannot be asked.

        """
        if len(self._sheets):
            with ThreadPoolExecutor(max_workers=1) as pool:
                pool.submit(_read_on)
                self._sheets[0]

    def leave_out(self, partner: str) -> None:
        """Plan nothing for a partner."""
        del self._planners[partner]

    @property
    def partners(self) -> tuple[str, ...]:
        """Name the partners that are planned."""
        return tuple(self._planners)

    @property
    def is_long(self) -> bool:
        """Tell whether there are more sheets than are held at a time."""
        return len(self._sheets) > 1

    @property
    def is_within_limits(self) -> bool:
        """Tell whether the limits hold whatever the plan will be, even if every candidate is written."""
        return self._aim.beyond_limits or all(map(self._keeps_limits, self._planners.values()))

    def whole(self, keep: int | None = None) -> tuple[PartnerPlan, ...]:
        """Plan all partners whole, side by side; only so many pages *keep* their texts, where it is set."""

        with ThreadPoolExecutor(max_workers=max(1, len(self._planners))) as pool:
            return tuple(pool.map(lambda planner: planner.plan(keep), self._planners.values()))

    def candidates(self, name: str) -> tuple[PageRef, ...]:
        """Give the sheets that may lead to a change at a partner."""
        return self._planners[name].candidates

    def parts(self, name: str) -> Iterator[PartnerPlan]:
        """Plan one partner part by part, each when it is asked for.

        Raises:
            WikiError: the partner or the source cannot be asked any more.

        """
        return self._planners[name].parts()

    def _keeps_limits(self, planner: PartnerPlanner) -> bool:
        memory = planner.memory
        listed = {ref.page_id for ref in self._source.listing}
        moves = 2 if planner.partner.on_rename is OnRename.MOVE else 1
        orphans = sum(1 for number in memory.copies if number not in listed)
        most = len(planner.candidates) * moves + orphans + count_mends(self._aim, memory)
        known, brake = planner.known, self._aim.job.brake
        return stop_for(planner.name, brake, known=known, listed=len(listed), changes=most) is None


def _read_on() -> None:
    """Read the parts of the program that only runs use in which sheets have moved, while the wikis are waited for."""
    from bot.sync import copy_planner, drafts, freezing, placing, whole  # noqa: F401 - reading them is all
    from bot.wikitext import reader, writer  # noqa: F401 - likewise


def _candidates(
    aim: Aim, source: Source, recipes: Mapping[str, Recipe], memories: Mapping[str, Memory]
) -> dict[str, tuple[PageRef, ...]]:
    """Give the sheets that may lead to a change, by the name of the partner."""
    known = (file for name in recipes for file in memories[name].files)
    awaiting = awaiting_files(source.wiki, known, aim.turns_to)
    return {
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
