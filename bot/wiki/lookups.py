"""Questions that texts raise about their own wiki: where redirects lead, and what calls become."""

import secrets
from collections.abc import Iterable

from bot.domain.page import Redirect
from bot.wiki.session import Session


def ask_redirects(session: Session, titles: tuple[str, ...]) -> dict[str, Redirect]:
    """Ask in one request which of these titles are redirects; those that lead to other wikis are left out."""
    found: dict[str, Redirect] = {}
    for answer in session.ask_all(titles="|".join(titles), redirects=1):
        for row in answer["query"].get("redirects", ()):
            if not row.get("tointerwiki"):
                anchor = f"#{row['tofragment']}" if row.get("tofragment") else ""
                found[str(row["from"])] = Redirect(str(row["to"]), anchor)
    return found


def ask_expansions(session: Session, title: str, calls: Iterable[str]) -> dict[str, str]:
    """Ask in one request what the wiki makes of calls on a page; answers that cannot be told apart are left out."""
    asked = tuple(calls)
    # A mark that nobody can guess, on a line of its own before each call, because MediaWiki breaks the line before a
    # list that does not begin one, and takes the start of a text for no such place.
    mark = f"\n{secrets.token_hex(16)}\n"
    answer = session.expand(title=title, text="".join(mark + call for call in asked), prop="wikitext")
    parts = str(answer["expandtemplates"]["wikitext"]).split(mark)[1:]
    return dict(zip(asked, parts, strict=True)) if len(parts) == len(asked) else {}
