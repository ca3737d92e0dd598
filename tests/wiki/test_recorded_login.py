"""Logging in at a wiki that answers oddly, and reading one that answers in parts."""

from typing import Any

import pytest
import requests

from bot.errors import Trouble
from tests.wiki.faults import NO_ANSWER_TO_READING, trouble_of, unclear, update
from tests.wiki.recorded import RecordedWiki, good, refusal

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
def test_a_refused_password_is_not_tried_again(made_up: RecordedWiki, case: str) -> None:
    """One attempt a run, however often the account is needed: a wiki locks accounts after a few."""
    client = made_up.connect()
    made_up.next_login.append(LOGIN_ANSWERS[case])
    for act in (client.account, lambda: update(client), client.account):
        assert trouble_of(act).trouble is Trouble.LOGIN
    assert made_up.count("login") == 1
    assert made_up.count("edit") == 0


@pytest.mark.parametrize(
    "case",
    sorted(set(unclear()) - NO_ANSWER_TO_READING),
)
def test_a_login_without_answer_leaves_the_wiki_for_now(made_up: RecordedWiki, case: str) -> None:
    """A password whose fate is unknown is not sent again either."""
    made_up.next_login.append(unclear()[case])
    assert trouble_of(made_up.connect().account).trouble is Trouble.WIKI
    assert made_up.count("login") == 1


def test_a_session_that_does_not_hold_is_no_session(made_up: RecordedWiki) -> None:
    """A login that leaves us anonymous, its cookies lost on the way, writes nothing."""
    made_up.user = {"id": 0, "name": "192.0.2.7", "anon": True}
    client = made_up.connect()
    assert trouble_of(lambda: update(client)).trouble is Trouble.LOGIN
    assert made_up.count("edit") == 0
    assert made_up.count("login") == 1


@pytest.mark.parametrize("code", ["assertuserfailed", "assertnameduserfailed", "assertbotfailed", "badtoken"])
def test_a_lost_session_is_mended_once(made_up: RecordedWiki, code: str) -> None:
    """One new login, the write again with its guards; when the session is lost again, the run ends."""
    client = made_up.connect()
    client.account()
    made_up.next_edit.append(refusal(code))
    assert update(client).revision == 11
    assert (made_up.count("login"), made_up.count("edit")) == (2, 2)
    made_up.next_edit.extend(refusal(code) for _ in range(9))
    assert trouble_of(lambda: update(client)).trouble is Trouble.LOGIN
    assert made_up.count("login") <= 4
    assert all(request.parameters["assertuser"] == "Robot" for request in made_up.requests if request.action == "edit")


def test_a_lost_session_is_mended_while_reading(made_up: RecordedWiki) -> None:
    """A question that fails for the session is asked again after one new login."""
    client = made_up.connect()
    client.account()
    made_up.next_read.append(refusal("assertnameduserfailed"))
    assert client.look_for(["Essai"])
    assert made_up.count("login") == 2


def test_a_blocked_account_is_told_at_once(made_up: RecordedWiki) -> None:
    """A block is known from the login, before anything is written; a partial one is left to each page."""
    block = {"blockid": 1, "blockedby": "Admin", "blockreason": "Essai"}
    made_up.user = {"id": 3, "name": "Robot"} | block
    error = trouble_of(made_up.connect().account)
    assert (error.trouble, error.code) == (Trouble.WIKI, "blocked")
    made_up.user |= {"blockpartial": True}
    assert made_up.connect().account() == "Robot"


def page(number: int, **more: Any) -> dict[str, Any]:
    """Give a page as a listing does."""
    return {"pageid": number, "ns": 0, "title": f"Page {number}", "lastrevid": number + 100} | more


def revision(number: int, text: str) -> dict[str, Any]:
    """Give the revision of a page."""
    slots = {"main": {"contentmodel": "wikitext", "content": text}}
    return {"revid": number, "timestamp": "2026-11-22T12:00:00Z", "user": "Alice", "sha1": "0" * 40, "slots": slots}


def test_pages_that_come_in_parts_are_put_together(made_up: RecordedWiki) -> None:
    """Texts and people of one batch are spread over answers; only the whole counts."""
    client = made_up.connect(anonymous=True)
    client.facts()
    no_log = good({"batchcomplete": True, "query": {"logevents": []}})
    first = [page(1, revisions=[revision(101, "un")], contributors=[{"name": "Alice"}]), page(2)]
    second = [page(1, contributors=[{"name": "Zoé"}]), page(2, contributors=[{"name": "Chloé"}])]
    third = [page(1), page(2, revisions=[revision(102, "deux")])]
    made_up.next_read.extend(
        [
            no_log,
            good({"continue": {"pccontinue": "1", "continue": "||"}, "query": {"pages": first}}),
            good({"continue": {"rvcontinue": "2", "continue": "||"}, "query": {"pages": second}}),
            good({"batchcomplete": True, "query": {"pages": third}}),
        ]
    )
    pages = list(client.read([1, 2]))
    assert [(one.text, one.contributors.names) for one in pages] == [("un", ("Alice", "Zoé")), ("deux", ("Chloé",))]


def test_a_page_without_text_is_an_error(made_up: RecordedWiki) -> None:
    """A page whose text did not come is never taken for an empty one."""
    client = made_up.connect(anonymous=True)
    client.facts()
    made_up.next_read.append(good({"batchcomplete": True, "query": {"logevents": []}}))
    made_up.next_read.append(good({"batchcomplete": True, "query": {"pages": [page(1)]}}))
    assert trouble_of(lambda: list(client.read([1]))).code == "page-without-text"


def test_a_text_that_the_wiki_has_lost_is_no_empty_page(made_up: RecordedWiki) -> None:
    """A text that the wiki itself cannot find stops no other page, and is not taken for wikitext."""
    client = made_up.connect(anonymous=True)
    client.facts()
    lost = revision(102, "") | {"slots": {"main": {"contentmodel": "wikitext", "textmissing": True}}}
    people = [{"userid": 2, "name": "Alice"}]
    pages = [page(1, contributors=people, revisions=[revision(101, "un")])]
    pages.append(page(2, contributors=people, revisions=[lost]))
    made_up.next_read.append(good({"batchcomplete": True, "query": {"logevents": []}}))
    made_up.next_read.append(good({"batchcomplete": True, "query": {"pages": pages}}))
    assert [(one.text, one.model) for one in client.read([1, 2])] == [("un", "wikitext"), ("", "unreadable")]
    made_up.next_read.append(good({"curtimestamp": "2026-11-22T12:00:00Z", "query": {"pages": pages}}))
    assert [one.model for one in client.look_at([1, 2], with_text=True).values()] == ["wikitext", "unreadable"]


def test_a_question_too_long_for_an_address_is_posted(made_up: RecordedWiki) -> None:
    """Fifty long titles do not fit into an address; the question goes by POST and changes nothing."""
    client = made_up.connect(anonymous=True)
    client.facts()
    made_up.next_read.append(
        good({"batchcomplete": True, "curtimestamp": "2026-11-22T12:00:00Z", "query": {"pages": []}})
    )
    client.look_for([f"{'é' * 60} {number}" for number in range(40)])
    assert (made_up.requests[-1].method, made_up.requests[-1].action) == ("POST", "query")
    assert max(len(requests.utils.quote(request.path)) for request in made_up.requests) < 8000


def test_two_titles_that_the_wiki_takes_for_one_are_both_answered(made_up: RecordedWiki) -> None:
    """Every title asked has its answer, also where the wiki knows better than we what they are."""
    client = made_up.connect(anonymous=True)
    client.facts()
    normalized = [{"from": "Straße", "to": "Strasse"}, {"from": "Straẞe", "to": "Strasse"}]
    answer = {"normalized": normalized, "pages": [page(5, title="Strasse", revisions=[revision(105, "un")])]}
    made_up.next_read.append(good({"curtimestamp": "2026-11-22T12:00:00Z", "query": answer}))
    seen = client.look_for(["Straße", "Straẞe", "Strasse"])
    assert {asked: one.page and one.page.page_id for asked, one in seen.items()} == dict.fromkeys(seen, 5)
