"""What comes over the wire where a server or a network fails: the bytes, and how the connection ends."""

import gzip
import json
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache

from tests.farm.proxy import Answer

Sender = Callable[[socket.socket, Answer | None], None]
"""Sends something in place of the wiki's own answer, which is None where the wiki was not asked."""

LONGEST = 600.0
"""Seconds after which even a client that waits for ever is left."""
_JSON = "application/json; charset=utf-8"
_EMPTY: Answer = (200, [("Content-Type", _JSON)], b'{"batchcomplete":true,"query":{}}')
_KEPT = frozenset({"content-type", "set-cookie", "mediawiki-api-error", "retry-after"})


def head(status: int, headers: Mapping[str, str] | list[tuple[str, str]], length: int | None) -> bytes:
    """Write the first lines of an answer; without a length the end of the connection is the end of the answer."""
    pairs = list(headers.items()) if isinstance(headers, Mapping) else headers
    lines = [f"HTTP/1.1 {status} Status", *(f"{key}: {value}" for key, value in pairs), "Connection: close"]
    lines += [f"Content-Length: {length}"] if length is not None else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@contextmanager
def _patient(line: socket.socket) -> Iterator[None]:
    """Bear a client that goes away."""
    line.settimeout(LONGEST)
    with suppress(OSError):
        yield


def _hold(line: socket.socket) -> None:
    """Say nothing more until the client goes away."""
    last = time.monotonic() + LONGEST
    with suppress(OSError):
        while time.monotonic() < last:
            if select.select([line], [], [], 0.2)[0] and not line.recv(65_536):
                return


def _parts(answer: Answer | None) -> tuple[int, list[tuple[str, str]], bytes]:
    status, headers, content = answer or _EMPTY
    if any(key.lower() == "content-encoding" for key, _value in headers):
        content = gzip.decompress(content)
    return status, [(key, value) for key, value in headers if key.lower() in _KEPT], content


def status(code: int, body: str = "", **headers: str) -> Sender:
    """Answer with a status, as web servers and gateways do."""
    named = {"Content-Type": "text/html"} | {key.replace("_", "-"): value for key, value in headers.items()}
    content = (body or f"<html><body><h1>{code}</h1></body></html>").encode()

    def send(line: socket.socket, _answer: Answer | None) -> None:
        with _patient(line):
            line.sendall(head(code, named, None if code in (204, 304) else len(content)))
            line.sendall(b"" if code in (204, 304) else content)

    return send


def text(body: str | bytes, kind: str = _JSON, **headers: str) -> Sender:
    """Answer a text with status 200."""
    content = body.encode() if isinstance(body, str) else body

    def send(line: socket.socket, _answer: Answer | None) -> None:
        named = {"Content-Type": kind} | {key.replace("_", "-"): value for key, value in headers.items()}
        with _patient(line):
            line.sendall(head(200, named, len(content)) + content)

    return send


def value(something: object, **headers: str) -> Sender:
    """Answer a value as JSON."""
    return text(json.dumps(something), **headers)


def error(code: str, info: str = "", *, after: str = "", **more: object) -> Sender:
    """Answer an error as MediaWiki does; *after* is a Retry-After."""
    headers = {"MediaWiki_API_Error": code} | ({"Retry_After": after} if after else {})
    return value({"error": {"code": code, "info": info or f"The words of {code}.", **more}}, **headers)


def reset(line: socket.socket, _answer: Answer | None) -> None:
    """Cut the connection so that the client sees a reset."""
    with suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RDWR)


def close(line: socket.socket, _answer: Answer | None) -> None:
    """End the connection without a word."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def hang(line: socket.socket, _answer: Answer | None) -> None:
    """Never answer."""
    _hold(line)


def hang_in_body(line: socket.socket, answer: Answer | None) -> None:
    """Answer half, and never the rest."""
    code, headers, content = _parts(answer)
    with _patient(line):
        line.sendall(head(code, headers, len(content)) + content[: len(content) // 2])
        _hold(line)


def drip(line: socket.socket, _answer: Answer | None) -> None:
    """Answer a byte now and then, without an end."""
    _drip(line, head(200, {"Content-Type": _JSON}, 1_000_000))


def drip_head(line: socket.socket, _answer: Answer | None) -> None:
    """Begin to answer, a byte of the first line now and then."""
    _drip(line, b"")


def _drip(line: socket.socket, first: bytes) -> None:
    last = time.monotonic() + LONGEST
    with _patient(line):
        line.sendall(first or b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while time.monotonic() < last:
            line.sendall(b" " if first else b"x")
            time.sleep(0.05)


def cut(line: socket.socket, answer: Answer | None) -> None:
    """Send half of the body that was announced, and end the connection."""
    code, headers, content = _parts(answer)
    with _patient(line):
        line.sendall(head(code, headers, len(content)) + content[: len(content) // 2])
    close(line, answer)


def cut_chunked(line: socket.socket, answer: Answer | None) -> None:
    """Send a chunked body without its last chunk, and end the connection."""
    code, headers, content = _parts(answer)
    half = content[: len(content) // 2]
    with _patient(line):
        line.sendall(head(code, [*headers, ("Transfer-Encoding", "chunked")], None))
        line.sendall(b"%x\r\n%s\r\n" % (len(half), half))
    close(line, answer)


def cut_json(line: socket.socket, answer: Answer | None) -> None:
    """Send half of the JSON as if it were all, as a script does that runs out of time."""
    code, headers, content = _parts(answer)
    half = content[: len(content) // 2]
    with _patient(line):
        line.sendall(head(code, headers, len(half)) + half)


def framed(before: bytes = b"", after: bytes = b"", kind: str = _JSON, times: int = 1) -> Sender:
    """Send the wiki's own answer with something before and after it, as another kind of content."""

    def send(line: socket.socket, answer: Answer | None) -> None:
        code, headers, content = _parts(answer)
        rest = [(key, value) for key, value in headers if key.lower() != "content-type"]
        with _patient(line):
            line.sendall(head(code, [*rest, ("Content-Type", kind)], len(before) + len(content) + times * len(after)))
            line.sendall(before + content)
            for _ in range(times):
                line.sendall(after)

    return send


def wrong_gzip(line: socket.socket, answer: Answer | None) -> None:
    """Say that the answer is packed when it is not."""
    code, headers, content = _parts(answer)
    with _patient(line):
        line.sendall(head(code, [*headers, ("Content-Encoding", "gzip")], len(content)) + content)


def bomb(line: socket.socket, answer: Answer | None) -> None:
    """Send a few bytes that unpack to gigabytes."""
    code, headers, _content = _parts(answer)
    packed = _packed()
    with _patient(line):
        line.sendall(head(code, [*headers, ("Content-Encoding", "gzip")], None))
        for _ in range(100):
            line.sendall(packed)


@cache
def _packed() -> bytes:
    return gzip.compress(b" " * (32 << 20), 9)


def flood(line: socket.socket, answer: Answer | None) -> None:
    """Send more than any wiki would, without an end."""
    code, headers, content = _parts(answer)
    with _patient(line):
        line.sendall(head(code, headers, None) + content)
        for _ in range(4_000):
            line.sendall(b" " * (1 << 20))


def changed(key: str, new: Callable[[str], str]) -> Sender:
    """Send the wiki's own answer with one value changed."""

    def send(line: socket.socket, answer: Answer | None) -> None:
        code, headers, content = _parts(answer)
        data = json.loads(content)
        if key in data:
            data[key] = new(data[key])
        packed = json.dumps(data).encode()
        with _patient(line):
            line.sendall(head(code, headers, len(packed)) + packed)

    return send
