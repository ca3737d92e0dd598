"""A real wiki at which many stories are told side by side."""

import threading
from concurrent.futures import ThreadPoolExecutor

from tests.farm.hand import FarmHand
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.people import Person
from tests.memory.stories import Step, Telling, afterwards
from tests.wiki.mediawikis import connect

WORKERS = 4


class OwnHand(FarmHand):
    """A hand with sessions of its own, so that several can work side by side."""

    def __init__(self, server: MediaWikiServer) -> None:
        self._server = server
        self._people: dict[str, Person] = {}

    def person(self, name: str = "Alice") -> Person:
        """Give the session of a person."""
        if name not in self._people:
            self._people[name] = Person(self._server.person("").api, name, self._server.passwords[name] if name else "")
        return self._people[name]

    def let_protect(self) -> None:
        """Give the robot the right to protect pages, at a wiki that others use too."""
        self._server.let_protect()


class RealWiki:
    """A real wiki at which stories are told side by side, each worker with its own client and people."""

    def __init__(self, server: MediaWikiServer) -> None:
        self._server = server
        self._own = threading.local()
        self.wiki = connect(server)
        self._pool = ThreadPoolExecutor(WORKERS)

    def tell(self, stories: list[tuple[Step, ...]], words: list[str]) -> list[list[object]]:
        """Tell stories, and give the accounts."""
        return afterwards(list(self._pool.map(self._one, stories, words)), self.wiki)

    def _one(self, story: tuple[Step, ...], own: str) -> Telling:
        if not hasattr(self._own, "wiki"):
            self._own.wiki, self._own.hand = connect(self._server), OwnHand(self._server)
        telling = Telling(self._own.wiki, self._own.hand, own)
        telling.tell(story)
        return telling
