"""PHP's own server for the wiki of one folder."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path

import requests

from tests.farm.install import CODE, PHP_FOLDER, FarmError, environment, scratch

START_SECONDS = 120.0
PHP_SETTINGS = {
    # Looking at the times of a thousand files takes a fifth of a request; what a wiki writes is forgotten by name.
    "opcache.validate_timestamps": 0,
    "opcache.enable_file_override": 1,
    "opcache.interned_strings_buffer": 32,
    "opcache.memory_consumption": 256,
    "display_errors": "stderr",
}
# The shell ends the whole group when its standard input closes: also when our process is killed.
WATCH = 'php "$@" & cat > /dev/null; trap "" TERM; kill -TERM 0; wait'


class PhpServer:
    """A group of processes that serves one wiki on one port of the loopback."""

    def __init__(self, folder: Path, workers: int = 4) -> None:
        """Start, and wait until the wiki answers."""
        self.folder = folder
        self.workers = workers
        for _ in range(3):
            self.port = free_port()
            self._said_before = len(self.log())
            self._process = self._start()
            if self._answers():
                return
            self.stop()
        raise FarmError(f"PHP's server does not start: {self.log()[-2000:]}")

    @property
    def url(self) -> str:
        """Give the address behind the proxy."""
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        """Give what the server said."""
        path = self.folder / "server.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def forget(self) -> None:
        """Let the server forget its object cache, and the settings that it has read."""
        requests.get(f"{self.url}/farm/forget", timeout=START_SECONDS).raise_for_status()

    def processes(self) -> list[int]:
        """List the processes of this server that run now."""
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat") if self._is_ours(path)]

    def stop(self) -> None:
        """End the whole group of processes."""
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        last = time.monotonic() + 1
        while self.processes() and time.monotonic() < last:
            time.sleep(0.02)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(5)

    def _is_ours(self, stat: Path) -> bool:
        with contextlib.suppress(OSError):
            state, _, group = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:3]
            return int(group) == self._process.pid and state != "Z"
        return False

    def _start(self) -> subprocess.Popen[bytes]:
        cache = scratch() / "opcache"
        cache.mkdir(exist_ok=True)
        settings = {**PHP_SETTINGS, "opcache.file_cache": cache}
        options = [word for name, value in settings.items() for word in ("-d", f"{name}={value}")]
        address = ["-S", f"127.0.0.1:{self.port}", "-t", str(CODE), str(PHP_FOLDER / "router.php")]
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                ["/bin/sh", "-c", WATCH, "php", *options, *address],
                env={**environment(self.folder), "PHP_CLI_SERVER_WORKERS": str(self.workers)},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _answers(self) -> bool:
        last = time.monotonic() + START_SECONDS
        while time.monotonic() < last:
            said = self.log()[self._said_before :]
            if "Failed to listen" in said or self._process.poll() is not None:
                return False
            if f"127.0.0.1:{self.port}) started" not in said:
                # Whoever answers on this port before that is somebody else's server.
                time.sleep(0.02)
                continue
            with contextlib.suppress(requests.RequestException):
                answer = requests.get(
                    f"{self.url}/api.php?action=query&meta=siteinfo&format=json", timeout=START_SECONDS
                )
                if answer.ok and "query" in answer.json():
                    return True
                raise FarmError(f"The wiki answers {answer.status_code}: {answer.text[:2000]}")
            time.sleep(0.02)
        return False


def free_port() -> int:
    """Find a port of the loopback that nobody uses now, below those that the system gives to whoever asks for any."""
    while True:
        port = random.randint(15_000, 31_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
