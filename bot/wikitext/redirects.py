"""Where a redirect leads (https://www.mediawiki.org/wiki/Help:Redirects)."""

import re

from bot.domain.page import Redirect
from bot.domain.title import Title, normalise
from bot.domain.wiki import WikiFacts

# The word behind the number sign is the wiki's own; that the page is a redirect, the wiki has said.
_TARGET = re.compile(r"\s*#[^\s\[\]:]+\s*:?\s*\[\[:?([^\[\]|#{}<>\n]+)(#[^\[\]|\n]*)?(?:\|[^\[\]]*)?\]\]")


def redirect_of(text: str, wiki: WikiFacts) -> Redirect | None:
    """Give the page and the anchor where the text of a redirect leads; None when that is no page of this wiki."""
    found = _TARGET.match(text)
    title = normalise(found[1], wiki) if found else None
    if found is None or not isinstance(title, Title):
        return None
    anchor = (found[2] or "").removeprefix("#").strip().replace("_", " ")
    return Redirect(title.text, f"#{anchor}" if anchor else "")


def redirect_target(text: str, wiki: WikiFacts) -> str:
    """Give the title where the text of a redirect leads, empty when that is no page of this wiki."""
    redirect = redirect_of(text, wiki)
    return redirect.title if redirect else ""
