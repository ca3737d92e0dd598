"""What people tell the account at a real MediaWiki, and that one request tells it all."""

from collections.abc import Iterator

import pytest

from bot.domain.signals import Block
from bot.errors import WikiError
from bot.wiki.mediawiki import MediaWiki
from tests.farm.install import ROBOT
from tests.farm.mediawiki import MediaWikiServer
from tests.wiki.mediawikis import connect

pytestmark = pytest.mark.xdist_group("one-wiki")

TALK = "Discussion utilisateur:Robot"
STOP = "Utilisateur:Robot/Stop"


@pytest.fixture(autouse=True)
def _as_it_was(one_wiki: MediaWikiServer) -> Iterator[None]:
    """Leave no block to tests that do not empty the wiki."""
    yield
    one_wiki.restore()


def test_one_request_tells_it_all(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """Pages, message and block, logged in or not; not logged in, no password is sent and no message told."""
    server.edit(TALK, "Bonjour", user="Benoît")
    server.edit(STOP, "Stop", user="Chloé")
    server.block(reason="Essai")
    for client, logged_in in ((connect(server), False), (wiki, True)):
        client.facts()
        if logged_in:
            server.unblock()
            client.account()
            server.block(reason="Essai")
        mark = server.proxy.mark()
        signals = client.signals([STOP, TALK, "Essai"])
        assert sum(server.counts(mark).values()) == 1
        assert signals.message is logged_in
        assert signals.block == Block("Admin", "Essai")
        assert [page.user for page in signals.pages] == ["Chloé", "Benoît", "Alice"]
        assert signals.rights is not None
        assert ("editsemiprotected" in signals.rights, "editprotected" in signals.rights) == (True, False)


def test_a_message_is_told_until_it_is_read(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """Taking the words back does not make it read; deleting the page, or opening it as the account, does."""
    wiki.account()
    assert not wiki.signals([]).message
    server.edit(TALK, "Bonjour")
    assert wiki.signals([]).message
    server.edit(TALK, "")
    assert wiki.signals([]).message
    server.delete(TALK)
    assert not wiki.signals([]).message
    server.edit(TALK, "Bonjour")
    assert wiki.signals([]).message
    server.person(server.robot_user).post(action="clearhasmsg")
    assert not wiki.signals([]).message


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_block_of_some_pages_is_no_block_of_the_account(
    server: MediaWikiServer, wiki: MediaWiki, logged_in: bool
) -> None:
    """It is told by the write to such a page."""
    admin = server.person("Admin")
    admin.post(action="block", user=ROBOT, partial=True, pagerestrictions="Essai", allowusertalk=True, reason="Essai")
    if logged_in:
        wiki.account()
    assert wiki.signals([]).block is None


def test_a_block_is_told_with_its_end(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """Who, until when and why; the login says the same."""
    wiki.account()
    server.person("Admin").post(
        action="block", user=ROBOT, reason="Trop de copies", expiry="2030-01-02T03:04:05Z", allowusertalk=True
    )
    assert wiki.signals([]).block == Block("Admin", "Trop de copies", "2030-01-02T03:04:05Z")
    with pytest.raises(WikiError, match="by Admin, until 2030-01-02T03:04:05Z: Trop de copies"):
        connect(server).account()


def test_without_an_account_only_pages_are_told(server: MediaWikiServer) -> None:
    """A message to the address that we share with others is none to us."""
    server.edit("Discussion utilisateur:127.0.0.1", "Bonjour")
    signals = connect(server, anonymous=True).signals(["Essai"])
    assert (signals.message, signals.block) == (False, None)
    assert signals.pages[0].page is not None
    assert connect(server, anonymous=True).signals([]).pages == ()
