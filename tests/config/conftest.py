"""What the tests of the configuration share."""

from pathlib import Path

import pytest

from bot.i18n import use_language
from tests.config.home import Home, home_in


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVILAB_PASSWORD", "not-a-secret")
    use_language("en")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a folder with all samples as they stand."""
    return home_in(tmp_path)
