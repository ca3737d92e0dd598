"""Single revisions and our own contributions, from a MediaWiki.

https://www.mediawiki.org/wiki/API:Revisions, https://www.mediawiki.org/wiki/API:Usercontribs
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.domain.page import Contribution
from bot.wiki.pages import moment
from bot.wiki.session import Session
from bot.wiki.transport import Json


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
        question["ucend"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    for answer in session.ask_all(**question):
        yield from answer["query"]["usercontribs"]
