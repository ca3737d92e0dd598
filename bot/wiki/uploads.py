"""Uploading to a MediaWiki: into the stash of the account first, in pieces, then published once.

What lies in the stash nobody sees, so a piece whose answer is lost may be sent again. Only the last step writes; it
never tells the wiki to ignore a warning that has not been looked at (https://www.mediawiki.org/wiki/API:Upload).
"""

from http import HTTPStatus
from pathlib import Path

from bot.domain.files import StoredFile
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.answers import clean
from bot.wiki.files import UNANSWERED, DuplicateError, Heed
from bot.wiki.session import Session
from bot.wiki.transport import Json

PIECE = 1_048_576
"""Bytes of one request: what PHP takes unless it is told otherwise."""
_ATTEMPTS = 3
_HARMLESS = frozenset({"large-file", "bad-prefix"})
_OF_FILES_ALONE = frozenset({"uploaddisabled", "permissiondenied"})
"""Refusals that say nothing of pages: those go on."""
_TOO_MANY = f"http-{HTTPStatus.TOO_MANY_REQUESTS}"
_OF_A_NEW_VERSION = frozenset({"exists", "duplicateversions"})


def stash(session: Session, name: str, path: Path) -> str:
    """Bring a file into the stash, from its beginning again where an answer was spoilt, and give its key.

    Raises:
        WikiError: with ``Trouble.LATER`` when each answer was spoilt, or one never came; nothing is published then.

    """
    left = _ATTEMPTS
    while True:
        try:
            return _stash(session, name, path)
        except WikiError as error:
            left -= 1
            if error.trouble is not Trouble.UNKNOWN:
                raise
            if not left or error.code in UNANSWERED:  # whoever waits for minutes decides whether to wait again
                raise WikiError(error.wiki, Trouble.LATER, error.code, error.info) from None


def _stash(session: Session, name: str, path: Path) -> str:
    size, key, offset = path.stat().st_size, "", 0
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            more: Json = {"filekey": key} if key else {}
            answer = session.attach(
                piece, stash=1, filename=name, filesize=size, offset=offset, ignorewarnings=1, **more
            )["upload"]
            key, offset = str(answer.get("filekey") or ""), offset + len(piece)
            if not key or answer.get("result") not in ("Continue", "Success"):
                raise _unwanted(session.wiki, "stash-failed", _("the wiki did not keep what was sent"))
    return key


def publish(session: Session, name: str, key: str, text: str, summary: str, *, replaces: str) -> None:
    """Publish what lies in the stash; a warning that the caller has not reckoned with ends it."""
    words: Json = {"filename": name, "filekey": key, "comment": summary, "text": text, "watchlist": "nochange"}
    answer = session.write("upload", **words)["upload"]
    if answer.get("result") == "Warning":
        warnings = answer.get("warnings", {})
        _heed(session.wiki, warnings, replaces=replaces)
        answer = session.write("upload", ignorewarnings=1, **words)["upload"]
    if answer.get("result") != "Success":
        raise _unwanted(session.wiki, "upload-failed", clean(str(answer.get("result"))))


def _heed(wiki: str, warnings: Json, *, replaces: str) -> None:
    """Go on only where every single warning is one that we have an answer to."""
    known = _HARMLESS | (_OF_A_NEW_VERSION if replaces else frozenset())
    left = sorted(set(warnings) - known)
    words = {
        "exists": _("a file of this name has come in meanwhile"),
        "page-exists": _("people have written a description page there"),
        "duplicate": _("the wiki has this file under another name"),
        "was-deleted": _("people have deleted a file of this name"),
        "duplicate-archive": _("people have deleted this file"),
    }
    if left:
        code = next((code for code in words if code in left), left[0])
        if code == "duplicate":
            names = tuple(str(name).replace("_", " ") for name in warnings[code])
            raise DuplicateError(wiki, names, words[code])
        raise _unwanted(wiki, code, words.get(code, ", ".join(left)))


def of_uploads_alone(error: WikiError) -> WikiError:
    """Sort an error anew that need not concern more than uploads.

    A server may take no files where it takes pages: what it refuses before the wiki has seen it says nothing of those.
    """
    if error.code in _OF_FILES_ALONE:
        return _unwanted(error.wiki, error.code, error.info)
    by_the_server = error.trouble is Trouble.WIKI and error.code.startswith("http-") and error.code != _TOO_MANY
    return WikiError(error.wiki, Trouble.LATER, error.code, error.info) if by_the_server else error


def _unwanted(wiki: str, code: str, info: str) -> WikiError:
    return WikiError(wiki, Trouble.PAGE, code, info)


def check_unchanged(wiki: str, name: str, there: StoredFile | None, replaces: str, heed: Heed) -> None:
    """Stop right before the upload when what stands there is not what the plan has seen, or its page wants none."""
    if (there.digest if there and not there.shared else "") != replaces:
        raise _unwanted(wiki, "exists", _("“{name}” has changed meanwhile").format(name=name))
    if there is not None:
        heed(there.text)
