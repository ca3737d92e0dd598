"""One request that tells what people of a wiki tell us: pages, a new message, a block."""

from collections.abc import Iterable

from bot.domain.page import Presence
from bot.domain.signals import Signals
from bot.domain.title import Title, normalise
from bot.domain.wiki import WikiFacts
from bot.wiki.answers import read_block
from bot.wiki.pages import moment, read_presence
from bot.wiki.session import Session
from bot.wiki.transport import Json

_REVISION = "ids|user|sha1|contentmodel|timestamp|content"


def ask_signals(session: Session, facts: WikiFacts, titles: Iterable[str]) -> Signals:
    """Ask for the texts at titles, a new message and a block at once (https://www.mediawiki.org/wiki/API:Userinfo).

    A wiki tells of messages and blocks to the account itself; who is not logged in asks for the block of the account.
    """
    known = {asked: normalise(asked, facts) for asked in titles}
    wanted = dict.fromkeys(title.text for title in known.values() if isinstance(title, Title))
    question: Json = {"meta": "userinfo", "uiprop": "hasmsg|blockinfo"}
    if session.account is None:
        question = {"list": "users", "ususers": session.user, "usprop": "blockinfo|rights"} if session.user else {}
    if wanted:
        question |= {"titles": "|".join(wanted), "prop": "revisions|info", "rvprop": _REVISION, "rvslots": "main"}
    if not question:
        return Signals()
    answer = session.ask(curtimestamp=1, **question)
    query, now = answer.get("query", {}), moment(answer["curtimestamp"])
    at = {str(page.get("title", "")): page for page in query.get("pages", ())}
    pages = tuple(
        read_presence(at[title.text], asked, now, session.wiki, with_text=True)
        if isinstance(title, Title)
        else Presence(asked, asked, 0, invalid=title.value)
        for asked, title in known.items()
    )
    user = query["userinfo"] if session.account else next(iter(query.get("users", ())), {})
    blocked = "blockid" in user and not user.get("blockpartial")
    message = session.account is not None and bool(user.get("messages"))
    rights = session.account.rights if session.account else _rights(user)
    return Signals(pages, message, read_block(user) if blocked else None, rights)


def _rights(user: Json) -> frozenset[str] | None:
    """Read the rights of an account; a bot password may leave it fewer."""
    return frozenset(map(str, user["rights"])) if "rights" in user else None
