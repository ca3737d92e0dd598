"""Where histories are played: three wikis, and the bot with what it remembers."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from bot.config.settings import Configuration, WikiSettings
from bot.domain.decision import Decision
from bot.store.store import Store
from bot.sync.environment import Options
from bot.sync.job_run import JobRun
from bot.sync.opening import open_wiki
from bot.sync.rebuilding import rebuild
from bot.sync.runner import run_job
from bot.sync.waits import Waits
from bot.wiki.patience import Patience
from bot.wiki.protocol import Wiki
from tests.farm.hand import FarmHand, Hand
from tests.life.world import PARTNERS, SOURCE, World, WorldEnvironment
from tests.memory.faults import Fault, KilledError, Line
from tests.memory.hand import MemoryHand
from tests.memory.wiki import MemoryWiki

Planted = tuple[str, bool, int, Fault]
"""A fault: at which wiki, whether writes alone are counted, at which request, and what."""


@dataclass(frozen=True)
class Seen:
    """A page as it stands."""

    title: str
    text: str
    revision: int


Pages = dict[int, Seen]

CHOICES = ("", ", on_orphan: category", ", on_orphan: notice, on_rename: move")
"""What the configuration says of both partners."""
SPACES = (0, 100)
"""Namespaces that hold sheets and copies."""


class State:
    """What the bot remembers, in one memory for all histories: it is emptied, kept aside and given back."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._empty = self.kept()

    def kept(self) -> bytes:
        """Give a backup."""
        return self._connection().serialize()

    def give_back(self, backup: bytes) -> None:
        """Put a backup in the place of all that is remembered."""
        other = sqlite3.connect(":memory:")
        other.deserialize(backup)
        other.backup(self._connection())
        other.close()

    def forget(self) -> None:
        """Forget everything."""
        self.give_back(self._empty)

    def _connection(self) -> sqlite3.Connection:
        borrowed = self.store._engine.raw_connection()
        found: Any = borrowed.driver_connection
        borrowed.close()
        return found  # type: ignore[no-any-return]  # the pool gives drivers of any kind


@dataclass
class Troubles:
    """What goes wrong in one run."""

    planted: tuple[Planted, ...] = ()
    down: frozenset[str] = frozenset()
    meddle: dict[str, Callable[[str], None]] = field(default_factory=dict)

    def upset(self, line: Line, wiki: str) -> None:
        """Let the line to a wiki fail."""
        line.down = wiki in self.down
        line.meddle = self.meddle.get(wiki, line.meddle)
        for name, writes, number, fault in self.planted:
            if name == wiki:
                (line.fail_write if writes else line.fail)(number, fault)


class Stage(ABC):
    """Three wikis and the bot."""

    hands: dict[str, Hand]
    own = ""
    """What all titles begin with."""
    choice = CHOICES[0]

    def __init__(self, configurations: Mapping[str, Configuration], state: State) -> None:
        self._configurations = configurations
        self.configuration = configurations[self.choice]
        self.state = state
        self.troubles = Troubles()

    @abstractmethod
    def pages(self, wiki: str) -> Pages:
        """Give all pages of a wiki, by page id."""

    def choose(self, choice: str) -> None:
        """Choose one of the configurations."""
        self.choice, self.configuration = choice, self._configurations[choice]

    def end(self) -> None:  # noqa: B027 -- a stage may have nothing to clear away
        """Leave nothing behind for the next history."""

    @abstractmethod
    def open(self, settings: WikiSettings) -> Wiki:
        """Open a wiki for one run."""

    def run(self, troubles: Troubles | None = None, decision: Decision | None = None) -> JobRun | None:
        """Run the job once; None when the process was killed."""
        self.troubles = troubles or Troubles()
        options = Options()
        if decision is not None:
            options = Options((decision.partner,), (decision.sheet,), command="decide", decision=decision)
        try:
            return run_job(self.configuration.jobs[0], self._environment(), options)
        except KilledError:
            return None

    def rebuild(self) -> None:
        """Restore what is remembered from the wikis."""
        self.troubles = Troubles()
        rebuild(self.configuration.jobs, self._environment(), ())

    def _environment(self) -> WorldEnvironment:
        return WorldEnvironment(
            self.configuration,
            self.state.store,
            patience=Patience(attempts=2, first=0),
            waits=Waits(0, 0),
            opener=self.open,
        )


class MemoryStage(Stage):
    """Three wikis in memory."""

    def __init__(
        self, configurations: Mapping[str, Configuration], state: State, wikis: Iterable[MemoryWiki] = ()
    ) -> None:
        super().__init__(configurations, state)
        self.wikis = {wiki.name: wiki for wiki in wikis} or {name: MemoryWiki(name) for name in (SOURCE, *PARTNERS)}
        self.hands = {name: MemoryHand(wiki.site) for name, wiki in self.wikis.items()}

    def pages(self, wiki: str) -> Pages:
        """Give all pages of a wiki, by page id."""
        found = self.wikis[wiki].site.pages.values()
        return {
            page.page_id: Seen(page.title.text, page.current.text, page.current.id)
            for page in found
            if page.title.namespace in SPACES
        }

    def open(self, settings: WikiSettings) -> Wiki:
        """Open a wiki for one run."""
        client = self.wikis[settings.name].connect("" if settings.name == SOURCE else "Robot")
        self.troubles.upset(client.line, settings.name)
        return client

    def fork(self) -> "MemoryStage":
        """Give the same wikis once more; what is remembered is shared."""
        wikis = [MemoryWiki(name, site=wiki.site.fork()) for name, wiki in self.wikis.items()]
        other = MemoryStage(self._configurations, self.state, wikis)
        other.choose(self.choice)
        return other


class FaultyWiki:
    """A wiki behind a line that fails where a test wants it."""

    _WRITES = frozenset({"create", "update", "move"})
    _PLAIN = frozenset({"name", "close"})

    def __init__(self, wiki: Wiki, line: Line) -> None:
        self._wiki = wiki
        self._line = line

    def __getattr__(self, name: str) -> Any:
        """Give what the wiki has; its requests pass the line."""
        found = getattr(self._wiki, name)
        if name in self._PLAIN or not callable(found):
            return found

        def ask(*values: Any, **named: Any) -> Any:
            return self._line.carry(name, lambda: found(*values, **named), writes=name in self._WRITES)

        return ask


class _Watched:
    """A hand after whose work what was seen is stale."""

    def __init__(self, hand: Hand, seen: dict[str, Pages]) -> None:
        self._hand = hand
        self._seen = seen

    def __getattr__(self, name: str) -> Any:
        """Give what the hand does."""
        if name not in {"person", "history"}:
            self._seen.clear()
        return getattr(self._hand, name)


class RealStage(Stage):
    """Three real wikis; each history has titles of its own, which begin with *own*."""

    def __init__(self, world: World, configurations: Mapping[str, Configuration], state: State, own: str) -> None:
        super().__init__(configurations, state)
        self.own = own
        self._seen: dict[str, Pages] = {}
        self.hands = {name: _Watched(hand, self._seen) for name, hand in world.hands.items()}  # type: ignore[misc]  # what a hand does, it does

    def run(self, troubles: Troubles | None = None, decision: Decision | None = None) -> JobRun | None:
        """Run the job once."""
        self._seen.clear()
        return super().run(troubles, decision)

    def pages(self, wiki: str) -> Pages:
        """Give all pages of a wiki, by page id."""
        if wiki not in self._seen:
            self._seen[wiki] = self._pages(wiki)
        return self._seen[wiki]

    def _pages(self, wiki: str) -> Pages:
        found: Pages = {}
        person = cast(FarmHand, self.hands[wiki]).person("")
        for space in SPACES if wiki == "movilab" else SPACES[:1]:
            asked = {"generator": "allpages", "gapnamespace": space, "gaplimit": 50, "gapprefix": self.own}
            wanted = {"prop": "revisions", "rvprop": "ids|content", "rvslots": "main"}
            for page in person.get(action="query", **asked, **wanted).get("query", {}).get("pages", ()):
                (now,) = page["revisions"]
                found[page["pageid"]] = Seen(page["title"], now["slots"]["main"]["content"], now["revid"])
        return found

    def end(self) -> None:
        """Leave no sheet behind for the next history, nor a copy: a rebuild would find it, an orphan over the limit."""
        self._seen.clear()
        for wiki, hand in self.hands.items():
            for page in self.pages(wiki).values():
                hand.delete(page.title)

    def open(self, settings: WikiSettings) -> Wiki:
        """Open a wiki for one run."""
        line = Line(settings.name)
        self.troubles.upset(line, settings.name)
        wiki = open_wiki(settings, self.configuration.contact, patience=Patience(attempts=2, first=0))
        return FaultyWiki(wiki, line)  # type: ignore[return-value]  # what the wiki has, it has
