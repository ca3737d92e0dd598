"""What a template value may not hold as it is, and what saving a page would change.

Rules: https://www.mediawiki.org/wiki/Help:Templates, https://www.mediawiki.org/wiki/Help:Magic_words#Other ({{!}})
"""

import re
import unicodedata
from functools import lru_cache

from bot.wikitext.scan import ALL_TAGS, OPAQUE_TAGS, Sort, outermost, scan
from bot.wikitext.zones import mask_nested, mask_opaque

_PIPE = "{{!}}"
_LINE_START = re.compile(r"[*#:;]|\{\||==| ")
_TRANSFORMED = re.compile(r"~~~|\{\{[\s\0]*(?i:(?:safe)?subst:)|\[\[[^\[\]{}|\n]+\|\]\]|\[\[\|[^\[\]{}|\n]+\]\]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_stored(text: str) -> str:
    """Give a text as MediaWiki stores it: NFC, LF, right-trimmed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).rstrip(" \t\n")


@lru_cache(maxsize=8)
def page_as_stored(text: str) -> str:
    """Give the text of a whole page as MediaWiki stores it; a write asks for the same one several times."""
    return as_stored(text)


def changed_by_saving(text: str, opaque: str = OPAQUE_TAGS) -> str:
    """Give the first part of a text that a save would expand or replace, empty when there is none."""
    found = _TRANSFORMED.search(mask_opaque(text, opaque)) or _CONTROL.search(text)
    return text[found.start() : found.end()] + text[found.end() : found.end() + 20].partition("\n")[0] if found else ""


def escape_value(value: str, tags: str = ALL_TAGS) -> str:
    """Write a value so that it stays one value of a named parameter."""
    escaped = value
    if "|" in value:
        masked = mask_nested(value, tags)
        escaped = "".join(_PIPE if shown == "|" else char for char, shown in zip(value, masked, strict=True))
    return f"\n{escaped}" if _LINE_START.match(value) else escaped


def unescape_value(value: str, tags: str = ALL_TAGS) -> str:
    """Read a value as it was meant: ``{{!}}`` at its top is a pipe."""
    if _PIPE not in value:
        return value
    parts, start = [], 0
    for element in outermost(element for element in scan(value, tags) if element.sort is not Sort.HEADING):
        if value[element.start : element.end] == _PIPE:
            parts += [value[start : element.start], "|"]
            start = element.end
    return "".join((*parts, value[start:]))
