"""Which house pages a partner needs, by its configuration, in the order in which they are written."""

from collections.abc import Callable, Iterator

from bot.config.settings import JobSettings, OnOrphan, PartnerSettings, WikiSettings
from bot.domain.licences.judge import Regime
from bot.domain.setup import House, HousePage, Origin, Role
from bot.domain.title import Title, full_title, normalise
from bot.domain.wiki import CATEGORY, PROJECT, TEMPLATE, USER, WikiFacts
from bot.i18n import translator
from bot.sync.orphans import orphan_category_of
from bot.sync.watch import account_of, stop_pages
from bot.wiki.protocol import Wiki
from bot.wikitext import house_texts as texts
from bot.wikitext.credit_documentation import credit_documentation
from bot.wikitext.credit_template import credit_template
from bot.wikitext.credit_text import Say
from bot.wikitext.signature import signature_of


def house_of(
    settings: WikiSettings,
    jobs: tuple[JobSettings, ...],
    wiki: Wiki,
    contact: str,
    source: Callable[[WikiSettings], WikiFacts],
) -> House:
    """Gather what house pages say of the bot at one partner, from all the jobs that write there.

    Raises:
        WikiError: the partner or one of the sources cannot be asked.

    """
    facts = wiki.facts()
    partners = [_partner_of(job, settings) for job in jobs]
    say = translator(facts.language)
    orphans = (orphan_category_of(one, say) for one in partners if one.on_orphan is OnOrphan.CATEGORY)
    templates = tuple(dict.fromkeys(name for one in partners if (name := one.mapping.credit.template)))
    return House(
        facts=facts,
        account=account_of(settings),
        contact=contact,
        origins=tuple(dict.fromkeys(_origin(job, source(job.source)) for job in jobs)),
        templates=templates,
        own_templates=_own_templates(templates, wiki, facts),
        orphan_categories=tuple(dict.fromkeys(orphans)),
        stop_page=next(iter(stop_pages(settings, facts)), ""),
        opt_out=settings.opt_out or "",
        takes_marked=not {Regime.MARKED, Regime.WHOLE}.isdisjoint(settings.accepts),
        obeys_messages=settings.obey_messages,
    )


def _own_templates(names: tuple[str, ...], wiki: Wiki, facts: WikiFacts) -> tuple[str, ...]:
    """Give the templates that setup wrote or may write: only those call our documentation and our categories."""
    titles = {full_title(facts, TEMPLATE, name): name for name in names}
    seen = wiki.look_for(titles, with_text=True)
    missing = [title for title in titles if seen[title].page is None]
    deleted = wiki.deleted_titles(missing) if missing else frozenset()
    return tuple(
        name
        for title, name in titles.items()
        if (seen[title].page is None and title not in deleted) or signature_of(seen[title].text or "")
    )


def house_pages(house: House) -> tuple[HousePage, ...]:
    """Write the house pages of a partner, those first that others call."""
    say = translator(house.facts.language)
    pages = (*_categories(house, say), *_templates(house, say), *_rules(house, say))
    return tuple({page.title: page for page in reversed(pages)}.values())[::-1]


def _partner_of(job: JobSettings, settings: WikiSettings) -> PartnerSettings:
    return next(partner for partner in job.partners if partner.wiki.name == settings.name)


def _origin(job: JobSettings, facts: WikiFacts) -> Origin:
    return Origin(facts.site_name, facts.address, job.description)


def _categories(house: House, say: Say) -> Iterator[HousePage]:
    if house.own_templates:
        text = texts.copies_category_text(house, say)
        yield _page(house, Role.CATEGORY, CATEGORY, texts.copies_category(say), text)
    if house.own_templates and house.takes_marked:
        text = texts.marked_category_text(house, say)
        yield _page(house, Role.CATEGORY, CATEGORY, texts.marked_category(say), text)
    for name in house.orphan_categories:
        yield _page(house, Role.CATEGORY, CATEGORY, name, texts.orphan_category_text(house, say))


def _templates(house: House, say: Say) -> Iterator[HousePage]:
    for name in house.templates:
        documentation = f"{name}/{say('doc')}"
        if name in house.own_templates:
            text = credit_documentation(house.facts, say, account=house.account)
            yield _page(house, Role.DOCUMENTATION, TEMPLATE, documentation, text)
        copies, marked = texts.copies_category(say), texts.marked_category(say)
        text = credit_template(house.facts, say, documentation=documentation, copies=copies, marked=marked)
        yield _page(house, Role.TEMPLATE, TEMPLATE, name, text)


def _rules(house: House, say: Say) -> Iterator[HousePage]:
    if house.opt_out:
        yield _titled(house, Role.OPT_OUT, house.opt_out, texts.opt_out_text(say))
    space, name = (USER, house.account) if house.account else (PROJECT, say("Republishing robot"))
    yield _page(house, Role.ROBOT, space, name, texts.robot_text(house, say))
    if house.stop_page:
        yield _titled(house, Role.STOP, house.stop_page, texts.stop_text(say))


def _page(house: House, role: Role, namespace: int, name: str, text: str) -> HousePage:
    return _titled(house, role, full_title(house.facts, namespace, name), text)


def _titled(house: House, role: Role, title: str, text: str) -> HousePage:
    """Give a page its title as the wiki writes it; a title that it cannot have stays, and is told by the plan."""
    known = normalise(title, house.facts)
    return HousePage(role, known.text if isinstance(known, Title) else title, text)
