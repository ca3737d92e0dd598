"""What goes over the wire is what requests itself would send, cookies included."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
import requests
from hypothesis import example, given, settings
from hypothesis import strategies as st
from requests.cookies import MockRequest, MockResponse, RequestsCookieJar, get_cookie_header
from urllib3 import HTTPHeaderDict, HTTPResponse

from bot.wiki.cookies import Cookies
from bot.wiki.transport import Transport

AGENT = "republish/0 (https://example.org)"


@dataclass
class Seen:
    """A request as a server sees it."""

    line: str
    headers: dict[str, str]
    body: bytes

    def without_boundary(self) -> "Seen":
        """Leave out the only thing that is drawn by lot."""
        kind, _sign, boundary = self.headers.get("Content-Type", "").partition("boundary=")
        if not boundary:
            return self
        return Seen(self.line, self.headers | {"Content-Type": kind}, self.body.replace(boundary.encode(), b"*"))


@dataclass
class Server:
    """A server that keeps what it is sent, and sets the cookies it is told to."""

    address: str
    seen: list[Seen] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)

    def take(self) -> list[Seen]:
        """Give what was sent since the last call."""
        taken, self.seen[:] = [one.without_boundary() for one in self.seen], []
        return taken


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    told: ClassVar[Server]

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.told.seen.append(Seen(f"{self.command} {self.path}", dict(self.headers), body))
        self.send_response(200)
        for cookie in self.told.cookies:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = _answer  # noqa: N815 -- the names that http.server looks for

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Start a server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as listening:
        _Handler.told = Server(f"http://127.0.0.1:{listening.server_port}/w/api.php")
        Thread(target=listening.serve_forever, daemon=True).start()
        yield _Handler.told
        listening.shutdown()


class Plain:
    """The same by the means of requests alone: the yardstick."""

    def __init__(self, address: str, agent: str) -> None:
        self.session = requests.Session()
        self.session.trust_env = False
        self._address = address
        self._headers = {"User-Agent": agent, "Accept-Encoding": "gzip"}

    def send(self, method: str, data: dict[str, str | int], piece: bytes | None = None) -> None:
        """Send a request."""
        body: dict[str, Any] = {"params": data} if method == "GET" else {"data": data}
        if method == "POST" and (piece is not None or sum(len(str(value)) for value in data.values()) > 1000):
            files: list[tuple[str, Any]] = [(name, (None, str(value))) for name, value in data.items()]
            if piece is not None:
                files.insert(0, ("chunk", ("chunk", piece, "application/octet-stream")))
            body = {"files": files}
        self.session.request(method, self._address, headers=self._headers, **body).close()


_NAMES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
_FIELDS = st.dictionaries(_NAMES, st.text(max_size=30) | st.integers() | st.text(max_size=3).map(lambda a: a * 500))
_PIECES = st.none() | st.binary(max_size=50)
_PATHS = ("; Path=/", "; path=/w", "; Path=/w/", "; Path=/elsewhere")
_PLACES = ("; Domain=127.0.0.1", "; Domain=.example.org", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Version=1")
_TIMES = ("; Max-Age=10", "; max-age=0", "; Max-Age=-1", "; expires=Fri, 31-Dec-2100 23:59:59 GMT")
_GONE = "; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
_TRAITS = st.sampled_from(("", *_PATHS, *_PLACES, *_TIMES, _GONE))
_COOKIES = st.builds(
    lambda name, value, traits: f"{name}={value}{''.join(traits)}",
    st.sampled_from(("wiki_session", "wiki_BPsession", "cpPosIndex", "UseDC")),
    st.sampled_from(("", "a1", "1%401795376097%231f6a", '"quoted value"', "a b", "deleted")),
    st.lists(_TRAITS, max_size=3),
)


@given(st.dictionaries(st.just("action"), st.just("edit"), min_size=1), _FIELDS, _PIECES)
@example({"action": "edit"}, {"summary": "é & =+ \"'%", "text": "é\r\n--\x00ﬁ&=" * 400, "token": "f00d+\\"}, None)
@example({"action": "move"}, {"to": "A/B ~é&=+\"'%*()!$,;:@?#[]", "movetalk": 1, "reason": ""}, None)
@example({"action": "edit"}, {'é"\r\n; name="x': "y" * 1001, "a\\b\n": "é", "empty": ""}, None)
@example({"action": "upload"}, {"filename": "ü.png"}, b"\r\n--\x00\xff")
@settings(max_examples=40)
def test_a_request_is_what_requests_would_send(
    server: Server, fields: dict[str, str], more: dict[str, Any], piece: bytes | None
) -> None:
    """Address, headers and body are the same to the byte, whether in the address, as a form or in parts."""
    ours = Transport("essai", server.address, AGENT)._site
    plain = Plain(server.address, str(ours.connection.headers["User-Agent"]))
    ours.piece = piece
    for method in ("GET", "POST"):
        ours.raw_call("api", fields | more, http_method=method)
        plain.send(method, fields | more, piece)
        mine, theirs = server.take()
        assert mine == theirs
    ours.connection.close()
    plain.session.close()


@given(st.lists(st.lists(_COOKIES, max_size=3), min_size=1, max_size=4))
@settings(max_examples=60)
def test_cookies_are_read_as_requests_reads_them(server: Server, answers: list[list[str]]) -> None:
    """Whatever answers set, replace and take away is sent back with the next request, by GET and by POST."""
    ours = Transport("essai", server.address, AGENT)
    plain = Plain(server.address, str(ours._site.connection.headers["User-Agent"]))
    for cookies in [*answers, []]:
        for method in ("POST", "GET"):
            server.cookies[:] = cookies
            ours._site.raw_call("api", {"action": "query"}, http_method=method)
            plain.send(method, {"action": "query"})
            mine, theirs = server.take()
            assert mine == theirs
    server.cookies.clear()
    ours.forget_session()
    ours._site.raw_call("api", {"action": "query"})
    assert "Cookie" not in server.take()[0].headers
    ours.close()
    plain.session.close()


_HOSTS = st.sampled_from(
    ("; Domain=wiki.example.org", "; Domain=.example.org", "; Domain=else.example", "; Port", "; Port=80,81")
)
_OF_HOSTS = st.builds(lambda cookie, host: cookie + host, _COOKIES, st.just("") | _HOSTS)


@given(
    st.sampled_from(("https://wiki.example.org/w/api.php", "http://wiki.example.org:8080/api.php", "http://[::1]/w/a")),
    st.lists(_OF_HOSTS, max_size=6),
)
def test_the_cookies_of_a_wiki_are_those_of_any_policy(address: str, told: list[str]) -> None:
    """What is asked of a cookie less than usual would have been answered with yes, also where it is for TLS alone."""
    asked = requests.Request("POST", address).prepare()
    headers = HTTPHeaderDict([("Set-Cookie", cookie) for cookie in told])
    usual, jar = RequestsCookieJar(), RequestsCookieJar()
    usual.extract_cookies(MockResponse(headers), MockRequest(asked))  # type: ignore[arg-type]  # as requests does it
    ours = Cookies(jar, address)
    ours.take(HTTPResponse(headers=headers))
    kept = [[(one.domain, one.path, one.name, one.value, one.secure) for one in each] for each in (jar, usual)]
    assert kept[0] == kept[1]
    assert ours.header() == (get_cookie_header(usual, asked) or "")
    for one in jar:
        one.expires = 1
    assert ours.header() == ""
