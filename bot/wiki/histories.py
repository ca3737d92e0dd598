"""Single revisions, our own contributions and who gave a page its title, from a MediaWiki.

https://www.mediawiki.org/wiki/API:Revisions, https://www.mediawiki.org/wiki/API:Usercontribs
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.domain.page import Contribution
from bot.wiki.pages import moment
from bot.wiki.session import Session
from bot.wiki.transport import Json

_LOGGED_WITHIN = timedelta(seconds=5)
"""How far a revision and the log's entry for it may be apart."""


def read_texts(session: Session, batches: Iterable[tuple[int, ...]]) -> dict[int, str]:
    """Read the texts of revisions; those of deleted pages and hidden ones are left out."""
    found: dict[int, str] = {}
    for batch in batches:
        question: Json = {"revids": "|".join(map(str, batch)), "rvprop": "ids|content", "rvslots": "main"}
        for answer in session.ask_all(prop="revisions", **question):
            for page in answer.get("query", {}).get("pages", ()):
                for revision in page.get("revisions", ()):
                    slot = revision["slots"]["main"]
                    if "content" in slot:
                        found[int(revision["revid"])] = str(slot["content"])
    return found


def ask_hidden_texts(session: Session, batches: Iterable[tuple[int, ...]]) -> frozenset[int]:
    """Ask of which revisions of pages that stand the text is hidden; its digest is hidden with it, and is shorter."""
    found: set[int] = set()
    for batch in batches:
        for answer in session.ask_all(prop="revisions", revids="|".join(map(str, batch)), rvprop="ids|sha1"):
            for page in answer.get("query", {}).get("pages", ()):
                found |= {int(one["revid"]) for one in page.get("revisions", ()) if one.get("sha1hidden")}
    return frozenset(found)


def list_contributions(session: Session, user: str, since: datetime | None) -> tuple[Contribution, ...]:
    """List the newest revision by a user of each page that still stands, newest first."""
    found: dict[int, Contribution] = {}
    for row in _contributions(session, user, since):
        page_id, when = int(row["pageid"]), moment(row["timestamp"])
        summary = str(row.get("comment", ""))
        found.setdefault(page_id, Contribution(page_id, str(row["title"]), int(row["revid"]), when, summary))
    return tuple(found.values())


def _contributions(session: Session, user: str, since: datetime | None) -> Iterator[Json]:
    question: Json = {"list": "usercontribs", "ucuser": user, "ucprop": "ids|title|timestamp|comment", "uclimit": "max"}
    if since is not None:
        question["ucend"] = _stamp(since)
    for answer in session.ask_all(**question):
        yield from answer["query"]["usercontribs"]


def find_titler(session: Session, page_id: int) -> str:
    """Name who moved a page last, else who made it, by the revisions without a change of text that moves add to it.

    Empty where the page is gone, or where what is hidden could be a move.
    """
    title, revisions = _history(session, page_id)
    digests = {int(one["revid"]): one.get("sha1") for one in revisions}
    for one in revisions:
        before = digests.get(int(one["parentid"]), "")
        if before is None or "sha1" not in one:
            return ""
        if one["sha1"] == before and not _is_protection(session, page_id, title, one):
            return str(one.get("user", ""))
    return str(revisions[-1].get("user", "")) if revisions else ""


def _history(session: Session, page_id: int) -> tuple[str, list[Json]]:
    """Give the title of a page and its revisions, newest first; nothing of a page that is gone."""
    question: Json = {"prop": "revisions", "pageids": page_id, "rvprop": "ids|user|sha1|timestamp", "rvlimit": "max"}
    title, revisions = "", []
    for answer in session.ask_all(**question):
        for page in answer.get("query", {}).get("pages", ()):
            title = str(page.get("title", ""))
            revisions += page.get("revisions", ())
    return title, revisions


def _is_protection(session: Session, page_id: int, title: str, revision: Json) -> bool:
    """Tell whether the newest revision without a change of text is by who protected the page then, not moved it."""
    if not revision.get("user"):
        return False
    when = moment(revision["timestamp"])
    question: Json = {"leuser": revision["user"], "lelimit": "max", "leprop": "ids|type|details"}
    question |= {"lestart": _stamp(when + _LOGGED_WITHIN), "leend": _stamp(when - _LOGGED_WITHIN)}
    events = session.ask(list="logevents", **question)["query"]["logevents"]
    is_protected = any(one.get("type") == "protect" and one.get("logpage") == page_id for one in events)
    return is_protected and not any(one.get("params", {}).get("target_title") == title for one in events)


def _stamp(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
