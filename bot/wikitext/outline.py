"""The sections of a page, by position."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.wikitext.scan import ALL_TAGS, Element, Sort, scan

_TRANSPARENT = frozenset({Sort.LINK, Sort.VARIANT})
_MARKUP = re.compile(r"'{2,5}|<!--.*?-->", re.DOTALL)


class Block(NamedTuple):
    """A heading with the text up to the next heading; the first block of a page is its lead, of level 0.

    *start* is the position of the heading, *body* that of the text behind it, *end* where the next block begins,
    *tree_end* where the section ends with all its subsections. The title stands in *title* to *title_end*.
    """

    level: int
    heading: str
    start: int
    body: int
    end: int
    tree_end: int
    title: int = 0
    title_end: int = 0


def outline(text: str, tags: str = ALL_TAGS) -> tuple[Block, ...]:
    """List the blocks of a page in order, the lead first."""
    heads = tuple(_headings(text, tags))
    ends = _tree_ends([head.level for head in heads], [head.start for head in heads], len(text))
    first = heads[0].start if heads else len(text)
    blocks = [Block(0, "", 0, 0, first, first)]
    for index, head in enumerate(heads):
        end = heads[index + 1].start if index + 1 < len(heads) else len(text)
        (title,) = head.parts
        name = plain(text[title.start : title.end])
        blocks.append(Block(head.level, name, head.start, head.end, end, ends[index], title.start, title.end))
    return tuple(blocks)


def ended(blocks: tuple[Block, ...], place: int) -> tuple[Block, ...]:
    """End at a place the sections that reach beyond it; the text behind it, up to the next heading, is in none."""
    return tuple(
        block._replace(end=min(block.end, place), tree_end=min(block.tree_end, place))
        if block.body <= place < block.tree_end
        else block
        for block in blocks
    )


def _headings(text: str, tags: str) -> Iterator[Element]:
    """Give the headings of the page itself, not those in template values; one in a link is a heading to MediaWiki."""
    if "=" not in text:
        return
    end = 0
    for element in scan(text, tags):
        if element.start < end:
            continue
        if element.sort is Sort.HEADING:
            yield element
        elif element.sort not in _TRANSPARENT:
            end = element.end


def _tree_ends(levels: list[int], starts: list[int], end: int) -> list[int]:
    ends = [end] * len(levels)
    later: list[int] = []  # headings behind, the nearest last, each less deep than the one before it in the list
    for index in range(len(levels) - 1, -1, -1):
        while later and levels[later[-1]] > levels[index]:
            later.pop()
        if later:
            ends[index] = starts[later[-1]]
        later.append(index)
    return ends


def plain(heading: str) -> str:
    """Give a heading without quotes, comments and blanks around it."""
    bare = _MARKUP.sub("", heading) if "'" in heading or "<" in heading else heading
    return " ".join(bare.split())


@lru_cache(maxsize=4096)  # the headings that a mapping names are compared with those of every page
def folded(heading: str) -> str:
    """Give a heading as it is compared with others: without quotes, comments, case and further blanks."""
    return plain(heading).casefold()


def same_heading(one: str, other: str) -> bool:
    """Tell whether two headings are the same but for case and blanks."""
    return folded(one) == folded(other)


@lru_cache(maxsize=64)  # each copy is written and checked by the same sections, and so is the next partner's
def demote(text: str, below: int, tags: str = ALL_TAGS) -> str:
    """Push the headings of a text down so that all are deeper than *below*; level 6 is the deepest."""
    heads = tuple(_headings(text, tags))
    shift = max((below + 1 - head.level for head in heads), default=0)
    if shift <= 0:
        return text
    parts, position = [], 0
    for head in heads:
        marks = "=" * min(6, head.level + shift)
        (title,) = head.parts
        parts += [text[position : head.start], f"{marks}{text[title.start : title.end]}{marks}"]
        position = title.end + head.level
    return "".join((*parts, text[position:]))
