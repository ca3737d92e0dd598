"""The bare loop: the fewest requests that make the same edits, by hand, with requests and nothing else.

It remembers nothing, checks nothing, retries nothing, renders nothing: its texts are made beforehand. It is what the
bot is measured against, and no program to use on anybody's wiki. Run by the bench as a process of its own.
"""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests

SECONDS = 120
LISTED, READ = 500, 50
TEXT = {
    "prop": "revisions|contributors",
    "rvprop": "ids|timestamp|user|sha1|content",
    "rvslots": "main",
    "pclimit": "max",
}


class Api:
    """One wiki over one connection."""

    def __init__(self, address: str) -> None:
        """Connect when first needed."""
        self._address = address
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, **parameters: Any) -> dict[str, Any]:
        """Ask for something."""
        return self._answer(self._session.get(self._address, params=_plain(parameters), timeout=SECONDS))

    def post(self, **parameters: Any) -> dict[str, Any]:
        """Do something."""
        return self._answer(self._session.post(self._address, data=_plain(parameters), timeout=SECONDS))

    def get_all(self, **parameters: Any) -> Iterator[dict[str, Any]]:
        """Ask through all continuations."""
        going: dict[str, Any] = {}
        while True:
            answer = self.get(**(parameters | going))
            yield answer
            going = answer.get("continue") or {}
            if not going:
                return

    @staticmethod
    def _answer(response: requests.Response) -> dict[str, Any]:
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        if "error" in answer:
            raise SystemExit(f"the bare loop was refused: {answer['error']}")
        return answer


def _plain(parameters: dict[str, Any]) -> dict[str, Any]:
    return {**parameters, "format": "json", "formatversion": 2}


def read_all(source: Api, category: str) -> int:
    """Read all sheets of a category, 50 a request, and count them."""
    members = {"generator": "categorymembers", "gcmtitle": category, "gcmtype": "page", "gcmlimit": READ}
    return sum(len(answer["query"]["pages"]) for answer in source.get_all(action="query", **members, **TEXT))


def read_changed(source: Api, category: str, known: dict[str, int]) -> int:
    """List the revisions of a category, 500 a request, read what moved on, 50 a request, and count it."""
    members = {"generator": "categorymembers", "gcmtitle": category, "gcmtype": "page", "gcmlimit": LISTED}
    changed = [
        page["pageid"]
        for answer in source.get_all(action="query", prop="info", **members)
        for page in answer.get("query", {}).get("pages", ())
        if known.get(str(page["pageid"])) != page["lastrevid"]
    ]
    for start in range(0, len(changed), READ):
        source.get(action="query", pageids="|".join(map(str, changed[start : start + READ])), **TEXT)
    return len(changed)


def write(partner: dict[str, Any]) -> int:
    """Log in and send one edit a page, one after the other."""
    wiki = Api(partner["api"])
    login = wiki.get(action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
    wiki.post(action="login", lgname=partner["user"], lgpassword=partner["password"], lgtoken=login)
    token = wiki.get(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]
    for edit in partner["edits"]:
        guard = {"createonly": 1} if edit["base"] is None else {"nocreate": 1, "baserevid": edit["base"]}
        page = {"title": edit["title"], "text": edit["text"], "summary": edit["summary"]}
        answer = wiki.post(action="edit", bot=1, **page, **guard, token=token)
        if answer["edit"]["result"] != "Success":
            raise SystemExit(f"the bare loop was refused: {answer['edit']}")
    return len(partner["edits"])


def main(path: str) -> None:
    """Do the work that a file describes, partners side by side."""
    work = json.loads(Path(path).read_text(encoding="utf-8"))
    source = Api(work["source"])
    known = work["known"]
    moved = read_changed(source, work["category"], known) if known else read_all(source, work["category"])
    partners = [partner for partner in work["partners"] if partner["edits"]] if moved else []
    with ThreadPoolExecutor(max(1, len(partners))) as pool:
        print(moved, sum(pool.map(write, partners)))


if __name__ == "__main__":
    main(sys.argv[1])
