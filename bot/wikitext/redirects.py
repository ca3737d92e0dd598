"""Where a redirect leads (https://www.mediawiki.org/wiki/Help:Redirects)."""

import re

from bot.domain.title import Title, normalise
from bot.domain.wiki import WikiFacts

# The word behind the number sign is the wiki's own; that the page is a redirect, the wiki has said.
_TARGET = re.compile(r"\s*#[^\s\[\]:]+\s*:?\s*\[\[:?([^\[\]|#{}<>]+)(?:#[^\[\]|]*)?(?:\|[^\[\]]*)?\]\]")


def redirect_target(text: str, wiki: WikiFacts) -> str:
    """Give the title where the text of a redirect leads, empty when that is no page of this wiki."""
    found = _TARGET.match(text)
    title = normalise(found[1], wiki) if found else None
    return title.text if isinstance(title, Title) else ""
