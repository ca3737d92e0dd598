"""What the proxy in front of a wiki remembers of each request."""

import email
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

MASK = "***"
SECRETS = frozenset({"lgpassword", "lgtoken", "password", "retype", "token", "logintoken", "assertion"})
SECRET_HEADERS = frozenset({"cookie", "authorization"})


@dataclass(frozen=True)
class Request:
    """One request that reached a wiki, its secrets masked.

    Its parameters are read when somebody asks for them: a bench must not pay for that while it measures.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    query: str = field(repr=False)
    body: bytes = field(repr=False)
    at: float = field(default_factory=time.monotonic)

    @cached_property
    def parameters(self) -> Mapping[str, str]:
        """Give the parameters of address and body."""
        given = dict(parse_qsl(self.query, keep_blank_values=True)) | _form(self.headers, self.body)
        return {key: MASK if key in SECRETS else value for key, value in given.items()}

    @property
    def size(self) -> int:
        """Count the bytes of the body."""
        return len(self.body)

    @property
    def action(self) -> str:
        """Give the API's action, or the path when the API was not asked."""
        if self.path.rpartition("/")[2] == "api.php":
            return self.parameters.get("action", "help")
        return self.path

    @property
    def kind(self) -> str:
        """Sum the request up: ``GET query list=categorymembers`` or ``POST edit``."""
        modules = [f"{key}={self.parameters[key]}" for key in ("list", "prop", "generator", "meta") if self._has(key)]
        return " ".join([self.method, self.action, *(modules if self.action == "query" else [])])

    @property
    def writes(self) -> bool:
        """Tell whether this request tries to change the wiki."""
        return self.method == "POST" and self.action in {"edit", "move", "delete", "upload", "protect", "block"}

    def _has(self, key: str) -> bool:
        return bool(self.parameters.get(key))


@dataclass(frozen=True)
class Reply:
    """An answer that a fault hook gives instead of the wiki."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    promised: int | None = None  # a Content-Length that is not true, to play a connection that breaks


FaultHook = Callable[[Request], Reply | None]
DropHook = Callable[[Request], bool]
AnsweredHook = Callable[[Request], None]
"""Called once the wiki has acted, before its answer goes on."""


def error_reply(code: str, info: str = "", headers: Mapping[str, str] | None = None) -> Reply:
    """Answer as the API does when it refuses."""
    named = {"MediaWiki-API-Error": code, **(headers or {})}
    return json_reply({"error": {"code": code, "info": info or code}}, headers=named)


def json_reply(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Answer a value as JSON."""
    named = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    return Reply(status, json.dumps(value).encode(), named)


def read_request(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Request:
    """Make a request's log entry from what came over the wire."""
    address = urlsplit(target)
    shown = {key.lower(): MASK if key.lower() in SECRET_HEADERS else value for key, value in headers.items()}
    return Request(method, address.path, shown, address.query, body)


def count_kinds(requests: Iterable[Request]) -> Counter[str]:
    """Count requests by kind."""
    return Counter(request.kind for request in requests)


def _form(headers: Mapping[str, str], body: bytes) -> dict[str, str]:
    kind = headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if kind.startswith("multipart/form-data"):
        return dict(_parts(kind, body))
    return {}


def _parts(kind: str, body: bytes) -> Iterable[tuple[str, str]]:
    whole = email.message_from_bytes(b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n" + body)
    for part in whole.walk():
        if part.is_multipart():
            continue
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        yield name, f"<file of {len(data)} bytes>" if part.get_filename() else data.decode("utf-8", "replace")
