"""Who wrote a page: read with the page in one batch, and from its revisions where the batch does not tell enough.

``prop=contributors`` counts imported authors ("src>Name") as anonymous and leaves out hidden ones, so a page with
anonymous contributors or with hidden revisions has its revisions listed; so has one with many authors, to tell who
the principal ones are.
(https://www.mediawiki.org/wiki/API:Contributors, https://www.mediawiki.org/wiki/API:Revisions)
"""

from collections import Counter

from bot.domain.credit import MOST_NAMED
from bot.domain.naming import is_nameless
from bot.domain.page import Contributors
from bot.wiki.session import Session
from bot.wiki.transport import Json


def pages_with_hidden_revisions(session: Session) -> frozenset[int]:
    """List the ids of pages whose revisions somebody has hidden, from the public deletion log."""
    found: set[int] = set()
    for answer in session.ask_all(list="logevents", leaction="delete/revision", leprop="ids|title", lelimit="max"):
        found.update(int(event.get("logpage") or 0) for event in answer["query"]["logevents"])
    return frozenset(found)


def ask_bots(session: Session) -> frozenset[str]:
    """List the accounts that a wiki counts among its bots."""
    return frozenset(
        str(user["name"])
        for answer in session.ask_all(list="allusers", augroup="bot", aulimit="max")
        for user in answer["query"]["allusers"]
    )


def names_of_batch(page: Json) -> tuple[str, ...]:
    """Read the names of the contributors that came with a page."""
    return tuple(str(person["name"]) for person in page.get("contributors", ()))


def contributors_of_batch(page: Json, temporary: tuple[str, ...]) -> Contributors | None:
    """Read the contributors that came with a page; None where its revisions must be asked.

    So they must where nobody is named at all: somebody wrote it, and is hidden.
    """
    names = names_of_batch(page)
    if not names or page.get("anoncontributors") or len(names) > MOST_NAMED:
        return None
    if any(is_nameless(name, temporary) for name in names):
        return None
    return Contributors(tuple(sorted(names, key=str.casefold)))


def contributors_of_revisions(session: Session, page_id: int, temporary: tuple[str, ...]) -> Contributors:
    """Read the contributors of one page from all its revisions, however many.

    Hidden revisions are counted, never named; so are addresses and temporary accounts, which *temporary* describes.
    """
    named: Counter[str] = Counter()
    nameless: set[str] = set()
    hidden = 0
    for answer in session.ask_all(prop="revisions", pageids=page_id, rvprop="user|userid|ids", rvlimit="max"):
        for page in answer["query"]["pages"]:
            for revision in page.get("revisions", ()):
                user = str(revision.get("user", ""))
                if "userhidden" in revision or not user:
                    hidden += 1
                elif _is_nameless(revision, user, temporary):
                    nameless.add(user)
                else:
                    named[user] += 1
    return Contributors(_in_order(named), len(nameless), hidden)


def _is_nameless(revision: Json, user: str, temporary: tuple[str, ...]) -> bool:
    unknown = revision.get("anon") and ">" not in user
    return bool(revision.get("temp") or unknown) or is_nameless(user, temporary)


def _in_order(named: Counter[str]) -> tuple[str, ...]:
    alphabetical = sorted(named, key=str.casefold)
    if len(alphabetical) <= MOST_NAMED:
        return tuple(alphabetical)
    return tuple(sorted(alphabetical, key=lambda name: -named[name]))
