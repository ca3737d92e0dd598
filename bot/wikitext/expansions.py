"""What the source makes of a call: whether a copy may hold it, and how it stands where the call stood."""

import re

from bot.domain.embedding import ExpansionFault
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.wikitext.pagelinks import Stripped, strip_categories

LARGEST = 200_000
"""Bytes; what is larger is no part of a text any more."""
_STRIP_MARKER = re.compile("\x7f|['\"`]+UNIQ-")
_ERROR = re.compile(r"<[^<>]*\bclass\s*=\s*[\"']?[^\"'<>]*\berror\b", re.IGNORECASE)
_RED_LINK = re.compile(r"\[\[:([^:\[\]|]+):[^\[\]|]+\]\]")
_LINE_START = re.compile(r"\{\||[:;#*]")


def fault_of(expansion: str, call: str, wiki: WikiFacts) -> ExpansionFault | None:
    """Say why an expansion cannot stand in a copy, None where it can."""
    if len(expansion.encode()) > LARGEST:
        return ExpansionFault.TOO_LARGE
    if _STRIP_MARKER.search(expansion):
        return ExpansionFault.STRIP_MARKER
    if _ERROR.search(expansion):
        return ExpansionFault.ERROR
    red = _RED_LINK.fullmatch(expansion.strip())
    if expansion == call or (red and red[1].lower() in wiki.names_of(TEMPLATE)):
        return ExpansionFault.MISSING
    return None


def placed(expansion: str, text: str, position: int, wiki: WikiFacts) -> Stripped:
    """Give an expansion as it stands in a text, without its categories.

    As MediaWiki does it, a list or a table that a template begins with starts on a line of its own.
    """
    found = strip_categories(expansion, wiki)
    starts_line = position == 0 or text[position - 1] == "\n"
    if starts_line or not _LINE_START.match(found.text):
        return found
    return Stripped(f"\n{found.text}", found.categories, found.sort_keys)
