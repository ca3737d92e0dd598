"""The units that we ship: systemd finds nothing wrong with them, and they can reach little."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli.common import RefusalError
from bot.cli.installing import install_service
from bot.service.installing import unreachable

UNITS = Path(__file__).parents[1] / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
MOST_EXPOSED = 1.5
PROGRAM = "/bin/true"
"""A program that is there for everybody."""


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
    """Give the units as they are installed, with the path of a program that is there."""
    for variant in ((), ("--timer",)):
        assert install(tmp_path, *variant).returncode == 0
    return tmp_path / "etc" / "systemd" / "system"


def install(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Install into a folder."""
    command = [sys.executable, "-m", "bot", "install-service", "--root", str(root), "--program", PROGRAM, "--yes"]
    environment = os.environ | {"REPUBLISH_LANGUAGE": "en"}
    return subprocess.run(
        [*command, *options], capture_output=True, text=True, check=False, timeout=60, env=environment
    )


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


def test_installing_again_changes_nothing_of_the_administrator(tmp_path: Path) -> None:
    """Our files are kept up to date, one that was changed stays, and it is told how to change a unit."""
    first = install(tmp_path)
    assert first.stdout.count("will be written") == 6
    assert "republish check --config /etc/republish/config/republish.yaml" in first.stdout
    etc = tmp_path / "etc"
    assert sorted(path.relative_to(etc).as_posix() for path in etc.rglob("*") if path.is_file()) == [
        "republish/failed",
        "systemd/system/republish-failed@.service",
        "systemd/system/republish-sync@.service",
        "systemd/system/republish.service",
        "sysusers.d/republish.conf",
        "tmpfiles.d/republish.conf",
    ]
    unit, other = (etc / "systemd" / "system" / name for name in ("republish.service", "republish-sync@.service"))
    assert f"ExecStart={PROGRAM} serve\n" in unit.read_text(encoding="utf-8")
    # A configuration with mistakes fails the reload before the service hears of it.
    assert f"ExecReload={PROGRAM} check\nExecReload=/bin/kill -HUP" in unit.read_text(encoding="utf-8")

    edited = unit.read_text(encoding="utf-8").replace("MemoryMax=600M", "MemoryMax=1G")
    unit.write_text(edited, encoding="utf-8")
    shipped = (UNITS / "republish-failed@.service").read_text(encoding="utf-8")
    (unit.parent / "republish-failed@.service").write_text(shipped, encoding="utf-8")
    again = install(tmp_path, "--program", "/bin/sh")
    assert (again.returncode, again.stderr) == (0, "")
    assert f"{unit} is not as we wrote it, and stays as it is." in again.stdout
    assert "systemctl edit republish.service" in again.stdout
    assert again.stdout.count("stands already") == 3
    assert again.stdout.count("brought up to date") == 2
    assert unit.read_text(encoding="utf-8") == edited
    assert "ExecStart=/bin/sh sync --job %i\n" in other.read_text(encoding="utf-8")

    other.unlink()
    other.symlink_to("/dev/null")
    assert f"{other} is not as we wrote it" in install(tmp_path).stdout
    assert other.is_symlink()


def test_nothing_is_installed_without_a_word_or_in_vain(tmp_path: Path) -> None:
    """Nobody to ask, a program that the service could not see, an account that may not: a sentence each."""
    command = [sys.executable, "-m", "bot", "install-service", "--root", str(tmp_path / "root")]
    environment = os.environ | {"REPUBLISH_LANGUAGE": "en"}

    def say(*options: str, **how: Any) -> subprocess.CompletedProcess[str]:
        given = {"stdin": subprocess.DEVNULL, "env": environment, "timeout": 60} | how
        return subprocess.run([*command, *options], capture_output=True, text=True, check=False, **given)

    asked = say("--program", PROGRAM)
    assert (asked.returncode, asked.stderr) == (3, "Nothing was installed: look at it, then say --yes.\n")
    shown = say("--program", "/opt/mon robot/100%/republish", "--print")
    assert 'ExecStart="/opt/mon robot/100%%/republish" serve\n' in shown.stdout
    hidden = Path("/home/alice/republish/.venv/bin/republish")
    assert unreachable(hidden) == hidden
    assert not (tmp_path / "root").exists()


def test_only_root_installs_a_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is not root is told so before anything is touched."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(RefusalError, match="Only root can install a service"):
        install_service.main(["--program", PROGRAM, "--yes"], standalone_mode=False)


def test_what_tells_of_a_failure_may_enter_its_folder(units: Path) -> None:
    """The unit runs a file of a folder that only root and one group may enter, so it is in that group."""
    tmpfiles = (units.parents[1] / "tmpfiles.d" / "republish.conf").read_text(encoding="utf-8")
    line = next(line.split() for line in tmpfiles.splitlines() if line.startswith("d /etc/republish "))
    unit = (units / "republish-failed@.service").read_text(encoding="utf-8")
    assert "ExecStart=/bin/sh /etc/republish/failed %i\n" in unit
    assert line[2] == "0750"
    assert line[4] in re.findall(r"^SupplementaryGroups=(.*)$", unit, re.MULTILINE)[0].split()
