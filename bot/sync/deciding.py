"""A person's word about the licence of a sheet: whether it fits what stands there, and how it is kept."""

from dataclasses import dataclass
from datetime import date

from bot.config.wikis import licence_said
from bot.domain.licences.admission import Standing
from bot.domain.licences.judge import Regime
from bot.domain.page import PageRef
from bot.domain.register import LicenceDecision, Ruling
from bot.i18n import _


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
    if standing.doubt is not None and not word.licence and standing.family is None:
        return _("No licence is recognised in “{words}”: say with --as which one you read there.").format(
            words=standing.words
        )
    return ""


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
