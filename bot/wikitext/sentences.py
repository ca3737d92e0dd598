"""Where the sentences of a paragraph end, in French and English, without cutting links, templates or addresses."""

import re
from collections.abc import Iterator

_CLOSED = r"(?:[\0»”\"’'\)\]]|[ \u00a0\u202f]»|<[^<>\n]*>)*"
_BEGUN = r"[\0«“„\"‘'(\[<—–-]*[\s\u00a0\u202f]?[\0A-ZÀ-ÖØ-ÞŒŸ0-9]"
_END = re.compile(rf"(?:(?<![.!?…])[.!?…]+{_CLOSED}|<br */?>)\s+(?={_BEGUN})|(?<![ \t])[ \t]*\n\s*(?![a-zà-öø-ÿœ\s])")
_WORDS = (
    r"M|MM|Mme|Mmes|Mlle|Dr|Pr|Me|St|Ste|Mgr|ex|etc|cf|chap|fig|art|vol|éd|ed|env|min|max|tél|av|bd|apr|p|pp|n|no"
    r"|N\.B|P\.-S|Mr|Mrs|Ms|Prof|vs|e\.g|i\.e"
)
_SHORT = re.compile(
    rf"(?:^|[\s\u00a0\u202f('’«\[\0-])(?:(?i:{_WORDS})|[A-ZÀ-Þ]|(?:[A-Z]\.-?)+[A-Z])\.$|^[\s*#:;]*[0-9]{{1,2}}\.$"
)
"""Abbreviations whose point ends no sentence, and the numbers of steps."""
_ADDRESS = re.compile(
    r"\[(?:[a-z]+:)?//[^\]\n]*\]|(?<!\[)\b[a-z]+://[^\s<>\[\]\0]*[^\s<>\[\]\0.,;:!?)»]", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_REACH = 12


def mask_addresses(masked: str) -> str:
    """Hide addresses and tags of HTML other than line breaks in a text whose templates and links are hidden."""
    masked = _ADDRESS.sub(lambda found: "\0" * len(found[0]), masked) if "//" in masked else masked
    return _TAG.sub(_hidden, masked) if "<" in masked else masked


def _hidden(found: re.Match[str]) -> str:
    return found[0] if found[0][1:3].lower() == "br" else "\0" * len(found[0])


def sentences(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the spans of the sentences from *start* to *end*, without the blanks between them.

    *masked* is the text with everything hidden that must stay whole, as of :func:`mask_addresses`.
    """
    begin = start
    for found in _END.finditer(masked, start, end):
        stop = found.start() + len(found[0].rstrip())
        if found.end() < end and not _SHORT.search(masked[max(begin, stop - _REACH) : stop]):
            yield begin, stop
            begin = found.end()
    yield begin, end
