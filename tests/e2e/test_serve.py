"""``republish serve`` as systemd runs it: started, reloaded, stopped, killed and started again."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.store.store import Store, open_for_reading
from tests.farm.server import free_port
from tests.processes.running import ROOT, Running

LONG = 120
"""Seconds in which anything happens that happens at all, on the slowest machine."""
SOON = 8
"""Seconds in which a loaded machine ends what takes two on a quiet one, and waits for nothing."""
CONFIG = """\
contact: https://wiki.example.org/Utilisateur:Robot
language: en
state: sqlite:///{folder}/state.db
mappings: [{root}/config/demo/mappings, {root}/mappings]
metrics: {{textfile: {folder}/republish.prom, listen: '127.0.0.1:{port}'}}
wikis:
  multibao: {source}
  movilab: {{folder: {folder}/movilab, pace: 0s}}
jobs:
  outils:
    from: {{wiki: multibao, mapping: multibao-outil, select: [{{category: Fiches outils}}]}}
    to: [{{wiki: movilab, mapping: movilab-recette}}]
    every: {every}
    jitter: 0s
  unscheduled:
    from: {{wiki: multibao, mapping: multibao-outil, select: [{{pages: [Nulle part]}}]}}
    to: [{{wiki: movilab, mapping: movilab-recette}}]
"""


class Supervisor:
    """What systemd is to a service: it starts it, listens to it, and sends it signals."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "republish.yaml"
        for wiki in ("outils", "movilab"):
            shutil.copytree(ROOT / "config" / "demo" / wiki, folder / wiki)
        self.port = free_port()
        self._doors: list[socket.socket] = []
        self.told: list[str] = []
        self.configure()

    def configure(self, source: str = "", every: str = "1h") -> None:
        """Write the configuration."""
        source = source or f"{{folder: {self.folder}/outils}}"
        self.path.write_text(CONFIG.format(folder=self.folder, root=ROOT, source=source, every=every, port=self.port))

    def start(self) -> None:
        """Start the service, and wait until it says that it has."""
        environment = os.environ | {"NOTIFY_SOCKET": self._new_door(), "WATCHDOG_USEC": "1500000"}
        self.log = (self.folder / "log").open("ab")
        command = [sys.executable, "-m", "bot", "serve", "--config", str(self.path)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=self.log, start_new_session=True)
        self.wait_for("READY=1")

    def _new_door(self) -> str:
        """Listen to the process that is started next, and no longer to what one before it may have said."""
        door, told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM), list[str]()
        address = str(self.folder / f"notify{len(self._doors)}")
        door.bind(address)
        self._doors.append(door)
        self.told = told

        def listen() -> None:
            with suppress(OSError):
                while True:
                    told.append(door.recv(4096).decode())

        Thread(target=listen, daemon=True).start()
        return address

    def wait_for(self, message: str) -> None:
        """Wait until the service has said something."""
        self.wait(lambda: any(told.startswith(message) for told in self.told), message)

    def wait(self, is_so: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + LONG
        while not is_so():
            assert time.monotonic() < end, f"{what}: {self.log_text()[-3000:]}"
            assert self.process.poll() is None, f"{what}: {self.log_text()[-3000:]}"
            time.sleep(0.02)

    def metrics(self) -> dict[str, float]:
        """Ask the service for its metrics."""
        with urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=LONG) as answer:
            return samples(answer.read().decode())

    def written_metrics(self) -> dict[str, float]:
        """Read the metrics that the service has written."""
        return samples((self.folder / "republish.prom").read_text())

    def log_text(self) -> str:
        return (self.folder / "log").read_text()

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; give the exit code, and the seconds until the service had ended."""
        begun = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(LONG)
        return code, time.monotonic() - begun

    def copies(self) -> set[str]:
        return {path.name for path in (self.folder / "movilab").glob("Recette*")}

    def state(self) -> AbstractContextManager[Store]:
        return open_for_reading(f"sqlite:///{self.folder}/state.db")

    def runs(self) -> int:
        with self.state() as store:
            return len(store.runs())

    def wait_for_the_end_of_a_run(self) -> None:
        """Wait until the last run has ended."""

        def has_ended() -> bool:
            with self.state() as store:
                return any(run.exit_code is not None for run in store.runs(limit=1))

        self.wait(has_ended, "end of a run")

    def wait_for_another_try(self) -> None:
        """Wait until the job is entered for when the wiki in trouble is tried again."""

        def is_entered() -> bool:
            with self.state() as store:
                tries = [one.again_at for one in store.health()]
                return bool(tries) and tries == [one.next_at for one in store.scheduled() if one.job == "outils"]

        self.wait(is_entered, "another try")

    def job(self) -> dict[str, str]:
        """Give what ``status`` tells of the job."""
        job: dict[str, str] = json.loads(self.republish("status", "--json"))["service"]["jobs"][0]
        return job

    def republish(self, *arguments: str) -> str:
        return Running((arguments[0], "--config", str(self.path), *arguments[1:]), {}).wait().out

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for door in self._doors:
            door.close()


def samples(text: str) -> dict[str, float]:
    """Read metrics as Prometheus does: value by name and labels, the labels in alphabetical order of their names."""
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {" ".join((one.name, *one.labels.values())): one.value for one in found}


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    one = Supervisor(tmp_path)
    try:
        yield one
    finally:
        one.close()


def test_the_life_of_a_service(supervisor: Supervisor) -> None:
    """Started, it runs what is due, feeds the watchdog, loads only what is valid, and ends at once when asked."""
    supervisor.start()
    # Written once the run has ended and its job is entered again.
    supervisor.wait(lambda: "republish_last_run_timestamp_seconds outils" in supervisor.written_metrics(), "metrics")
    assert len(supervisor.copies()) > 5
    lines = [line for line in supervisor.log_text().splitlines() if "copy written" in line]
    assert {json.loads(line.removeprefix("<6>"))["job"] for line in lines} == {"outils"}
    supervisor.wait_for("WATCHDOG=1")
    supervisor.wait_for("STATUS=next: outils")
    status = supervisor.republish("status")
    assert "Next run of outils" in status
    assert "The service does not run the job unscheduled, which has neither “every” nor “cron”." in status
    service = json.loads(supervisor.republish("status", "--json"))["service"]
    assert datetime.fromisoformat(service["since"]).tzinfo is not None
    assert service["jobs"][0]["served_at"] < service["jobs"][0]["next_at"]

    metrics = supervisor.metrics()
    assert metrics["republish_runs_total outils done"] == 1
    assert metrics["republish_run_duration_seconds_count outils"] == 1
    assert metrics["republish_outcomes_total outils created movilab"] == len(supervisor.copies())
    assert (
        metrics["republish_next_run_timestamp_seconds outils"] > metrics["republish_last_run_timestamp_seconds outils"]
    )
    assert supervisor.written_metrics() == metrics
    assert (supervisor.folder / "republish.prom").stat().st_mode & 0o777 == 0o644

    second = subprocess.run(
        [sys.executable, "-m", "bot", "serve", "--config", str(supervisor.path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert second.returncode == 75
    assert "service already works with this state" in second.stderr

    supervisor.path.write_text(supervisor.path.read_text().replace("jitter", "jiter"))
    supervisor.told.clear()
    supervisor.process.send_signal(signal.SIGHUP)
    supervisor.wait_for("READY=1")
    assert any(told.startswith("RELOADING=1\nMONOTONIC_USEC=") for told in supervisor.told)
    assert "jiter" in supervisor.log_text()
    assert re.search(r"republish\.yaml:1\d:\d", supervisor.log_text())

    runs = supervisor.runs()
    supervisor.configure(every="2s")
    supervisor.process.send_signal(signal.SIGHUP)
    supervisor.wait(lambda: supervisor.runs() >= runs + 2, "runs")

    code, seconds = supervisor.stop()
    assert code == 0
    assert seconds < SOON
    assert "STOPPING=1" in supervisor.told
    assert "The service does not run now" in supervisor.republish("status")


def test_a_killed_service_takes_up_its_run_and_keeps_its_grid(supervisor: Supervisor) -> None:
    """After SIGKILL the next start serves no moment twice, and misses none."""
    supervisor.start()
    supervisor.wait_for_the_end_of_a_run()
    job = supervisor.job()
    supervisor.process.kill()
    supervisor.process.wait()
    supervisor.start()
    again = supervisor.job()
    assert again["served_at"] == job["served_at"]
    assert datetime.fromisoformat(again["next_at"]) == datetime.fromisoformat(job["served_at"]) + timedelta(hours=1)
    assert supervisor.stop()[0] == 0
    assert supervisor.runs() == 1
    assert len(supervisor.copies()) > 5


def test_a_wiki_that_is_down_or_hangs_holds_up_neither_start_nor_end(supervisor: Supervisor) -> None:
    """The service starts with a source that is down, tries again later, and does not wait for one that hangs."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        supervisor.configure(source=f"{{api: 'http://127.0.0.1:{silent.getsockname()[1]}/api.php'}}")
        silent.settimeout(LONG)
        supervisor.start()
        with silent.accept()[0]:
            code, seconds = supervisor.stop()
        assert code == 0
        assert seconds < SOON  # far less than the minute for which a wiki is waited for
        assert supervisor.runs() == 1
    supervisor.start()
    supervisor.wait_for_another_try()
    trouble = json.loads(supervisor.republish("status", "--json"))["wikis_in_trouble"][0]
    assert trouble["code"] == "unreachable"
    assert supervisor.job()["next_at"][:16] == trouble["again_at"][:16]
    assert supervisor.stop()[0] == 0


def test_ctrl_c_ends_it_like_any_command(supervisor: Supervisor) -> None:
    supervisor.start()
    assert supervisor.stop(signal.SIGINT)[0] == 130
