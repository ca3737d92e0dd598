"""Writing to a MediaWiki: whole pages and moves, each sent once, each with its guards.

https://www.mediawiki.org/wiki/API:Edit, https://www.mediawiki.org/wiki/API:Move
"""

import hashlib
import re
from datetime import datetime

from bot.domain.page import PROTECTING, Written
from bot.domain.title import Title, may_be_house_page, may_be_written, normalise
from bot.domain.wiki import NEVER_WRITTEN, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.answers import clean
from bot.wiki.session import Session
from bot.wiki.transport import Json
from bot.wikitext.escape import page_as_stored

_SURROGATE = re.compile("[\ud800-\udfff]")


def guard(wiki: str, facts: WikiFacts, title: str, summary: str, text: str) -> None:
    """Stop what must never reach the wire, whatever the layers above have decided."""
    _guard_title(wiki, facts, title, summary + text)
    _guard_text(wiki, facts, title, text)


def guard_house(wiki: str, facts: WikiFacts, title: str, summary: str, text: str, account: str) -> None:
    """Stop whatever is no house page of the bot of that account."""
    known = _known(wiki, facts, title, summary + text)
    if known is None or not may_be_house_page(known, facts, account):
        raise WikiError(wiki, Trouble.PAGE, "title-not-allowed", title)
    _guard_text(wiki, facts, title, text)


def _guard_text(wiki: str, facts: WikiFacts, title: str, text: str) -> None:
    if not text.strip():
        raise WikiError(wiki, Trouble.BUG, "emptytext", title)
    if len(text.encode()) > facts.maximum_bytes:
        raise WikiError(wiki, Trouble.PAGE, "contenttoobig", title)


def guard_move(wiki: str, facts: WikiFacts, namespace: int, title: str, summary: str) -> None:
    """Stop a move out of content or into anything else, from *namespace* to *title*."""
    _guard_title(wiki, facts, title, summary)
    known = normalise(title, facts)
    spaces = {namespace, known.namespace if isinstance(known, Title) else -1}
    if not spaces <= facts.content_namespaces() or spaces & NEVER_WRITTEN:
        raise WikiError(wiki, Trouble.PAGE, "title-not-allowed", title)


def _guard_title(wiki: str, facts: WikiFacts, title: str, words: str) -> None:
    known = _known(wiki, facts, title, words)
    if known is None or not may_be_written(known):
        raise WikiError(wiki, Trouble.PAGE, "title-not-allowed", title)


def _known(wiki: str, facts: WikiFacts, title: str, words: str) -> Title | None:
    """Give a title that the wiki would not write otherwise, None for any other."""
    if _SURROGATE.search(title + words):
        raise WikiError(wiki, Trouble.PAGE, "text-not-unicode", clean(repr(title)))
    known = normalise(title, facts)
    return known if isinstance(known, Title) and known.text == title else None


def save(session: Session, title: str, text: str, summary: str, *, base: int | None, since: datetime | None) -> Written:
    """Send a whole page; *base* is the revision that it must stand on, None for a page that must not exist.

    *since* is when we looked, by the clock of the wiki: a page that was deleted since then is not made again.
    """
    text = page_as_stored(text)
    guards: Json = {"createonly": 1} if base is None else {"nocreate": 1, "baserevid": base}
    if since is not None:
        guards["starttimestamp"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = session.edit(
        title=title,
        summary=summary,
        watchlist="nochange",
        md5=hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(),
        **guards,
        text=text,
    )
    edit = answer["edit"]
    if edit["result"] != "Success":
        raise _refused(session.wiki, edit)
    if edit.get("nochange"):
        return Written(int(edit["pageid"]), str(edit["title"]), base or 0, changed=False)
    merged = base is not None and int(edit["oldrevid"]) != base
    return Written(int(edit["pageid"]), str(edit["title"]), int(edit["newrevid"]), merged=merged)


def _refused(wiki: str, edit: Json) -> WikiError:
    if "captcha" in edit:
        info = _("the wiki asks for a captcha: ask its administrators for the bot group (right skipcaptcha)")
        return WikiError(wiki, Trouble.WIKI, "captcha", info)
    return WikiError(wiki, Trouble.PAGE, str(edit.get("code", "edit-failed")), clean(str(edit.get("info", ""))))


def send_move(session: Session, page_id: int, title: str, summary: str, *, base: int) -> Written:
    """Move a page that stood at *base* when we looked, with its talk page, and give the revision that the move made.

    MediaWiki takes no base for a move. An edit that came in between moves along, and is told by ``merged``.
    """
    account = session.log_in()
    if "move" not in account.rights:
        info = _("the bot password may not move pages: give it the grant to create, edit and move pages")
        raise WikiError(session.wiki, Trouble.PAGE, "cantmove", info)
    try:
        session.write("move", fromid=page_id, to=title, reason=summary, movetalk=1, watchlist="nochange")
    except WikiError as error:
        if error.code != "redirectexists":
            raise
        raise WikiError(session.wiki, Trouble.PAGE, "articleexists", error.info) from None
    try:
        return _moved(session, page_id, title, base, account.name)
    except WikiError as error:
        # The page has moved; that we cannot see it now must not look like a move that was refused.
        raise WikiError(session.wiki, Trouble.UNKNOWN, error.code, error.info) from error


def send_protection(session: Session, page_id: int, reason: str) -> None:
    """Ask for the full protection of a page (https://www.mediawiki.org/wiki/API:Protect)."""
    missing = [right for right in PROTECTING if right not in session.log_in().rights]
    if missing:
        info = _("the bot password lacks the rights {rights}: give it the grants to protect and edit protected pages")
        raise WikiError(session.wiki, Trouble.PAGE, "cantprotect", info.format(rights=", ".join(missing)))
    levels: Json = {"protections": "edit=sysop|move=sysop", "expiry": "infinite"}
    session.write("protect", pageid=page_id, reason=reason, watchlist="nochange", **levels)


def _moved(session: Session, page_id: int, title: str, base: int, account: str) -> Written:
    """Find the revision without a change of text that a move adds to the page."""
    question: Json = {"rvprop": "ids|user", "rvstartid": base, "rvdir": "newer", "rvlimit": 50}
    for page in session.ask(prop="revisions", pageids=page_id, **question)["query"]["pages"]:
        for revision in page.get("revisions", ()):
            if revision["revid"] != base and revision.get("user") == account:
                merged = int(revision["parentid"]) != base
                return Written(page_id, title, int(revision["revid"]), merged=merged)
    raise WikiError(session.wiki, Trouble.UNKNOWN, "odd-answer", title)
