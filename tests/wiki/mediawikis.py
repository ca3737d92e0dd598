"""A real MediaWiki as the adapter's tests use it: the client under test, and people behind its back."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from bot.domain.page import Presence
from bot.errors import WikiError
from bot.wiki.mediawiki import MediaWiki
from bot.wiki.patience import Patience
from bot.wiki.protocol import Wiki
from bot.wiki.session import Login
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.people import Person

AGENT = "republish/test (https://multibao.example.org/Utilisateur:Robot)"
AT_ONCE = Patience(first=0)
TEXT, OTHER = "Le texte du robot.", "Le texte de quelqu’un."


def connect(
    server: MediaWikiServer,
    *,
    user: str = "",
    password: str = "",
    anonymous: bool = False,
    patience: Patience = AT_ONCE,
    stop: Event | None = None,
) -> MediaWiki:
    """Give a client for a wiki, with the robot's bot password unless told otherwise."""
    secret = password or server.robot_password
    login = None if anonymous else Login(user or server.robot_user, lambda: secret)
    return MediaWiki(server.name, server.api, user_agent=AGENT, login=login, patience=patience, stop=stop)


class WikiFarm:
    """A real wiki for the contract; people edit through the proxy, which waits until listings know of it."""

    keeps_log = True
    expands = True
    keeps_history = protects = True

    def __init__(self, server: MediaWikiServer) -> None:
        self.server = server
        self.wiki = connect(server)
        self._people: dict[str, Person] = {}

    @contextmanager
    def protecting(self) -> Iterator[Wiki]:
        """Give a client that logs in while its group may protect pages."""
        self.server.let_protect()
        client = connect(self.server)
        try:
            yield client
        finally:
            client.close()
            self.server.configure(self.server.settings.extra)

    def put(self, title: str, text: str, user: str = "Alice") -> None:
        """Write a page as a person does."""
        self._as(user).post(action="edit", title=title, text=text)

    def delete(self, title: str) -> None:
        """Delete a page as the administrator."""
        self._as("Admin").post(action="delete", title=title)

    def close(self) -> None:
        """Give all connections back."""
        self.wiki.close()
        for person in self._people.values():
            person.close()

    def _as(self, name: str) -> Person:
        if name not in self._people:
            self._people[name] = Person(self.server.api, name, self.server.passwords[name])
        return self._people[name]


def sent(server: MediaWikiServer, mark: int, action: str = "edit") -> list[dict[str, Any]]:
    """Give the parameters of the requests of one action since a mark."""
    return [dict(request.parameters) for request in server.requests(mark) if request.action == action]


def look(wiki: MediaWiki, title: str = "Essai") -> Presence:
    """See what stands at a title."""
    return wiki.look_for([title], with_text=True)[title]


def update(wiki: MediaWiki, seen: Presence, text: str = TEXT) -> object:
    """Update what was seen, as the lane does."""
    assert seen.page is not None
    return wiki.update(seen.title, text, "Résumé", base=seen.page.revision, since=seen.seen_at)


def refused(wiki: MediaWiki, seen: Presence, text: str = TEXT) -> WikiError:
    """Give the refusal of an update."""
    with pytest.raises(WikiError) as caught:
        update(wiki, seen, text)
    return caught.value
