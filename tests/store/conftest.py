"""What the tests of the store share."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.plan import State
from bot.i18n import use_language
from bot.store.store import Store, open_store
from bot.store.values import RememberedCopy

ROOT = Path(__file__).parents[2]
MORNING = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english() -> None:
    """Read messages as they stand in the source."""
    use_language("en")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Name a state that does not exist yet."""
    return f"sqlite:///{tmp_path}/var/republish.db"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the file of that state."""
    return tmp_path / "var" / "republish.db"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Open that state."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def a_copy() -> Callable[..., RememberedCopy]:
    """Give a builder of copies."""

    def build(**facts: Any) -> RememberedCopy:
        known: dict[str, Any] = {
            "source": "multibao",
            "sheet_id": 1,
            "partner": "movilab",
            "job": "outils",
            "sheet_title": "Fiche",
            "sheet_revision": 10,
            "sheet_digest": "abc",
            "title": "Recette:Fiche",
            "state": State.CURRENT,
            "recipe": "r1",
            "since": MORNING,
        }
        return RememberedCopy(**(known | facts))

    return build


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Give a way to start Python processes that end with the test."""
    started: list[subprocess.Popen[str]] = []

    def run(code: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()
