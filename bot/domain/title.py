"""Page titles: how a wiki normalises them, and which it cannot hold.

Rules: https://www.mediawiki.org/wiki/Manual:Page_title
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.wiki import WikiFacts

MAXIMUM_BYTES = 255
_FORBIDDEN = re.compile(r"[#<>\[\]|{}\x00-\x1f\x7f\ufffd]|~~~|%[0-9A-Fa-f]{2}")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_BLANKS = re.compile("[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
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


def normalise(text: str, wiki: WikiFacts) -> Title | TitleFault:
    """Give the title that *wiki* would make of *text*, or the reason why it cannot."""
    text = _BLANKS.sub(" ", _MARKS.sub("", unicodedata.normalize("NFC", text))).strip()
    fault = _fault_of_characters(text)
    if fault:
        return fault
    number, rest = 0, text
    head, colon, tail = text.partition(":")
    if colon:
        space = wiki.namespace_called(head)
        if space is not None and space.name:
            number, rest = space.number, tail.strip()
        elif wiki.interwiki_url(head):
            return TitleFault.INTERWIKI
    if number < 0:
        return TitleFault.NAMESPACE
    fault = _fault_of_name(rest)
    if fault:
        return fault
    return Title(number, _join(number, rest, wiki))


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
