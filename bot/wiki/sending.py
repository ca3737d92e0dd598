"""How requests to one address are put together: what is the same for all of them is worked out once.

requests prepares each from scratch, and urllib3 spells out the head of each part anew, at every edit a dozen.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.fields import RequestField
from urllib3.filepost import choose_boundary

from bot.wiki.cookies import Cookies

Data = Mapping[str, Any]
"""The parameters of a request, in their order."""

_PARTS_FROM = 1_000
"""From how many characters on a body goes as it is: written as a form, each accent would take six."""


class Requests:
    """Prepares requests to *address* that go out with the headers and cookies of *session*."""

    def __init__(self, session: requests.Session, address: str) -> None:
        self._session = session
        self._address = address

    def get(self, data: Data) -> requests.PreparedRequest:
        """Prepare a question that goes in the address."""
        prepared = self._begun("GET")
        prepared.prepare_url(self._address, data)
        return prepared

    def post(self, data: Data, piece: bytes | None = None) -> requests.PreparedRequest:
        """Prepare a form, in parts where it is long or goes with *piece*, one of a file."""
        prepared = self._begun("POST")
        if piece is None and sum(len(str(value)) for value in data.values()) <= _PARTS_FROM:
            prepared.prepare_body(data, None)
            return prepared
        boundary = choose_boundary()
        prepared.body = b"".join(_in_parts(data, piece, boundary))
        prepared.prepare_content_length(prepared.body)
        prepared.headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        return prepared

    @cached_property
    def _first(self) -> requests.PreparedRequest:
        """Prepare a request without parameters; an address that is none is told here, with the first that is sent."""
        first = requests.PreparedRequest()
        headers = {**self._session.headers, "Accept-Encoding": "gzip"}
        first.prepare(method="GET", url=self._address, headers=headers)
        return first

    def _begun(self, method: str) -> requests.PreparedRequest:
        prepared = requests.PreparedRequest()
        prepared.method, prepared.url = method, self._first.url
        prepared.headers = CaseInsensitiveDict(self._first.headers)
        if cookies := self.cookies.header():
            prepared.headers["Cookie"] = cookies
        return prepared

    @cached_property
    def cookies(self) -> Cookies:
        """Give the cookies that go with each request."""
        return Cookies(self._session.cookies, str(self._first.url))


def _in_parts(data: Data, piece: bytes | None, boundary: str) -> Iterator[bytes]:
    """Write a body in parts (https://www.rfc-editor.org/rfc/rfc7578), *piece* before the fields."""
    line, end = f"--{boundary}\r\n".encode(), b"\r\n"
    if piece is not None:
        yield from (line, _head("chunk", "chunk", "application/octet-stream"), piece, end)
    for name, value in data.items():
        yield from (line, _head(name), str(value).encode(), end)
    yield f"--{boundary}--\r\n".encode()


@lru_cache(maxsize=64)
def _head(name: str, filename: str | None = None, kind: str | None = None) -> bytes:
    """Give the head of a part, as urllib3 writes it."""
    field = RequestField(name, b"", filename)
    field.make_multipart(content_type=kind)
    return field.render_headers().encode()
