"""The gate: what a partner takes of a sheet, by the licence that stands for it and by what people decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.licences.evidence import Evidence, Place, Refused, Statement, words_of
from bot.domain.licences.judge import (
    Judgement,
    Obstacle,
    Regime,
    Terms,
    at_most,
    judge,
    judge_contradiction,
    judge_nothing,
    opened,
)
from bot.domain.licences.offers import Bundle
from bot.domain.licences.recognise import Certainty, Flag
from bot.domain.licences.refusal import Refusal
from bot.domain.licences.values import PUBLIC_DOMAIN_CLAIMED, Licence, from_id
from bot.domain.reasons import Facts, Finding, Reason
from bot.domain.register import LicenceDecision, Ruling

REASON_OF_REFUSAL = {
    Refusal.NO_EVIDENCE: Reason.LICENCE_MISSING,
    Refusal.NOT_UNDERSTOOD: Reason.LICENCE_NOT_UNDERSTOOD,
    Refusal.CONFLICT: Reason.LICENCE_CONFLICT,
    Refusal.ON_PAGE: Reason.LICENCE_ON_PAGE,
    Refusal.VERSION_UNKNOWN: Reason.LICENCE_VERSION,
}
_UNREAD = (Reason.LICENCE_CONFLICT, Reason.LICENCE_LAPSED)
"""Doubts in which nobody can tell the licence before a person has decided."""
_REASONS = {
    Obstacle.PARTNER_UNKNOWN: Reason.PARTNER_LICENCE,
    Obstacle.VERSION_UNKNOWN: Reason.LICENCE_VERSION,
    Obstacle.UNSETTLED: Reason.LICENCE_UNSETTLED,
    Obstacle.NOT_IN_TABLE: Reason.LICENCE_UNSETTLED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The licence of a sheet as it stands at the source, and what people decided about it.

    With a *doubt* no licence stands by itself: *evidence* is then what a decision reads out of the words, None where
    none does, and *family* the licence of which only the version is missing. *words* are what decisions are bound to.
    """

    evidence: Evidence | None
    doubt: Finding | None = None
    family: Licence | None = None
    words: str = ""
    statements: tuple[Statement, ...] = ()
    decisions: tuple[LicenceDecision, ...] = ()

    @property
    def is_of_parts(self) -> bool:
        """Tell whether parts of the sheet stand under licences of their own."""
        return self.doubt is None and self.evidence is not None and bool(self.evidence.own_parts)

    @property
    def candidates(self) -> tuple[Licence, ...]:
        """Give the licences that stand in the words, certainly or not; none where nothing is read there."""
        if self.doubt is None:
            return self.evidence.offer.alternatives if self.evidence else ()
        read = (one.read().alternatives for one in self._spoken)
        return tuple(dict.fromkeys(one for found in read for one in found if one != PUBLIC_DOMAIN_CLAIMED))

    @property
    def needs_authors(self) -> bool:
        """Tell whether the words give no licence that a person could read out of them: the authors have to be asked.

        So it is with reserved rights, with permissions, and with what is called free or public without a licence.
        """
        if self.doubt is None or self.family is not None:
            return False
        read = [one.read() for one in self._spoken]
        reserved = any(Flag.RESERVED in one.flags or one.certainty is Certainty.NONE for one in read)
        return reserved or any(PUBLIC_DOMAIN_CLAIMED in one.alternatives for one in read)

    @property
    def _spoken(self) -> tuple[Statement, ...]:
        texts = (one for one in self.statements if not one.picture)
        return tuple(one for one in texts if one.raw.strip() and one.raw.strip() in self.words)

    def decision_for(self, partner: str) -> LicenceDecision | None:
        """Give what was decided for a partner, whether or not it still holds; its own goes before one for all."""
        fitting = [one for one in self.decisions if one.partner in (partner, "")]
        return max(fitting, key=lambda one: one.partner != "", default=None)


@dataclass(frozen=True, slots=True)
class Admission:
    """A sheet that a partner takes: the evidence for its credit, and how it is copied."""

    evidence: Evidence
    judgement: Judgement
    regime: Regime


def standing_of(
    found: Evidence | Refused, statements: Iterable[Statement], decisions: Iterable[LicenceDecision] = ()
) -> Standing:
    """Put together what a sheet says of its licence, and what people decided about it."""
    statements, decisions = tuple(statements), tuple(decisions)
    words = words_of(statements)
    if isinstance(found, Evidence):
        return Standing(found, None, None, words, statements, decisions)
    said = found.statement
    if said is not None and said.part and not said.picture:
        # One word for the whole sheet would be no answer to a doubt about a part of it.
        return Standing(None, _doubt(found), None, words, statements, decisions)
    doubt, family = _doubt(found), None if said is not None and said.picture else found.licence
    for one in decisions:
        licence = from_id(one.licence) or family
        if one.ruling is Ruling.ACCEPT and one.holds_for(words) and words and licence is not None:
            return Standing(_read_out(licence, words, statements), doubt, family, words, statements, decisions)
    lapsed = next((one for one in decisions if not one.holds_for(words)), None)
    refused = next((one for one in decisions if one.ruling is Ruling.REFUSE and not one.partner), None)
    if refused is not None and refused.holds_for(words):
        doubt = _decided(refused)
    return Standing(None, _lapsed(lapsed, words) if lapsed else doubt, family, words, statements, decisions)


def admit(standing: Standing, partner: str, terms: Terms) -> Admission | Finding:
    """Decide whether the partner of that name takes a sheet, or say why not."""
    decision = standing.decision_for(partner)
    holds = decision is not None and decision.holds_for(standing.words)
    if decision is not None and holds and decision.ruling is Ruling.REFUSE:
        return _decided(decision)
    if standing.evidence is None or (standing.doubt is not None and not holds):
        lapsed = decision if decision is not None and not holds else None
        return _lapsed(lapsed, standing.words) if lapsed else standing.doubt or Finding(Reason.LICENCE_MISSING)
    judgement = judgement_of(standing, partner, terms)
    if decision is not None and not holds and _said_less(decision, judgement):
        return _lapsed(decision, standing.words)
    if judgement.regime is None:
        return _refused(standing.evidence, judgement, terms, partner)
    evidence, relied_on = standing.evidence.relying_on(judgement), decision if holds else None
    if evidence.decision != relied_on:
        evidence = replace(evidence, decision=relied_on)
    return Admission(evidence, judgement, judgement.regime)


def settle(standing: Standing) -> Evidence | Finding:
    """Give the licence of a sheet that goes to no partner in particular, with what people decided for all of them."""
    decision = standing.decision_for("")
    holds = decision is not None and decision.holds_for(standing.words)
    if decision is not None and holds and decision.ruling is Ruling.REFUSE:
        return _decided(decision)
    if decision is not None and not holds and decision.ruling is Ruling.REFUSE:
        return _lapsed(decision, standing.words)
    if standing.evidence is None or (standing.doubt is not None and not holds):
        return standing.doubt or Finding(Reason.LICENCE_MISSING)
    read = from_id(decision.licence) if decision is not None and holds and not standing.is_of_parts else None
    return replace(
        standing.evidence,
        licence=read or standing.evidence.licence,
        decision=decision if holds and (read or standing.doubt) else None,
    )


def judgement_of(standing: Standing, partner: str, terms: Terms) -> Judgement:
    """Judge a sheet for a partner, with what people decided where that still holds."""
    decision = standing.decision_for(partner)
    if decision is None or decision.ruling is Ruling.REFUSE or not decision.holds_for(standing.words):
        if standing.doubt is None and standing.evidence is not None:
            return judge(standing.evidence.bundle, terms)
        unread = standing.doubt is not None and standing.doubt.reason in _UNREAD and standing.family is None
        if unread:
            return judge_contradiction()
        return judge(standing.family, terms) if standing.family else judge_nothing(terms)
    bundle = standing.evidence.bundle if standing.evidence else None
    if standing.is_of_parts:
        given: Licence | Bundle | None = bundle  # each part states its own: nobody's one word stands for them all
    else:
        given = from_id(decision.licence) or standing.family or bundle
    return opened(judge(given, terms), decision.regime, terms) if given else judge_nothing(terms)


def closed_to(standing: Standing, decision: LicenceDecision, partner: str, terms: Terms) -> Finding | None:
    """Say why a person's yes would change nothing at a partner; None where it lets the sheet go, or leaves it going."""
    judgement = judgement_of(replace(standing, decisions=(decision,)), partner, terms)
    licence = judgement.licence or from_id(decision.licence) or standing.family
    if judgement.regime is not None or (licence is None and standing.evidence is None):
        return None
    if standing.evidence is not None:
        return _refused(standing.evidence, judgement, terms, partner)
    return _refused(Evidence(licence, Place.FIELD, standing.words), judgement, terms, partner) if licence else None


def _doubt(found: Refused) -> Finding:
    statement = found.statement
    facts = [("found", statement.raw.strip() if statement else "")]
    facts += [("several", ", ".join(licence.name for licence in found.several))] if found.several else []
    facts += [("reserved", "yes")] if statement and Flag.RESERVED in statement.read().flags else []
    claimed = statement is not None and statement.read().alternatives == (PUBLIC_DOMAIN_CLAIMED,)
    facts += [("claimed", "yes")] if claimed else []
    facts += [("part", statement.part)] if statement and statement.part and not statement.picture else []
    facts += [("page", statement.address)] if statement and found.why is Refusal.ON_PAGE else []
    return Finding(REASON_OF_REFUSAL[found.why], tuple(facts))


def _read_out(licence: Licence, words: str, statements: tuple[Statement, ...]) -> Evidence:
    """Make evidence of what a person reads out of the words."""
    first = next(one for one in statements if one.raw.strip() and one.raw.strip() in words)
    return Evidence(
        licence, first.place, words, where=first.where, address=first.address, revision=first.revision, on=first.on
    )


def _said_less(decision: LicenceDecision, judgement: Judgement) -> bool:
    """Tell whether a decision that no longer holds had allowed less: a no stays until somebody says otherwise."""
    less = decision.regime is not None and at_most(judgement, decision.regime) != judgement
    return decision.ruling is Ruling.REFUSE or less


def _refused(evidence: Evidence, judgement: Judgement, terms: Terms, partner: str) -> Finding:
    """Give the facts that explain a judgement, and from which the way out follows."""
    licence, ground = judgement.licence or evidence.licence, judgement.ground
    facts = (
        ("licence", licence.name),
        ("part", evidence.part_of(judgement)),
        ("found", evidence.raw),
        ("why", judgement.obstacle.value if judgement.obstacle else ""),
        ("partner", partner),
        ("partner_licence", terms.licence.id if terms.licence else ""),
        ("cell", ground.cell.value if ground else ""),
        ("authority", ground.authority.text if ground else ""),
        ("accepts", ", ".join(dict.fromkeys((*terms.accepts, judgement.needs))) if judgement.needs else ""),
    )
    reason = _REASONS.get(judgement.obstacle) if judgement.obstacle else None
    return Finding(reason or Reason.LICENCE_REFUSED, tuple((name, value) for name, value in facts if value))


def _decided(decision: LicenceDecision) -> Finding:
    return Finding(Reason.LICENCE_DECIDED, (*_by(decision), ("why", decision.reason)))


def _lapsed(decision: LicenceDecision, words: str) -> Finding:
    return Finding(Reason.LICENCE_LAPSED, (*_by(decision), ("before", decision.evidence), ("found", words)))


def _by(decision: LicenceDecision) -> Facts:
    return (("by", decision.by), ("on", decision.on.isoformat()))
