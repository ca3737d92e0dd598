"""The pages by which a community rules a bot: its stop page, and the list of pages that it must leave alone."""

import re
from dataclasses import dataclass

from bot.domain.title import Title, normalise
from bot.domain.wiki import WikiFacts
from bot.wikitext.scan import OPAQUE_TAGS, Sort, scan
from bot.wikitext.zones import mask_opaque, without_comments

_SPACE = re.compile(r"\[\[\s*:?\s*([^\[\]{}<>|\n:]+?)\s*:\s*(?:\*\s*)?(?:\|[^\[\]\n]*)?\]\]")


def says_stop(text: str) -> bool:
    """Tell whether a stop page stops the bot: as soon as anything stands on it; comments and blanks are nothing."""
    return bool(without_comments(text).strip())


@dataclass(frozen=True, slots=True)
class OptOut:
    """Pages and whole namespaces that a community rules out."""

    titles: frozenset[str] = frozenset()
    namespaces: frozenset[int] = frozenset()

    def covers(self, title: str, wiki: WikiFacts) -> bool:
        """Tell whether a page is ruled out."""
        if not self.titles and not self.namespaces:
            return False
        known = normalise(title, wiki)
        return isinstance(known, Title) and (known.text in self.titles or known.namespace in self.namespaces)


def read_opt_out(text: str, wiki: WikiFacts) -> OptOut:
    """Read such a list: a link names a page, a link that ends with a colon (``[[Recette:]]``) a whole namespace.

    Whatever else stands on the page, and what stands between nowiki tags or in comments, means nothing.
    """
    titles = set()
    for element in scan(text, OPAQUE_TAGS) if "[[" in text else ():
        if element.sort is Sort.LINK:
            target = without_comments(text[element.parts[0].start : element.parts[0].end])
            title = normalise(target.partition("|")[0].partition("#")[0], wiki)
            if isinstance(title, Title):
                titles.add(title.text)
    spaces = (wiki.namespace_called(found[1]) for found in _SPACE.finditer(mask_opaque(text)))
    return OptOut(frozenset(titles), frozenset(space.number for space in spaces if space is not None and space.name))
