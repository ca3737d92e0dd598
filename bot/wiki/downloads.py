"""Downloads: one file, from the wiki's own hosts only, never more than was announced, held against its SHA-1.

https://www.mediawiki.org/wiki/API:Imageinfo
"""

import hashlib
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import requests

from bot.domain.file_kinds import HEAD_BYTES, SVG, is_clean_svg, is_what_it_says
from bot.domain.files import StoredFile
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.answers import clean, retry_after
from bot.wiki.transport import CONNECT_SECONDS, READ_SECONDS

WHOLE_SECONDS = 600
_PIECE = 65_536
_FOR_NOW = (requests.codes.request_timeout, requests.codes.too_many_requests)


def download(wiki: str, file: StoredFile, into: Path, *, maximum: int, hosts: frozenset[str], user_agent: str) -> None:
    """Download a file piece by piece.

    Raises:
        WikiError: with ``Trouble.PAGE`` for a file that must not be carried, ``Trouble.LATER`` when the host fails,
            ``Trouble.WIKI`` when it refuses.

    """
    _check_address(wiki, file, hosts)
    # A session of its own: no cookie and no password may reach whatever host the wiki names.
    with requests.Session() as session:
        session.trust_env = False
        session.headers["User-Agent"] = user_agent
        try:
            times = (CONNECT_SECONDS, READ_SECONDS)
            with session.get(file.address, stream=True, allow_redirects=False, timeout=times) as answer:
                if answer.status_code != requests.codes.ok:
                    raise _refused(wiki, answer)
                digest = _take(wiki, answer, file, into, maximum)
        except requests.RequestException as error:
            raise _failed(wiki, "connection-lost", clean(type(error).__name__)) from None
    if digest != file.digest:
        raise _failed(wiki, "file-damaged", _("what came is not what the wiki announced"))
    _check_kind(wiki, file, into)


def host_of(address: str) -> str:
    """Give the host of an address, with its port."""
    return urlsplit(address).netloc.lower()


def _check_address(wiki: str, file: StoredFile, hosts: frozenset[str]) -> None:
    parts = urlsplit(file.address)
    if parts.scheme not in ("http", "https") or host_of(file.address) not in hosts or parts.username:
        info = _("the file stands at a host that the wiki does not name as its own: {host}")
        raise WikiError(wiki, Trouble.PAGE, "file-elsewhere", info.format(host=clean(parts.hostname or "?")))


def _take(wiki: str, answer: requests.Response, file: StoredFile, into: Path, maximum: int) -> str:
    limit = min(maximum, file.size) if maximum else file.size
    digest, size, end = hashlib.sha1(usedforsecurity=False), 0, monotonic() + WHOLE_SECONDS
    with into.open("wb") as target:
        for piece in answer.iter_content(_PIECE):
            size += len(piece)
            if size > limit:
                raise WikiError(wiki, Trouble.PAGE, "file-too-large", _("more came than the wiki announced"))
            if monotonic() > end:
                raise _failed(wiki, "timeout", _("the file came too slowly"))
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _check_kind(wiki: str, file: StoredFile, path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    clean_inside = file.mime != SVG or is_clean_svg(path.read_bytes())
    if not is_what_it_says(file.mime, head) or not clean_inside:
        info = _("the file is not of the kind that it says, or holds a program: {kind}")
        raise WikiError(wiki, Trouble.PAGE, "file-kind", info.format(kind=file.mime))


def _refused(wiki: str, answer: requests.Response) -> WikiError:
    """Sort a status; what asking again cannot change is not asked again."""
    status = answer.status_code
    is_for_now = status >= requests.codes.server_error or status in _FOR_NOW
    trouble, wait = Trouble.LATER if is_for_now else Trouble.WIKI, retry_after(answer.headers.get("Retry-After"))
    return WikiError(wiki, trouble, f"http-{status}", clean(answer.reason or ""), wait)


def _failed(wiki: str, code: str, info: str) -> WikiError:
    return WikiError(wiki, Trouble.LATER, code, info)
