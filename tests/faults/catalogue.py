"""The faults by name: what each puts on the wire, and what it means for a run.

Codes and shapes: https://www.mediawiki.org/wiki/API:Errors_and_warnings, API:Edit, API:Login and API:Upload.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import Enum

from tests.faults import wire
from tests.faults.wire import Sender

ELSEWHERE = "http://127.0.0.1:{port}/login"
"""Where redirects lead: a server that must never be asked."""


class Sort(Enum):
    """What a fault means."""

    HARMLESS = "harmless"  # odd, but nothing is wrong
    BUSY = "busy"  # the wiki did nothing: try again soon
    LOST = "lost"  # no usable answer: a read is tried again, a write is looked for
    PAGE = "page"  # this page is refused
    FILE = "file"  # this file is refused for good
    CONFLICT = "conflict"  # somebody was faster
    WIKI = "wiki"  # nothing goes on this wiki now
    LOGIN = "login"  # the account is refused
    RENEW = "renew"  # a new login or token mends it, once
    BUG = "bug"  # the wiki says that our own request is wrong


@dataclass(frozen=True)
class Fault:
    """One way of failing.

    *real* ones need the wiki's own answer, which they spoil; *slow* ones use up time-outs; after one by
    which the wiki *falls*, it is gone."""

    name: str
    family: str
    sort: Sort
    send: Sender
    real: bool = False
    slow: bool = False
    falls: bool = False


def _date(hours: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(hours=hours), usegmt=True)


def _network() -> Iterator[Fault]:
    lost = Sort.LOST
    yield Fault("reset", "network", lost, wire.reset)
    yield Fault("closed", "network", lost, wire.close)
    yield Fault("hang", "network", lost, wire.hang, slow=True)
    yield Fault("hang-in-body", "network", lost, wire.hang_in_body, real=True, slow=True)
    yield Fault("slow-drip", "network", lost, wire.drip, slow=True)
    yield Fault("slow-drip-of-headers", "network", lost, wire.drip_head, slow=True)
    yield Fault("cut-body", "network", lost, wire.cut, real=True)
    yield Fault("cut-chunked-body", "network", lost, wire.cut_chunked, real=True)
    yield Fault("wrong-gzip", "network", lost, wire.wrong_gzip, real=True)
    yield Fault("gzip-bomb", "network", lost, wire.bomb, real=True)
    yield Fault("huge-answer", "network", lost, wire.flood, real=True)


def _content() -> Iterator[Fault]:
    lost = Sort.LOST
    yield Fault("cut-json", "content", lost, wire.cut_json, real=True)
    yield Fault("html", "content", lost, wire.text("<html>Maintenance</html>", "text/html"))
    yield Fault("empty", "content", lost, wire.text(""))
    yield Fault(
        "php-notice", "content", lost, wire.framed(b"<br />\n<b>Notice</b>: Undefined index<br />\n"), real=True
    )
    for name, value in (("null", None), ("list", []), ("object", {}), ("text", "ok")):
        yield Fault(f"json-{name}", "content", lost, wire.value(value))
    yield Fault("byte-order-mark", "content", Sort.HARMLESS, wire.framed(b"\xef\xbb\xbf"), real=True)
    yield Fault("content-type", "content", Sort.HARMLESS, wire.framed(kind="text/html"), real=True)
    yield Fault("blanks-behind", "content", Sort.HARMLESS, wire.framed(after=b" " * 99_999), real=True)
    yield Fault("server-clock-behind", "content", Sort.HARMLESS, wire.changed("curtimestamp", _days(-1)), real=True)
    yield Fault("server-clock-ahead", "content", Sort.HARMLESS, wire.changed("curtimestamp", _days(1)), real=True)


def _days(days: int) -> "wire.Callable[[str], str]":
    def shifted(moment: str) -> str:
        at = datetime.fromisoformat(moment.replace("Z", "+00:00")) + timedelta(days=days)
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    return shifted


def _http() -> Iterator[Fault]:
    for code in (400, 401, 403, 404, 405, 410):
        yield Fault(f"http-{code}", "http", Sort.WIKI, wire.status(code))
    for code in (408, 500, 502, 503, 504, 520):
        yield Fault(f"http-{code}", "http", Sort.LOST, wire.status(code))
    yield Fault("http-204", "http", Sort.LOST, wire.status(204))
    yield Fault("http-503-retry-after", "http", Sort.LOST, wire.status(503, Retry_After="0"))
    yield Fault("http-413", "http", Sort.PAGE, wire.status(413))
    busy = Sort.BUSY
    yield Fault("http-429", "http", busy, wire.status(429))
    yield Fault("http-429-retry-after", "http", busy, wire.status(429, Retry_After="0"))
    yield Fault("http-429-retry-after-date", "http", busy, wire.status(429, Retry_After=_date(-1)))
    yield Fault("http-429-retry-after-odd", "http", busy, wire.status(429, Retry_After="soon"))


def redirects(port: int) -> Iterator[Fault]:
    """Give redirects to a server of that port, which must never be asked."""
    place = ELSEWHERE.format(port=port)
    for code in (301, 302, 303, 307, 308):
        yield Fault(f"redirect-{code}", "redirect", Sort.WIKI, wire.status(code, Location=place))


def _api() -> Iterator[Fault]:
    busy, lost = Sort.BUSY, Sort.LOST
    yield Fault("maxlag", "busy", busy, wire.error("maxlag", after="0", lag=17))
    yield Fault("maxlag-without-retry-after", "busy", busy, wire.error("maxlag"))
    yield Fault("readonly", "busy", busy, wire.error("readonly", readonlyreason="Travaux"))
    yield Fault("ratelimited", "busy", busy, wire.error("ratelimited"))
    yield Fault("db-readonly", "busy", busy, wire.error("internal_api_error_DBReadOnlyError"))
    for name in ("DBQueryError", "DBConnectionError", "DBTransactionStateError", "TypeError"):
        yield Fault(f"internal-{name}", "internal", lost, wire.error(f"internal_api_error_{name}"))
    for code in ("badtoken", "assertuserfailed", "assertnameduserfailed", "notloggedin"):
        yield Fault(code, "session", Sort.RENEW, wire.error(code))
    yield Fault("blocked", "rights", Sort.WIKI, wire.error("blocked", blockinfo={"blockedby": "Admin", "blockid": 1}))
    yield Fault("autoblocked", "rights", Sort.WIKI, wire.error("autoblocked"))
    for code in ("readapidenied", "permissiondenied", "writeapidenied", "confirmemail"):
        yield Fault(code, "rights", Sort.WIKI, wire.error(code))
    yield Fault("odd-error-shape", "content", Sort.PAGE, wire.value({"error": "something"}))
    yield Fault("unknown-code", "page", Sort.PAGE, wire.error("etrange-nouveau-code", "Nul ne le connaît."))


def _refusals() -> Iterator[Fault]:
    """Give what only a write can meet."""
    page = Sort.PAGE
    partly = {"blockinfo": {"blockedby": "Admin", "blockpartial": True}}
    yield Fault("blocked-here", "page", page, wire.error("blocked", **partly))
    for code in ("protectedpage", "cascadeprotected", "protectednamespace", "spamprotectionmatch", "contenttoobig"):
        yield Fault(code, "page", page, wire.error(code))
    for code in ("hookaborted", "edit-hook-aborted", "invalidtitle", "pagecannotexist", "cantchangecontentmodel"):
        yield Fault(code, "page", page, wire.error(code))
    yield Fault("titleblacklist", "page", page, wire.error("titleblacklist-forbidden", line=".*Fiche.*"))
    yield Fault("spamblacklist", "page", page, wire.error("spamblacklist", spamblacklist={"matches": ["example.org"]}))
    for code in ("abusefilter-disallowed", "abusefilter-warning"):
        facts = {"id": 3, "description": "Robots", "actions": ["disallow"]}
        yield Fault(code, "page", page, wire.error(code, abusefilter=facts))
    drastic = {"id": 3, "description": "Robots", "actions": ["block"]}
    yield Fault("abusefilter-block", "rights", Sort.WIKI, wire.error("abusefilter-disallowed", abusefilter=drastic))
    for code in ("cantcreate", "noedit"):
        yield Fault(code, "rights", Sort.WIKI, wire.error(code))
    for code in ("editconflict", "articleexists", "missingtitle", "pagedeleted"):
        yield Fault(code, "conflict", Sort.CONFLICT, wire.error(code))
    for code in ("missingparam", "badvalue", "badtags"):
        yield Fault(code, "bug", Sort.BUG, wire.error(code))


def _edits() -> Iterator[Fault]:
    captcha = {"edit": {"result": "Failure", "captcha": {"type": "simple", "id": "7", "question": "1+1"}}}
    yield Fault("captcha", "rights", Sort.WIKI, wire.value(captcha))
    yield Fault("edit-failure", "page", Sort.PAGE, wire.value({"edit": {"result": "Failure", "code": "filtered"}}))
    yield Fault("edit-without-words", "content", Sort.LOST, wire.value({"edit": {}}))


def _logins() -> Iterator[Fault]:
    def answer(result: str, **more: object) -> Sender:
        return wire.value({"login": {"result": result, **more}})

    yield Fault("login-failed", "login", Sort.LOGIN, answer("Failed", reason="Incorrect username or password entered."))
    yield Fault("login-aborted", "login", Sort.LOGIN, answer("Aborted", reason="Interaction needed"))
    yield Fault("login-throttled", "login", Sort.LOGIN, answer("Throttled", wait=300))
    yield Fault("login-wrongpass", "login", Sort.LOGIN, answer("WrongPass"))
    yield Fault("login-without-words", "login", Sort.LOGIN, wire.value({"login": {}}))


def _uploads() -> Iterator[Fault]:
    page, for_good = Sort.PAGE, Sort.FILE
    for code in ("verification-error", "filetype-banned", "empty-file", "file-too-large"):
        yield Fault(code, "upload", for_good, wire.error(code))
    for code, sort in (("exists", page), ("was-deleted", for_good), ("duplicate-archive", for_good)):
        yield Fault(f"upload-warning-{code}", "upload", sort, _warned(code))
    yield Fault("upload-warning-badfilename", "upload", for_good, _warned("badfilename"))
    yield Fault("upload-failure", "upload", page, wire.value({"upload": {"result": "Failure"}}))
    for code in ("fileexists-forbidden", "uploaddisabled"):
        yield Fault(code, "upload", page, wire.error(code))


def _warned(code: str) -> Sender:
    return wire.value({"upload": {"result": "Warning", "warnings": {code: "Libre.png"}, "filekey": "7.png"}})


def by_name(faults: Iterable[Fault]) -> dict[str, Fault]:
    """Index faults by name."""
    return {fault.name: fault for fault in faults}


GOES_DOWN = Fault("goes-down", "network", Sort.LOST, wire.reset, falls=True)
NETWORK = by_name(_network())
CONTENT = by_name(_content())
HTTP = by_name(_http())
API = by_name(_api())
REFUSALS = by_name(_refusals())
EDITS = by_name(_edits())
LOGINS = by_name(_logins())
UPLOADS = by_name(_uploads())
