"""Where in a text MediaWiki sees nested structures, and where it sees nothing at all.

A mask has the length of its text, with the characters of a zone replaced by NUL, so that positions carry over.
"""

from collections.abc import Iterable

from bot.wikitext.angles import comments_and_tags
from bot.wikitext.scan import ALL_TAGS, OPAQUE_TAGS, Element, Sort, outermost, scan


def mask_opaque(text: str, opaque: str = OPAQUE_TAGS) -> str:
    """Hide comments and the contents of tags that MediaWiki does not read as wikitext."""
    return _hide(text, comments_and_tags(text, opaque)) if "<" in text else text


def mask_nested(text: str, tags: str = ALL_TAGS) -> str:
    """Hide opaque zones, links and template calls, so that what is left is the text at the top."""
    return _hide(text, (element for element in scan(text, tags) if element.sort is not Sort.HEADING))


def _hide(text: str, elements: Iterable[Element]) -> str:
    parts, position = [], 0
    for element in outermost(elements):
        parts += [text[position : element.start], "\0" * (element.end - element.start)]
        position = element.end
    return "".join((*parts, text[position:]))


def without_comments(text: str, tags: str = ALL_TAGS) -> str:
    """Take the comments out of a text."""
    if "<!--" not in text:
        return text
    parts, position = [], 0
    for element in comments_and_tags(text, tags):
        if element.sort is Sort.COMMENT:
            parts.append(text[position : element.start])
            position = element.end
    return "".join((*parts, text[position:]))


def split(text: str, separator: str, tags: str = ALL_TAGS) -> tuple[str, ...]:
    """Split a text at a separator that stands outside links, templates and opaque zones; blank parts are dropped."""
    mark = separator.strip() or separator
    masked, parts, start = mask_nested(text, tags), [], 0
    position = masked.find(mark)
    while position >= 0:
        parts.append(text[start:position])
        start = position + len(mark)
        position = masked.find(mark, start)
    parts.append(text[start:])
    return tuple(part.strip() for part in parts if part.strip())


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the span of a part of a text without the white space around it."""
    part = text[start:end]
    at = start + len(part) - len(part.lstrip())
    return at, max(at, start + len(part.rstrip()))
