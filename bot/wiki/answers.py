"""What each answer of MediaWiki's API means for us, by its code.

Codes: https://www.mediawiki.org/wiki/API:Errors_and_warnings and https://www.mediawiki.org/wiki/API:Edit
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.errors import Trouble

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
    **dict.fromkeys(("assertuserfailed", "assertbotfailed", "assertnameduserfailed", "notloggedin"), Trouble.LOGIN),
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
    ("internal_api_error_DB", Trouble.LATER),
    ("internal_api_error", Trouble.UNKNOWN),
    ("mwoauth-", Trouble.LOGIN),
)
_DRASTIC_FILTER_ACTIONS = frozenset({"block", "degroup", "rangeblock", "blockautopromote"})
_SECRET = re.compile(r"((?:lg)?password|token|lgtoken|centralauthtoken)=[^&\s'\"]+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")


def trouble_of(code: str, error: dict[str, object]) -> Trouble:
    """Sort an API error by its code; unknown codes concern the page, never the whole wiki."""
    if code == "blocked" and "blockpartial" in error:
        return Trouble.PAGE
    if code.startswith("abusefilter"):
        details = error.get("abusefilter")
        actions = details.get("actions", ()) if isinstance(details, dict) else ()
        return Trouble.WIKI if _DRASTIC_FILTER_ACTIONS & set(actions) else Trouble.PAGE
    if code in _BY_CODE:
        return _BY_CODE[code]
    return next((trouble for prefix, trouble in _BY_PREFIX if code.startswith(prefix)), Trouble.PAGE)


def explanation(error: dict[str, object]) -> str:
    """Give the wiki's own explanation with the details that help, without addresses of servers and secrets."""
    parts = [str(error.get("info", ""))]
    for key in ("readonlyreason", "line"):
        if error.get(key):
            parts.append(str(error[key]))
    blockinfo = error.get("blockinfo")
    if isinstance(blockinfo, dict):
        parts += [str(blockinfo.get(key, "")) for key in ("blockedby", "blockreason", "blockexpiry")]
    details = error.get("abusefilter")
    if isinstance(details, dict):
        parts.append(f"{details.get('id', '')} {details.get('description', '')}".strip())
    spam = error.get("spamblacklist")
    if isinstance(spam, dict):
        parts.append(", ".join(str(match) for match in spam.get("matches", ())))
    return clean(" – ".join(part for part in parts if part))


def clean(text: str) -> str:
    """Take secrets and addresses out of a text, and shorten it."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", _ADDRESS.sub("…", _SECRET.sub(r"\1=…", text)))).strip()
    return text if len(text) <= 300 else text[:299] + "…"


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date (RFC 9110 §10.2.3); capped at ten minutes."""
    if not header:
        return None
    if header.strip().isdigit():
        seconds = float(header)
    else:
        try:
            seconds = (parsedate_to_datetime(header) - (now or datetime.now(UTC))).total_seconds()
        except (TypeError, ValueError):
            return None
    return min(max(seconds, 0.0), 600.0)
