"""What we tell systemd of ourselves: one datagram a message (sd_notify(3))."""

import os
import socket
from contextlib import suppress
from time import clock_gettime_ns

_MICROSECOND = 1_000
_CLOCK_MONOTONIC = 1


class Notifier:
    """Sends messages to the supervisor that started us; without one, every message is dropped."""

    def __init__(self, address: str | None = None) -> None:
        self._address = address if address is not None else os.environ.get("NOTIFY_SOCKET", "")

    def ready(self) -> None:
        """Say that the service has started, or has loaded its configuration anew."""
        self._send("READY=1")

    def reloading(self) -> None:
        """Say that the configuration is being loaded anew; systemd wants to know when that began."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={clock_gettime_ns(_CLOCK_MONOTONIC) // _MICROSECOND}")

    def stopping(self) -> None:
        """Say that the service is ending."""
        self._send("STOPPING=1")

    def alive(self) -> None:
        """Feed the watchdog."""
        self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        """Say in a line what the service is doing; ``systemctl status`` shows it."""
        self._send("STATUS=" + " ".join(text.split()))

    def _send(self, message: str) -> None:
        if not self._address:
            return
        # An address that begins with "@" is in the abstract namespace, which has no file.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        # A supervisor that does not listen must not hold us up.
        kind = socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK
        with suppress(OSError), socket.socket(socket.AF_UNIX, kind) as door:
            door.sendto(message.encode(), address)


def watchdog_seconds() -> float | None:
    """Give how often systemd wants a sign of life, None when it wants none (sd_watchdog_enabled(3))."""
    for_us = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    told = os.environ.get("WATCHDOG_USEC", "")
    return int(told) / 1_000_000 if for_us and told.isdigit() and int(told) else None
