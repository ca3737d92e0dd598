"""Requests hold what they must, and nothing that must not be written is one."""

from typing import Any

import pytest

from bot.errors import Trouble
from tests.wiki.faults import TEXT, trouble_of, update
from tests.wiki.recorded import RecordedWiki


def test_every_request_names_us_and_asks_for_little(made_up: RecordedWiki) -> None:
    """User agent with contact, maxlag and format on each request; the assertion on each after the login."""
    client = made_up.connect()
    client.account()
    update(client)
    client.look_for(["Essai"])
    assert made_up.requests
    for request in made_up.requests:
        assert "https://multibao.example.org/Utilisateur:Robot" in request.headers["user-agent"]
        assert request.parameters["maxlag"] == "5"
        assert request.parameters["format"] == "json"
        assert request.parameters["formatversion"] == "2"
    logged_in = [request.action for request in made_up.requests].index("login") + 1
    assert all(request.parameters["assertuser"] == "Robot" for request in made_up.requests[logged_in:])
    assert all("assertuser" not in request.parameters for request in made_up.requests[:logged_in])


def test_an_edit_carries_every_guard(made_up: RecordedWiki) -> None:
    """An update holds base, nocreate, the wiki's own time, md5, and its token last; a creation createonly."""
    client = made_up.connect()
    update(client)
    client.create("Neuf", TEXT, "Résumé")
    old, new = (request.parameters for request in made_up.requests if request.action == "edit")
    assert (old["baserevid"], old["nocreate"], old["starttimestamp"]) == ("10", "1", "2026-11-22T12:00:00Z")
    assert (new["createonly"], "baserevid" in new, "nocreate" in new) == ("1", False, False)
    for parameters in (old, new):
        assert list(parameters)[-1] == "token"
        assert parameters["watchlist"] == "nochange"
        assert len(parameters["md5"]) == 32
        assert not {"section", "appendtext", "prependtext", "contentmodel", "tags"} & set(parameters)


@pytest.mark.parametrize(("rights", "expected"), [(("edit", "bot"), "1"), (("edit", "createpage"), None)])
def test_the_bot_flag_is_sent_only_where_granted(
    made_up: RecordedWiki, rights: tuple[str, ...], expected: str | None
) -> None:
    """``bot=1`` goes out only with the right, which is not the group."""
    made_up.rights = rights
    update(made_up.connect())
    assert made_up.requests[-1].parameters.get("bot") == expected


def test_the_password_is_sent_once_and_by_post(made_up: RecordedWiki) -> None:
    """A run logs in once, and no secret is ever part of an address."""
    client = made_up.connect()
    for _ in range(3):
        client.account()
        update(client)
    assert made_up.count("login") == 1
    assert all("lgpassword" not in request.parameters for request in made_up.requests if request.method == "GET")


def test_a_quiet_run_never_logs_in(made_up: RecordedWiki) -> None:
    """Reading a public wiki needs no account."""
    made_up.connect().look_for(["Essai"])
    assert made_up.count("login") == 0


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Utilisateur:Alice", TEXT),
        ("User:Alice", TEXT),
        ("Essai.css", TEXT),
        ("Essai.JS", TEXT),
        ("Essai.json", TEXT),
        ("A|B", TEXT),
        ("A#B", TEXT),
        ("essai", TEXT),
        (" Essai", TEXT),
        ("Essai_un", TEXT),
        ("", TEXT),
        ("Essai\u200b", TEXT),
        ("Essai", ""),
        ("Essai", " \n\t "),
        ("Essai", "\ud800"),
        ("Essai", "é" * 1_100_000),
    ],
)
def test_what_must_not_be_written_never_reaches_the_wire(made_up: RecordedWiki, title: str, text: str) -> None:
    """Guards stand before the request, whatever the layers above have decided."""
    client = made_up.connect()
    client.facts()
    before = len(made_up.requests)
    assert trouble_of(lambda: client.create(title, text, "Résumé")).trouble in (Trouble.PAGE, Trouble.BUG)
    assert trouble_of(lambda: client.update(title, text, "Résumé", base=1)).trouble in (Trouble.PAGE, Trouble.BUG)
    assert len(made_up.requests) == before


def test_netrc_is_not_read(made_up: RecordedWiki, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that lie about in the home of the account are sent to nobody."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine made_up.example.org login eve password netrc-password\n")
    monkeypatch.setenv("NETRC", str(netrc))
    client = made_up.connect()
    update(client)
    assert all("authorization" not in request.headers for request in made_up.requests)
