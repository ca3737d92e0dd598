"""The questions that list the pages of a selection, 500 a request."""

from collections.abc import Iterator

from bot.domain.doing import Doing, Notice, unnoticed
from bot.domain.page import PageRef
from bot.domain.selection import InCategory, InNamespace, Named, Prefixed, Selection, Selector, Space, UsesTemplate
from bot.domain.title import Title, bare_title, full_title, normalise
from bot.domain.wiki import CATEGORY, TEMPLATE, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.session import Session
from bot.wiki.transport import Json
from bot.wiki.trees import names_below, walk

_NOTICED = 500
"""After how many pages we say how far we are: as many as a request lists."""


def list_selection(
    session: Session, facts: WikiFacts, selection: Selection, notice: Notice = unnoticed
) -> tuple[PageRef, ...]:
    """List the pages of a selection in the order of their ids, redirects left out; *notice* takes their number."""
    lister = _Lister(session, facts)
    found: dict[int, PageRef] = {}
    for ref in (ref for selector in selection.include for ref in lister.pages(selector)):
        found[ref.page_id] = ref
        if len(found) % _NOTICED == 0:
            notice(session.wiki, Doing.LISTING, len(found), None)
    for selector in selection.exclude:
        for ref in lister.pages(selector) if found else ():
            found.pop(ref.page_id, None)
    return tuple(ref for _page_id, ref in sorted(found.items()) if not ref.redirect)


def list_categories(session: Session, facts: WikiFacts, root: str, depth: int) -> frozenset[str]:
    """Name the categories below one, without their namespace: one request a category.

    Raises:
        WikiError: there are too many of them.

    """
    lister = _Lister(session, facts)
    title = normalise(lister.full(CATEGORY, root), facts)
    if not isinstance(title, Title):
        info = _("“{title}” can be no category: correct it under “under” in the mapping.").format(title=root)
        raise WikiError(session.wiki, Trouble.WIKI, "invalidtitle", info)
    return names_below(title.text, depth, lister.subcategories, session.wiki)


def list_template_redirects(session: Session, facts: WikiFacts, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """List the redirects among templates that lead where *names* lead, as pairs of name and name behind it."""
    titles = "|".join(full_title(facts, TEMPLATE, name) for name in names)
    question: Json = {"prop": "redirects", "rdprop": "title", "rdnamespace": TEMPLATE, "rdlimit": "max"}
    for answer in session.ask_all(titles=titles, redirects=1, **question):
        for page in answer.get("query", {}).get("pages", ()):
            for redirect in page.get("redirects", ()):
                yield bare_title(str(redirect["title"])), bare_title(str(page["title"]))


class _Lister:
    def __init__(self, session: Session, facts: WikiFacts) -> None:
        self._session = session
        self._facts = facts

    def pages(self, selector: Selector) -> Iterator[PageRef]:
        """List the pages that one selector names, each once."""
        match selector:
            case InCategory():
                yield from self._in_category(selector)
            case UsesTemplate(name=name, namespace=namespace):
                title = self.full(TEMPLATE, name)
                yield from self._generate("embeddedin", "gei", geititle=title, geinamespace=self._spaces(namespace))
            case Named(titles=titles):
                yield from self._named(titles)
            case Prefixed(prefix=prefix, namespace=namespace):
                number = self._number(namespace) if namespace is not None else 0
                prefix = prefix[:1].upper() + prefix[1:]
                yield from self._generate("allpages", "gap", gapprefix=prefix, gapnamespace=number)
            case InNamespace(namespace=namespace):
                yield from self._generate("allpages", "gap", gapnamespace=self._number(namespace))

    def _in_category(self, selector: InCategory) -> Iterator[PageRef]:
        for category in walk(self.full(CATEGORY, selector.name), selector.depth, self.subcategories):
            yield from self._generate(
                "categorymembers",
                "gcm",
                gcmtitle=category,
                gcmtype="page",
                gcmnamespace=self._spaces(selector.namespace),
            )

    def subcategories(self, category: str) -> Iterator[str]:
        """List the categories right below one, by their full titles."""
        for answer in self._session.ask_all(
            list="categorymembers", cmtitle=category, cmtype="subcat", cmprop="title", cmlimit="max"
        ):
            yield from (str(member["title"]) for member in answer["query"]["categorymembers"])

    def _named(self, titles: tuple[str, ...]) -> Iterator[PageRef]:
        valid = [title.text for title in (normalise(text, self._facts) for text in titles) if isinstance(title, Title)]
        for start in range(0, len(valid), 50):
            answer = self._session.ask(prop="info", titles="|".join(valid[start : start + 50]))
            yield from _refs(answer)

    def _generate(self, generator: str, prefix: str, **parameters: str | int) -> Iterator[PageRef]:
        limit: Json = {f"{prefix}limit": "max"}
        for answer in self._session.ask_all(generator=generator, prop="info", **parameters, **limit):
            yield from _refs(answer)

    def full(self, number: int, name: str) -> str:
        """Give the title of a page in a namespace, in the words of the wiki."""
        space = self._facts.namespace(number)
        return f"{space.name if space else 'Category'}:{name}"

    def _spaces(self, namespace: Space | None) -> str:
        if namespace is not None:
            return str(self._number(namespace))
        return "|".join(str(number) for number in sorted(self._facts.content_namespaces()))

    def _number(self, namespace: Space) -> int:
        space = (
            self._facts.namespace(namespace) if isinstance(namespace, int) else self._facts.namespace_called(namespace)
        )
        if space is None:
            names = ", ".join(space.name for space in self._facts.namespaces if space.content and space.name)
            info = _("the wiki has no namespace “{namespace}”; its content namespaces are: {names}")
            raise WikiError(
                self._session.wiki, Trouble.WIKI, "no-namespace", info.format(namespace=namespace, names=names or "0")
            )
        return space.number


def _refs(answer: Json) -> Iterator[PageRef]:
    for page in answer.get("query", {}).get("pages", ()):
        if "pageid" in page and not page.get("missing"):
            yield PageRef(
                int(page["pageid"]),
                str(page["title"]),
                int(page["lastrevid"]),
                int(page["ns"]),
                bool(page.get("redirect")),
            )
