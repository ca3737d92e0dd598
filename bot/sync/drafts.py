"""Understanding a sheet: its values by the source's mapping, and the licence that stands for it."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain.credit import EarlierCredit, Mention
from bot.domain.field import Field, Records, Values
from bot.domain.files import Placements
from bot.domain.licences.admission import Standing, standing_of
from bot.domain.licences.evidence import Declaration, Evidence, establish
from bot.domain.mapping import Mapping
from bot.domain.naming import Naming
from bot.domain.page import Page, Redirect
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.register import LicenceDecision
from bot.domain.wiki import WikiFacts
from bot.i18n import translator
from bot.wikitext.credit import find_credit, without_credit

if TYPE_CHECKING:
    from bot.wikitext.reader import Reading, Unclaimed

CREDIT_LOST, CREDIT_CHANGED = "credit lost", "credit changed"
"""Why a sheet that is itself a copy cannot be copied on."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet understood, on its way to any partner."""

    page: Page
    values: Values
    unclaimed: "tuple[Unclaimed, ...]"
    evidence: Evidence
    """The licence that stands for the sheet, or that a person reads out of its words."""
    read_otherwise: tuple[str, ...] = ()
    """Parameters that other programs read otherwise than MediaWiki does."""
    expansions: MappingOf[str, str] = field(default_factory=dict)
    """What the source makes of calls in its texts, as far as a partner wants them expanded."""
    redirects: MappingOf[str, Redirect] = field(default_factory=dict)
    """Where links of its texts lead that lead to redirects of the source."""
    placements: Placements | None = None
    """What becomes of its files at the partner; None where nobody has asked."""
    earlier: EarlierCredit | None = None
    """What the sheet says of its origin when it is itself a copy."""
    mentions: tuple[Mention, ...] = ()
    """Credit lines of the sheet itself that its mapping would drop."""
    credit_fields: MappingOf[str, str] = field(default_factory=dict)
    """Fields that hold credit lines of the sheet, each with the heading that it has there."""
    naming: Naming = field(default_factory=Naming)
    """Whom the credits of its source name."""
    licensing: Standing | None = None
    """All that is known of its licence, and what people decided; None where *evidence* is all there is."""

    @property
    def standing(self) -> Standing:
        """Give all that is known of its licence."""
        return self.licensing or Standing(self.evidence, words=self.evidence.raw)


def draft(
    page: Page,
    mapping: Mapping,
    source: WikiFacts,
    declaration: Declaration | None,
    *,
    copied_from: str = "",
    decisions: tuple[LicenceDecision, ...] = (),
    naming: Naming | None = None,
) -> Draft | Finding:
    """Understand a page as a sheet, or say why it is none.

    *copied_from* names the wiki that we copied it from, whatever it says; *decisions* are of people, on its licence.
    """

    from bot.wikitext.mentions import credit_fields, split_mentions
    from bot.wikitext.plain import read_otherwise

    if page.model != "wikitext":
        return Finding(Reason.CONTENT_MODEL, (("model", page.model),))
    page = replace(page, contributors=(naming or Naming()).credited(page.contributors))
    earlier = origin_of(page, source, copied_from)
    if isinstance(earlier, Finding):
        return earlier
    text = without_credit(page.text)
    reading = _reading(text, page.ref.title, mapping, source)
    if isinstance(reading, Finding):
        return reading
    standing = licence_of(page, reading.values, mapping, source, declaration, decisions, earlier)
    if standing.evidence is None:
        return standing.doubt or Finding(Reason.LICENCE_MISSING)
    mentions, unclaimed = split_mentions(reading.unclaimed, mapping.credit.headings)
    return Draft(
        page,
        reading.values,
        unclaimed,
        standing.evidence,
        read_otherwise(text, mapping.templates, source),
        earlier=earlier,
        mentions=mentions,
        credit_fields=credit_fields(mapping, mapping.credit.headings),
        naming=naming or Naming(),
        licensing=standing,
    )


def _reading(text: str, title: str, mapping: Mapping, source: WikiFacts) -> "Reading | Finding":
    """Read the values of a sheet, or say why they cannot be read or which one is missing."""

    from bot.wikitext.reader import read

    try:
        reading = read(text, title, mapping, source)
    except RefusedError as refused:
        return refused.finding
    missing = _missing(reading.values, mapping.format.fields)
    return Finding(Reason.FIELD_MISSING, (("field", missing), ("mapping", mapping.name))) if missing else reading


def origin_of(page: Page, source: WikiFacts, copied_from: str = "") -> EarlierCredit | Finding | None:
    """Read the credit of a page that is itself a copy, None for an original, or say why it cannot be carried on."""

    from bot.wikitext.earlier import earlier_credit

    marker = find_credit(page.text)
    if marker is None:
        lost = Finding(Reason.SHEET_IS_COPY, (("origin", copied_from), ("why", CREDIT_LOST)))
        return lost if copied_from else None
    changed = Finding(Reason.SHEET_IS_COPY, (("origin", marker.address), ("why", CREDIT_CHANGED)))
    return earlier_credit(page.text, translator(source.language)) or changed


def licence_of(
    page: Page,
    values: Values,
    mapping: Mapping,
    source: WikiFacts,
    declaration: Declaration | None,
    decisions: tuple[LicenceDecision, ...] = (),
    earlier: EarlierCredit | None = None,
) -> Standing:
    """Find the licence of a sheet, with the place of the words it is read from, and what people decided about it.

    None stands where the credit that the sheet carries on, *earlier*, states another one.
    """

    from bot.wikitext.statements import licence_statements, notice_statement

    address = source.permalink(page.ref.title, page.ref.revision)
    stated = tuple(
        replace(one, address=address, revision=page.ref.revision, on=page.written_at.date())
        for one in licence_statements(without_credit(page.text), values, mapping, source)
    )
    statements = (*stated, *notice_statement(source))
    standing = standing_of(establish(statements, declaration), statements, decisions)
    contradiction = _contradiction(standing.evidence, earlier) if standing.evidence and earlier else None
    return replace(standing, evidence=None, doubt=contradiction, family=None) if contradiction else standing


def _contradiction(evidence: Evidence, earlier: EarlierCredit) -> Finding | None:
    """Name the licences that the credits of a sheet state beside its own; None when they agree."""
    offers = evidence.bundle.offers
    own = {evidence.offer.id, *(licence.id for offer in offers for licence in offer.alternatives)}
    stated = {*earlier.licences, *earlier.parts}
    if stated <= own:
        return None
    found = ", ".join(sorted({evidence.offer.id} | stated))
    facts = (("found", found), ("stated", evidence.bundle.id), ("earlier", ", ".join(sorted(stated))))
    return Finding(Reason.LICENCE_CONFLICT, facts)


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
