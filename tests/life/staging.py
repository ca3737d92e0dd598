"""Where works are done and processes end: worlds in memory or real that begin anew, and how things stand in them."""

import shutil
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from bot.store.store import open_store
from bot.store.values import Base, RememberedCopy
from tests.farm.trio import Trio
from tests.life.crashing import WORKS, Steps, Work
from tests.life.world import World, memory_wikis, memory_world, real_world
from tests.memory.wiki import MemoryWiki


@dataclass(frozen=True)
class End:
    """How things stand: the pages of the partner with their revisions, and what is remembered, dates aside."""

    pages: dict[str, tuple[str | None, int]]
    copies: tuple[RememberedCopy, ...]
    bases: tuple[Base | None, ...]
    intents: int


def end_of(world: World) -> End:
    """Tell how things stand."""
    titles = [*world.movilab.titles(100), *world.movilab.titles()]
    pages = {title: (world.movilab.text(title), len(world.movilab.history(title))) for title in titles}
    with open_store(world.configuration.state) as store:
        copies = store.all_copies()
        bases = tuple(store.base(copy.source, copy.sheet_id, copy.partner) for copy in copies)
        timeless = tuple(replace(copy, copied_at=None, since=None) for copy in copies)
        return End(pages, timeless, bases, len(store.intents("movilab")))


class Stage(ABC):
    """Where works are done: each begins anew as often as wanted."""

    password = "unused"

    def __init__(self) -> None:
        self._ends: dict[str, End] = {}

    def end(self) -> None:  # noqa: B027 -- a stage may have nothing to clear away
        """Take away the faults of a test."""

    @abstractmethod
    def begin(self, work: Work) -> World:
        """Give a world where a work is to be done."""

    def undisturbed(self, name: str) -> End:
        """Tell how things stand after a work that nobody disturbed."""
        if name not in self._ends:
            work = WORKS[name]
            world, steps = self.begin(work), Steps()
            work.run(world, steps)
            assert steps.taken == work.steps.split(), "the steps of this work have changed: list them in its Work"
            work.finish(world)
            self._ends[name] = end_of(world)
            assert self._ends[name].intents == 0
        return self._ends[name]


class MemoryStage(Stage):
    """A world in memory for each work, made from one that was prepared for it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folders = (folder / str(number) for number in count())
        self._prepared: dict[str, tuple[Path, dict[str, MemoryWiki]]] = {}

    def begin(self, work: Work) -> World:
        """Give a new world."""
        (name,) = (name for name, known in WORKS.items() if known is work)
        if name not in self._prepared:
            self._prepared[name] = self._prepare(work)
        state, wikis = self._prepared[name]
        folder = next(self._folders)
        shutil.copytree(state, folder / "var")
        world = memory_world(folder, {name: MemoryWiki(name, site=wiki.site.fork()) for name, wiki in wikis.items()})
        work.configure(world)
        return world

    def _prepare(self, work: Work) -> tuple[Path, dict[str, MemoryWiki]]:
        folder, wikis = next(self._folders), memory_wikis()
        world = memory_world(folder, wikis)
        work.configure(world)
        work.prepare(world)
        return folder / "var", wikis


class RealStage(Stage):
    """Three real wikis that are put back to where a work begins."""

    def __init__(self, folder: Path, trio: Trio) -> None:
        super().__init__()
        self.trio = trio
        self.password = trio.movilab.robot_password
        self._folder = folder
        self._numbers = map(str, count())
        self._work: Work | None = None
        self._world: World | None = None

    def end(self) -> None:
        """Take away the faults of a test."""
        for wiki in self.trio:
            wiki.proxy.reset()

    def begin(self, work: Work) -> World:
        """Give the world as it was before the work, and prepare it first where it was another."""
        if self._world is None or self._work is not work:
            world = real_world(self._folder / next(self._numbers), self.trio)
            work.configure(world)
            work.prepare(world)
            shutil.copytree(world.folder / "var", world.folder / "before")
            for wiki in (self.trio.multibao, self.trio.movilab):
                wiki.snapshot("before")
            self._work, self._world = work, world
            return world
        for wiki in (self.trio.multibao, self.trio.movilab):
            wiki.restore("before")
        shutil.rmtree(self._world.folder / "var", ignore_errors=True)
        shutil.copytree(self._world.folder / "before", self._world.folder / "var")
        return self._world
