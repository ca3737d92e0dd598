"""The fixtures of the engine's tests on a real partner."""

from pathlib import Path

import pytest

from tests.farm.mediawiki import MediaWikiServer
from tests.sync.one_partner import PASSWORD_VARIABLE, Bench


@pytest.fixture
def bench(tmp_path: Path, wiki_server: MediaWikiServer, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Give three sheets, none of them copied yet, and an empty partner."""
    monkeypatch.setenv(PASSWORD_VARIABLE, wiki_server.robot_password)
    return Bench(tmp_path / "bench", wiki_server)
