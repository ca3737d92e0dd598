"""Copies that a licence lets stand only whole: the text of the sheet, not its values in the fields of the partner."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.config.settings import PartnerSettings
from bot.domain.credit import Alteration
from bot.domain.field import Values
from bot.domain.licences.admission import Admission, admit
from bot.domain.licences.judge import Regime
from bot.domain.plan import Notice
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.sync.adapting import about_licence
from bot.sync.drafts import Draft
from bot.sync.licensing import terms_of
from bot.wikitext.credit import CREDIT_HOLE, takes_credit, without_credit
from bot.wikitext.destinations import Links
from bot.wikitext.layout import categories_of
from bot.wikitext.pagelinks import category_link
from bot.wikitext.tags import opaque_tags_of

if TYPE_CHECKING:
    from bot.wikitext.verbatim import Verbatim


@dataclass(frozen=True, slots=True)
class WholePage:
    """A whole copy with a hole where the credit goes, and what was changed of its form."""

    body: str
    alterations: tuple[Alteration, ...]
    notices: tuple[Notice, ...]


def stands_whole(sheet: Draft, partner: PartnerSettings, facts: WikiFacts) -> bool:
    """Tell whether a partner takes a sheet whole or not at all."""
    if Regime.WHOLE not in partner.wiki.accepts:
        return False  # no judgement gives a regime that the partner does not accept
    found = admit(sheet.standing, partner.wiki.name, terms_of(partner, facts))
    return isinstance(found, Admission) and found.regime is Regime.WHOLE


def text_of(sheet: Draft) -> str:
    """Give the text of a sheet, without the credit that one has which is itself a copy."""
    return without_credit(sheet.page.text)


def write_whole(sheet: Draft, partner: PartnerSettings, facts: WikiFacts, source: WikiFacts) -> WholePage:
    """Write a whole copy; the categories that every copy gets stand with the credit, outside of the text.

    Links lead to the source even where the partner has a copy of the page: the authors linked theirs.

    Raises:
        RefusedError: the text would say something else at the partner.

    """
    from bot.wikitext.verbatim import verbatim

    links = Links(source, facts, {}, page=sheet.page.ref.title, opaque=opaque_tags_of(source))
    written = verbatim(text_of(sheet), links, sheet.expansions)
    _check(written)
    names = categories_of(Values(), partner.mapping, facts, source.site_name)
    categories = "\n".join(category_link(name, facts) for name in names)
    behind = "\n\n".join(filter(None, (CREDIT_HOLE, categories)))
    body = f"{behind}\n\n{written.text}" if partner.mapping.credit.top else f"{written.text}\n\n{behind}"
    if not takes_credit(body):
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", "credit"),)))
    switches = (Notice("switch left out", switch) for switch in written.switches)
    return WholePage(body, _alterations(written), (*about_licence(sheet.evidence), *switches))


def _check(written: "Verbatim") -> None:
    for name, fault in written.faults:
        raise RefusedError(Finding(Reason.NOT_WHOLE, (("template", name), ("why", fault.value))))
    if written.lacking:
        tags = ", ".join(f"<{name}>" for name in written.lacking)
        raise RefusedError(Finding(Reason.NOT_WHOLE, (("tags", tags),)))
    if written.unsafe:
        raise RefusedError(Finding(Reason.UNSAFE_TEXT, (("text", written.unsafe),)))


def _alterations(written: "Verbatim") -> tuple[Alteration, ...]:
    told = (
        (Alteration.TEMPLATES, written.expanded),
        (Alteration.LINKS, written.links),
        (Alteration.FILES, written.files),
        (Alteration.CATEGORIES, written.categories or written.languages),
    )
    return tuple(alteration for alteration, happened in told if happened)
