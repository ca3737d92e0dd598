"""What planning starts from and what it gives, as values."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from bot.config.settings import JobSettings, PartnerSettings
from bot.domain.chain import Original
from bot.domain.decision import Decision
from bot.domain.doing import Notice, unnoticed
from bot.domain.limits import Stop
from bot.domain.page import PageRef, Presence
from bot.domain.plan import Action, Change, Plan
from bot.domain.register import Register
from bot.domain.wiki import WikiFacts
from bot.errors import WikiError
from bot.store.values import Base, RememberedCopy, RememberedFile
from bot.sync.recipes import Recipe
from bot.sync.watch import Watch
from bot.wiki.protocol import Wiki


@dataclass(frozen=True, slots=True)
class Aim:
    """What one planning is for; *today* dates the credits, *wants* narrows it to some sheets."""

    job: JobSettings
    contact: str
    today: date
    wants: Callable[[PageRef], bool]
    beyond_limits: bool = False
    everything: bool = False
    """Whether sheets are compared even where nothing has moved."""
    writes: bool = False
    """Whether the plan will be carried out; otherwise people read it, with the differences field by field."""
    decision: Decision | None = None
    """A person's word about one copy."""
    limit: int | None = None
    """How many pages are written at most."""
    register: Register = field(default_factory=Register)
    """What people decided once and for all."""
    files_tried: bool = False
    """Whether this run has tried already to bring files; those that failed wait for the next one."""
    notice: Notice = unnoticed
    """Takes how many copies are worked out."""
    insists: bool = False
    """Whether a person named the sheets: files that are at rest are tried all the same."""

    def turns_to(self, file: RememberedFile) -> bool:
        """Tell whether a copy is planned for the sake of a file that could not be brought."""
        return self.files_tried or self.insists or not file.is_at_rest(datetime.now(UTC))

    def tries(self, file: RememberedFile) -> bool:
        """Tell whether a file that could not be brought is tried again."""
        return not self.files_tried and self.turns_to(file)

    def decision_on(self, ref: PageRef, partner: str) -> Decision | None:
        """Give the person's word about the copy of a sheet at a partner."""
        decision = self.decision
        return decision if decision and (decision.sheet, decision.partner) == (ref.title, partner) else None


@dataclass(frozen=True, slots=True)
class Memory:
    """What we remember of one partner: copies by sheet id, those that other jobs keep there, and of other sources.

    *bases_of* gives the bases of merges by sheet id, for some sheets at once.
    """

    copies: dict[int, RememberedCopy]
    elsewhere: dict[int, RememberedCopy]
    originals: tuple[Original, ...] = ()
    bases_of: Callable[[Collection[int]], Mapping[int, Base]] = lambda _sheet_ids: {}
    files: tuple[RememberedFile, ...] = ()
    """The files of the source that the copies show, or that were refused."""
    inherited: list[RememberedCopy] = field(default_factory=list)
    """Those of the copies that another job kept before."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is now: its facts, the listing of the job's selection, and what became of sheets that left it."""

    wiki: Wiki
    facts: WikiFacts
    listing: tuple[PageRef, ...]
    copies: Mapping[int, str] = field(default_factory=dict)
    """Pages there that we wrote as copies ourselves: by page id, the wiki they were copied from."""
    gone: Mapping[int, Presence] = field(default_factory=dict)
    """What became of sheets that have copies and are no longer listed."""
    infringing: Mapping[int, str] = field(default_factory=dict)
    """Those of them that were removed for copyright reasons, with the words of people."""
    unsaid: frozenset[int] = frozenset()
    """Those of them that were deleted for a reason that is hidden."""


@dataclass(frozen=True, slots=True)
class PartnerPlan:
    """What happens at one partner; *trouble* is set when it cannot be served now.

    *postponed* lists the sheets of a partner that could not even be asked.
    """

    partner: PartnerSettings
    recipe: Recipe
    changes: tuple[Change, ...] = ()
    stop: Stop | None = None
    trouble: WikiError | None = None
    postponed: tuple[PageRef, ...] = ()
    watch: Watch | None = None
    """What watched for the people of the partner while it was planned, and goes on doing so."""


def plan_of(job: JobSettings, listed: int, plans: tuple[PartnerPlan, ...]) -> Plan:
    """Put the plans of all partners together into one value."""
    changes = tuple(change for plan in plans for change in plan.changes)
    return Plan(job.name, changes, listed, tuple(plan.stop for plan in plans if plan.stop))


def first_pages(plans: tuple[PartnerPlan, ...], limit: int | None) -> tuple[PartnerPlan, ...]:
    """Keep only as many pages to write as the call allows; all that concerns the others waits for the next run."""
    if limit is None:
        return plans
    left, kept = limit, []
    for plan in plans:
        writes = (change.sheet.page_id for change in plan.changes if change.action is not Action.SKIP)
        pages = tuple(dict.fromkeys(writes))
        waiting = frozenset(pages[left:])
        left = max(0, left - len(pages))
        changes = tuple(change for change in plan.changes if change.sheet.page_id not in waiting)
        kept.append(replace(plan, changes=changes))
    return tuple(kept)


def without_text(change: Change) -> Change:
    """Leave out the texts of a change, which weigh most, once it is only counted and told of."""
    return replace(change, text="", body=None)


def only(plans: tuple[PartnerPlan, ...], copies: set[tuple[str, int]]) -> tuple[PartnerPlan, ...]:
    """Keep only the changes of some copies, given by partner and sheet id."""
    return tuple(
        replace(
            plan,
            changes=tuple(one for one in plan.changes if (one.partner, one.sheet.page_id) in copies),
        )
        for plan in plans
    )
