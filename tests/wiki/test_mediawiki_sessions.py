"""Accounts and sessions at a real MediaWiki: every write is the robot’s, and no secret is told."""

import contextlib
import logging
import sqlite3
import traceback
from datetime import UTC, datetime

import pytest

from bot.errors import Trouble, WikiError
from bot.wiki.mediawiki import MediaWiki
from tests.farm.install import ROBOT, ROBOT_GRANTS, add_accounts
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.requestlog import json_reply
from tests.wiki.mediawikis import TEXT, connect, look, refused, sent, update

pytestmark = pytest.mark.xdist_group("one-wiki")


def with_grants(server: MediaWikiServer, *grants: str) -> MediaWiki:
    """Give a client whose bot password holds only some grants."""
    password = "f" * 32
    add_accounts(server.folder, [], {"name": ROBOT, "app": "peu", "password": password, "grants": ["basic", *grants]})
    return connect(server, user=f"{ROBOT}@peu", password=password)


def test_missing_grants_are_told(server: MediaWikiServer) -> None:
    """Without the right to edit nothing is begun; without the right to create, updates still work."""
    seen = look(connect(server))
    with pytest.raises(WikiError) as caught:
        with_grants(server).account()
    assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "permissiondenied")
    server.restore()
    server.edit("Essai", "Un début.")
    some = with_grants(server, "editpage")
    seen = look(some)
    update(some, seen)
    with pytest.raises(WikiError) as caught:
        some.create("Neuf", TEXT, "Résumé")
    assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "cantcreate")


def test_the_bot_flag_depends_on_the_grant(server: MediaWikiServer) -> None:
    """Without the grant for volume the flag is not claimed, and limits are those of people."""
    mark = server.proxy.mark()
    with_grants(server, *(grant for grant in ROBOT_GRANTS if grant not in ("basic", "highvolume"))).create(
        "Un", TEXT, "R"
    )
    connect(server).create("Deux", TEXT, "R")
    assert [one.get("bot") for one in sent(server, mark)] == [None, "1"]


def lose_session(server: MediaWikiServer) -> None:
    """Make the wiki forget every session, as a restart of its cache does."""
    with contextlib.closing(sqlite3.connect(server.folder / "db/wikicache.sqlite", timeout=30)) as database, database:
        deleted = database.execute("DELETE FROM objectcache WHERE keyname LIKE '%session%'").rowcount
    assert deleted
    server.configure("")


def test_a_lost_session_never_writes_as_an_address(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """The wiki forgets us: we log in again once, and every revision is the robot's."""
    wiki.account()
    for number in range(2):
        lose_session(server)
        mark = server.proxy.mark()
        wiki.create(f"Neuf {number}", TEXT, "Résumé")
        assert server.counts(mark)["POST login"] == 1
        assert server.history(f"Neuf {number}")[0].user == ROBOT
    lose_session(server)
    assert look(wiki).page is not None


def test_lost_cookies_never_write_as_an_address(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """The client forgets who it is: the assertion stops the write, and a new login repeats it."""
    wiki.account()
    wiki._transport.forget_session()
    wiki.create("Neuf", TEXT, "Résumé")
    assert [entry.user for entry in server.history("Neuf")] == [ROBOT]


def test_a_bot_password_revoked_in_mid_run_ends_the_work(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """One new login is tried, once; then nothing more is sent."""
    seen = look(wiki)
    wiki.account()
    server.configure("$wgEnableBotPasswords = false;")
    mark = server.proxy.mark()
    for _ in range(2):
        assert refused(wiki, seen).trouble is Trouble.LOGIN
    assert server.counts(mark)["POST login"] == 1
    assert server.text("Essai") != TEXT


def test_a_token_that_the_wiki_forgot_is_mended(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """A bad token is answered by one new login, then the write is sent with its guards again."""
    seen = look(wiki)
    wiki.account()
    replies = [json_reply({"error": {"code": "badtoken", "info": "Invalid CSRF token."}})]
    server.proxy.fault = lambda request: replies.pop() if replies and request.action == "edit" else None
    mark = server.proxy.mark()
    update(wiki, seen)
    first, second = sent(server, mark)
    assert first == second
    assert server.text("Essai") == TEXT


def test_a_read_only_wiki_is_known_beforehand(server: MediaWikiServer) -> None:
    """The facts of a wiki say that it takes no edits now, and why."""
    server.configure("$wgReadOnly = 'Travaux jusqu’à midi';")
    wiki = connect(server)
    assert wiki.facts().read_only == "Travaux jusqu’à midi"
    with pytest.raises(WikiError) as caught:
        wiki.account()
    assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "readonly")


def test_what_was_seen_is_dated_by_the_wiki(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """The time of a look is the wiki's, so that no clock of ours decides whether a page was deleted."""
    seen = look(wiki).seen_at
    assert seen is not None
    assert abs((datetime.now(UTC) - seen).total_seconds()) < 60


def test_no_secret_is_told(server: MediaWikiServer, caplog: pytest.LogCaptureFixture) -> None:
    """With everything logged that can be, and every error printed, neither the password nor a token is seen."""
    caplog.set_level(logging.DEBUG)
    told, wrong = [], "0badc0de" * 4
    for number, code in enumerate(
        ("readonly", "badtoken", "assertuserfailed", "internal_api_error_X", "protectedpage")
    ):
        client = connect(server)
        client.account()
        account = client._session.account
        reply = json_reply({"error": {"code": code, "info": f"token={account.token if account else ''}"}})
        server.proxy.fault = lambda request, reply=reply: reply if request.action == "edit" else None
        with pytest.raises(WikiError) as caught:
            client.create(f"Neuf {number}", TEXT, "Résumé")
        told += [*traceback.format_exception(caught.value), repr(caught.value.__dict__)]
        server.proxy.reset()
        assert account is not None
        assert account.token.rstrip("+\\") not in "".join((*told, caplog.text))
    with pytest.raises(WikiError) as caught:
        connect(server, password=wrong).account()
    told += traceback.format_exception(caught.value)
    for secret in (server.robot_password, wrong):
        assert secret not in "".join((*told, caplog.text))
