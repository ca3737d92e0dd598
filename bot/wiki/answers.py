"""What each answer of MediaWiki's API means for us, by its code.

Codes: https://www.mediawiki.org/wiki/API:Errors_and_warnings and https://www.mediawiki.org/wiki/API:Edit
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.domain.signals import ENDLESS, Block
from bot.errors import Trouble
from bot.i18n import _

Details = dict[str, object]
"""An error as the API gives it: ``code``, ``info``, and details that depend on the code."""

_BY_CODE: dict[str, Trouble] = {
    **dict.fromkeys(
        ("maxlag", "ratelimited", "readonly", "internal_api_error_DBReadOnlyError", "too-many-requests"), Trouble.LATER
    ),
    **dict.fromkeys(
        (
            "blocked",
            "autoblocked",
            "globalblocking-ipblocked",
            "readapidenied",
            "permissiondenied",
            "writeapidenied",
            "confirmemail",
            "cantcreate",
            "cantcreate-anon",
            "noedit",
            "noedit-anon",
            "uploaddisabled",
            "captcha",
            "apidisabled",
        ),
        Trouble.WIKI,
    ),
    **dict.fromkeys(
        ("assertuserfailed", "assertbotfailed", "assertnameduserfailed", "notloggedin", "badtoken"), Trouble.LOGIN
    ),
    **dict.fromkeys(
        (
            "missingparam",
            "mustbeposted",
            "mustpostparams",
            "badvalue",
            "badtimestamp",
            "badmd5",
            "invalidparammix",
            "toomanyvalues",
            "badformat",
            "badtags",
            "unknown_action",
            "emptytext",
            "unguarded",
        ),
        Trouble.BUG,
    ),
}
_BY_PREFIX: tuple[tuple[str, Trouble], ...] = (
    ("internal_api_error", Trouble.UNKNOWN),
    ("mwoauth-", Trouble.LOGIN),
)
_DRASTIC_FILTER_ACTIONS = frozenset({"block", "degroup", "rangeblock", "blockautopromote"})
_SECRET = re.compile(r"(password|token)['\"]?\s*[=:]\s*(?:'[^']*'|\"[^\"]*\"|[^&\s'\"]+)", re.IGNORECASE)
_LONGEST_WAIT = 600.0
_ADDRESS = re.compile(r"https?://\S+")


def trouble_of(code: str, error: Details) -> Trouble:
    """Sort an API error by its code; unknown codes concern the page, never the whole wiki."""
    if code == "blocked" and _part(error, "blockinfo").get("blockpartial"):
        return Trouble.PAGE
    if code.startswith("abusefilter"):
        drastic = _DRASTIC_FILTER_ACTIONS & set(_texts(_part(error, "abusefilter").get("actions")))
        return Trouble.WIKI if drastic else Trouble.PAGE
    if code in _BY_CODE:
        return _BY_CODE[code]
    return next((trouble for prefix, trouble in _BY_PREFIX if code.startswith(prefix)), Trouble.PAGE)


def explanation(error: Details) -> str:
    """Give the wiki's own explanation with the details that help, without addresses of servers and secrets."""
    block, abuse = _part(error, "blockinfo"), _part(error, "abusefilter")
    # A long message of the wiki must not crowd out the details behind it.
    parts: list[object] = [clean(str(error.get("info") or ""), 150), error.get("readonlyreason"), error.get("line")]
    parts += [block.get(key) for key in ("blockedby", "blockreason", "blockexpiry")]
    parts.append(f"{abuse.get('id', '')} {abuse.get('description', '')}".strip())
    parts.append(", ".join(_texts(_part(error, "spamblacklist").get("matches"))))
    return clean(" – ".join(str(part) for part in parts if part))


def read_block(user: Details) -> Block:
    """Read a block as ``uiprop=blockinfo`` tells it (https://www.mediawiki.org/wiki/API:Userinfo)."""
    until = str(user.get("blockexpiry") or "")
    by, reason = (clean(str(user.get(key) or "")) for key in ("blockedby", "blockreason"))
    return Block(by, reason, "" if until in ENDLESS else until)


def told_block(block: Block) -> str:
    """Say who blocked the account, until when and why."""
    sentence = _("by {by}, until {until}: {reason}") if block.until else _("by {by}, without an end: {reason}")
    return sentence.format(by=block.by or "?", until=block.until, reason=block.reason or "–")


def _part(error: Details, key: str) -> Details:
    part = error.get(key)
    return part if isinstance(part, dict) else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def clean(text: str, longest: int = 300) -> str:
    """Take secrets and addresses out of a text, and shorten it."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", _ADDRESS.sub("…", _SECRET.sub(r"\1=…", text)))).strip()
    return text if len(text) <= longest else text[: longest - 1] + "…"


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date (RFC 9110 §10.2.3); capped at ten minutes."""
    if not header:
        return None
    if re.fullmatch(r"[0-9]+", header.strip()):
        return min(float(header), _LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    # A date that names no zone, or "-0000", is read without one.
    seconds = (when.replace(tzinfo=when.tzinfo or UTC) - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_WAIT)
