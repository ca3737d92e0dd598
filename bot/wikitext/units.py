"""Cut a wikitext into the units that a merge takes or leaves whole; joined again, they give the text byte for byte."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from bot.domain.merge.units import Cut, Section, Unit, tail
from bot.wikitext.outline import Block as Heading
from bot.wikitext.outline import outline
from bot.wikitext.scan import Element, Sort, scan
from bot.wikitext.sentences import mask_addresses, sentences
from bot.wikitext.zones import mask_nested

_LINE = re.compile(r"[^\n]*(?:\n|\Z)")
_CALL = re.compile(r"[ \t]*\0+[ \t]*\n?")
_ROW = re.compile(r"^[ \t]*\|[-}]", re.MULTILINE)


class Form(StrEnum):
    """What a line of wikitext begins or goes on with."""

    BLANK = ""
    PARAGRAPH = "paragraph"
    ITEM = "item"
    STEP = "step"
    SHOWN = "shown"
    RULE = "rule"
    TABLE = "table"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class _Span:
    form: Form
    start: int
    end: int


def cut(text: str) -> Cut:
    """Cut a wikitext into sections, blocks (paragraphs, list items, tables, calls) and sentences."""
    return _Cutter(text).cut()


class _Cutter:
    """Goes through a text once; *last* is the end of the smallest unit so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.masked = mask_addresses(mask_nested(text))
        self.last = 0
        self.behind: str | None = None
        self.lead = ""
        self.blocks = 0

    def cut(self) -> Cut:
        paths: list[tuple[int, str]] = []
        sections = []
        for block in outline(self.text):
            while paths and block.level and paths[-1][0] >= block.level:
                paths.pop()
            if block.level:
                paths.append((block.level, block.heading))
            heading = self._heading(block) if block.level else None
            blocks = tuple(self._block(span) for span in _spans(self.text, self.masked, block.body, block.end))
            if heading or blocks:
                sections.append(Section(tuple(name for _, name in paths), heading, blocks))
        return Cut(tuple(sections), self.lead, self.text[self.last :])

    def _heading(self, block: Heading) -> Unit:
        end = block.start + len(self.text[block.start : block.body].rstrip())
        self.blocks += 1
        return self._unit(block.start, end, "\n\n")

    def _block(self, span: _Span) -> Unit:
        joint = "\n\n" if span.form is Form.PARAGRAPH else "\n"
        before, behind = self.last, self.behind
        self.blocks += 1
        seam, shown, free = _SEAMS.get(span.form, " "), span.form is Form.SHOWN, span.form is not Form.STEP
        # Markup that begins a line must begin one wherever it goes.
        first = seam if span.form is Form.PARAGRAPH else joint
        parts = tuple(
            self._unit(*each, joint, seam if number else first, whole=shown)
            for number, each in enumerate(self._parts(span))
        )
        if len(parts) == 1:
            return replace(parts[0], free=free)
        text = self.text[span.start : span.end]
        blanks = None if behind is None else self.text[before : span.start]
        return Unit(text, " ".join(text.split()), blanks, behind or "", joint, seam, self.blocks, free, parts)

    def _unit(self, start: int, end: int, joint: str, seam: str = " ", *, whole: bool = False) -> Unit:
        text, blanks = self.text[start:end], self.text[self.last : start]
        before, behind = (None, "") if self.behind is None else (blanks, self.behind)
        if self.behind is None:
            self.lead = blanks
        self.last, self.behind = end, tail(text)
        return Unit(text, text if whole else " ".join(text.split()), before, behind, joint, seam, self.blocks)

    def _parts(self, span: _Span) -> Iterator[tuple[int, int]]:
        if span.form is Form.TABLE:
            return _rows(self.text, self.masked, span)
        if span.form is Form.CALL:
            return _arguments(self.text, span)
        if span.form in (Form.SHOWN, Form.RULE):
            return iter([(span.start, span.end)])
        return sentences(self.masked, span.start, span.end)


def _spans(text: str, masked: str, start: int, end: int) -> Iterator[_Span]:
    """Give the blocks of a section, without the blanks between them."""
    open_span: _Span | None = None
    depth = 0
    for line in _LINE.finditer(masked, start, end):
        inside = depth > 0
        form = Form.TABLE if inside else _form(text, line)
        if form is Form.TABLE:
            depth = max(0, depth + _table_step(line[0]))
        goes_on = open_span and form is open_span.form and form in _LONG and (inside or form is not Form.TABLE)
        if open_span and goes_on:
            open_span = _Span(form, open_span.start, line.end())
            continue
        if open_span:
            yield _trimmed(text, open_span)
        open_span = _Span(form, line.start(), line.end()) if form is not Form.BLANK else None
        if line.end() >= end:
            break
    if open_span:
        yield _trimmed(text, open_span)


_SEAMS = {Form.TABLE: "\n", Form.CALL: ""}
"""What parts the parts of a block at least, where it is no blank."""
_LONG = frozenset({Form.PARAGRAPH, Form.SHOWN, Form.TABLE})
"""Forms whose lines make one block."""


def _form(text: str, line: re.Match[str]) -> Form:
    shown = line[0].rstrip()
    bare = shown.lstrip(" \t:")
    if bare.startswith("{|"):
        return Form.TABLE
    if not shown or not line[0].strip():
        return Form.BLANK
    if _CALL.fullmatch(line[0]) and text[line.start() : line.end()].lstrip().startswith("{{"):
        return Form.CALL
    if shown.startswith("----"):
        return Form.RULE
    first = shown[0]
    return {"*": Form.ITEM, ":": Form.ITEM, ";": Form.ITEM, "#": Form.STEP, " ": Form.SHOWN}.get(first, Form.PARAGRAPH)


def _table_step(line: str) -> int:
    bare = line.lstrip(" \t:")
    return 1 if bare.startswith("{|") else -1 if bare.startswith("|}") else 0


def _trimmed(text: str, span: _Span) -> _Span:
    part = text[span.start : span.end]
    # The blank before a preformatted line is its markup.
    start = span.start if span.form is Form.SHOWN else span.end - len(part.lstrip())
    return _Span(span.form, start, span.start + len(part.rstrip()))


def _rows(text: str, masked: str, span: _Span) -> Iterator[tuple[int, int]]:
    """Give the head of a table, each of its rows, and its end; a table with tables in it is not parted."""
    marks = [found.start() for found in _ROW.finditer(masked, span.start + 1, span.end)]
    nested = masked.find("{|", span.start + 2, span.end) >= 0
    yield from _between(text, [span.start, *([] if nested else marks), span.end])


def _arguments(text: str, span: _Span) -> Iterator[tuple[int, int]]:
    """Give the name of a call on lines of its own, and each of its arguments with the pipe before it."""
    part = text[span.start : span.end]
    calls = [element for element in scan(part) if element.start == 0 and element.end == len(part)]
    call: Element | None = next((element for element in calls if element.sort is Sort.TEMPLATE), None)
    marks = [span.start + each.start - 1 for each in call.parts[1:]] if call else []
    closing = [span.end - 2] if len(marks) > 0 else []
    yield from _between(text, [span.start, *marks, *closing, span.end])


def _between(text: str, marks: list[int]) -> Iterator[tuple[int, int]]:
    for start, end in pairwise(marks):
        part = text[start:end]
        if part.strip():
            yield end - len(part.lstrip()), start + len(part.rstrip())
