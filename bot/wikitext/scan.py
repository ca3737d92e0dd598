"""The structures of a wikitext as MediaWiki's preprocessor sees them, by position, in one pass over the text.

Follows ``Preprocessor_Hash`` step by step, odd cases included, because a reader that pairs braces in another way
takes one field for another (https://www.mediawiki.org/wiki/Preprocessor_ABNF).
"""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bot.wikitext.angles import Angles
from bot.wikitext.elements import Element, Part, Sort, outermost
from bot.wikitext.opening import opened

__all__ = ["ALL_TAGS", "OPAQUE_TAGS", "UNSURE_TAGS", "Element", "Part", "Sort", "left_open", "outermost", "scan"]

OPAQUE_TAGS = (
    "nowiki|pre|math|chem|ce|syntaxhighlight|source|score|timeline|graph|gallery|templatedata|mapframe|maplink"
    "|imagemap|inputbox|categorytree|hiero|charinsert|templatestyles"
)
"""Tags whose contents are no wikitext, or wikitext of another kind."""
ALL_TAGS = f"{OPAQUE_TAGS}|ref|references|poem|indicator"
"""All tags that keep their contents together, whatever stands there."""
UNSURE_TAGS = "score|timeline|graph|mapframe|maplink|imagemap|inputbox|categorytree|hiero|charinsert|chem|ce|poem"
"""Tags of extensions that many wikis lack; without them, a pipe between such tags parts two parameters."""

_ENOUGH = 3
"""More closing braces than these never close one structure."""
_BEGINNING = re.compile(r"\[\[|\{\{|-\{|<|\n=")
_HEADING = re.compile(r"(=+)([^\n\[{<]*)")
"""A line that begins with equals signs, up to where another structure may begin in it."""
_PLAIN_HEADING = re.compile(r"(={2,6})([^\n\[{<=]+)\1[ \t]*(?![^\n])")
"""A whole line in which nothing but the title stands between as many equals signs; one alone may part a parameter."""


@dataclass(slots=True)
class _Piece:
    """Something opened and not yet closed; *start* is the first of its *count* opening characters.

    Its last part begins at *part* and has its equals sign at *equals*; *parts* are those before.
    """

    opener: str
    closer: str
    start: int
    count: int
    dash: bool = False
    parts: list[Part] = field(default_factory=list)
    part: int = 0
    equals: int | None = None
    visual_end: int = -1
    comment_end: int = -1


_CLOSERS = {"{": "}", "[": "]", "-{": "}-"}
_SORTS = {("{", 2): Sort.TEMPLATE, ("{", 3): Sort.ARGUMENT, ("[", 2): Sort.LINK, ("-{", 2): Sort.VARIANT}


@cache
def _next_pattern(closer: str, finds_pipe: bool, finds_equals: bool) -> re.Pattern[str]:
    """Give a pattern of what comes next; its branches are characters, so `re` skips three times as fast as by a set."""
    characters = "[{<" + closer + "|" * finds_pipe + "=" * finds_equals
    return re.compile("|".join((*map(re.escape, characters), "\\n(?==)", "-(?={)")))


def scan(text: str, tags: str = ALL_TAGS) -> tuple[Element, ...]:
    """List the structures of a text in the order in which they begin, outer ones first."""
    if _BEGINNING.search(text) is None and not text.startswith("="):
        return ()
    return _scan(text, opened(text, tags))


@lru_cache(maxsize=64)  # several readers ask for the structures of the same page
def _scan(text: str, tags: str) -> tuple[Element, ...]:
    scanner = _Scanner(text, tags)
    scanner.run()
    return tuple(sorted(scanner.found, key=lambda element: (element.start, -element.end)))


def left_open(text: str, tags: str = ALL_TAGS) -> tuple[int, ...]:
    """Tell where structures begin that nothing closes, outer ones first."""
    scanner = _Scanner(text, tags)
    scanner.run()
    return tuple(piece.start for piece in scanner.stack if piece.opener != "\n")


class _Scanner(Angles):
    """A pass over all structures of a text."""

    def __init__(self, text: str, tags: str) -> None:
        super().__init__(text, tags)
        self.stack: list[_Piece] = []
        self._look_for()

    def run(self) -> None:
        """Find them all, in the order in which they end."""
        self._line_start()
        while True:
            found = self.pattern.search(self.text, self.at)
            if found is not None:
                self.at = found.start()
                self._step(found[0])
            elif self.in_heading:
                self.at = len(self.text)
                self._line_end()
            else:
                return

    def _look_for(self) -> None:
        """Tell what the innermost open structure looks for."""
        if not self.stack:
            self.closer, self.in_heading = "", False
            self._look_for_parts(pipe=False, equals=False)
            return
        top = self.stack[-1]
        self.closer, self.in_heading = top.closer, top.closer == "\n"
        pipe = top.closer not in ("\n", "]")
        self._look_for_parts(pipe=pipe, equals=pipe and bool(top.parts) and top.equals is None)

    def _look_for_parts(self, *, pipe: bool, equals: bool) -> None:
        self.finds_equals = equals
        self.pattern = _next_pattern(self.closer, pipe, equals)

    def _step(self, char: str) -> None:
        if char == "|":
            top = self.stack[-1]
            top.parts.append(Part(top.part, self.at, top.equals))
            self.at += 1
            top.part, top.equals = self.at, None
            self._look_for_parts(pipe=True, equals=True)
        elif char == "=":
            self.stack[-1].equals = self.at
            self.at += 1
            self._look_for_parts(pipe=True, equals=False)
        elif char == "\n":
            if self.in_heading:
                self._line_end()
            else:
                self.at += 1
                self._line_start()
        elif char == "<":
            self._angle()
        elif self.closer and self.text.startswith(self.closer, self.at):
            self._close()
        elif char in "{[":
            self._open(char)
        elif char == "-" and self.text.startswith("{", self.at + 1):
            self._open("-{")
        else:
            self.at += 1

    def _run_length(self, char: str, start: int) -> int:
        text, end, stop = self.text, start, len(self.text)
        while end < stop and text[end] == char:
            end += 1
        return end - start

    def _push(self, piece: _Piece) -> None:
        piece.parts, piece.part, piece.equals = [], piece.start + piece.count, None
        self.stack.append(piece)
        self._look_for()

    def _line_start(self) -> None:
        plain = _PLAIN_HEADING.match(self.text, self.at)
        if plain is not None:
            start, (at, end), level = self.at, plain.span(2), len(plain[1])
            self.at = plain.end()
            self.found.append(Element(Sort.HEADING, start, self.at, (Part(at, end),), level))
            return
        line = _HEADING.match(self.text, self.at)
        count = min(6, len(line[1])) if line else 0
        if line is None or (count == 1 and self.finds_equals):
            return
        start, end = line.span()
        if end == len(self.text) or self.text[end] == "\n":
            self.at = end
            self._heading(start, count, end)
        else:
            self._push(_Piece("\n", "\n", start, count))
            self.at += count

    def _line_end(self) -> None:
        piece = self.stack.pop()
        title_end = self._before_blanks(self.at, piece.start)
        if piece.comment_end >= 0 and title_end == piece.comment_end:
            title_end = piece.visual_end
        self._heading(piece.start, piece.count, title_end)
        self._look_for()

    def _heading(self, start: int, count: int, title_end: int) -> None:
        """Add the heading of a line that begins with *count* equals signs and ends here, if it is one."""
        line = self.text[start:title_end].rstrip(" \t")
        run = len(line) - len(line.rstrip("="))
        level = min(run, count) if run < len(line) else min(6, (run - 1) // 2)
        if level > 0:
            title = Part(start + level, start + len(line) - level)
            self.found.append(Element(Sort.HEADING, start, self.at, (title,), level))

    def _before_blanks(self, end: int, start: int) -> int:
        while end > start and self.text[end - 1] in " \t":
            end -= 1
        return end

    def _open(self, opener: str) -> None:
        dash = False
        if opener == "-{":
            count = self._run_length("{", self.at + 1) + 1
            if count > 2:
                # The brace nearest to the text wins: -{{{ is a dash before {{{.
                dash, opener, count = True, "{", count - 1
                self.at += 1
        else:
            count = self._run_length(opener, self.at)
        if count >= 2:
            self._push(_Piece(opener, _CLOSERS[opener], self.at, count, dash))
        self.at += count

    def _close(self) -> None:
        piece = self.stack[-1]
        closing = len(self.closer)
        if closing == 1:
            closing = min(piece.count, self._closing_run(self.closer))
        count = closing
        while count and (piece.opener, count) not in _SORTS:
            count -= 1
        if not count:
            self.at += closing
            return
        parts = (*piece.parts, Part(piece.part, self.at, piece.equals))
        start = piece.start + piece.count - count
        self.at += count
        self.found.append(Element(_SORTS[piece.opener, count], start, self.at, parts))
        self._unwind(count)

    def _closing_run(self, char: str) -> int:
        window = self.text[self.at : self.at + _ENOUGH]
        return len(window) - len(window.lstrip(char))

    def _unwind(self, count: int) -> None:
        """Go back to what is left open once *count* opening characters have been closed."""
        piece = self.stack.pop()
        piece.count -= count
        if piece.count >= 2:
            self._push(piece)
        elif piece.count == 1 and piece.opener == "{" and piece.dash:
            self._push(_Piece("-{", "}-", piece.start - 1, 2))
        else:
            self._look_for()

    def _comment(self) -> bool:
        start, closed = self.at, super()._comment()
        if closed and self.in_heading:
            piece, before = self.stack[-1], self._before_blanks(start, self.stack[-1].start)
            if piece.comment_end != before:
                piece.visual_end = before
            piece.comment_end = self.at
        return closed
