"""Answers that no real wiki gives on demand: broken servers, gateways, maintenance, odd shapes."""

import ssl
from typing import Any

import pytest
import urllib3
from requests import exceptions as faults
from urllib3 import exceptions as deep

from bot.errors import Trouble
from tests.wiki.faults import HTML, NO_ANSWER_TO_READING, trouble_of, unclear, update
from tests.wiki.recorded import API, SITE, Answer, RecordedWiki, good, refusal


@pytest.mark.parametrize("case", unclear())
def test_a_write_of_unknown_outcome_is_sent_once(made_up: RecordedWiki, case: str) -> None:
    """Whatever comes back that is no clear answer, nothing is sent again and the outcome is told as unknown."""
    client = made_up.connect()
    client.account()
    made_up.next_edit.append(unclear()[case])
    assert trouble_of(lambda: update(client)).trouble is Trouble.UNKNOWN
    assert made_up.count("edit") == 1


@pytest.mark.parametrize("case", sorted(set(unclear()) - NO_ANSWER_TO_READING))
def test_a_question_without_answer_is_asked_again(made_up: RecordedWiki, case: str) -> None:
    """Reading is tried again, some times, and then the wiki is left alone."""
    client = made_up.connect()
    made_up.next_read.append(unclear()[case])
    assert client.facts().site_name == "Essai"
    made_up.requests.clear()
    made_up.next_read.extend(unclear()[case] for _ in range(4))
    assert trouble_of(lambda: client.look_for(["Essai"])).trouble is Trouble.WIKI
    assert len(made_up.requests) == 4


@pytest.mark.parametrize("query", [None, [], {}, {"general": []}, SITE | {"namespaces": None}, {"pages": {}}])
def test_a_question_with_an_odd_answer_raises_our_own_error(made_up: RecordedWiki, query: Any) -> None:
    """An answer of an unknown shape never becomes an error of Python's."""
    made_up.next_read.append(good({"batchcomplete": True, "query": query}))
    assert trouble_of(made_up.connect().facts).trouble is Trouble.WIKI


def test_a_byte_order_mark_does_no_harm(made_up: RecordedWiki) -> None:
    """JSON behind a mark is JSON; the write happened and is known."""
    client = made_up.connect()
    made_up.next_edit.append(
        (200, {}, b"\xef\xbb\xbf" + b'{"edit":{"result":"Success","nochange":true,"pageid":7,"title":"E"}}')
    )
    assert not update(client).changed


@pytest.mark.parametrize(
    ("status", "trouble"), [(401, "WIKI"), (403, "WIKI"), (404, "WIKI"), (410, "WIKI"), (413, "PAGE")]
)
def test_a_refusing_server(made_up: RecordedWiki, status: int, trouble: str) -> None:
    """Statuses that refuse are final: for the made_up, or for the page where its text is too large."""
    client = made_up.connect()
    client.account()
    made_up.next_edit.append((status, {}, HTML))
    assert trouble_of(lambda: update(client)).trouble is Trouble[trouble]
    assert made_up.count("edit") == 1
    made_up.next_read.append((status, {}, HTML))
    assert trouble_of(lambda: client.look_for(["Essai"])).code == f"http-{status}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_by_nothing(made_up: RecordedWiki, status: int) -> None:
    """No body, least of all a password, is sent to another place; the message names the place."""
    moved: Answer = (status, {"Location": "https://elsewhere.example.org/w/api.php?token=geheim"}, "")
    client = made_up.connect()
    client.account()
    for answers, act in (
        (made_up.next_edit, lambda: update(client)),
        (made_up.next_read, lambda: client.look_for(["E"])),
    ):
        answers.append(moved)
        error = trouble_of(act)
        assert error.trouble is Trouble.WIKI
        assert "elsewhere.example.org" in error.info
    made_up.next_login.append(moved)
    assert trouble_of(made_up.connect().account).trouble is Trouble.WIKI
    assert made_up.count("login") == 2
    assert made_up.count("edit") == 1


def test_a_bad_certificate_is_no_unknown_outcome(made_up: RecordedWiki) -> None:
    """Nothing is sent to a server that cannot show who it is."""
    client = made_up.connect()
    client.account()
    text = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)"
    made_up.next_edit.append(
        faults.SSLError(deep.MaxRetryError(urllib3.HTTPSConnectionPool("x"), API, deep.SSLError(text)))
    )
    error = trouble_of(lambda: update(client))
    assert (error.trouble, error.code) == (Trouble.WIKI, "bad-certificate")
    assert "expired" in error.info


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (9, "clock of this machine"),
        (10, "has expired"),
        (18, "signed by itself"),
        (20, "does not know"),
        (62, "for another host"),
        (26, "unsuitable"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said_in_words(made_up: RecordedWiki, code: int, words: str) -> None:
    """However deep the reason lies, the operator reads what to mend."""
    reason = ssl.SSLCertVerificationError(1, "certificate verify failed: unsuitable certificate purpose")
    reason.verify_code = code
    made_up.next_read.append(
        faults.SSLError(deep.MaxRetryError(urllib3.HTTPSConnectionPool("x"), API, deep.SSLError(reason)))
    )
    error = trouble_of(made_up.connect(anonymous=True).facts)
    assert (error.trouble, error.code) == (Trouble.WIKI, "bad-certificate")
    assert words in error.info


@pytest.mark.parametrize("kind", ["refused", "name", "time-out"])
def test_a_server_that_was_not_reached_is_asked_again(made_up: RecordedWiki, kind: str) -> None:
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
    client = made_up.connect()
    client.account()
    made_up.next_edit.append(error)
    assert update(client).revision == 11
    made_up.next_edit.extend([error] * 4)
    told = trouble_of(lambda: update(client))
    assert (told.trouble, told.code) == (Trouble.WIKI, "unreachable")


def test_a_filter_that_blocks_ends_the_work(made_up: RecordedWiki) -> None:
    """A filter whose action is a block speaks for the made_up, another for the page."""
    client = made_up.connect()
    details = {"id": "3", "description": "Robots", "actions": ["block"]}
    made_up.next_edit.extend(
        [
            refusal("abusefilter-disallowed", abusefilter=details),
            refusal("abusefilter-disallowed", abusefilter=details | {"actions": ["disallow"]}),
        ]
    )
    first, second = trouble_of(lambda: update(client)), trouble_of(lambda: update(client))
    assert (first.trouble, second.trouble) == (Trouble.WIKI, Trouble.PAGE)
    assert "Robots" in first.info


def test_an_edit_without_success_is_none(made_up: RecordedWiki) -> None:
    """A result that is not success is a refusal, whatever stands beside it."""
    client = made_up.connect()
    made_up.next_edit.append(good({"edit": {"result": "Failure", "code": "spam", "info": "Non.", "newrevid": 12}}))
    error = trouble_of(lambda: update(client))
    assert (error.trouble, error.code) == (Trouble.PAGE, "spam")
