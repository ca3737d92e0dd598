"""What the tests of recorded answers share."""

import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import urllib3
from requests import exceptions as faults
from urllib3 import exceptions as deep

from bot.errors import WikiError
from bot.wiki.mediawiki import MediaWiki
from tests.wiki.recorded import API, PASSWORD, TOKEN, Answer, good, refusal, saved

TEXT = "Un texte."
HTML = "<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Bientôt…</body></html>"


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


NO_ANSWER_TO_READING = {"empty edit", "null edit", "list edit", "no revision", "text as revision", "unknown shape"}
