"""Worlds for stories of copies: the same story is told in memory and at real wikis."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.farm.trio import Trio
from tests.life.staging import MemoryStage, RealStage, Stage
from tests.life.world import PASSWORD, World, empty, memory_world, real_world


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give a world in memory."""
    monkeypatch.setenv(PASSWORD, "unused")
    return memory_world(tmp_path / "world")


@pytest.fixture(scope="session")
def empty_wikis(three_wikis: Trio) -> Trio:
    """Give three wikis that know how to become empty."""
    return empty(three_wikis)


@pytest.fixture
def real(tmp_path: Path, empty_wikis: Trio, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give a world of three real wikis."""
    monkeypatch.setenv(PASSWORD, empty_wikis.movilab.robot_password)
    yield real_world(tmp_path / "world", empty_wikis)
    for wiki in empty_wikis:
        wiki.proxy.reset()


@pytest.fixture(params=["memory", "real"])
def world(request: pytest.FixtureRequest) -> World:
    """Give a world in memory, then a real one."""
    made: World = request.getfixturevalue(request.param)
    return made


@pytest.fixture(scope="session")
def memory_stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Give a stage in memory."""
    return MemoryStage(tmp_path_factory.mktemp("stage"))


@pytest.fixture(scope="session")
def real_stage(empty_wikis: Trio, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Give a stage of three real wikis."""
    return RealStage(tmp_path_factory.mktemp("stage"), empty_wikis)


@pytest.fixture
def stage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Give a stage in memory or a real one, as the parameter says; how each work ends undisturbed is found out once."""
    made: Stage = request.getfixturevalue(f"{request.param}_stage")
    monkeypatch.setenv(PASSWORD, made.password)
    yield made
    made.end()
