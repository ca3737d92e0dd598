"""A counting proxy in front of a wiki, which can also be slow, broken or gone."""

import contextlib
import http.client
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.farm.requestlog import AnsweredHook, DropHook, FaultHook, Reply, Request, count_kinds, read_request

HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailers", "transfer-encoding"}
    | {"upgrade", "proxy-connection", "content-length"}
)
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, no time: closing sends a reset
BACKEND_SECONDS = 120.0

Answer = tuple[int, list[tuple[str, str]], bytes]
"""Status, headers and content of the wiki's own answer."""


@dataclass(frozen=True)
class Disturbance:
    """What goes wrong with one request: whether the wiki acts on it, and what then comes over the wire."""

    acts: bool
    send: Callable[[socket.socket, Answer | None], None]


DisturbHook = Callable[[Request], Disturbance | None]


class CountingProxy:
    """Stands in front of one wiki at an address that stays the same, and remembers every request."""

    def __init__(self, backend_port: int, port: int = 0) -> None:
        """Listen at once; *port* 0 takes a free one."""
        self.backend_port = backend_port
        self.log: list[Request] = []
        self.latency = 0.0
        self.fault: FaultHook | None = None
        self.disturb: DisturbHook | None = None
        self.drop_answer: DropHook | None = None
        self.answered: AnsweredHook | None = None
        self._down = False
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._server = _Server(("127.0.0.1", port), self)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def down(self) -> bool:
        """Tell whether the wiki is unreachable now: every connection is reset."""
        return self._down

    @down.setter
    def down(self, value: bool) -> None:
        self._down = value
        if value:
            self._cut_all()

    def clear(self) -> None:
        """Forget all requests."""
        with self._lock:
            self.log.clear()

    def mark(self) -> int:
        """Give a mark for :meth:`since`."""
        return len(self.log)

    def since(self, mark: int = 0) -> list[Request]:
        """Give the requests that came after a mark."""
        with self._lock:
            return self.log[mark:]

    def counts(self, mark: int = 0) -> Counter[str]:
        """Count the requests after a mark by kind."""
        return count_kinds(self.since(mark))

    def reset(self) -> None:
        """Become an ordinary, up, quick proxy again and forget all requests."""
        self.fault = self.disturb = self.drop_answer = self.answered = None
        self.latency = 0.0
        self.down = False
        self.clear()

    def stop(self) -> None:
        """Stop listening and cut every connection."""
        self.down = True
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def record(self, request: Request) -> None:
        """Remember a request."""
        with self._lock:
            self.log.append(request)

    def opened(self, connection: socket.socket) -> None:
        """Remember a connection, to cut it when the wiki goes down."""
        with self._lock:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection."""
        with self._lock:
            self._open.discard(connection)

    def _cut_all(self) -> None:
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            cut(connection)


def cut(connection: socket.socket) -> None:
    """Cut a connection so that the other side sees a reset."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], proxy: CountingProxy) -> None:
        self.proxy = proxy
        super().__init__(address, _Handler)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        if self.proxy.down:
            cut(request)
        return not self.proxy.down

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that went away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.proxy.opened(self.connection)

    def finish(self) -> None:
        self.server.proxy.closed(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name
        """Keep the terminal quiet."""

    def serve(self) -> None:
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if proxy.down:
            return self._cut()
        request = read_request(self.command, self.path, dict(self.headers.items()), body)
        proxy.record(request)
        if proxy.latency:
            time.sleep(proxy.latency)
        made_up = proxy.fault(request) if proxy.fault else None
        if made_up is not None:
            return self._answer(made_up.status, list(made_up.headers.items()), made_up.body, made_up.promised)
        disturbance = proxy.disturb(request) if proxy.disturb else None
        if disturbance is not None:
            self.close_connection = True
            return disturbance.send(self.connection, self._forward(body) if disturbance.acts else None)
        dropped = bool(proxy.drop_answer and proxy.drop_answer(request))
        status, headers, content = self._forward(body)
        if proxy.answered:
            proxy.answered(request)
        if dropped or proxy.down:
            return self._cut()
        return self._answer(status, headers, content)

    do_GET = do_POST = do_HEAD = do_OPTIONS = do_PUT = do_DELETE = serve  # noqa: N815 - the names that http.server looks for

    def _forward(self, body: bytes) -> Answer:
        """Ask the wiki, and wait until its script has ended and not only until the answer is complete."""
        backend = http.client.HTTPConnection("127.0.0.1", self.server.proxy.backend_port, timeout=BACKEND_SECONDS)
        try:
            backend.connect()
            with backend.sock.dup() as line:
                sent = {key: value for key, value in self.headers.items() if key.lower() not in HOP_BY_HOP}
                sent |= {"Connection": "close", "Content-Length": str(len(body))} if body else {"Connection": "close"}
                backend.request(self.command, self.path, body or None, sent)
                answer = backend.getresponse()
                content = answer.read()
                while line.recv(65536):
                    pass
                return answer.status, answer.getheaders(), content
        except (OSError, http.client.HTTPException) as problem:
            return 502, [("Content-Type", "text/plain")], f"The wiki does not answer: {problem}".encode()
        finally:
            backend.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes, promised: int | None = None) -> None:
        self.send_response_only(status)
        for key, value in headers:
            if key.lower() not in HOP_BY_HOP:
                self.send_header(key, value)
        if status not in {204, 304}:
            self.send_header("Content-Length", str(len(content) if promised is None else promised))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.wfile.flush()
        if promised not in {None, len(content)}:
            self.close_connection = True

    def _cut(self) -> None:
        self.close_connection = True
        cut(self.connection)


__all__ = ["Answer", "AnsweredHook", "CountingProxy", "Disturbance", "DropHook", "FaultHook", "Reply", "Request"]
