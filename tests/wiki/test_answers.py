"""Every answer of a wiki is sorted by what it means for the work at hand."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from bot.errors import Trouble
from bot.wiki.answers import clean, explanation, retry_after, trouble_of

# The decision list of the facts (mediawiki-api.md, 13), code by code.
MEANINGS = {
    Trouble.WIKI: (
        "blocked autoblocked globalblocking-ipblocked readapidenied permissiondenied writeapidenied confirmemail "
        "cantcreate cantcreate-anon noedit noedit-anon uploaddisabled captcha apidisabled"
    ),
    Trouble.LATER: "maxlag ratelimited readonly internal_api_error_DBReadOnlyError",
    Trouble.UNKNOWN: (
        "internal_api_error_DBQueryError internal_api_error_DBConnectionError internal_api_error_Error "
        "internal_api_error_DBTransactionStateError internal_api_error_RuntimeException"
    ),
    Trouble.LOGIN: (
        "assertuserfailed assertbotfailed assertnameduserfailed notloggedin badtoken "
        "mwoauth-invalid-authorization mwoauth-oauth-exception"
    ),
    Trouble.PAGE: (
        "protectedpage cascadeprotected protectednamespace protectednamespace-interface customjsprotected "
        "customcssprotected abusefilter-disallowed abusefilter-warning spamblacklist spamprotectionmatch "
        "titleblacklist-forbidden contenttoobig editconflict articleexists missingtitle pagedeleted invalidtitle "
        "pagecannotexist hookaborted edit-hook-aborted invalid-json-data cantchangecontentmodel "
        "verification-error filetype-banned file-too-large something-nobody-has-heard-of"
    ),
    Trouble.BUG: (
        "missingparam mustbeposted mustpostparams badvalue badtimestamp badmd5 invalidparammix toomanyvalues "
        "badformat badtags"
    ),
}
TABLE = [(code, trouble) for trouble, codes in MEANINGS.items() for code in codes.split()]


@pytest.mark.parametrize(("code", "trouble"), TABLE, ids=[code for code, _trouble in TABLE])
def test_a_code_has_its_meaning(code: str, trouble: Trouble) -> None:
    """Every code of the decision list is sorted as it says."""
    assert trouble_of(code, {"code": code}) is trouble


def test_a_partial_block_concerns_the_page_only() -> None:
    """An account that is blocked from some pages may write all others."""
    assert trouble_of("blocked", {"blockinfo": {"blockedby": "Admin", "blockpartial": True}}) is Trouble.PAGE
    assert trouble_of("blocked", {"blockinfo": {"blockedby": "Admin", "blockpartial": False}}) is Trouble.WIKI
    assert trouble_of("blocked", {"blockinfo": {"blockedby": "Admin"}}) is Trouble.WIKI


@pytest.mark.parametrize("action", ["block", "degroup", "rangeblock", "blockautopromote"])
def test_a_filter_that_punishes_ends_the_work_at_the_wiki(action: str) -> None:
    """A filter that blocks or takes rights away is not asked a second time."""
    error: dict[str, object] = {"abusefilter": {"id": 1, "description": "x", "actions": ["warn", action]}}
    assert trouble_of("abusefilter-disallowed", error) is Trouble.WIKI


@pytest.mark.parametrize("details", [None, {}, {"actions": None}, {"actions": ["warn"]}, {"actions": [["block"]]}, "?"])
def test_an_odd_filter_answer_concerns_the_page(details: Any) -> None:
    """Whatever a filter says of itself, it is sorted and nothing breaks."""
    assert trouble_of("abusefilter-warning", {"abusefilter": details}) is Trouble.PAGE


def test_explanations_hold_what_helps() -> None:
    """The details of a refusal stand beside the wiki's own sentence."""
    block = {"blockedby": "Admin", "blockreason": "Essai", "blockexpiry": "infinity"}
    assert explanation({"info": "Non.", "blockinfo": block}) == "Non. – Admin – Essai – infinity"
    assert explanation({"info": "Non.", "readonlyreason": "Travaux"}) == "Non. – Travaux"
    assert explanation({"info": "Non.", "line": ".*Essai.*"}) == "Non. – .*Essai.*"
    assert explanation({"info": "Non.", "abusefilter": {"id": 7, "description": "Liens"}}) == "Non. – 7 Liens"
    assert explanation({"info": "Non.", "spamblacklist": {"matches": ["a.example", "b.example"]}}).endswith(
        "a.example, b.example"
    )


def test_a_long_explanation_keeps_its_details() -> None:
    """Which filter refused stands there even when the wiki has much to say."""
    filtered = {"id": 7, "description": "Pas de robots"}
    assert explanation({"info": "Attention ! " * 100, "abusefilter": filtered}).endswith("7 Pas de robots")


@pytest.mark.parametrize(
    "error",
    [
        {},
        {"info": None},
        {"info": ["un", {"deux": 2}]},
        {"spamblacklist": {"matches": None}},
        {"blockinfo": []},
        {"abusefilter": ["x"]},
    ],
)
def test_explanations_never_break(error: Any) -> None:
    """An error of an odd shape is explained as far as can be."""
    assert isinstance(explanation(error), str)


def test_texts_are_cleaned_of_secrets_addresses_and_markup() -> None:
    """Nothing that a wiki says brings a secret, an address or a page of HTML into our words."""
    told = clean(
        "lgpassword=geheim&token=abc+\\ see <b>https://wiki.example.org/w/api.php?lgtoken=xyz</b>\n"
        "{'lgpassword': 'geheim', \"token\": \"abc def\"}"
    )
    assert "geheim" not in told
    assert "abc" not in told
    assert "xyz" not in told
    assert "https" not in told
    assert "<" not in told
    assert len(clean("é" * 1000)) == 300


def test_retry_after_is_read_in_both_forms() -> None:
    """A header in seconds and one with a date say the same; nonsense says nothing; ten minutes are the most."""
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert retry_after("5") == 5
    assert retry_after(" 7 ") == 7
    assert retry_after(format_datetime(now + timedelta(seconds=90), usegmt=True), now) == 90
    assert retry_after(format_datetime(now - timedelta(seconds=90), usegmt=True), now) == 0
    assert retry_after("86400") == 600
    for nonsense in (None, "", "soon", "-5", "1.5", "²", "Sun, 99 Nov 2026 12:00:00 GMT"):
        assert retry_after(nonsense, now) is None
    assert retry_after("Sun, 22 Nov 2026 12:00:30", now) == 30
