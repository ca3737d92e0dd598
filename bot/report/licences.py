"""The licence of a sheet told to people: what stands where, the cell and its authority, and what would change it."""

from collections.abc import Iterator
from typing import Any

from bot.domain.licences.admission import Standing
from bot.domain.licences.evidence import Place, Statement
from bot.domain.licences.examined import AtPartner, Examined
from bot.domain.licences.judge import Outcome
from bot.domain.licences.matrix import Cell
from bot.domain.licences.offers import Offer
from bot.domain.licences.recognise import Certainty
from bot.domain.licences.values import Licence
from bot.domain.reasons import Finding
from bot.domain.register import LicenceDecision, Ruling
from bot.i18n import _
from bot.report.reasons import explain
from bot.report.ways_out import ways_out
from bot.report.words import describe_trouble

Data = dict[str, Any]


def outcome_word(outcome: Outcome) -> str:
    """Say what becomes of a sheet at a partner."""
    return {
        Outcome.ADAPTATION: _("copied; people edit it under the licence of the wiki"),
        Outcome.MARKED: _("copied and marked: it keeps its own licence, also for edits"),
        Outcome.MARKED_NON_COMMERCIAL: _("copied and marked: it keeps its own licence, for non-commercial use"),
        Outcome.WHOLE: _("copied whole and unchanged, on a page that the bot protects"),
        Outcome.PERSON_DECIDES: _("a person decides"),
        Outcome.REFUSED: _("refused"),
    }[outcome]


def cell_word(cell: Cell) -> str:
    """Say what a cell of the matrix allows."""
    return {
        Cell.FREE: _("may be adapted and edited under the licence of the wiki"),
        Cell.FREE_WITH_NOTICE: _("may be adapted; the page says which database it was made from"),
        Cell.MARKED: _("may stand under its own licence, if the page says so; edits are under that licence too"),
        Cell.MARKED_NON_COMMERCIAL: _("as marked, where all use of the wiki is non-commercial"),
        Cell.WHOLE: _("may be shown whole and unchanged only, on a protected page"),
        Cell.WHOLE_NON_COMMERCIAL: _("as whole, where all use of the wiki is non-commercial"),
        Cell.NO: _("may not stand there"),
        Cell.NO_AGGREGATE: _("only beside the full text of its licence and a list of its authors, which is not done"),
        Cell.PERSON: _("no text settles it: a person decides"),
        Cell.PERSON_AT_MOST_MARKED: _("a person decides, and it is marked with its own licence at most"),
    }[cell]


def row_word(row: str) -> str:
    """Name a row of the matrix; most bear the name of a licence."""
    return {
        "public domain": _("public domain"),
        "ODbL, prose": _("ODbL, prose"),
        "CC, no version": _("CC, no version"),
        "nothing certain": _("nothing certain"),
    }.get(row, row)


def examined_lines(examined: Examined) -> list[str]:
    """Tell everything about the licence of a sheet, a line each."""
    ref = examined.ref
    head = _("{sheet} ({wiki}, page {page}, revision {revision} of {date})").format(
        sheet=ref.title,
        wiki=examined.source,
        page=ref.page_id,
        revision=ref.revision,
        date=examined.written_on.isoformat(),
    )
    lines = [head, examined.permalink]
    if examined.fault is not None or examined.standing is None:
        return [*lines, explain(examined.fault) if examined.fault else ""]
    lines += ["", _("Evidence:"), *(f"  {line}" for line in _evidence_lines(examined.standing)), ""]
    evidence, doubt = examined.standing.evidence, examined.standing.doubt
    if evidence is not None and evidence.declaration is not None:
        declared = _("Declared by {name} on {date}: {link}")
        given = evidence.declaration
        lines.append(declared.format(name=given.declared_by, date=given.on.isoformat(), link=given.link))
    if evidence is not None and doubt is None:
        lines.append(_("Licence: {name} ({id})").format(name=evidence.offer.name, id=evidence.offer.id))
        of_part = _("Licence of the part “{part}”: {name} ({id})")
        lines += [
            of_part.format(part=part.where, name=part.offer.name, id=part.offer.id) for part in evidence.own_parts
        ]
    else:
        lines.append(_("No licence stands by itself: {why}").format(why=explain(doubt) if doubt else "–"))
    lines += [decision_line(one, holds=one.holds_for(examined.standing.words)) for one in examined.standing.decisions]
    for at in examined.partners:
        lines += ["", *_partner_lines(examined, at)]
    return lines


def _evidence_lines(standing: Standing) -> Iterator[str]:
    if not standing.statements:
        yield _("nothing is stated, neither on the sheet nor by its wiki")
    for one in standing.statements:
        place = place_word(one.place)
        where = f"{place} {one.where}" if one.where else place
        day = one.on.isoformat() if one.on else "?"
        dated = _("revision {revision} of {date}").format(revision=one.revision, date=day)
        parts = [
            _("“{text}”").format(text=one.raw.strip()),
            *([dated] if one.revision else []),
            certainty_word(one.read().certainty),
        ]
        yield _("{one}: {other}").format(one=where, other=", ".join(parts))


def place_word(place: Place) -> str:
    """Name a kind of place where something is said of a licence."""
    return {
        Place.FIELD: _("field"),
        Place.TEMPLATE: _("template"),
        Place.CATEGORY: _("category"),
        Place.SECTION: _("section"),
        Place.WIKI: _("the wiki, of all its pages"),
        Place.DECLARED: _("declared in the configuration"),
    }[place]


def certainty_word(certainty: Certainty) -> str:
    """Say how much words tell about a licence."""
    return {
        Certainty.EXACT: _("one licence"),
        Certainty.FAMILY: _("a licence without its version"),
        Certainty.CONFLICT: _("in doubt"),
        Certainty.NONE: _("no licence recognised"),
    }[certainty]


def decision_line(decision: LicenceDecision, *, holds: bool) -> str:
    """Say who decided what, when, for whom and why, and whether that still holds."""
    told = _("Accepted by {by} on {on}") if decision.ruling is Ruling.ACCEPT else _("Refused by {by} on {on}")
    parts = [told.format(by=decision.by, on=decision.on.isoformat())]
    parts += [_("for {partner}").format(partner=decision.partner)] if decision.partner else []
    parts += [_("as {licence}").format(licence=decision.licence)] if decision.licence else []
    parts += [_("at most {regime}").format(regime=decision.regime.value)] if decision.regime else []
    line = ", ".join(parts) + _(": {reason}").format(reason=decision.reason)
    return line if holds else f"{line} – " + _("it no longer holds, because other words stand at the source now")


def _partner_lines(examined: Examined, at: AtPartner) -> Iterator[str]:
    if at.trouble is not None or at.terms is None:
        yield f"→ {at.name}"
        yield "  " + (describe_trouble(at.trouble) if at.trouble else "")
        return
    own = at.terms.licence
    yield f"→ {at.name} ({own.name if own else _('licence unknown')})"
    if isinstance(at.found, Finding):
        yield "  " + _("Not copied: {why}").format(why=explain(at.found))
    elif at.found is not None:
        yield "  " + outcome_word(at.found.judgement.outcome)
    ground = at.judgement.ground if at.judgement else None
    if ground is not None:
        place = f"{row_word(ground.row)} → {ground.column}"
        yield "  " + _("Matrix: {place}: {cell}, {words}").format(
            place=place, cell=ground.cell.value, words=cell_word(ground.cell)
        )
        text = ground.authority.text or _("no text was found that settles it")
        yield "  " + _("Authority: {text} ({address})").format(text=text, address=ground.authority.address)
    ways = ways_out(examined, at)
    if ways:
        yield "  " + _("What would change it:")
        yield from (f"    - {way}" for way in ways)


def examined_data(examined: Examined) -> Data:
    """Give everything about the licence of a sheet as data."""
    ref, standing = examined.ref, examined.standing
    evidence = standing.evidence if standing and standing.doubt is None else None
    return {
        "job": examined.job,
        "source": examined.source,
        "sheet": {"page_id": ref.page_id, "title": ref.title, "revision": ref.revision},
        "permalink": examined.permalink,
        "evidence": [_statement_data(one) for one in standing.statements] if standing else [],
        "licence": _licence_data(evidence.offer, evidence.licence) if evidence else None,
        "parts": [{"part": one.where} | _licence_data(one.offer, one.licence) for one in evidence.own_parts]
        if evidence
        else [],
        "doubt": explain(standing.doubt) if standing and standing.doubt else None,
        "fault": explain(examined.fault) if examined.fault else None,
        "decisions": [_decision_data(one, standing.words) for one in standing.decisions] if standing else [],
        "partners": [_partner_data(examined, at) for at in examined.partners],
    }


def _licence_data(offer: Offer, licence: Licence) -> Data:
    return {"id": offer.id, "name": offer.name, "url": licence.url}


def _statement_data(one: Statement) -> Data:
    found = one.read()
    return {
        "place": one.place.value,
        "where": one.where or None,
        "raw": one.raw,
        "address": one.address or None,
        "revision": one.revision,
        "date": one.on.isoformat() if one.on else None,
        "certainty": found.certainty.value,
        "part": one.part or None,
    }


def _decision_data(decision: LicenceDecision, words: str) -> Data:
    return {
        "ruling": decision.ruling.value,
        "partner": decision.partner or None,
        "licence": decision.licence or None,
        "regime": decision.regime.value if decision.regime else None,
        "by": decision.by,
        "date": decision.on.isoformat(),
        "reason": decision.reason,
        "holds": decision.holds_for(words),
    }


def _partner_data(examined: Examined, at: AtPartner) -> Data:
    counts, found = at.judgement, at.found
    ground = counts.ground if counts else None
    refused = isinstance(found, Finding)
    return {
        "partner": at.name,
        "licence": at.terms.licence.id if at.terms and at.terms.licence else None,
        "outcome": at.outcome.value if at.outcome else None,
        "relied_on": counts.licence.id if counts and counts.licence else None,
        "cell": ground.cell.value if ground else None,
        "row": ground.row if ground else None,
        "column": ground.column if ground else None,
        "authority": {"text": ground.authority.text, "address": ground.authority.address} if ground else None,
        "reason": found.reason.value if isinstance(found, Finding) else None,
        "sentence": explain(found) if isinstance(found, Finding) else None,
        "ways_out": list(ways_out(examined, at)) if refused else [],
        "trouble": describe_trouble(at.trouble) if at.trouble else None,
    }
