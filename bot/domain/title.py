"""Page titles: how a wiki normalises them, and which it cannot hold.

Rules: https://www.mediawiki.org/wiki/Manual:Page_title
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

from bot.domain.wiki import HELP, HOUSE, NEVER_WRITTEN, PROJECT, USER, WikiFacts

MAXIMUM_BYTES = 255
_CODE_SUFFIXES = (".js", ".css", ".json")
_TALK = 1
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-f]+|[a-z][a-z0-9]*);", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"[#<>\[\]|{}\x00-\x1f\x7f\ufffd]|~~~|%[0-9A-Fa-f]{2}"
    r"|&(?:#[0-9]+|#x[0-9A-Fa-f]+|(?:[A-Za-z0-9]|[^\x00-\x7f])+);"
)
"""A set that goes up to the last character there is takes ten times as long to compile as one that leaves ASCII out."""
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_BLANKS = re.compile("[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_PLACES = ("index.php/", "/wiki/")
"""Behind what a title stands in the path of an address, at nearly every wiki."""
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")


class TitleFault(StrEnum):
    """Why a text cannot be a page title."""

    EMPTY = "empty"
    CHARACTER = "character"
    INVISIBLE = "invisible"
    TOO_LONG = "too long"
    PATH = "path"
    INTERWIKI = "interwiki"
    NAMESPACE = "namespace"


@dataclass(frozen=True, slots=True)
class Title:
    """A title as its wiki would show it."""

    namespace: int
    text: str


def full_title(wiki: WikiFacts, number: int, name: str) -> str:
    """Give the title of a page by its namespace, which the wiki must have, and its name there."""
    space = wiki.namespace(number)
    return f"{space.name}:{name}" if space and space.name else name


def bare_title(title: str) -> str:
    """Give the name of a page without the namespace that its title begins with."""
    return title.partition(":")[2] or title


def title_in_address(text: str) -> str:
    """Give the title in an address of a page or of any of its revisions, as MediaWiki makes them; empty for none.

    Forms: https://www.mediawiki.org/wiki/Manual:Parameters_to_index.php and Manual:Short_URL.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    named = parse_qs(parts.query).get("title", [""])[0]
    behind = (parts.path.partition(place)[2] for place in _PLACES)
    return (named or unquote(next(filter(None, behind), ""))).replace("_", " ").strip()


def may_be_written(title: Title) -> bool:
    """Tell whether a robot may ever write a page: none that rules people or their browsers."""
    return title.namespace not in NEVER_WRITTEN and not _is_code(title)


def may_be_house_page(title: Title, wiki: WikiFacts, account: str) -> bool:
    """Tell whether a page may be a house page, which setup writes for the bot of that account (empty for none)."""
    own = full_title(wiki, USER, account)
    foreign = title.namespace == USER and title.text != own and not title.text.startswith(f"{own}/")
    barred = title.namespace in wiki.content_namespaces() or (foreign and bool(account))
    return title.namespace in HOUSE and not barred and not _is_code(title)


def may_hold_report(title: Title, wiki: WikiFacts, account: str) -> bool:
    """Tell whether the report of the bot of that account may stand on a page: its own pages, the project, the help."""
    return may_be_house_page(title, wiki, account) and title.namespace in (USER, PROJECT, HELP)


def _is_code(title: Title) -> bool:
    return title.text.lower().endswith(_CODE_SUFFIXES)


def normalise(text: str, wiki: WikiFacts) -> Title | TitleFault:
    """Give the title that *wiki* would make of *text*, or the reason why it cannot."""
    text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    text = _BLANKS.sub(" ", _MARKS.sub("", unicodedata.normalize("NFC", text))).strip(" ").removeprefix(":").strip(" ")
    fault = _fault_of_characters(text)
    if fault:
        return fault
    number, rest = 0, text
    prefix = _prefix_of(text, wiki)
    if prefix is TitleFault.INTERWIKI:
        return prefix
    if isinstance(prefix, int):
        number, rest = prefix, text.partition(":")[2].strip(" ")
    if number < 0 or (number == _TALK and _prefix_of(rest, wiki) is not None):
        return TitleFault.NAMESPACE
    return _fault_of_name(rest) or Title(number, _join(number, rest, wiki))


def _prefix_of(text: str, wiki: WikiFacts) -> int | TitleFault | None:
    """Give the namespace that a title names, INTERWIKI for a prefix of another wiki, None for neither."""
    head, colon, _ = text.partition(":")
    space = wiki.namespace_called(head) if colon else None
    if space is not None and space.name:
        return space.number
    return TitleFault.INTERWIKI if colon and wiki.interwiki_url(head) else None


def _join(number: int, rest: str, wiki: WikiFacts) -> str:
    space = wiki.namespace(number)
    if space is None or space.first_letter:
        rest = rest[:1].upper() + rest[1:]
    return f"{space.name}:{rest}" if space and space.name else rest


def _fault_of_characters(text: str) -> TitleFault | None:
    if not text:
        return TitleFault.EMPTY
    if _FORBIDDEN.search(text):
        return TitleFault.CHARACTER
    if _INVISIBLE.search(text):
        return TitleFault.INVISIBLE
    return None


def _fault_of_name(rest: str) -> TitleFault | None:
    if not rest or rest.startswith(":"):
        return TitleFault.EMPTY
    if len(rest.encode()) > MAXIMUM_BYTES:
        return TitleFault.TOO_LONG
    if rest in (".", "..") or rest.startswith(("./", "../")) or rest.endswith(("/.", "/..")):
        return TitleFault.PATH
    if "/./" in rest or "/../" in rest:
        return TitleFault.PATH
    return None
