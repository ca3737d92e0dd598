"""What a copy should say at one partner: title, text, credit and summary."""

import hashlib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from datetime import date

from bot.config.settings import PartnerSettings
from bot.domain import pattern
from bot.domain.chain import Original, direct_copy, way_barred
from bot.domain.credit import LAYOUT, Alteration, Credit, make_credit, summary_of
from bot.domain.field import Records, Values, short
from bot.domain.files import Placements
from bot.domain.licences.admission import Admission, admit
from bot.domain.licences.judge import Regime
from bot.domain.mapping import Mapping, Owner
from bot.domain.plan import Notice
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.title import Title, normalise
from bot.domain.wiki import NEVER_WRITTEN, WikiFacts
from bot.i18n import translator
from bot.sync.drafts import Draft
from bot.sync.licensing import terms_of
from bot.wikitext.credit import CREDIT_HOLE, write_credit
from bot.wikitext.credit_words import is_shown

_FIRST_OWN_NAMESPACE = 100


@dataclass(frozen=True, slots=True)
class Destination:
    """A partner, as far as it decides what a copy says."""

    settings: PartnerSettings
    facts: WikiFacts
    has_credit_template: bool
    contact: str
    template_shows: frozenset[str] = frozenset()
    """The parameters that the credit template shows; a credit that it would hide a part of is written plainly."""
    originals: tuple[Original, ...] = ()
    """The direct copies of sheets of other sources that the partner has."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A copy as it should stand at a partner."""

    title: str
    body: str
    """The text with a hole where the credit goes."""
    credit: str
    summary: str
    content: str
    """Digest of what people would read, without dates and revisions."""
    notices: tuple[Notice, ...]
    files: Placements | None = None
    """What becomes of the files of the sheet; None where nobody has asked."""
    whole: bool = False
    """Whether it shows the sheet whole and unchanged, on a page that has to be protected."""
    licence: str = ""
    """The licence that the credit names, by its id."""

    @property
    def text(self) -> str:
        """Give the whole text."""
        return self.body.replace(CREDIT_HOLE, self.credit, 1)


def copy_title(sheet: Draft, destination: Destination) -> str | Finding:
    """Give the title of a copy yet to be made, as the partner would show it, or why the partner gets none."""

    from bot.wikitext.writer import title_of

    if sheet.earlier is not None:
        marker = sheet.earlier.marker
        barred = way_barred(marker, destination.facts) or direct_copy(marker, destination.originals)
        if barred is not None:
            return barred
    wanted = title_of(sheet.values, destination.settings.mapping, sheet.page.ref.title)
    title = normalise(wanted, destination.facts)
    if not isinstance(title, Title):
        fields = ", ".join(dict.fromkeys(pattern.holes(destination.settings.mapping.title)))
        return Finding(Reason.TITLE_INVALID, (("field", fields), ("title", wanted), ("fault", title.value)))
    space = destination.facts.namespace(title.namespace)
    own = title.namespace >= _FIRST_OWN_NAMESPACE and title.namespace % 2 == 0
    if title.namespace in NEVER_WRITTEN or not (own or (space and space.content)):
        return Finding(Reason.TITLE_NAMESPACE, (("title", title.text), ("namespace", space.name if space else "?")))
    return title.text


def render(
    sheet: Draft,
    title: str,
    destination: Destination,
    source: WikiFacts,
    copies: MappingOf[str, str],
    today: date,
    present: Values | None = None,
) -> Rendered | Finding:
    """Write a copy of a sheet for a partner, or say why it cannot be.

    *present* are the values of the copy that stands there, None where there is none: fields that the partner owns
    are written once, and kept from then on.
    """
    barred = way_barred(sheet.earlier.marker, destination.facts) if sheet.earlier else None
    if barred is not None:
        return barred
    terms = terms_of(destination.settings, destination.facts)
    admission = admit(sheet.standing, destination.settings.wiki.name, terms)
    if isinstance(admission, Finding):
        return admission
    if admission.regime is Regime.WHOLE:
        return _render_whole(sheet, title, destination, source, admission, today)
    return _render_adapted(sheet, title, destination, source, admission, copies, today, present)


def _render_adapted(
    sheet: Draft,
    title: str,
    destination: Destination,
    source: WikiFacts,
    admission: Admission,
    copies: MappingOf[str, str],
    today: date,
    present: Values | None,
) -> Rendered | Finding:
    """Write a copy that carries the values of the sheet into the partner's template."""

    from bot.sync.adapting import adapt_values
    from bot.wikitext.writer import write_page

    partner = destination.settings
    try:
        adapted = adapt_values(sheet, partner, destination.facts, source, copies)
        if present is not None:
            adapted = replace(adapted, values=_with_owned(adapted.values, present, partner))
        body = write_page(adapted.values, title, partner.mapping, destination.facts, source.site_name)
        dropped = _dropped(adapted.values, partner.mapping, destination.facts)
    except RefusedError as refused:
        return refused.finding
    alterations = _with_left_out(adapted.alterations) if dropped else adapted.alterations
    credit = _credit_of(sheet, destination, source, admission, alterations, today)
    files, template = sheet.placements or Placements(), next(iter(partner.mapping.templates), "")
    mentions, linked = adapted.mentions, files.linked()
    credit = replace(credit, template=template, mentions=mentions, files=files.credits(), linked=linked)
    if not credit.is_whole:
        return Finding(Reason.CREDIT_INCOMPLETE, (("missing", _missing(credit)),))
    return _with_credit(sheet, title, body, credit, destination, (*adapted.notices, *dropped))


def _render_whole(
    sheet: Draft, title: str, destination: Destination, source: WikiFacts, admission: Admission, today: date
) -> Rendered | Finding:
    """Write a copy that shows the sheet as it is."""

    from bot.sync.whole import write_whole

    try:
        page = write_whole(sheet, destination.settings, destination.facts, source)
    except RefusedError as refused:
        return refused.finding
    credit = _credit_of(sheet, destination, source, admission, page.alterations, today)
    if not credit.is_whole:
        return Finding(Reason.CREDIT_INCOMPLETE, (("missing", _missing(credit)),))
    return _with_credit(sheet, title, page.body, credit, destination, page.notices, whole=True)


def _credit_of(
    sheet: Draft,
    destination: Destination,
    source: WikiFacts,
    admission: Admission,
    alterations: tuple[Alteration, ...],
    today: date,
) -> Credit:
    credit = make_credit(
        sheet.page,
        source,
        admission.evidence,
        admission.regime,
        alterations=alterations,
        copy_date=today,
        contact=destination.contact,
        earlier=sheet.earlier,
    )
    return replace(credit, party=sheet.naming.party) if sheet.naming.party else credit


def _dropped(values: Values, mapping: Mapping, facts: WikiFacts) -> tuple[Notice, ...]:
    """Tell which words of a sheet its copy leaves out: those that no table knows, and no category tree."""

    from bot.wikitext.categories import words_outside
    from bot.wikitext.values import words_left_out

    found = [
        Notice("value left out", short(word), rule.field.name)
        for rule in mapping.rules
        if not isinstance(value := values.get(rule.field.name) or "", Records)
        for word in words_left_out(value, rule)
    ]
    outside = words_outside(values, mapping, facts)
    return (*found, *(Notice("category outside the tree", name, field) for field, name in outside))


def _with_left_out(alterations: tuple[Alteration, ...]) -> tuple[Alteration, ...]:
    return tuple(dict.fromkeys((*alterations, Alteration.LEFT_OUT)))


def _with_owned(values: Values, present: Values, partner: PartnerSettings) -> Values:
    for rule in partner.mapping.rules:
        if rule.owner is Owner.PARTNER:
            values = values.with_value(rule.field.name, present.get(rule.field.name) or "")
    return values


def _with_credit(
    sheet: Draft,
    title: str,
    body: str,
    credit: Credit,
    destination: Destination,
    notices: tuple[Notice, ...],
    *,
    whole: bool = False,
) -> Rendered | Finding:
    place = destination.settings.mapping.credit
    say = translator(destination.facts.language)
    has_template = destination.has_credit_template and is_shown(credit, destination.template_shows)
    written = write_credit(credit, place, has_template=has_template, say=say)
    if sheet.naming.forgotten:
        from bot.wikitext.withholding import withhold

        written = withhold(written, sheet.naming.forgotten, say("name withheld on request"))
    lasting: tuple[object, ...] = (body, credit.evidence.id, credit.regime.value, credit.alterations)
    lasting = (*lasting, credit.title)  # a sheet that was renamed: its old title may lead nowhere
    lasting = (*lasting, LAYOUT, place.template if has_template else "")
    lasting = (*lasting, credit.earlier, credit.files, credit.mentions, credit.party, credit.template)
    lasting = (*lasting, *(part.where for part in credit.evidence.own_parts))
    lasting = (*lasting, credit.linked) if credit.linked else lasting
    declared = tuple((file.title, file.declared) for file in credit.files if file.declared is not None)
    lasting = (*lasting, declared) if declared else lasting
    lasting = (*lasting, credit.contributors.hidden, credit.contributors.withheld)
    content = hashlib.sha256(repr(lasting).encode()).hexdigest()
    files, licence = None if whole else sheet.placements, credit.evidence.licence.id
    summary = summary_of(credit, say("Copy of"))
    rendered = Rendered(title, body, written, summary, content, notices, files, whole, licence)
    return too_large(rendered.text, destination) or rendered


def too_large(text: str, destination: Destination) -> Finding | None:
    """Refuse a text that the partner cannot hold."""
    limit = destination.facts.maximum_bytes
    return Finding(Reason.TOO_LARGE, (("limit", str(limit)),)) if len(text.encode()) > limit else None


def _missing(credit: Credit) -> str:
    if not credit.contributors:
        return "contributors"
    return "licence address" if not credit.licence_url else "source address"
