"""Which pages of its wiki a text links to."""

from collections.abc import Iterator

from bot.domain.title import Title, normalise
from bot.domain.wiki import CATEGORY, FILE, WikiFacts
from bot.wikitext.images import gallery_lines
from bot.wikitext.scan import OPAQUE_TAGS, Sort, scan
from bot.wikitext.targets import Page, find_target, has_subpages, is_language_link, resolve

_NEVER_SHEETS = frozenset({CATEGORY, FILE})


def linked_pages(text: str, page: str, wiki: WikiFacts, opaque: str = OPAQUE_TAGS) -> Iterator[str]:
    """Give the titles that a text on *page* links to, as often as it does; pictures and categories left out."""
    if "[[" not in text:
        return
    is_relative = has_subpages(page, wiki)
    for element in scan(text, opaque):
        if element.sort is Sort.TAG and gallery_lines(whole := text[element.start : element.end]) is not None:
            inner = whole.partition(">")[2].rpartition("<")[0]
            yield from linked_pages(inner, page, wiki, opaque)
        if element.sort is not Sort.LINK:
            continue
        written = text[element.start + 2 : element.end - 2].partition("|")[0].strip()
        if is_relative and written.startswith(("/", "../")):
            written, _ = resolve(written, page)
        if not written.startswith(":") and is_language_link(written, wiki):
            continue
        found = find_target(written.removeprefix(":").strip(), wiki)
        title = normalise(found.title, wiki) if isinstance(found, Page) else None
        if isinstance(title, Title) and title.namespace not in _NEVER_SHEETS:
            yield title.text
