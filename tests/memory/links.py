"""Which categories and templates the pages of a wiki in memory are in and use, templates of templates included."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.domain.page import PageRef
from bot.domain.title import Title, normalise
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.wiki.folder_select import glimpse
from bot.wikitext.templates import template_name, templates_in
from tests.memory.pages import MemoryPage
from tests.memory.site import MemorySite

_ONLY_INCLUDED = re.compile(r"<includeonly>.*?(?:</includeonly>|$)", re.DOTALL | re.IGNORECASE)
_NOT_INCLUDED = re.compile(r"<noinclude>.*?(?:</noinclude>|$)", re.DOTALL | re.IGNORECASE)
_ALONE = re.compile(r"<onlyinclude>(.*?)</onlyinclude>", re.DOTALL | re.IGNORECASE)
_TAGS = re.compile(r"</?(?:noinclude|includeonly|onlyinclude)\s*/?>", re.IGNORECASE)

Links = tuple[frozenset[str], frozenset[str]]


@lru_cache(maxsize=16384)
def _links_of(text: str, facts: WikiFacts, included: bool) -> Links:
    """Read the categories and templates of a text, as the page itself shows it or as others include it."""
    if included:
        alone = _ALONE.findall(text)
        text = "".join(alone) if alone else _NOT_INCLUDED.sub("", text)
    else:
        text = _ONLY_INCLUDED.sub("", text)
    text = _TAGS.sub("", text)
    seen = glimpse(PageRef(0, "", 0), text, facts)
    calls = (text[each.parts[0].start : each.parts[0].end] for each in templates_in(text))
    titles = (_template_title(template_name(call, facts), facts) for call in calls)
    return seen.categories, frozenset(title for title in titles if title)


def _template_title(name: str, facts: WikiFacts) -> str:
    title = normalise(name.removeprefix(":"), facts)
    if isinstance(title, Title) and title.namespace == 0 and not name.startswith(":"):
        space = facts.namespace(TEMPLATE)
        title = normalise(f"{space.name if space else 'Template'}:{name}", facts)
    return title.text if isinstance(title, Title) else ""


def links(page: MemoryPage, site: MemorySite) -> Links:
    """Give the categories of a page and all templates that it uses."""
    categories, waiting = _links_of(page.current.text, site.facts, False)
    used: set[str] = set()
    while new := waiting - used:
        used |= new
        waiting = frozenset()
        for text in _texts(new, site, used):
            more, below = _links_of(text, site.facts, True)
            categories, waiting = categories | more, waiting | below
    return categories, frozenset(used)


def _texts(titles: frozenset[str], site: MemorySite, used: set[str]) -> Iterator[str]:
    """Give the texts of templates; of one that is a redirect, the text where it leads."""
    for title in titles:
        page = site.page(title)
        if page and page.target:
            used.add(page.target)
            page = site.page(page.target)
        if page:
            yield page.current.text
