"""The body of a request that goes by POST."""

from collections.abc import Sequence
from urllib.parse import urlencode

from urllib3.filepost import choose_boundary

_MULTIPART_FROM = 1_000
"""From how many characters on a body goes as it is: written as a form, each accent would take six."""


def encode_form(fields: Sequence[tuple[str, str]], piece: bytes | None = None) -> tuple[bytes, str]:
    """Encode fields, whose names are parameters of the API, and a piece of a file; give the body and its type.

    As multipart (RFC 7578) where it is long or has a piece; the encoder of requests takes many times as long over it.
    """
    if piece is None and sum(len(value) for _name, value in fields) <= _MULTIPART_FROM:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    boundary = choose_boundary()
    parts = [(f'"{name}"', value.encode()) for name, value in fields]
    if piece is not None:
        parts.insert(0, ('"chunk"; filename="chunk"\r\nContent-Type: application/octet-stream', piece))
    opening = f"--{boundary}\r\nContent-Disposition: form-data; name="
    body = b"".join(b"%s\r\n\r\n%s\r\n" % ((opening + head).encode(), content) for head, content in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
