"""A person's word about the licence of a sheet: whether it fits what stands there, and how it is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.config.wikis import licence_said
from bot.domain.licences.admission import Standing, closed_to
from bot.domain.licences.examined import Examined
from bot.domain.licences.judge import Regime
from bot.domain.page import PageRef
from bot.domain.reasons import Finding
from bot.domain.register import LicenceDecision, Ruling
from bot.i18n import _

_TOLD = re.compile(r"https?://\S|«[^»]*\w[^»]*»|“[^”]*\w[^”]*”|\"[^\"]*\w[^\"]*\"")
"""An address, or words of somebody else."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of the licence of a sheet; *licence* and *regime* may be left open."""

    ruling: Ruling
    by: str
    reason: str
    licence: str = ""
    regime: Regime | None = None


def fault_of_word(word: Word, standing: Standing | None) -> str:
    """Say why a person's word cannot be kept; empty when it can."""
    if not word.by.strip() or not word.reason.strip():
        return _("Say who decides, and why: --by NAME --reason TEXT.")
    if word.ruling is Ruling.REFUSE:
        nothing_more = not word.licence and word.regime is None
        return "" if nothing_more else _("--as and --regime go with --decide accept only.")
    if word.licence and licence_said(word.licence) is None:
        return _("“{licence}” is not one licence with its version: write it like CC-BY-SA-4.0.").format(
            licence=word.licence
        )
    if standing is None:
        return _("The sheet cannot be read: mend that first.")
    if not standing.words:
        return _(
            "Neither the sheet nor its wiki states a licence, and nobody's word can stand in for that of the authors: "
            "let them write one on the sheet, or declare a default under “licence” of the wiki in the configuration."
        )
    return _fault_of_doubt(standing) or _fault_of_reading(word, standing)


def _fault_of_doubt(standing: Standing) -> str:
    """Say why no word for the whole sheet settles a doubt; empty where one may."""
    facts = dict(standing.doubt.facts) if standing.doubt else {}
    if "earlier" in facts:
        return _(
            "The sheet is itself a copy, and the credit that it carries on states another licence: nobody's word "
            "settles that. Mend the credit or the licence on the sheet."
        )
    if "part" in facts:
        message = _(
            "The doubt is about the part “{part}” of the sheet alone, and a word is for all of it: let the authors "
            "write the licence of that part there."
        )
        return message.format(part=facts["part"])
    return ""


def _fault_of_reading(word: Word, standing: Standing) -> str:
    """Say why a licence cannot be read out of the words of a sheet; empty where it can."""
    if standing.needs_authors and not (word.licence and _TOLD.search(word.reason)):
        message = _(
            "No licence can be read out of “{words}”, and nobody but the authors can give one. Ask them; then say with "
            "--as which one they gave, and with --reason where: the address of their permission, or their words "
            "between quotation marks."
        )
        return message.format(words=standing.words)
    if standing.doubt is not None and not word.licence and standing.family is None:
        message = _("No licence is recognised in “{words}”: say with --as which one you read there.")
        return message.format(words=standing.words)
    if standing.is_of_parts and word.licence:
        return _("Parts of the sheet state licences of their own: --as cannot say one for all of them.")
    read, known = licence_said(word.licence) if word.licence else None, standing.candidates
    if read is None or not known or any(read.refines(one) for one in known):
        return ""
    message = _(
        "“{licence}” does not stand in “{words}”, where one reads {known}. Another licence only the authors can give: "
        "let them write it on the sheet."
    )
    return message.format(licence=read.name, words=standing.words, known=", ".join(one.name for one in known))


def unopened(decision: LicenceDecision, found: Iterable[Examined]) -> Finding | None:
    """Say why a person's yes would change nothing at any partner; None where it does, or where nobody can tell."""
    refused = None
    if decision.ruling is Ruling.REFUSE:
        return None
    for examined in found:
        for at in examined.partners:
            if decision.partner not in (at.name, ""):
                continue
            if examined.standing is None or at.terms is None:
                return None
            closed = closed_to(examined.standing, decision, at.name, at.terms)
            if closed is None:
                return None
            refused = refused or closed
    return refused


def decision_of(
    word: Word, wiki: str, sheet: PageRef, standing: Standing | None, partner: str, today: date
) -> LicenceDecision:
    """Bind a person's word to a sheet and to what stands there today."""
    licence = licence_said(word.licence) if word.licence else None
    return LicenceDecision(
        wiki,
        sheet.page_id,
        sheet.title,
        word.ruling,
        word.by.strip(),
        today,
        word.reason.strip(),
        standing.words if standing else "",
        partner,
        licence.id if licence else "",
        word.regime,
    )
