"""Understanding a sheet: its values by the source's mapping, and the licence that stands for it."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from bot.domain.credit import EarlierCredit
from bot.domain.field import Field, Kind, Records, Values
from bot.domain.licence import Declaration, Evidence, Refusal, establish
from bot.domain.mapping import Mapping
from bot.domain.page import Page, Redirect
from bot.domain.plan import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.i18n import translator
from bot.wikitext.credit import find_credit, without_credit
from bot.wikitext.earlier import earlier_credit
from bot.wikitext.plain import read_otherwise
from bot.wikitext.reader import Unclaimed, read

REASON_OF_REFUSAL = {
    Refusal.NO_EVIDENCE: Reason.LICENCE_MISSING,
    Refusal.NOT_UNDERSTOOD: Reason.LICENCE_NOT_UNDERSTOOD,
    Refusal.CONFLICT: Reason.LICENCE_CONFLICT,
    Refusal.VERSION_UNKNOWN: Reason.LICENCE_VERSION,
    Refusal.PARTNER_UNKNOWN: Reason.PARTNER_LICENCE,
    Refusal.NOT_ACCEPTED: Reason.LICENCE_REFUSED,
    Refusal.COMMERCIAL: Reason.LICENCE_REFUSED,
    Refusal.NO_DERIVATIVES: Reason.LICENCE_REFUSED,
}
CREDIT_LOST, CREDIT_CHANGED = "credit lost", "credit changed"
"""Why a sheet that is itself a copy cannot be copied on."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet understood, on its way to any partner."""

    page: Page
    values: Values
    unclaimed: tuple[Unclaimed, ...]
    evidence: Evidence
    read_otherwise: tuple[str, ...] = ()
    """Parameters that other programs read otherwise than MediaWiki does."""
    expansions: MappingOf[str, str] = field(default_factory=dict)
    """What the source makes of calls in its texts, as far as a partner wants them expanded."""
    redirects: MappingOf[str, Redirect] = field(default_factory=dict)
    """Where links of its texts lead that lead to redirects of the source."""
    earlier: EarlierCredit | None = None
    """What the sheet says of its origin when it is itself a copy."""


def draft(
    page: Page, mapping: Mapping, source: WikiFacts, declaration: Declaration | None, *, copied_from: str = ""
) -> Draft | Finding:
    """Understand a page as a sheet, or say why it is none.

    *copied_from* names the wiki that we ourselves once copied this page from, whatever its text says today.
    """
    if page.model != "wikitext":
        return Finding(Reason.CONTENT_MODEL, (("model", page.model),))
    marker = find_credit(page.text)
    if marker is None and copied_from:
        return Finding(Reason.SHEET_IS_COPY, (("origin", copied_from), ("why", CREDIT_LOST)))
    earlier = earlier_credit(page.text, translator(source.language)) if marker else None
    if marker is not None and earlier is None:
        return Finding(Reason.SHEET_IS_COPY, (("origin", marker.address), ("why", CREDIT_CHANGED)))
    text = without_credit(page.text)
    try:
        reading = read(text, page.ref.title, mapping, source)
    except RefusedError as refused:
        return refused.finding
    missing = _missing(reading.values, mapping.format.fields)
    if missing:
        return Finding(Reason.FIELD_MISSING, (("field", missing), ("mapping", mapping.name)))
    written = " ".join(reading.values.text(one.name) for one in mapping.format.fields if one.kind is Kind.LICENCE)
    evidence = establish(written, source.notice.url, source.notice.text, declaration)
    if isinstance(evidence, Refusal):
        raw = written.strip() or f"{source.notice.text} {source.notice.url}".strip()
        return Finding(REASON_OF_REFUSAL[evidence], (("found", raw),))
    stated = {evidence.licence.id, *(earlier.licences if earlier else ())}
    if len(stated) > 1:
        return Finding(Reason.LICENCE_CONFLICT, (("found", ", ".join(sorted(stated))),))
    others = read_otherwise(text, mapping.templates, source)
    return Draft(page, reading.values, reading.unclaimed, evidence, others, earlier=earlier)


def _missing(values: Values, fields: tuple[Field, ...]) -> str:
    """Name the first required field without a value, of the sheet or of a record; empty when there is none."""
    for one in fields:
        value = values.get(one.name)
        if one.required and value is None:
            return one.name
        for record in value if isinstance(value, Records) else ():
            part = _missing(record, one.fields)
            if part:
                return f"{one.name}.{part}"
    return ""
