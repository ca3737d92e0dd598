"""Answers that no real wiki gives on demand: broken servers, gateways, maintenance, odd shapes."""

import threading
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event
from typing import Any

import pytest
import requests
import urllib3
from requests import exceptions as faults
from urllib3 import exceptions as deep

from bot.errors import InterruptedRunError, Trouble, WikiError
from bot.wiki.mediawiki import MediaWiki
from bot.wiki.patience import Patience
from tests.wiki.recorded import (
    API,
    PASSWORD,
    SITE,
    TOKEN,
    Answer,
    RecordedWiki,
    good,
    recorded_wiki,
    refusal,
    saved,
)

TEXT = "Un texte."
HTML = "<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Bientôt…</body></html>"


@pytest.fixture
def wiki() -> Iterator[RecordedWiki]:
    """Give the made-up wiki."""
    with recorded_wiki() as made_up:
        yield made_up


def update(client: MediaWiki) -> Any:
    """Write a page as the lane does."""
    return client.update("Essai", TEXT, "Résumé", base=10, since=datetime(2026, 11, 22, 12, tzinfo=UTC))


def trouble_of(act: Callable[[], Any]) -> WikiError:
    """Give the error that *act* must raise."""
    with pytest.raises(WikiError) as caught:
        act()
    assert_no_secret(caught.value)
    return caught.value


def assert_no_secret(error: BaseException) -> None:
    """Check that nobody who prints an error, with its whole history, prints a secret."""
    told = "".join(traceback.format_exception(error)) + str(error) + repr(error) + repr(error.__dict__)
    for secret in (PASSWORD, TOKEN, TOKEN.replace("+\\", "%2B%5C"), "Traceback of the server"):
        assert secret not in told


# What every request holds


def test_every_request_names_us_and_asks_for_little(wiki: RecordedWiki) -> None:
    """User agent with contact, maxlag and format on each request; the assertion on each after the login."""
    client = wiki.connect()
    client.account()
    update(client)
    client.look_for(["Essai"])
    assert wiki.requests
    for request in wiki.requests:
        assert "https://multibao.example.org/Utilisateur:Robot" in request.headers["user-agent"]
        assert request.parameters["maxlag"] == "5"
        assert request.parameters["format"] == "json"
        assert request.parameters["formatversion"] == "2"
    logged_in = [request.action for request in wiki.requests].index("login") + 1
    assert all(request.parameters["assertuser"] == "Robot" for request in wiki.requests[logged_in:])
    assert all("assertuser" not in request.parameters for request in wiki.requests[:logged_in])


def test_an_edit_carries_every_guard(wiki: RecordedWiki) -> None:
    """An update holds base, nocreate, the wiki's own time, md5, and its token last; a creation createonly."""
    client = wiki.connect()
    update(client)
    client.create("Neuf", TEXT, "Résumé")
    old, new = (request.parameters for request in wiki.requests if request.action == "edit")
    assert (old["baserevid"], old["nocreate"], old["starttimestamp"]) == ("10", "1", "2026-11-22T12:00:00Z")
    assert (new["createonly"], "baserevid" in new, "nocreate" in new) == ("1", False, False)
    for parameters in (old, new):
        assert list(parameters)[-1] == "token"
        assert parameters["watchlist"] == "nochange"
        assert len(parameters["md5"]) == 32
        assert not {"section", "appendtext", "prependtext", "contentmodel", "tags"} & set(parameters)


@pytest.mark.parametrize(("rights", "expected"), [(("edit", "bot"), "1"), (("edit", "createpage"), None)])
def test_the_bot_flag_is_sent_only_where_granted(
    wiki: RecordedWiki, rights: tuple[str, ...], expected: str | None
) -> None:
    """``bot=1`` goes out only with the right, which is not the group."""
    wiki.rights = rights
    update(wiki.connect())
    assert wiki.requests[-1].parameters.get("bot") == expected


def test_the_password_is_sent_once_and_by_post(wiki: RecordedWiki) -> None:
    """A run logs in once, and no secret is ever part of an address."""
    client = wiki.connect()
    for _ in range(3):
        client.account()
        update(client)
    assert wiki.count("login") == 1
    assert all("lgpassword" not in request.parameters for request in wiki.requests if request.method == "GET")


def test_a_quiet_run_never_logs_in(wiki: RecordedWiki) -> None:
    """Reading a public wiki needs no account."""
    wiki.connect().look_for(["Essai"])
    assert wiki.count("login") == 0


# Busy servers


def busy() -> list[Answer]:
    """Give the answers of servers that are busy; the write has not happened."""
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=-3), usegmt=True)
    return [
        refusal("maxlag", lag=17, headers={"Retry-After": "0", "X-Database-Lag": "17"}),
        refusal("maxlag"),
        refusal("maxlag", headers={"Retry-After": soon}),
        refusal("readonly", readonlyreason="Travaux"),
        refusal("internal_api_error_DBReadOnlyError"),
        refusal("ratelimited"),
        (429, {"Retry-After": "0"}, HTML),
        (429, {}, ""),
    ]


@pytest.mark.parametrize("number", range(8))
def test_a_busy_wiki_is_asked_again(wiki: RecordedWiki, number: int) -> None:
    """Reading and writing wait and try again where the wiki surely did nothing."""
    client = wiki.connect()
    client.account()
    wiki.next_read.append(busy()[number])
    wiki.next_edit.append(busy()[number])
    assert client.facts().site_name == "Essai"
    assert update(client).revision == 11
    assert wiki.count("edit") == 2


@pytest.mark.parametrize("number", range(8))
def test_patience_ends(wiki: RecordedWiki, number: int) -> None:
    """A wiki that stays busy is left alone for this run."""
    client = wiki.connect()
    client.account()
    wiki.next_edit.extend(busy()[number] for _ in range(20))
    error = trouble_of(lambda: update(client))
    assert error.trouble is Trouble.WIKI
    assert wiki.count("edit") == 4


@pytest.mark.parametrize("header", ["7", format_datetime(datetime.now(UTC) + timedelta(seconds=300), usegmt=True)])
def test_retry_after_is_obeyed(wiki: RecordedWiki, header: str) -> None:
    """The pause that the wiki asks for is kept, whichever its form."""
    pauses: list[float] = []

    class Recorder(Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            return False

    client = wiki.connect(stop=Recorder())
    wiki.next_read.extend([refusal("maxlag", headers={"Retry-After": header}), (503, {"Retry-After": header}, HTML)])
    client.facts()
    assert len(pauses) == 2
    assert all(6 < pause < 301 for pause in pauses)


@pytest.mark.parametrize(("code", "first"), [("ratelimited", 60), ("readonly", 60), ("maxlag", 5)])
def test_pauses_grow(wiki: RecordedWiki, code: str, first: float) -> None:
    """Without a word from the wiki we wait as long as its trouble usually lasts, and longer each time."""
    pauses: list[float] = []

    class Recorder(Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            return False

    client = wiki.connect(patience=Patience(), stop=Recorder())
    wiki.next_read.extend(refusal(code) for _ in range(3))
    client.facts()
    assert pauses == [first, min(2 * first, 120), min(4 * first, 120)]


def test_a_stop_ends_a_wait_at_once(wiki: RecordedWiki) -> None:
    """SIGTERM does not wait for a busy wiki, and nothing more is sent."""
    stop = Event()
    client = wiki.connect(patience=Patience(first=60), stop=stop)
    wiki.next_read.extend(refusal("maxlag") for _ in range(5))
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    with pytest.raises(InterruptedRunError):
        client.facts()
    assert time.monotonic() - began < 5
    assert len(wiki.requests) == 1


def test_a_stop_hides_no_clear_answer(wiki: RecordedWiki) -> None:
    """What a write met is told even when we were asked to stop meanwhile."""
    stop = Event()
    client = wiki.connect(stop=stop)
    client.account()
    wiki.next_edit.extend([refusal("protectedpage"), (502, {}, HTML)])
    stop.set()
    assert trouble_of(lambda: update(client)).code == "protectedpage"
    assert trouble_of(lambda: update(client)).trouble is Trouble.UNKNOWN
    assert update(client).revision == 11


# Answers that say nothing


def unclear() -> dict[str, Answer | Exception]:
    """Give what a write may meet without knowing what became of it."""
    cut = deep.ProtocolError("Connection broken: IncompleteRead(5 bytes read)")
    pool = urllib3.HTTPSConnectionPool("wiki.example.org")
    torn = deep.MaxRetryError(pool, API, deep.SSLError("EOF occurred in violation of protocol (_ssl.c:2427)"))
    return {
        "500": (500, {"MediaWiki-API-Error": "internal_api_error_Error"}, HTML),
        "502": (502, {}, HTML),
        "503": (503, {"Retry-After": "0"}, HTML),
        "504": (504, {}, ""),
        "408": (408, {}, ""),
        "204": (204, {}, ""),
        "html": (200, {"Content-Type": "text/html"}, HTML),
        "truncated": (200, {}, '{"edit":{"result":"Succ'),
        "empty body": (200, {}, ""),
        "list": (200, {}, "[]"),
        "null": (200, {}, "null"),
        "object": (200, {}, "{}"),
        "number": (200, {}, "42"),
        "notice before": (
            200,
            {},
            "<br />\n<b>Notice</b>: Undefined index in /srv/w\n" + '{"edit":{"result":"Success"}}',
        ),
        "empty edit": good({"edit": {}}),
        "null edit": good({"edit": None}),
        "list edit": good({"edit": []}),
        "unknown shape": good({"batchcomplete": True}),
        "no revision": good({"edit": {"result": "Success", "pageid": 7, "title": "Essai", "oldrevid": 10}}),
        "text as revision": good(saved(newrevid="onze")),
        "database": refusal("internal_api_error_DBQueryError"),
        "exception": refusal("internal_api_error_RuntimeException", **{"trace": "Traceback of the server"}),
        "reset": faults.ConnectionError(deep.ProtocolError("Connection aborted.", ConnectionResetError(104, "reset"))),
        "time-out": faults.ReadTimeout("Read timed out."),
        "cut": faults.ChunkedEncodingError(cut),
        "gzip": faults.ContentDecodingError(deep.DecodeError("wrong gzip")),
        "TLS torn": faults.SSLError(torn),
    }


@pytest.mark.parametrize("case", unclear())
def test_a_write_of_unknown_outcome_is_sent_once(wiki: RecordedWiki, case: str) -> None:
    """Whatever comes back that is no clear answer, nothing is sent again and the outcome is told as unknown."""
    client = wiki.connect()
    client.account()
    wiki.next_edit.append(unclear()[case])
    assert trouble_of(lambda: update(client)).trouble is Trouble.UNKNOWN
    assert wiki.count("edit") == 1


NO_ANSWER_TO_READING = {"empty edit", "null edit", "list edit", "no revision", "text as revision", "unknown shape"}


@pytest.mark.parametrize("case", sorted(set(unclear()) - NO_ANSWER_TO_READING))
def test_a_question_without_answer_is_asked_again(wiki: RecordedWiki, case: str) -> None:
    """Reading is tried again, some times, and then the wiki is left alone."""
    client = wiki.connect()
    wiki.next_read.append(unclear()[case])
    assert client.facts().site_name == "Essai"
    wiki.requests.clear()
    wiki.next_read.extend(unclear()[case] for _ in range(4))
    assert trouble_of(lambda: client.look_for(["Essai"])).trouble is Trouble.WIKI
    assert len(wiki.requests) == 4


@pytest.mark.parametrize("query", [None, [], {}, {"general": []}, SITE | {"namespaces": None}, {"pages": {}}])
def test_a_question_with_an_odd_answer_raises_our_own_error(wiki: RecordedWiki, query: Any) -> None:
    """An answer of an unknown shape never becomes an error of Python's."""
    wiki.next_read.append(good({"batchcomplete": True, "query": query}))
    assert trouble_of(wiki.connect().facts).trouble is Trouble.WIKI


def test_a_byte_order_mark_does_no_harm(wiki: RecordedWiki) -> None:
    """JSON behind a mark is JSON; the write happened and is known."""
    client = wiki.connect()
    wiki.next_edit.append(
        (200, {}, b"\xef\xbb\xbf" + b'{"edit":{"result":"Success","nochange":true,"pageid":7,"title":"E"}}')
    )
    assert not update(client).changed


# Answers that say no


@pytest.mark.parametrize(
    ("status", "trouble"), [(401, "WIKI"), (403, "WIKI"), (404, "WIKI"), (410, "WIKI"), (413, "PAGE")]
)
def test_a_refusing_server(wiki: RecordedWiki, status: int, trouble: str) -> None:
    """Statuses that refuse are final: for the wiki, or for the page where its text is too large."""
    client = wiki.connect()
    client.account()
    wiki.next_edit.append((status, {}, HTML))
    assert trouble_of(lambda: update(client)).trouble is Trouble[trouble]
    assert wiki.count("edit") == 1
    wiki.next_read.append((status, {}, HTML))
    assert trouble_of(lambda: client.look_for(["Essai"])).code == f"http-{status}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_by_nothing(wiki: RecordedWiki, status: int) -> None:
    """No body, least of all a password, is sent to another place; the message names the place."""
    moved: Answer = (status, {"Location": "https://elsewhere.example.org/w/api.php?token=geheim"}, "")
    client = wiki.connect()
    client.account()
    for answers, act in ((wiki.next_edit, lambda: update(client)), (wiki.next_read, lambda: client.look_for(["E"]))):
        answers.append(moved)
        error = trouble_of(act)
        assert error.trouble is Trouble.WIKI
        assert "elsewhere.example.org" in error.info
    wiki.next_login.append(moved)
    assert trouble_of(wiki.connect().account).trouble is Trouble.WIKI
    assert wiki.count("login") == 2
    assert wiki.count("edit") == 1


def test_a_bad_certificate_is_no_unknown_outcome(wiki: RecordedWiki) -> None:
    """Nothing is sent to a server that cannot show who it is."""
    client = wiki.connect()
    client.account()
    text = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)"
    wiki.next_edit.append(
        faults.SSLError(deep.MaxRetryError(urllib3.HTTPSConnectionPool("x"), API, deep.SSLError(text)))
    )
    error = trouble_of(lambda: update(client))
    assert (error.trouble, error.code) == (Trouble.WIKI, "bad-certificate")
    assert "expired" in error.info


@pytest.mark.parametrize("kind", ["refused", "name", "time-out"])
def test_a_server_that_was_not_reached_is_asked_again(wiki: RecordedWiki, kind: str) -> None:
    """Without a connection nothing was sent, so a write may be repeated."""
    host = urllib3.connection.HTTPSConnection("wiki.example.org")
    pool = urllib3.HTTPSConnectionPool("wiki.example.org")
    reasons: dict[str, Exception] = {
        "refused": deep.NewConnectionError(host, "Failed to establish a new connection: [Errno 111]"),
        "name": deep.NameResolutionError("wiki.example.org", host, OSError("Name or service not known")),  # type: ignore[arg-type]
    }
    error = (
        faults.ConnectTimeout("timed out")
        if kind == "time-out"
        else faults.ConnectionError(deep.MaxRetryError(pool, API, reasons[kind]))
    )
    client = wiki.connect()
    client.account()
    wiki.next_edit.append(error)
    assert update(client).revision == 11
    wiki.next_edit.extend([error] * 4)
    told = trouble_of(lambda: update(client))
    assert (told.trouble, told.code) == (Trouble.WIKI, "unreachable")


def test_a_filter_that_blocks_ends_the_work(wiki: RecordedWiki) -> None:
    """A filter whose action is a block speaks for the wiki, another for the page."""
    client = wiki.connect()
    details = {"id": "3", "description": "Robots", "actions": ["block"]}
    wiki.next_edit.extend(
        [
            refusal("abusefilter-disallowed", abusefilter=details),
            refusal("abusefilter-disallowed", abusefilter=details | {"actions": ["disallow"]}),
        ]
    )
    first, second = trouble_of(lambda: update(client)), trouble_of(lambda: update(client))
    assert (first.trouble, second.trouble) == (Trouble.WIKI, Trouble.PAGE)
    assert "Robots" in first.info


def test_an_edit_without_success_is_none(wiki: RecordedWiki) -> None:
    """A result that is not success is a refusal, whatever stands beside it."""
    client = wiki.connect()
    wiki.next_edit.append(good({"edit": {"result": "Failure", "code": "spam", "info": "Non.", "newrevid": 12}}))
    error = trouble_of(lambda: update(client))
    assert (error.trouble, error.code) == (Trouble.PAGE, "spam")


# Logging in


LOGIN_ANSWERS = {
    "Failed": good({"login": {"result": "Failed", "reason": "Incorrect username or password entered."}}),
    "Aborted": good({"login": {"result": "Aborted", "reason": "Two factors."}}),
    "WrongPass": good({"login": {"result": "WrongPass"}}),
    "NeedToken": good({"login": {"result": "NeedToken"}}),
    "empty": good({"login": {}}),
    "null": good({"login": None}),
    "other": good({"warnings": {}}),
}


@pytest.mark.parametrize("case", LOGIN_ANSWERS)
def test_a_refused_password_is_not_tried_again(wiki: RecordedWiki, case: str) -> None:
    """One attempt a run, however often the account is needed: a wiki locks accounts after a few."""
    client = wiki.connect()
    wiki.next_login.append(LOGIN_ANSWERS[case])
    for act in (client.account, lambda: update(client), client.account):
        assert trouble_of(act).trouble is Trouble.LOGIN
    assert wiki.count("login") == 1
    assert wiki.count("edit") == 0


@pytest.mark.parametrize(
    "case",
    sorted(
        set(unclear()) - {"empty edit", "null edit", "list edit", "no revision", "text as revision", "unknown shape"}
    ),
)
def test_a_login_without_answer_leaves_the_wiki_for_now(wiki: RecordedWiki, case: str) -> None:
    """A password whose fate is unknown is not sent again either."""
    wiki.next_login.append(unclear()[case])
    assert trouble_of(wiki.connect().account).trouble is Trouble.WIKI
    assert wiki.count("login") == 1


def test_a_session_that_does_not_hold_is_no_session(wiki: RecordedWiki) -> None:
    """A login that leaves us anonymous, its cookies lost on the way, writes nothing."""
    wiki.user = {"id": 0, "name": "192.0.2.7", "anon": True}
    client = wiki.connect()
    assert trouble_of(lambda: update(client)).trouble is Trouble.LOGIN
    assert wiki.count("edit") == 0
    assert wiki.count("login") == 1


@pytest.mark.parametrize("code", ["assertuserfailed", "assertnameduserfailed", "assertbotfailed", "badtoken"])
def test_a_lost_session_is_mended_once(wiki: RecordedWiki, code: str) -> None:
    """One new login, the write again with its guards; when the session is lost again, the run ends."""
    client = wiki.connect()
    client.account()
    wiki.next_edit.append(refusal(code))
    assert update(client).revision == 11
    assert (wiki.count("login"), wiki.count("edit")) == (2, 2)
    wiki.next_edit.extend(refusal(code) for _ in range(9))
    assert trouble_of(lambda: update(client)).trouble is Trouble.LOGIN
    assert wiki.count("login") <= 4
    assert all(request.parameters["assertuser"] == "Robot" for request in wiki.requests if request.action == "edit")


def test_a_lost_session_is_mended_while_reading(wiki: RecordedWiki) -> None:
    """A question that fails for the session is asked again after one new login."""
    client = wiki.connect()
    client.account()
    wiki.next_read.append(refusal("assertnameduserfailed"))
    assert client.look_for(["Essai"])
    assert wiki.count("login") == 2


def test_a_blocked_account_is_told_at_once(wiki: RecordedWiki) -> None:
    """A block is known from the login, before anything is written; a partial one is left to each page."""
    block = {"blockid": 1, "blockedby": "Admin", "blockreason": "Essai"}
    wiki.user = {"id": 3, "name": "Robot"} | block
    error = trouble_of(wiki.connect().account)
    assert (error.trouble, error.code) == (Trouble.WIKI, "blocked")
    wiki.user |= {"blockpartial": True}
    assert wiki.connect().account() == "Robot"


# Reading in parts


def page(number: int, **more: Any) -> dict[str, Any]:
    """Give a page as a listing does."""
    return {"pageid": number, "ns": 0, "title": f"Page {number}", "lastrevid": number + 100} | more


def revision(number: int, text: str) -> dict[str, Any]:
    """Give the revision of a page."""
    slots = {"main": {"contentmodel": "wikitext", "content": text}}
    return {"revid": number, "timestamp": "2026-11-22T12:00:00Z", "user": "Alice", "sha1": "0" * 40, "slots": slots}


def test_pages_that_come_in_parts_are_put_together(wiki: RecordedWiki) -> None:
    """Texts and people of one batch are spread over answers; only the whole counts."""
    client = wiki.connect(anonymous=True)
    no_log = good({"batchcomplete": True, "query": {"logevents": []}})
    first = [page(1, revisions=[revision(101, "un")], contributors=[{"name": "Alice"}]), page(2)]
    second = [page(1, contributors=[{"name": "Zoé"}]), page(2, contributors=[{"name": "Chloé"}])]
    third = [page(1), page(2, revisions=[revision(102, "deux")])]
    wiki.next_read.extend(
        [
            no_log,
            good({"continue": {"pccontinue": "1", "continue": "||"}, "query": {"pages": first}}),
            good({"continue": {"rvcontinue": "2", "continue": "||"}, "query": {"pages": second}}),
            good({"batchcomplete": True, "query": {"pages": third}}),
        ]
    )
    pages = list(client.read([1, 2]))
    assert [(one.text, one.contributors.names) for one in pages] == [("un", ("Alice", "Zoé")), ("deux", ("Chloé",))]


def test_a_page_without_text_is_an_error(wiki: RecordedWiki) -> None:
    """A page whose text did not come is never taken for an empty one."""
    client = wiki.connect(anonymous=True)
    wiki.next_read.append(good({"batchcomplete": True, "query": {"logevents": []}}))
    wiki.next_read.append(good({"batchcomplete": True, "query": {"pages": [page(1)]}}))
    assert trouble_of(lambda: list(client.read([1]))).code == "page-without-text"


def test_a_question_too_long_for_an_address_is_posted(wiki: RecordedWiki) -> None:
    """Fifty long titles do not fit into an address; the question goes by POST and changes nothing."""
    client = wiki.connect(anonymous=True)
    client.facts()
    wiki.next_read.append(good({"batchcomplete": True, "curtimestamp": "2026-11-22T12:00:00Z", "query": {"pages": []}}))
    client.look_for([f"{'é' * 60} {number}" for number in range(40)])
    assert (wiki.requests[-1].method, wiki.requests[-1].action) == ("POST", "query")
    assert max(len(requests.utils.quote(request.path)) for request in wiki.requests) < 8000


def test_two_titles_that_the_wiki_takes_for_one_are_both_answered(wiki: RecordedWiki) -> None:
    """Every title asked has its answer, also where the wiki knows better than we what they are."""
    client = wiki.connect(anonymous=True)
    client.facts()
    normalized = [{"from": "Straße", "to": "Strasse"}, {"from": "Straẞe", "to": "Strasse"}]
    answer = {"normalized": normalized, "pages": [page(5, title="Strasse", revisions=[revision(105, "un")])]}
    wiki.next_read.append(good({"curtimestamp": "2026-11-22T12:00:00Z", "query": answer}))
    seen = client.look_for(["Straße", "Straẞe", "Strasse"])
    assert {asked: one.page and one.page.page_id for asked, one in seen.items()} == dict.fromkeys(seen, 5)


# Guards


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
def test_what_must_not_be_written_never_reaches_the_wire(wiki: RecordedWiki, title: str, text: str) -> None:
    """Guards stand before the request, whatever the layers above have decided."""
    client = wiki.connect()
    client.facts()
    before = len(wiki.requests)
    assert trouble_of(lambda: client.create(title, text, "Résumé")).trouble in (Trouble.PAGE, Trouble.BUG)
    assert trouble_of(lambda: client.update(title, text, "Résumé", base=1)).trouble in (Trouble.PAGE, Trouble.BUG)
    assert len(wiki.requests) == before


def test_netrc_is_not_read(wiki: RecordedWiki, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that lie about in the home of the account are sent to nobody."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine wiki.example.org login eve password netrc-password\n")
    monkeypatch.setenv("NETRC", str(netrc))
    client = wiki.connect()
    update(client)
    assert all("authorization" not in request.headers for request in wiki.requests)
