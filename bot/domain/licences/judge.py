"""Whether a partner may take a sheet, and how: the matrix, what the partner accepts, and several licences at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.licences.matrix import Cell, Ground, ground_of
from bot.domain.licences.offers import Bundle, Offer
from bot.domain.licences.values import Licence


class Regime(StrEnum):
    """Under which licence people may edit a copy; what a partner takes names these."""

    ADAPTATION = "adaptation"  # under the partner's own licence
    MARKED = "marked"  # the page keeps its own licence and says so
    WHOLE = "whole"  # the page keeps its own licence, whole and unmodified, and is protected


@dataclass(frozen=True, slots=True)
class Terms:
    """What a partner takes: its own licence, the regimes it accepts, whether its use is non-commercial."""

    licence: Licence | None
    accepts: tuple[Regime, ...] = (Regime.ADAPTATION,)
    non_commercial: bool = False


class Outcome(StrEnum):
    """What becomes of a sheet at a partner, the best first."""

    ADAPTATION = "adaptation"
    MARKED = "marked"
    MARKED_NON_COMMERCIAL = "marked, non-commercial"
    WHOLE = "whole"
    PERSON_DECIDES = "a person decides"
    REFUSED = "refused"


class Obstacle(StrEnum):
    """What keeps a sheet from going to a partner by itself."""

    PARTNER_UNKNOWN = "partner licence unknown"
    NOT_IN_TABLE = "not in the table"
    UNSETTLED = "no text settles it"
    VERSION_UNKNOWN = "version unknown"
    CONTRADICTION = "contradiction"
    INCOMPATIBLE = "incompatible"
    FULL_TEXT = "full text of the licence"
    COMMERCIAL = "commercial"
    NOT_ACCEPTED = "not accepted"
    NOT_IN_FIELDS = "no derivatives"
    NOT_IN_RECORDS = "no derivatives, taken apart into a record"
    DECIDED = "refused by a person"
    LAPSED = "decision lapsed"


_RANK = {outcome: number for number, outcome in enumerate(Outcome)}
_OF_CELL = {
    Cell.FREE: Outcome.ADAPTATION,
    Cell.FREE_WITH_NOTICE: Outcome.ADAPTATION,
    Cell.MARKED: Outcome.MARKED,
    Cell.MARKED_NON_COMMERCIAL: Outcome.MARKED_NON_COMMERCIAL,
    Cell.WHOLE: Outcome.WHOLE,
    Cell.WHOLE_NON_COMMERCIAL: Outcome.WHOLE,
    Cell.PERSON: Outcome.PERSON_DECIDES,
    Cell.PERSON_AT_MOST_MARKED: Outcome.PERSON_DECIDES,
    Cell.NO: Outcome.REFUSED,
    Cell.NO_AGGREGATE: Outcome.REFUSED,
}
_REGIMES = {
    Outcome.ADAPTATION: Regime.ADAPTATION,
    Outcome.MARKED: Regime.MARKED,
    Outcome.MARKED_NON_COMMERCIAL: Regime.MARKED,
    Outcome.WHOLE: Regime.WHOLE,
}
_OBSTACLES = {
    Cell.PERSON: Obstacle.UNSETTLED,
    Cell.PERSON_AT_MOST_MARKED: Obstacle.VERSION_UNKNOWN,
    Cell.NO: Obstacle.INCOMPATIBLE,
    Cell.NO_AGGREGATE: Obstacle.FULL_TEXT,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a sheet at a partner, and on what ground.

    *licence* is the one relied on where there is a choice, *ground* its cell; both are None where no cell was reached.
    *obstacle* is set where the sheet does not go by itself, *needs* where the partner would have to accept a regime.
    *open_to* is the most that a person may decide; None where no person can. Of a work of parts all this is told of the
    part that gives least, and *parts* holds what each offer gives alone, in their order.
    """

    outcome: Outcome
    licence: Licence | None = None
    ground: Ground | None = None
    obstacle: Obstacle | None = None
    needs: Regime | None = None
    open_to: Regime | None = None
    parts: "tuple[Judgement, ...]" = ()

    @property
    def regime(self) -> Regime | None:
        """Give how the sheet is copied, None where it is not."""
        return _REGIMES.get(self.outcome)


def judge(given: Licence | Bundle, partner: Terms) -> Judgement:
    """Judge the licences of a sheet for a partner: of a choice the best one counts, of several parts all do."""
    offers = given.offers if isinstance(given, Bundle) else (Offer((given,)),)
    return _together(_best(_judge_one(licence, partner) for licence in offer.alternatives) for offer in offers)


def judge_contradiction() -> Judgement:
    """Judge a sheet of which nobody can tell the licence: no cell is reached before a person has decided."""
    return Judgement(Outcome.PERSON_DECIDES, obstacle=Obstacle.CONTRADICTION)


def judge_nothing(partner: Terms) -> Judgement:
    """Judge a sheet in which no licence is recognised."""
    ground = ground_of(None, partner.licence) if partner.licence else None
    return Judgement(Outcome.REFUSED, None, ground, Obstacle.INCOMPATIBLE)


def at_most(judgement: Judgement, ceiling: Regime) -> Judgement:
    """Let no more come of a sheet than *ceiling*; what may be adapted may as well be marked, or kept whole."""
    if judgement.regime is None or _is_no_more(judgement.regime, ceiling):
        return judgement
    return replace(judgement, outcome=_outcome_of(ceiling, judgement.licence))


def opened(judgement: Judgement, wish: Regime | None, partner: Terms) -> Judgement:
    """Give what comes of a sheet that waits for a person once that person says yes, with *wish* as the most.

    Without a wish it is marked at most: who adapts where no text settles it says so.
    """
    if judgement.parts:
        return _together(opened(one, wish, partner) for one in judgement.parts)
    if judgement.outcome is not Outcome.PERSON_DECIDES or judgement.open_to is None:
        lowered = at_most(judgement, wish) if wish else judgement
        return _accepted(lowered, partner)
    chosen = Regime.WHOLE if _has(judgement.licence, "nd") else wish or Regime.MARKED
    chosen = judgement.open_to if _is_no_more(judgement.open_to, chosen) else chosen
    outcome = _outcome_of(chosen, judgement.licence)
    return _accepted(replace(judgement, outcome=outcome, obstacle=None, open_to=None), partner)


def _together(judged: Iterable[Judgement]) -> Judgement:
    """Put parts together: a page is copied in one way, so in the one that its least free part allows.

    What may be adapted may as well be marked, each part under its own licence (CC BY-SA 3.0 §4(a), collections).
    """
    parts = tuple(judged)
    worst = max(parts, key=lambda one: _RANK[one.outcome])
    if len(parts) == 1:
        return worst
    held = worst.outcome is Outcome.MARKED and any(_has(one.licence, "nc") for one in parts)
    return replace(worst, outcome=Outcome.MARKED_NON_COMMERCIAL if held else worst.outcome, parts=parts)


def _is_no_more(one: Regime, other: Regime) -> bool:
    """Tell whether a regime gives no more than another."""
    order = list(Regime)
    return order.index(one) >= order.index(other)


def _has(licence: Licence | None, element: str) -> bool:
    return licence is not None and element in licence.elements


def _outcome_of(regime: Regime, licence: Licence | None) -> Outcome:
    if regime is Regime.MARKED and _has(licence, "nc"):
        return Outcome.MARKED_NON_COMMERCIAL
    return next(outcome for outcome, of in _REGIMES.items() if of is regime)


def _best(judged: Iterable[Judgement]) -> Judgement:
    """Choose among licences offered; of those refused, the one that the partner could come to accept."""
    return min(judged, key=lambda one: (_RANK[one.outcome], one.needs is None))


def _judge_one(licence: Licence, partner: Terms) -> Judgement:
    if partner.licence is None:
        return Judgement(Outcome.REFUSED, licence, obstacle=Obstacle.PARTNER_UNKNOWN)
    ground = ground_of(licence, partner.licence)
    if ground is None:
        return Judgement(Outcome.PERSON_DECIDES, licence, obstacle=Obstacle.NOT_IN_TABLE, open_to=Regime.ADAPTATION)
    judgement = Judgement(_OF_CELL[ground.cell], licence, ground, _OBSTACLES.get(ground.cell))
    if ground.cell is Cell.PERSON:
        return replace(judgement, open_to=Regime.ADAPTATION)
    if ground.cell is Cell.PERSON_AT_MOST_MARKED:
        return replace(judgement, open_to=Regime.WHOLE if "nd" in licence.elements else Regime.MARKED)
    return _accepted(judgement, partner)


def _accepted(judgement: Judgement, partner: Terms) -> Judgement:
    """Refuse what the matrix allows and the partner does not take."""
    regime = judgement.regime
    if regime is None:
        return judgement
    if _has(judgement.licence, "nc") and not partner.non_commercial:
        return replace(judgement, outcome=Outcome.REFUSED, obstacle=Obstacle.COMMERCIAL, needs=regime)
    if regime not in partner.accepts:
        obstacle = Obstacle.NOT_IN_FIELDS if regime is Regime.WHOLE else Obstacle.NOT_ACCEPTED
        return replace(judgement, outcome=Outcome.REFUSED, obstacle=obstacle, needs=regime)
    return judgement
