"""A made-up MediaWiki over recorded HTTP: answers as real ones do, and as broken ones do when told."""

import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any
from urllib.parse import parse_qsl

import requests
import responses

from bot.wiki.mediawiki import MediaWiki
from bot.wiki.patience import Patience
from bot.wiki.session import Login
from tests.farm.requestlog import Request, read_request
from tests.wiki.mediawikis import AGENT, AT_ONCE

API = "https://wiki.example.org/w/api.php"
PASSWORD = "geheim-0123456789"
TOKEN = "f00dfeed+\\"
RIGHTS = ("read", "edit", "createpage", "bot", "apihighlimits")

Answer = tuple[int, dict[str, str], str | bytes]
Hook = Callable[[requests.PreparedRequest], Answer]

SITE = {
    "general": {
        "sitename": "Essai",
        "server": "https://wiki.example.org",
        "script": "/w/index.php",
        "articlepath": "/wiki/$1",
        "lang": "fr",
        "maxarticlesize": 2097152,
    },
    "namespaces": {
        "0": {"id": 0, "name": "", "content": True, "case": "first-letter"},
        "2": {"id": 2, "name": "Utilisateur", "canonical": "User", "case": "first-letter"},
        "14": {"id": 14, "name": "Catégorie", "canonical": "Category", "case": "first-letter"},
    },
    "rightsinfo": {"url": "https://creativecommons.org/licenses/by-sa/4.0/", "text": "CC BY-SA"},
}


def good(value: Any, headers: dict[str, str] | None = None) -> Answer:
    """Answer a value as JSON."""
    return 200, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, json.dumps(value)


def refusal(code: str, info: str = "Non.", headers: dict[str, str] | None = None, **details: Any) -> Answer:
    """Answer as the API does when it refuses."""
    return good({"error": {"code": code, "info": info, **details}}, headers)


def saved(revision: int = 11, **more: Any) -> dict[str, Any]:
    """Give the answer to an edit that succeeded."""
    return {"edit": {"result": "Success", "pageid": 7, "title": "Essai", "newrevid": revision, "oldrevid": 10} | more}


class RecordedWiki:
    """The wiki behind :data:`API`; ``next_edit``, ``next_login`` and ``next_read`` hold answers out of the ordinary."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.rights: tuple[str, ...] = RIGHTS
        self.user: dict[str, Any] = {"id": 3, "name": "Robot"}
        self.next_edit: deque[Answer | Exception | Hook] = deque()
        self.next_login: deque[Answer | Exception | Hook] = deque()
        self.next_read: deque[Answer | Exception | Hook] = deque()

    def count(self, action: str) -> int:
        """Count the requests of an action."""
        return sum(1 for request in self.requests if request.action == action)

    def answer(self, prepared: requests.PreparedRequest) -> Answer:
        """Answer one request."""
        body = prepared.body.encode() if isinstance(prepared.body, str) else bytes(prepared.body or b"")
        request = read_request(prepared.method or "", prepared.path_url, dict(prepared.headers), body)
        self.requests.append(request)
        waiting = {"edit": self.next_edit, "login": self.next_login}.get(request.action, self.next_read)
        if waiting:
            special = waiting.popleft()
            if isinstance(special, Exception):
                raise special
            return special(prepared) if callable(special) else special
        if request.action == "edit":
            return good(saved())
        if request.action == "login":
            given = dict(parse_qsl(body.decode())).get("lgpassword")
            right = {"result": "Success", "lguserid": 3, "lgusername": self.user["name"]}
            return good({"login": right if given == PASSWORD else {"result": "Failed", "reason": "Wrong."}})
        return good({"curtimestamp": "2026-11-22T12:00:00Z", "batchcomplete": True, "query": self._query(request)})

    def _query(self, request: Request) -> dict[str, Any]:
        tokens = {"logintoken": TOKEN} if request.parameters.get("type") == "login" else {"csrftoken": TOKEN}
        return SITE | {"userinfo": self.user | {"rights": list(self.rights)}, "tokens": tokens}

    def connect(self, *, anonymous: bool = False, patience: Patience = AT_ONCE, stop: Event | None = None) -> MediaWiki:
        """Give a client."""
        login = None if anonymous else Login("Robot@republish", lambda: PASSWORD)
        return MediaWiki("essai", API, user_agent=AGENT, login=login, patience=patience, stop=stop)


@contextmanager
def recorded_wiki() -> Iterator[RecordedWiki]:
    """Put the made-up wiki in the place of the network."""
    wiki = RecordedWiki()
    with responses.RequestsMock(assert_all_requests_are_fired=False) as network:
        for method in (responses.GET, responses.POST):
            network.add_callback(method, API, callback=wiki.answer)
        yield wiki
