"""The sections of a page, by position."""

import re
from dataclasses import dataclass

import mwparserfromhell
from mwparserfromhell.nodes import Heading
from mwparserfromhell.wikicode import Wikicode

_MARKUP = re.compile(r"'{2,5}|<!--.*?-->", re.DOTALL)


def parse(text: str) -> Wikicode:
    """Parse wikitext; quotes stay text, because paired quotes would hide templates from the parser."""
    return mwparserfromhell.parse(text, skip_style_tags=True)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with the text up to the next heading; the first block of a page is its lead, of level 0.

    *start* is the position of the heading, *body* that of the text behind it, *end* where the next block begins,
    *tree_end* where the section ends with all its subsections.
    """

    level: int
    heading: str
    start: int
    body: int
    end: int
    tree_end: int


def outline(text: str) -> tuple[Block, ...]:
    """List the blocks of a page in order, the lead first."""
    heads: list[tuple[int, str, int, int]] = [(0, "", 0, 0)]
    position = 0
    for node in parse(text).nodes:
        length = len(str(node))
        if isinstance(node, Heading):
            heads.append((node.level, plain(str(node.title)), position, position + length))
        position += length
    starts = [head[2] for head in heads] + [len(text)]
    return tuple(
        Block(level, heading, start, body, starts[index + 1], _tree_end(heads, index, len(text)))
        for index, (level, heading, start, body) in enumerate(heads)
    )


def _tree_end(heads: list[tuple[int, str, int, int]], index: int, end: int) -> int:
    level = heads[index][0]
    if level == 0:
        return heads[1][2] if len(heads) > 1 else end
    return next((start for later, _, start, _ in heads[index + 1 :] if later <= level), end)


def plain(heading: str) -> str:
    """Give a heading without quotes, comments and blanks around it."""
    return re.sub(r"\s+", " ", _MARKUP.sub("", heading)).strip()


def same_heading(one: str, other: str) -> bool:
    """Tell whether two headings are the same but for case and blanks."""
    return plain(one).casefold() == plain(other).casefold()


def demote(text: str, below: int) -> str:
    """Push the headings of a text down so that all are deeper than *below*; level 6 is the deepest."""
    blocks = [block for block in outline(text) if block.level]
    if not blocks:
        return text
    shift = max(0, below + 1 - min(block.level for block in blocks))
    if not shift:
        return text
    parts, position = [], 0
    for block in blocks:
        marks = "=" * min(6, block.level + shift)
        source = text[block.start : block.body]
        title = source.strip()[block.level : -block.level]
        parts += [text[position : block.start], f"{marks}{title}{marks}" + source[len(source.rstrip()) :]]
        position = block.body
    return "".join((*parts, text[position:]))
