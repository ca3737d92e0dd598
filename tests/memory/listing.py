"""The listings of a wiki in memory, as the adapter of MediaWiki asks for them."""

from collections.abc import Iterable

from bot.domain.page import PageRef
from bot.domain.selection import InCategory, InNamespace, Named, Prefixed, Selection, Selector, Space, UsesTemplate
from bot.domain.title import Title, bare_title, full_title, normalise
from bot.domain.wiki import CATEGORY, TEMPLATE
from bot.errors import Trouble, WikiError
from bot.wiki.trees import names_below
from bot.wikitext.templates import template_name
from tests.memory.links import links
from tests.memory.pages import MemoryPage
from tests.memory.site import MemorySite


def ref_of(page: MemoryPage) -> PageRef:
    """Give a page as a line of a listing."""
    return PageRef(page.page_id, page.title.text, page.current.id, page.title.namespace, bool(page.target))


def list_selection(wiki: str, site: MemorySite, selection: Selection) -> tuple[PageRef, ...]:
    """List the pages of a selection in the order of their ids, redirects left out."""
    lister = _Lister(wiki, site)
    found = {page.page_id: page for selector in selection.include for page in lister.pages(selector)}
    for selector in selection.exclude:
        for page in list(lister.pages(selector)):
            found.pop(page.page_id, None)
    return tuple(ref_of(page) for _page_id, page in sorted(found.items()) if not page.target)


def template_redirects(site: MemorySite, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """List the redirects among templates that lead where *names* lead, as pairs of name and name behind it."""
    templates = (page for page in site.pages.values() if page.title.namespace == TEMPLATE and page.target)
    leads = {page.title.text: page.target for page in templates}
    titles = {full_title(site.facts, TEMPLATE, template_name(name, site.facts)) for name in names}
    wanted = {leads.get(title, title) for title in titles}
    return tuple((bare_title(title), bare_title(target)) for title, target in leads.items() if target in wanted)


def categories_below(wiki: str, site: MemorySite, root: str, depth: int) -> frozenset[str]:
    """Name the categories below one, without their namespace and without itself."""
    lister = _Lister(wiki, site)
    top = lister.full(CATEGORY, root)
    return names_below(top, depth, lambda name: sorted(lister.tree(name, 1) - {name}), wiki)


class _Lister:
    def __init__(self, wiki: str, site: MemorySite) -> None:
        self._wiki, self._site, self._facts = wiki, site, site.facts

    def pages(self, selector: Selector) -> Iterable[MemoryPage]:
        match selector:
            case InCategory(name=name, depth=depth, namespace=namespace):
                tree = self.tree(self.full(CATEGORY, name), depth)
                return (page for page in self._within(namespace) if links(page, self._site)[0] & tree)
            case UsesTemplate(name=name, namespace=namespace):
                template = self.full(TEMPLATE, name)
                return (page for page in self._within(namespace) if template in links(page, self._site)[1])
            case Named(titles=titles):
                known = (normalise(text, self._facts) for text in titles)
                wanted = {title.text for title in known if isinstance(title, Title)}
                return (page for title in wanted if (page := self._site.page(title)))
            case Prefixed(prefix=prefix, namespace=namespace):
                start = self.full(self._number(namespace or 0), prefix[:1].upper() + prefix[1:])
                return (page for page in self._within(namespace or 0) if page.title.text.startswith(start))
            case InNamespace(namespace=namespace):
                return self._within(namespace)

    def _within(self, namespace: Space | None) -> Iterable[MemoryPage]:
        numbers = self._facts.content_namespaces() if namespace is None else frozenset({self._number(namespace)})
        return (page for page in self._site.pages.values() if page.title.namespace in numbers)

    def tree(self, top: str, depth: int) -> frozenset[str]:
        found = reached = frozenset({top})
        for _level in range(depth):
            inside = (page for page in self._within(CATEGORY) if links(page, self._site)[0] & reached)
            reached = frozenset(page.title.text for page in inside) - found
            found |= reached
        return found

    def full(self, number: int, name: str) -> str:
        space = self._facts.namespace(number)
        full = f"{space.name}:{name}" if space and space.name else name
        title = normalise(full, self._facts)
        return title.text if isinstance(title, Title) and not name.endswith((" ", "/")) else full

    def _number(self, namespace: Space) -> int:
        known = (
            self._facts.namespace(namespace) if isinstance(namespace, int) else self._facts.namespace_called(namespace)
        )
        if known is None:
            raise WikiError(self._wiki, Trouble.WIKI, "no-namespace", str(namespace))
        return known.number
