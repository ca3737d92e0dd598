"""The writing of one run: one lane a partner, side by side, from whole plans or from plans that are made meanwhile."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace

from bot.config.settings import JobSettings
from bot.domain.plan import Action, Change, Result
from bot.errors import InterruptedRunError, RepublishError, StateError, WikiError
from bot.i18n import _
from bot.sync.environment import Environment
from bot.sync.lane import Lane
from bot.sync.materials import PartnerPlan, without_text
from bot.sync.planner import Planning
from bot.wiki.protocol import Wiki


@dataclass(frozen=True, slots=True)
class Served:
    """What became of one partner in a run; *trouble* ended it, and *postponed* sheets could not even be planned."""

    partner: str
    changes: tuple[Change, ...] = ()
    results: tuple[Result, ...] = ()
    trouble: RepublishError | None = None
    postponed: int = 0
    answers: bool = True
    """Whether the partner could be asked all that its plan needed."""

    def then(self, later: "Served") -> "Served":
        """Put what became of some copies later in the place of what was told of them."""
        told = {one.change.sheet.page_id for one in later.results}
        kept = (one for one in self.results if one.change.sheet.page_id not in told)
        return replace(self, results=(*kept, *later.results), trouble=self.trouble or later.trouble)


class Lanes:
    """Writes to the partners of a job, each from a thread of its own."""

    def __init__(self, job: JobSettings, environment: Environment, source: Wiki, partners: dict[str, Wiki]) -> None:
        self._job = job
        self._environment = environment
        self._source = source
        self._partners = partners

    def carry_out(self, plans: tuple[PartnerPlan, ...]) -> tuple[Served, ...]:
        """Carry out plans that are made."""
        by_name = {plan.partner.wiki.name: plan for plan in plans}

        def one(name: str) -> Served:
            plan = by_name[name]
            self._environment.expect(name, sum(1 for change in plan.changes if change.action is not Action.SKIP))
            lane = self._lane(name)
            results, _trouble = lane.apply(plan)
            return replace(not_served(plan), results=results, trouble=lane.finish())

        return self._side_by_side(one, by_name)

    def carry_out_in_parts(self, planning: Planning, partners: Iterable[str]) -> tuple[Served, ...]:
        """Plan and carry out part after part, so that never all texts are held and no partner waits for another."""

        def one(name: str) -> Served:
            self._environment.expect(name, len(planning.candidates(name)))
            return self._in_parts(name, planning)

        return self._side_by_side(one, partners)

    def _in_parts(self, name: str, planning: Planning) -> Served:
        """Go through the parts of one partner until its lane ends; the sheets of later parts are postponed."""
        lane, changes, results = self._lane(name), list[Change](), list[Result]()
        stop = self._environment.stop
        trouble: RepublishError | None = None
        answers = True
        try:
            for part in planning.parts(name):
                answers = part.trouble is None
                done, trouble = lane.apply(part)
                changes += map(without_text, part.changes) if planning.is_long else part.changes
                results += map(_light, done) if planning.is_long else done
                for change in part.changes:
                    if change.action is Action.SKIP:
                        self._environment.advance(name)
                if trouble is not None or stop.is_set():
                    break
            trouble = lane.finish()
        except (WikiError, InterruptedRunError, StateError) as error:
            answers, trouble = False, error
        told = {change.sheet.page_id for change in changes}
        postponed = sum(1 for ref in planning.candidates(name) if ref.page_id not in told)
        if trouble is None and postponed and stop.is_set():
            trouble = InterruptedRunError(_("The run was stopped."))
        return Served(name, tuple(changes), tuple(results), trouble, postponed, answers)

    def _side_by_side(self, one: Callable[[str], Served], names: Iterable[str]) -> tuple[Served, ...]:
        names = tuple(names)

        def kept(name: str) -> Served:
            try:
                with self._environment.store.keeping_a_connection():
                    return one(name)
            except StateError as error:  # before the first write: from then on the lane itself tells of it
                return Served(name, trouble=error, answers=False)

        contexts = {name: copy_context() for name in names}  # the log names the job of each lane
        with ThreadPoolExecutor(max_workers=max(1, len(names))) as pool:
            return tuple(pool.map(lambda name: contexts[name].run(kept, name), names))

    def _lane(self, name: str) -> Lane:
        world = self._environment
        return Lane(
            self._job,
            self._partners[name],
            world.store,
            world.stop,
            advance=world.advance,
            waits=world.waits,
            source=self._source,
        )


def not_served(plan: PartnerPlan) -> Served:
    """Tell of a plan of which nothing is carried out."""
    name = plan.partner.wiki.name
    return Served(name, plan.changes, (), plan.trouble, len(plan.postponed), plan.trouble is None)


def _light(result: Result) -> Result:
    return replace(result, change=without_text(result.change))
