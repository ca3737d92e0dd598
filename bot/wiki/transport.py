"""One request to a wiki and its answer; the only module that knows mwclient and requests.

mwclient repeats writes by itself, never sends maxlag, follows redirects and puts secrets into exceptions. So this
module takes its session, user agent and request layout, and replaces the one method that sends.
"""

import json
from typing import Any
from urllib.parse import urlsplit

import mwclient
import requests
from requests.structures import CaseInsensitiveDict
from urllib3.connectionpool import ConnectionPool

from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.answers import clean, explanation, retry_after, trouble_of
from bot.wiki.deadline import DeadlineAdapter
from bot.wiki.failures import FailedRequestError, failure_of
from bot.wiki.sending import Requests
from bot.wiki.traffic import Traffic

Json = dict[str, Any]

CONNECT_SECONDS = 10
READ_SECONDS = 60
WRITE_SECONDS = 120
MOST_BYTES = 32 << 20
"""Bytes of an answer: a wiki sends 8 MiB at most ($wgAPIMaxResultSize), and each may be written as several."""
_PIECE = 65_536
_POST_FROM = 1_800
_TOO_SLOW, _TOO_LARGE, _TOO_MANY = 408, 413, 429


class _Adapter(DeadlineAdapter):
    """The connections to one address."""

    _pool: ConnectionPool | None = None

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> ConnectionPool:
        """Give the connections: they are the same for each request, and requests would look for them each time."""
        if self._pool is None:
            self._pool = super().get_connection_with_tls_context(*args, **options)
        return self._pool

    def close(self) -> None:
        """Close the connections."""
        super().close()
        self._pool = None

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """Give the answer without cookies of its own, of which MediaWiki sets some at each edit."""
        response = requests.Response()
        response.status_code, response.reason, response.raw = resp.status, resp.reason, resp
        response.headers = CaseInsensitiveDict(resp.headers)
        response.url, response.request = str(req.url), req
        return response


class _Site(mwclient.Site):  # type: ignore[misc]  # mwclient ships no types
    """mwclient's site with a door of our own: one request a call, no redirects, own time-outs."""

    def __init__(self, address: str, user_agent: str) -> None:
        parts = urlsplit(address)
        folder = parts.path.rpartition("/")[0] + "/"
        super().__init__(
            parts.netloc,
            path=folder,
            scheme=parts.scheme,
            clients_useragent=user_agent,
            do_init=False,
            max_retries=0,
        )
        self._adapter = _Adapter()
        for scheme in ("http://", "https://"):
            self.connection.mount(scheme, self._adapter)
        self._requests = Requests(self.connection, address)
        # Proxies and certificates; requests would read them from the environment at each request.
        self._settings: Json = self.connection.merge_environment_settings(address, {}, True, None, None)
        self.connection.trust_env = False
        self.retry_after: str | None = None
        """What the last answer says of when to come again."""
        self.piece: bytes | None = None
        """A piece of a file that goes with the next request."""

    def raw_call(
        self, script: str, data: Json, files: Any = None, retry_on_error: bool = True, http_method: str = "POST"
    ) -> str:
        """Send one request and give the text of its answer."""
        silence = WRITE_SECONDS if http_method == "POST" else READ_SECONDS
        try:
            request = self._requests.post(data, self.piece) if http_method == "POST" else self._requests.get(data)
            # Not by the session: it would work out where a redirect leads, which we do not follow.
            with self._adapter.send(request, timeout=(CONNECT_SECONDS, silence), **self._settings) as response:
                self._requests.cookies.take(response.raw)
                self.retry_after = response.headers.get("Retry-After")
                _check_status(response)
                return _content(response).decode("utf-8", "replace").lstrip("\ufeff")
        except (requests.RequestException, UnicodeError) as error:
            raise failure_of(error) from None


def _content(response: requests.Response) -> bytearray:
    """Read an answer, unpacked, and never more of it than we have room for."""
    content = bytearray()
    for piece in response.iter_content(_PIECE):
        content += piece
        if len(content) > MOST_BYTES:
            info = _("the answer is longer than any answer of a wiki")
            raise FailedRequestError("answer-too-large", info, sent=True, trouble=Trouble.LATER)
    return content


def _check_status(response: requests.Response) -> None:
    status = response.status_code
    wait = retry_after(response.headers.get("Retry-After"))
    code = f"http-{status}"
    if status == requests.codes.ok:
        return
    if status == _TOO_MANY:
        raise FailedRequestError(code, _("too many requests"), sent=False, trouble=Trouble.LATER, wait=wait)
    if 300 <= status < 400:
        place = response.headers.get("Location", "?").split("?")[0]
        info = _("the address of api.php leads elsewhere ({place}): write the final address into the configuration")
        raise FailedRequestError(code, info.format(place=place), sent=False, trouble=Trouble.WIKI)
    if status == _TOO_LARGE:
        raise FailedRequestError(code, _("the text is too large for the server"), sent=False, trouble=Trouble.PAGE)
    if 400 <= status < 500 and status != _TOO_SLOW:
        raise FailedRequestError(code, clean(response.reason or ""), sent=False, trouble=Trouble.WIKI)
    raise FailedRequestError(code, clean(response.reason or ""), sent=True, trouble=Trouble.LATER, wait=wait)


class Transport:
    """The API of one wiki: a request out, a JSON answer back, every failure a WikiError."""

    def __init__(self, wiki: str, address: str, user_agent: str, traffic: Traffic | None = None) -> None:
        self.wiki = wiki
        self._traffic = traffic or Traffic()
        self._site = _Site(address, user_agent)

    def read(self, action: str, **parameters: str | int) -> Json:
        """Ask something that changes nothing; long questions go by POST."""
        length = sum(len(str(value)) for value in parameters.values())
        return self._send(action, "POST" if length > _POST_FROM else "GET", parameters, writes=False)

    def write(self, action: str, piece: bytes | None = None, **parameters: str | int) -> Json:
        """Send something that changes the wiki, once; *piece* is one of a file.

        Raises:
            WikiError: with ``Trouble.UNKNOWN`` when the wiki may have acted and we do not know.

        """
        self._site.piece = piece
        try:
            return self._send(action, "POST", parameters, writes=True)
        finally:
            self._site.piece = None

    def forget_session(self) -> None:
        """Drop the cookies, to log in afresh."""
        self._site.connection.cookies.clear()

    def close(self) -> None:
        """Close the connections."""
        self._site.connection.close()

    def _send(self, action: str, method: str, parameters: dict[str, str | int], *, writes: bool) -> Json:
        with self._traffic.counting(self.wiki, action):
            return self._answered(action, method, parameters, writes=writes)

    def _answered(self, action: str, method: str, parameters: dict[str, str | int], *, writes: bool) -> Json:
        try:
            answer = self._site.raw_api(action, method, formatversion=2, maxlag=5, **parameters)
        except FailedRequestError as failure:
            trouble = Trouble.UNKNOWN if writes and failure.sent else failure.trouble
            raise WikiError(self.wiki, trouble, failure.code, failure.info, failure.wait) from None
        except (json.JSONDecodeError, mwclient.errors.MwClientError, ValueError):
            raise self._odd(
                writes=writes, code="not-json", info=_("the server answered something else than JSON")
            ) from None
        if not isinstance(answer, dict) or not answer:
            raise self._odd(writes=writes, code="odd-answer", info=_("the server gave an empty answer"))
        error = answer.get("error")
        if error is not None:
            raise self._error(error, writes=writes)
        return answer

    def _odd(self, *, writes: bool, code: str, info: str) -> WikiError:
        return WikiError(self.wiki, Trouble.UNKNOWN if writes else Trouble.LATER, code, info)

    def _error(self, error: Any, *, writes: bool) -> WikiError:
        facts: dict[str, object] = dict(error) if isinstance(error, dict) else {"code": "unknown", "info": str(error)}
        code = str(facts.get("code", "unknown"))
        trouble = trouble_of(code, facts)
        if trouble is Trouble.UNKNOWN and not writes:
            trouble = Trouble.LATER
        return WikiError(self.wiki, trouble, code, explanation(facts), retry_after(self._site.retry_after))
