"""The units that we ship: systemd finds nothing wrong with them, and they can reach little."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[1] / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
MOST_EXPOSED = 1.5


@pytest.fixture(autouse=True)
def systemd() -> None:
    """Skip where systemd is missing, or fail where that is not accepted."""
    if shutil.which("systemd-analyze") is None:
        told = "systemd-analyze is missing; run tests/farm/install-mediawiki"
        if os.environ.get("REPUBLISH_REQUIRE_WIKI"):
            pytest.fail(told, pytrace=False)
        pytest.skip(told)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """Give the units as an administrator installs them, with the path of a program that is there."""
    for path in UNITS.iterdir():
        told = path.read_text(encoding="utf-8").replace("/opt/republish/.venv/bin/republish", sys.executable)
        (tmp_path / path.name).write_text(told, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", [*SERVICES, *sorted(path.name for path in UNITS.glob("*.timer"))])
def test_systemd_finds_nothing_wrong(units: Path, name: str) -> None:
    environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{units}:"}
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(units / name)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=240,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_somebody_is_told_of_a_failure() -> None:
    """The example sends a mail with the name of the unit through a mail server."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(60)
        relay = f"smtp://127.0.0.1:{door.getsockname()[1]}"
        environment = os.environ | {"REPUBLISH_FAILED_RELAY": relay, "REPUBLISH_FAILED_TO": "admin@example.org"}
        script = ["sh", str(UNITS / "republish-failed.sh"), "republish.service"]
        with subprocess.Popen(script, env=environment, stderr=subprocess.PIPE, text=True) as running:
            said = _receive(door)
            assert (running.wait(60), running.stderr and running.stderr.read()) == (0, "")
    assert "RCPT TO:<admin@example.org>" in said
    assert f"Subject: republish.service has failed on {os.uname().nodename}" in said


def _receive(door: socket.socket) -> list[str]:
    """Be a mail server for one mail, and give what was said to it."""
    said: list[str] = []
    line, _address = door.accept()
    with line, line.makefile("rw", newline="\r\n", encoding="utf-8") as talk:

        def answer(text: str) -> None:
            talk.write(f"{text}\n")
            talk.flush()

        answer("220 ready")
        is_mail = False
        for heard in talk:
            said.append(heard.strip())
            if said[-1] == "DATA":
                is_mail = True
                answer("354 go on")
            elif not is_mail or said[-1] == ".":
                is_mail = False
                answer("221 bye" if said[-1] == "QUIT" else "250 well")
    return said


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_exposed_to_little(units: Path, name: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(units / name)],
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    found = re.search(r"Overall exposure level for .*: ([0-9.]+) ", done.stdout)
    assert found is not None
    assert float(found[1]) <= MOST_EXPOSED
