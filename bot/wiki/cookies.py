"""The cookies of one wiki, kept by http.cookiejar, which is asked less than for a browser, with the same answers."""

from http import cookiejar
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.request import Request


class Cookies:
    """What *jar* holds for the wiki at *address*."""

    def __init__(self, jar: CookieJar, address: str) -> None:
        self._jar = jar
        self._address = address
        host = cookiejar.eff_request_host(self._request())[1]  # type: ignore[attr-defined]  # typeshed leaves it out
        jar.set_policy(_Policy(host))

    def header(self) -> str:
        """Give the header that a request bears; empty where there are no cookies."""
        request = self._request()
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie", "")

    def take(self, answer: Any) -> None:
        """Keep the cookies that an answer of urllib3 sets."""
        self._jar.extract_cookies(answer, self._request())

    def _request(self) -> Request:
        """Give what a jar looks at in a request; neither parameters nor other headers are."""
        return Request(self._address)  # noqa: S310 -- nothing is opened


class _Policy(DefaultCookiePolicy):
    """Asks of a cookie of *host* only what can be otherwise than it should.

    The usual checks are about hosts, ports and versions that a cookie names, and each reads the address anew.
    """

    def __init__(self, host: str) -> None:
        super().__init__()
        self._host = host

    def set_ok(self, cookie: Cookie, request: Request) -> bool:
        """Tell whether a cookie may be kept."""
        plain = cookie.version == 0 and not cookie.domain_specified and not cookie.port_specified
        return plain or super().set_ok(cookie, request)

    def return_ok(self, cookie: Cookie, request: Request) -> bool:
        """Tell whether a cookie goes with a request."""
        if cookie.version == 0 and cookie.port is None and cookie.domain == self._host:
            return not cookie.is_expired() and (not cookie.secure or request.type == "https")
        return super().return_ok(cookie, request)
