"""Which pages of a folder a selection names, told from their texts alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.page import PageRef
from bot.domain.selection import InCategory, InNamespace, Named, Prefixed, Selection, Selector, Space, UsesTemplate
from bot.domain.title import Title, bare_title, full_title, normalise
from bot.domain.wiki import CATEGORY, TEMPLATE, Namespace, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.trees import names_below, walk
from bot.wikitext.pagelinks import strip_categories
from bot.wikitext.redirects import redirect_target
from bot.wikitext.templates import all_calls, template_name

_REDIRECT = re.compile(r"\s*#(?:REDIRECTION|REDIRECT)\s*:?\s*\[\[", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A page as a selection sees it: the titles of its categories, the templates it calls, where it redirects to."""

    ref: PageRef
    categories: frozenset[str]
    templates: frozenset[str]
    target: str = ""


def is_redirect(text: str) -> bool:
    """Tell whether a page only leads to another."""
    return bool(_REDIRECT.match(text))


def glimpse(ref: PageRef, text: str, wiki: WikiFacts) -> Glimpse:
    """See what a selection needs to know of a page."""
    categories = (full_title(wiki, CATEGORY, name) for name in strip_categories(text, wiki).categories)
    titles = (normalise(title, wiki) for title in categories)
    return Glimpse(
        ref,
        frozenset(title.text for title in titles if isinstance(title, Title)),
        frozenset(all_calls(text, wiki)),
        redirect_target(text, wiki) if is_redirect(text) else "",
    )


def template_redirects(names: Iterable[str], pages: Iterable[Glimpse], wiki: WikiFacts) -> tuple[tuple[str, str], ...]:
    """List the redirects among templates that lead where *names* lead, as pairs of name and name behind it."""
    leads = {page.ref.title: page.target for page in pages if page.target and page.ref.namespace == TEMPLATE}
    titles = (full_title(wiki, TEMPLATE, template_name(name, wiki)) for name in names)
    wanted = {leads.get(title, title) for title in titles}
    return tuple((bare_title(title), bare_title(target)) for title, target in leads.items() if target in wanted)


def choose(selection: Selection, pages: Sequence[Glimpse], wiki: WikiFacts, name: str) -> tuple[PageRef, ...]:
    """List the pages of a selection in the order of their page ids, redirects left out.

    Raises:
        WikiError: the selection names a namespace or a title that this wiki cannot have.

    """
    chooser = _Chooser(pages, wiki, name)
    # Exclusions reach into every namespace: a draft that somebody named must not be let through by its place.
    excluded = {page.ref for selector in selection.exclude for page in chooser.pages_of(selector, None)}
    content = wiki.content_namespaces()
    included = {page.ref for selector in selection.include for page in chooser.pages_of(selector, content)}
    return tuple(sorted((ref for ref in included - excluded if not ref.redirect), key=lambda ref: ref.page_id))


def below(root: str, depth: int, pages: Sequence[Glimpse], wiki: WikiFacts, name: str) -> frozenset[str]:
    """Name the categories below one, without their namespace.

    Raises:
        WikiError: there are too many of them, or no category can be called like the root.

    """
    chooser = _Chooser(pages, wiki, name)
    return names_below(chooser.title_of_category(root), depth, chooser.subcategories, name)


class _Chooser:
    """The pages of one wiki, asked selector by selector."""

    def __init__(self, pages: Sequence[Glimpse], wiki: WikiFacts, name: str) -> None:
        self.pages, self.wiki, self.name = pages, wiki, name

    def pages_of(self, selector: Selector, usual: frozenset[int] | None) -> Iterable[Glimpse]:
        """Give the pages of a selector; one without a namespace looks in the *usual* ones, None for all."""
        match selector:
            case Named(titles=titles):
                wanted = {self._title(title).text for title in titles}
                return (page for page in self.pages if page.ref.title in wanted)
            case InCategory(name=category, depth=depth, namespace=space):
                trees = self._categories(category, depth)
                return (page for page in self._within(space, usual) if page.categories & trees)
            case UsesTemplate(name=template, namespace=space):
                known_as = template_name(template, self.wiki)
                others = template_redirects((template,), self.pages, self.wiki)
                # A wiki lists the pages that use a redirect with those that use the template behind it.
                names = {known_as, *(name for name, behind in others if behind == known_as)}
                return (page for page in self._within(space, usual) if names & page.templates)
            case Prefixed(prefix=prefix, namespace=space):
                start = self._start(prefix, self._space(0 if space is None else space))
                return (page for page in self._within(space or 0, usual) if page.ref.title.startswith(start))
            case InNamespace(namespace=space):
                return self._within(space, usual)

    def _within(self, space: Space | None, usual: frozenset[int] | None) -> Iterable[Glimpse]:
        numbers = usual if space is None else frozenset({self._space(space).number})
        return (page for page in self.pages if numbers is None or page.ref.namespace in numbers)

    def _categories(self, category: str, depth: int) -> frozenset[str]:
        """Give a category and its subcategories, *depth* levels down."""
        return frozenset(walk(self.title_of_category(category), depth, self.subcategories))

    def title_of_category(self, category: str) -> str:
        """Give the full title of a category that is named with or without its namespace."""
        space = self.wiki.namespace(CATEGORY)
        given = normalise(category, self.wiki)
        if not isinstance(given, Title) or given.namespace != CATEGORY:
            given = self._title(f"{space.name if space else 'Category'}:{category}")
        return given.text

    def subcategories(self, category: str) -> list[str]:
        """List the categories right below one, by their full titles."""
        inside = (page.ref for page in self.pages if category in page.categories)
        return [ref.title for ref in inside if ref.namespace == CATEGORY]

    def _start(self, prefix: str, space: Namespace) -> str:
        start = re.sub(r"[ _]+", " ", prefix).lstrip()
        start = start[:1].upper() + start[1:] if space.first_letter else start
        return f"{space.name}:{start}" if space.name else start

    def _space(self, space: Space) -> Namespace:
        known = self.wiki.namespace(space) if isinstance(space, int) else self.wiki.namespace_called(space)
        if known is None:
            names = ", ".join(namespace.name for namespace in self.wiki.namespaces if namespace.name)
            reason = _("the namespace “{space}” does not exist; known are: {names}. Name it in wiki.toml.")
            raise WikiError(self.name, Trouble.WIKI, "unknown-namespace", reason.format(space=space, names=names))
        return known

    def _title(self, text: str) -> Title:
        title = normalise(text, self.wiki)
        if isinstance(title, Title):
            return title
        reason = _("“{title}” in the selection can be no page title ({fault}).")
        raise WikiError(self.name, Trouble.WIKI, "invalidtitle", reason.format(title=text or " ", fault=title.value))
