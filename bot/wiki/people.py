"""Who wrote a page: read with the page in one batch, and from its revisions where the batch does not tell enough.

``prop=contributors`` counts imported authors ("src>Name") as anonymous and leaves out hidden ones, so a page with
anonymous contributors or with hidden revisions has its revisions listed.
(https://www.mediawiki.org/wiki/API:Contributors, https://www.mediawiki.org/wiki/API:Revisions)
"""

from bot.domain.page import Contributors
from bot.wiki.session import Session
from bot.wiki.transport import Json


def pages_with_hidden_revisions(session: Session) -> frozenset[int]:
    """List the ids of pages whose revisions somebody has hidden, from the public deletion log."""
    found: set[int] = set()
    for answer in session.ask_all(list="logevents", leaction="delete/revision", leprop="ids|title", lelimit="max"):
        found.update(int(event.get("logpage") or 0) for event in answer["query"]["logevents"])
    return frozenset(found)


def contributors_of_batch(page: Json) -> Contributors:
    """Read the contributors that came with a page."""
    names = [str(person["name"]) for person in page.get("contributors", ())]
    return Contributors(tuple(sorted(names, key=str.casefold)), int(page.get("anoncontributors") or 0))


def contributors_of_revisions(session: Session, page_id: int) -> Contributors:
    """Read the contributors of one page from all its revisions; hidden revisions are counted, never named."""
    names: set[str] = set()
    anonymous: set[str] = set()
    hidden = 0
    for answer in session.ask_all(prop="revisions", pageids=page_id, rvprop="user|userid|ids", rvlimit="max"):
        for page in answer["query"]["pages"]:
            for revision in page.get("revisions", ()):
                user = str(revision.get("user", ""))
                if "userhidden" in revision or not user:
                    hidden += 1
                elif revision.get("temp") or (revision.get("anon") and ">" not in user):
                    anonymous.add(user)
                else:
                    names.add(user)
    return Contributors(tuple(sorted(names, key=str.casefold)), len(anonymous), hidden)
