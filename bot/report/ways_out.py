"""What would let a sheet go to a partner: the very words for its authors, the very lines for administrators."""

from collections.abc import Iterator

from bot.domain.licences.admission import Standing
from bot.domain.licences.examined import AtPartner, Examined
from bot.domain.licences.judge import Obstacle, Outcome
from bot.domain.licences.values import Family, Licence
from bot.domain.reasons import Finding, Reason
from bot.i18n import _

_EXAMPLE = "https://creativecommons.org/licenses/{elements}/4.0/"
_DECLARABLE = (Reason.LICENCE_MISSING, Reason.LICENCE_VERSION, Reason.LICENCE_ON_PAGE)
"""Doubts that a declaration for the wiki settles; it is never taken in place of other words that stand somewhere."""
_FOR_AUTHORS = (Obstacle.COMMERCIAL, Obstacle.NOT_IN_FIELDS, Obstacle.INCOMPATIBLE, Obstacle.FULL_TEXT)
"""Obstacles that another licence of the authors takes away."""


def ways_out(examined: Examined, at: AtPartner) -> tuple[str, ...]:
    """Say what would let a sheet go to a partner; nothing where it goes."""
    standing = examined.standing
    if not isinstance(at.found, Finding) or at.terms is None or standing is None:
        return ()
    decision = standing.decision_for(at.name)
    holds = decision is not None and decision.holds_for(standing.words)
    if standing.doubt is not None and not holds:
        return tuple(_ways_of_doubt(examined, standing, standing.doubt, at))
    obstacle = at.judgement.obstacle if at.judgement else None
    undated = at.judgement.licence if at.judgement and obstacle is Obstacle.VERSION_UNKNOWN else None
    versions = tuple(_ways_of_version(examined, undated)) if undated else ()
    return versions + tuple(_ways_of_obstacle(at, obstacle)) + tuple(_ways_of_decision(examined, at))


def _ways_of_doubt(examined: Examined, standing: Standing, doubt: Finding, at: AtPartner) -> Iterator[str]:
    facts = dict(doubt.facts)
    if "earlier" in facts:  # the sentence says all: no licence that somebody writes or decides would help
        return
    yield _written(standing.family)
    if doubt.reason in _DECLARABLE:
        yield _("at the wiki “{wiki}” in the configuration, where nothing else is stated: {line}").format(
            wiki=examined.source, line=_declaration(standing.family)
        )
    if standing.words and "part" not in facts:
        yield _command(examined, at)


def _ways_of_version(examined: Examined, undated: Licence) -> Iterator[str]:
    """Say who can tell the version that a licence of a choice lacks."""
    yield _written(undated)
    yield _("at the wiki “{wiki}” in the configuration, for the version that the sheets leave out: {line}").format(
        wiki=examined.source, line=_declaration(undated)
    )


def _written(family: Licence | None) -> str:
    return _("the authors write the licence with its address on the sheet, for example: {example}").format(
        example=_EXAMPLE.format(elements=_elements(family) or "by-sa")
    )


def _elements(family: Licence | None) -> str:
    """Give the elements of the Creative Commons licence of which only the version is missing; empty for none."""
    return "-".join(family.elements) if family is not None and family.family is Family.CC else ""


def _declaration(family: Licence | None = None) -> str:
    """Write the line that declares a licence, with what is known of it: nobody else says which one it is."""
    elements = _elements(family)
    known = f"CC-{elements.upper()}-…" if elements else "…"
    return f'licence: {{id: {known}, declared_by: …, date: 2026-01-31, link: "https://…"}}'


def _ways_of_obstacle(at: AtPartner, obstacle: Obstacle | None) -> Iterator[str]:
    terms, needs = at.terms, at.judgement.needs if at.judgement else None
    lines = []
    if obstacle is Obstacle.PARTNER_UNKNOWN:
        lines.append(_declaration())
    if obstacle is Obstacle.COMMERCIAL:
        lines.append("non_commercial: true")
    if needs is not None and terms is not None and needs not in terms.accepts:
        lines.append(f"accepts: [{', '.join((*terms.accepts, needs))}]")
    if len(lines) > 1:
        yield _("at the wiki “{wiki}” in the configuration, both of: {lines}").format(
            wiki=at.name, lines=" · ".join(lines)
        )
    elif lines:
        yield _("at the wiki “{wiki}” in the configuration: {line}").format(wiki=at.name, line=lines[0])
    if obstacle in _FOR_AUTHORS:
        facts = dict(at.found.facts) if isinstance(at.found, Finding) else {}
        wanted = terms.licence.name if terms and terms.licence else "CC BY-SA 4.0"
        # Both, with the word between them by which they are read as a choice: two licences alone contradict each other.
        offer = _("{stated} or {offered}").format(stated=facts.get("licence", ""), offered=wanted)
        if "part" in facts:
            message = _("the authors offer the part “{part}” under another licence as well, in words like: {words}")
            yield message.format(part=facts["part"], words=offer)
        else:
            message = _("the authors offer the sheet under another licence as well, in words like: {words}")
            yield message.format(words=offer)


def _ways_of_decision(examined: Examined, at: AtPartner) -> Iterator[str]:
    waits = at.judgement is not None and at.judgement.outcome is Outcome.PERSON_DECIDES
    if waits or (isinstance(at.found, Finding) and at.found.reason in (Reason.LICENCE_DECIDED, Reason.LICENCE_LAPSED)):
        yield _command(examined, at)


def _command(examined: Examined, at: AtPartner) -> str:
    title, standing = examined.ref.title, examined.standing
    words = f'republish licence "{title}" --partner {at.name} --decide accept --by … --reason …'
    unread = standing is not None and standing.doubt is not None and standing.family is None
    if unread and standing is not None and standing.needs_authors:
        return _(
            "the authors say elsewhere which licence they give; then a person keeps that, with the address of their "
            "words, or the words themselves in quotation marks, under --reason: {command}"
        ).format(command=f"{words} --as …")
    return _("a person decides: {command}").format(command=words + (" --as …" if unread else ""))
