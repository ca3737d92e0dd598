"""Pages as the API answers them (``formatversion=2``)."""

from datetime import UTC, datetime

from bot.domain.page import Page, PageRef, Presence
from bot.errors import Trouble, WikiError
from bot.wiki.answers import clean
from bot.wiki.transport import Json


def moment(text: str) -> datetime:
    """Read a time as the API writes it, always UTC."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def read_page(raw: Json, wiki: str) -> Page | None:
    """Read one page with its text; None for a page that is gone or a redirect."""
    if raw.get("missing") or raw.get("redirect"):
        return None
    revisions = raw.get("revisions")
    if not revisions:
        raise WikiError(wiki, Trouble.LATER, "page-without-text", str(raw.get("title")))
    revision = revisions[0]
    slot = revision["slots"]["main"]
    ref = PageRef(int(raw["pageid"]), str(raw["title"]), int(revision["revid"]), int(raw["ns"]))
    return Page(
        ref,
        str(slot.get("content", "")),
        moment(revision["timestamp"]),
        str(revision["sha1"]),
        str(revision.get("user", "")),
        _model(slot, with_text=True),
    )


def _model(slot: Json, *, with_text: bool) -> str:
    """Give the content model; a text that the wiki has lost is no wikitext, and never an empty page."""
    if with_text and "content" not in slot:
        return "unreadable"
    return str(slot.get("contentmodel", "wikitext"))


def read_presence(raw: Json, asked: str, now: datetime | None, wiki: str, *, with_text: bool) -> Presence:
    """Read what stands at a title or page id."""
    title, namespace = str(raw.get("title", "")), int(raw.get("ns", 0))
    if raw.get("invalid"):
        return Presence(asked, title, namespace, invalid=clean(str(raw.get("invalidreason", "invalid"))), seen_at=now)
    if raw.get("missing") or "pageid" not in raw:
        return Presence(asked, title, namespace, seen_at=now, protection=_protection(raw, "create"))
    revisions = raw.get("revisions")
    if not revisions:
        raise WikiError(wiki, Trouble.LATER, "page-without-text", title)
    revision = revisions[0]
    slot = revision["slots"]["main"]
    return Presence(
        asked,
        title,
        namespace,
        PageRef(int(raw["pageid"]), title, int(revision["revid"]), namespace, bool(raw.get("redirect"))),
        str(revision.get("sha1", "")),
        str(revision.get("user", "")),
        str(slot.get("content", "")) if with_text else None,
        _model(slot, with_text=with_text),
        seen_at=now,
        written_at=moment(revision["timestamp"]) if "timestamp" in revision else None,
        protection=_protection(raw, "edit"),
    )


def _protection(raw: Json, act: str) -> str:
    """Give the right that editing (or creating) asks for; MediaWiki names two levels otherwise than their rights."""
    levels = [str(row["level"]) for row in raw.get("protection", ()) if row.get("type") == act]
    strictest = "sysop" if "sysop" in levels else next(iter(levels), "")
    return {"sysop": "editprotected", "autoconfirmed": "editsemiprotected"}.get(strictest, strictest)
