"""Connections on which an answer has to be there, whole, within a time: a server that sends a byte a minute never ends.

The time-outs of requests are for the silence between two packets only
(https://requests.readthedocs.io/en/latest/user/advanced/#timeouts).
"""

import http.client
import io
import socket
from time import monotonic
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

WHOLE_SECONDS = 300.0
"""Seconds after the sending of a request until its answer must be whole."""


class DeadlineAdapter(HTTPAdapter):
    """Sends requests whose answers have a deadline."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the connections ours."""
        super().init_poolmanager(*args, **options)
        _take_over(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> PoolManager:
        """Make the connections ours, also through a proxy."""
        return _take_over(super().proxy_manager_for(proxy, **options))


class _Clocked(io.RawIOBase):
    """What comes over a socket, until the deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._until = monotonic() + WHOLE_SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        silence = self._sock.gettimeout()
        self._sock.settimeout(left if silence is None else min(left, silence))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Line:
    """A socket as an answer of http.client reads from it."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def makefile(self, *_args: object, **_options: object) -> io.BufferedReader:
        return io.BufferedReader(_Clocked(self._sock))


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(_Line(sock), *args, **options)  # type: ignore[arg-type]  # all that it asks of it is makefile


class _Connection(HTTPConnection):
    response_class = _Response


class _SecureConnection(HTTPSConnection):
    response_class = _Response


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def _take_over(manager: PoolManager) -> PoolManager:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return manager
