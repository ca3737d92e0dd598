"""Worlds for stories of copies: the same story is told in memory and at real wikis."""

from pathlib import Path

import pytest

from tests.farm.trio import Trio
from tests.life.world import PASSWORD, World, memory_world, real_world


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give a world in memory."""
    monkeypatch.setenv(PASSWORD, "unused")
    return memory_world(tmp_path / "world")


@pytest.fixture
def real(tmp_path: Path, wikis: Trio, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give a world of three real wikis."""
    monkeypatch.setenv(PASSWORD, wikis.movilab.robot_password)
    return real_world(tmp_path / "world", wikis)


@pytest.fixture(params=["memory", "real"])
def world(request: pytest.FixtureRequest) -> World:
    """Give a world in memory, then a real one."""
    made: World = request.getfixturevalue(request.param)
    return made
