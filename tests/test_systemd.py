"""The units that we ship: systemd finds nothing wrong with them, and they can reach little."""

import os
import re
import shutil
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
