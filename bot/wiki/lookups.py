"""Questions about single titles and texts: which pages were deleted, where redirects lead, what calls become."""

import secrets
from collections.abc import Iterable

from bot.domain.page import Redirect
from bot.domain.title import Title
from bot.wiki.session import Session
from bot.wiki.transport import Json

_LOG_PAGES = 10


def ask_deletions(session: Session, titles: frozenset[Title]) -> frozenset[Title]:
    """Ask which of these titles were ever deleted, by the deletion log of each namespace."""
    found: set[Title] = set()
    for number in sorted({title.namespace for title in titles}):
        found |= _deleted_in(session, number, {title.text: title for title in titles if title.namespace == number})
    return frozenset(found)


def _deleted_in(session: Session, namespace: int, titles: dict[str, Title]) -> set[Title]:
    """Read the deletion log of a namespace; a very long log is asked title by title instead."""
    found: set[str] = set()
    question: Json = {"list": "logevents", "leaction": "delete/delete", "leprop": "title", "lelimit": "max"}
    for count, answer in enumerate(session.ask_all(lenamespace=namespace, **question), 1):
        found |= titles.keys() & {str(event["title"]) for event in answer["query"]["logevents"] if "title" in event}
        if count >= max(_LOG_PAGES, len(titles)) and "continue" in answer:
            question["lelimit"] = 1
            rest = titles.keys() - found
            found |= {text for text in rest if session.ask(letitle=text, **question)["query"]["logevents"]}
            break
    return {titles[text] for text in found}


def ask_deletion_words(session: Session, page_ids: frozenset[int]) -> dict[int, str | None]:
    """Ask with which words pages were deleted: newest first, until all are found, so mostly in one request.

    A page that the whole log does not tell of was deleted by suppression, which has a log of its own.
    """
    found: dict[int, str | None] = {}
    if not page_ids:
        return found
    question: Json = {"list": "logevents", "leaction": "delete/delete", "leprop": "ids|comment", "lelimit": "max"}
    for count, answer in enumerate(session.ask_all(**question), 1):
        for event in answer["query"]["logevents"]:
            page_id = event.get("logpage")
            if page_id in page_ids:
                found.setdefault(page_id, None if "commenthidden" in event else str(event.get("comment", "")))
        if count >= _LOG_PAGES or found.keys() == page_ids:
            return found
    return dict.fromkeys(page_ids) | found


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
