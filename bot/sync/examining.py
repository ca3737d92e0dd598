"""The licence of one sheet, looked at closely: what stands where, and what follows from it at each partner."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.config.register import load_register
from bot.config.settings import JobSettings, PartnerSettings
from bot.domain.licences.admission import Standing, admit, judgement_of
from bot.domain.licences.examined import AtPartner, Examined
from bot.domain.page import PageRef
from bot.domain.reasons import Finding, RefusedError
from bot.domain.title import Title, normalise, title_in_address
from bot.domain.wiki import WikiFacts
from bot.errors import WikiError
from bot.sync.drafts import licence_of, origin_of
from bot.sync.environment import Environment
from bot.sync.licensing import terms_of
from bot.sync.reading_facts import facts_for_reading
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import without_credit
from bot.wikitext.reader import read


def examine(job: JobSettings, environment: Environment, sheet: str, partners: tuple[str, ...]) -> Examined | None:
    """Look at the licence of a sheet, given by title, page id or address; None when the job has no such sheet.

    Reads only. Raises WikiError when the source does not answer.
    """
    wiki = environment.open(job.source)
    try:
        facts = facts_for_reading(wiki, job.mapping)
        ref = _find(wiki.select(job.selection), sheet, facts)
        page = next(iter(wiki.read([ref.page_id])), None) if ref else None
        if page is None:
            return None
        permalink = facts.permalink(page.ref.title, page.ref.revision)
        known = (job.name, job.source.name, page.ref, page.written_at.date(), permalink)
        register = load_register(environment.configuration.register)
        decisions = register.decisions_on(job.source.name, page.ref.page_id)
        earlier = origin_of(page, facts)
        if isinstance(earlier, Finding):
            return Examined(*known, fault=earlier)
        try:
            values = read(without_credit(page.text), page.ref.title, job.mapping, facts).values
        except RefusedError as refused:
            return Examined(*known, fault=refused.finding)
        standing = licence_of(page, values, job.mapping, facts, job.source.licence, decisions, earlier)
    finally:
        wiki.close()
    wanted = (each for each in job.partners if not partners or each.wiki.name in partners)
    return Examined(*known, standing, tuple(_at(each, standing, environment) for each in wanted))


def _find(listing: Iterable[PageRef], sheet: str, facts: WikiFacts) -> PageRef | None:
    is_elsewhere = urlsplit(sheet).netloc not in ("", urlsplit(facts.address).netloc)
    named = normalise(("" if is_elsewhere else title_in_address(sheet)) or sheet, facts)
    title = named.text if isinstance(named, Title) else ""
    for ref in listing:
        addresses = (facts.page_url(ref.title), facts.permalink(ref.title, ref.revision))
        if title == ref.title or sheet == str(ref.page_id) or sheet in addresses:
            return ref
    return None


def _at(partner: PartnerSettings, standing: Standing, environment: Environment) -> AtPartner:
    wiki: Wiki = environment.open(partner.wiki)
    try:
        facts = wiki.facts()
    except WikiError as error:
        return AtPartner(partner.wiki.name, trouble=error)
    finally:
        wiki.close()
    terms = terms_of(partner, facts)
    name = partner.wiki.name
    return AtPartner(name, terms, judgement_of(standing, name, terms), admit(standing, name, terms))
