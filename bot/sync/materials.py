"""What planning starts from and what it gives, as values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.config.settings import JobSettings, PartnerSettings
from bot.domain.chain import Original
from bot.domain.decision import Decision
from bot.domain.limits import Stop
from bot.domain.page import PageRef, Presence
from bot.domain.plan import Change, Plan
from bot.domain.wiki import WikiFacts
from bot.errors import WikiError
from bot.store.values import Base, RememberedCopy
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

    def decision_on(self, ref: PageRef, partner: str) -> Decision | None:
        """Give the person's word about the copy of a sheet at a partner."""
        decision = self.decision
        return decision if decision and (decision.sheet, decision.partner) == (ref.title, partner) else None


@dataclass(frozen=True, slots=True)
class Memory:
    """What we remember of one partner: copies by sheet id, those that other jobs keep there, and of other sources.

    *base_of* gives the base of a merge by sheet id.
    """

    copies: dict[int, RememberedCopy]
    elsewhere: dict[int, RememberedCopy]
    originals: tuple[Original, ...] = ()
    base_of: Callable[[int], Base | None] = lambda _sheet_id: None


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


@dataclass(frozen=True, slots=True)
class PartnerPlan:
    """What happens at one partner; *trouble* is set when it cannot be served now.

    *postponed* lists the sheets of a partner that could not even be asked.
    """

    partner: PartnerSettings
    recipe: str
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
