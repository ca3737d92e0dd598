"""Addresses at which a wiki is not to be had: nobody is there, or another server, or one of another protocol."""

import contextlib
import functools
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from bot.errors import ExitCode

HOST = "localhost"
_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1"


@dataclass(frozen=True)
class Door:
    """A way to a wiki: *open_at* gives the place for the port of its proxy and a folder of certificates."""

    label: str
    wiki: str
    open_at: Callable[[int, Path], AbstractContextManager[str]]
    exit_code: ExitCode
    words: str = ""
    """What the operator must read."""
    family: str = "connection"
    slow: bool = False

    @property
    def name(self) -> str:
        """Name it."""
        return f"connect/{self.label}/{self.wiki}"


@contextmanager
def _refused(_port: int, _folder: Path) -> Iterator[str]:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{unheard.getsockname()[1]}"


@contextmanager
def _silent(_port: int, _folder: Path) -> Iterator[str]:
    """Let connections wait for ever before they are taken."""
    with contextlib.ExitStack() as open_sockets:
        full = open_sockets.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):
            waiting = open_sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield f"http://127.0.0.1:{full.getsockname()[1]}"


@contextmanager
def _unknown_host(_port: int, _folder: Path) -> Iterator[str]:
    yield "https://wiki.invalid"  # a name that nobody will ever have (RFC 6761 section 6.4)


@contextmanager
def _plain(port: int, _folder: Path) -> Iterator[str]:
    yield f"https://{HOST}:{port}"


def _secured(certificate: str, host: str = HOST) -> Callable[[int, Path], AbstractContextManager[str]]:
    @contextmanager
    def opened(port: int, folder: Path) -> Iterator[str]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / f"{certificate}.pem", folder / "server.key")
        with _front(functools.partial(_relay, context, port)) as at:
            yield f"https://{host}:{at}"

    return opened


@contextmanager
def _broken_handshake(_port: int, _folder: Path) -> Iterator[str]:
    def answer(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.recv(100)
            line.sendall(b"\x15\x03\x03\x00\x02\x02\x28")  # the alert "handshake failure" (RFC 8446 section 6)

    with _front(answer) as at:
        yield f"https://{HOST}:{at}"


@contextmanager
def _front(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Listen, and serve each connection in a thread of its own."""
    door = socket.create_server(("127.0.0.1", 0), backlog=16)

    def listen() -> None:
        with suppress(OSError):
            while True:
                Thread(target=serve, args=(door.accept()[0],), daemon=True).start()

    Thread(target=listen, daemon=True).start()
    try:
        yield int(door.getsockname()[1])
    finally:
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        door.close()


def _relay(context: ssl.SSLContext, port: int, line: socket.socket) -> None:
    """Speak TLS with the client, and hand everything on to the wiki."""
    with (
        suppress(OSError),
        context.wrap_socket(line, server_side=True) as client,
        socket.create_connection(("127.0.0.1", port)) as wiki,
    ):
        Thread(target=_pump, args=(wiki, client), daemon=True).start()
        _pump(client, wiki)


def _pump(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)


def make_certificates(folder: Path) -> None:
    """Make an authority and what servers show: good, expired, for another host, signed by nobody known."""
    folder.mkdir()
    _openssl(folder, f"req -x509 {_KEY} -nodes -keyout ca.key -out ca.pem -days 3 -subj /CN=Farm")
    _openssl(folder, f"req {_KEY} -nodes -keyout server.key -out server.csr -subj /CN=wiki")
    for name, host, days in (("good", HOST, 3), ("expired", HOST, -1), ("other-host", "elsewhere.example", 3)):
        (folder / "names").write_text(f"subjectAltName=DNS:{host}", encoding="utf-8")
        signing = f"x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days {days} -extfile names"
        _openssl(folder, f"{signing} -out {name}.pem")
    _openssl(folder, "req -x509 -key server.key -out self-signed.pem -days 3 -subj /CN=localhost")


def _openssl(folder: Path, words: str) -> None:
    program = shutil.which("openssl") or "openssl"
    subprocess.run([program, *words.split()], cwd=folder, check=True, capture_output=True, timeout=60)


def _of(wiki: str) -> Iterator[Door]:
    later, certificate = ExitCode.LATER, "certificate"
    yield Door("refused", wiki, _refused, later, "no connection")
    yield Door("no-answer", wiki, _silent, later, "no connection", slow=True)
    yield Door("unknown-host", wiki, _unknown_host, later, "no connection", slow=True)
    yield Door("plain-http", wiki, _plain, later, "tls-failed", slow=True)
    yield Door("broken-handshake", wiki, _broken_handshake, later, "tls-failed")
    yield Door("expired-certificate", wiki, _secured("expired"), later, f"{certificate} has expired")
    yield Door("self-signed-certificate", wiki, _secured("self-signed"), later, "signed by itself")
    yield Door("certificate-of-another-host", wiki, _secured("other-host"), later, "for another host")
    yield Door("good-certificate", wiki, _secured("good"), ExitCode.DONE)


DOORS = {door.name: door for wiki in ("multibao", "movilab") for door in _of(wiki)}
