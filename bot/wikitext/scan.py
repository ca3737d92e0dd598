"""The structures of a wikitext as MediaWiki's preprocessor sees them, by position, in one pass over the text.

Follows ``Preprocessor_Hash`` step by step, odd cases included, because a reader that pairs braces in another way
takes one field for another (https://www.mediawiki.org/wiki/Preprocessor_ABNF).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache

from bot.wikitext.opening import IGNORED_TAGS, opened, tag_pattern

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


class Sort(StrEnum):
    """What a structure is."""

    TEMPLATE = "template"
    ARGUMENT = "argument"
    LINK = "link"
    VARIANT = "variant"
    HEADING = "heading"
    COMMENT = "comment"
    TAG = "tag"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two pipes; *equals* is the position of the first equals sign that ends a name."""

    start: int
    end: int
    equals: int | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A structure with its parts; a heading has its title as its only part, and its level."""

    sort: Sort
    start: int
    end: int
    parts: tuple[Part, ...] = ()
    level: int = 0


@dataclass(slots=True)
class _Piece:
    """Something opened and not yet closed; *start* is the first of its *count* opening characters."""

    opener: str
    closer: str
    start: int
    count: int
    dash: bool = False
    parts: list[list[int | None]] = field(default_factory=list)
    visual_end: int = -1
    comment_end: int = -1

    @property
    def finds_pipe(self) -> bool:
        return self.opener not in ("\n", "[")


_CLOSERS = {"{": "}", "[": "]", "-{": "}-"}
_SORTS = {("{", 2): Sort.TEMPLATE, ("{", 3): Sort.ARGUMENT, ("[", 2): Sort.LINK, ("-{", 2): Sort.VARIANT}


@cache
def _next_pattern(closer: str, finds_pipe: bool, finds_equals: bool) -> re.Pattern[str]:
    characters = "[{<" + closer + "|" * finds_pipe + "=" * finds_equals
    return re.compile(f"[{re.escape(characters)}]|\\n(?==)|-(?={{)")


def scan(text: str, tags: str = ALL_TAGS) -> tuple[Element, ...]:
    """List the structures of a text in the order in which they begin, outer ones first."""
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


def outermost(elements: Iterable[Element]) -> Iterator[Element]:
    """Give the elements that stand in no other, of those given in the order of :func:`scan`."""
    end = 0
    for element in elements:
        if element.start >= end:
            yield element
            end = max(end, element.end)


class _Scanner:
    def __init__(self, text: str, tags: str) -> None:
        self.text = text
        self.tags = tag_pattern(tags)
        self.found: list[Element] = []
        self.stack: list[_Piece] = []
        self.at = 0
        self.finds_pipe = self.finds_equals = self.in_heading = False
        self.no_more_tag_ends = False
        self.never_closed: set[str] = set()

    def run(self) -> None:
        self._line_start()
        while True:
            closer = self.stack[-1].closer if self.stack else ""
            found = _next_pattern(closer, self.finds_pipe, self.finds_equals).search(self.text, self.at)
            if found is None:
                self.at = len(self.text)
                if closer != "\n":
                    return
                self._line_end()
                continue
            self.at = found.start()
            self._step(found[0], closer)

    def _step(self, char: str, closer: str) -> None:
        two = self.text[self.at : self.at + 2]
        if char == "|":
            self.finds_equals = True
            self.stack[-1].parts[-1][1] = self.at
            self.stack[-1].parts.append([self.at + 1, None, None])
            self.at += 1
        elif char == "=":
            self.finds_equals = False
            self.stack[-1].parts[-1][2] = self.at
            self.at += 1
        elif char == "<":
            self._angle()
        elif char == "\n":
            if self.in_heading:
                self._line_end()
            else:
                self.at += 1
                self._line_start()
        elif closer in (two, char):
            self._close(two if two == closer else char)
        elif two == "-{" or char in "{[":
            self._open(two if two == "-{" else char)
        else:
            self.at += 1

    def _run_length(self, char: str, start: int) -> int:
        text, end, stop = self.text, start, len(self.text)
        while end < stop and text[end] == char:
            end += 1
        return end - start

    def _push(self, piece: _Piece) -> None:
        piece.parts = [[piece.start + piece.count, None, None]]
        self.stack.append(piece)
        self._look_for()

    def _look_for(self) -> None:
        """Tell what the innermost open structure looks for."""
        if not self.stack:
            self.finds_pipe = self.finds_equals = self.in_heading = False
            return
        top = self.stack[-1]
        self.finds_pipe = top.finds_pipe
        self.finds_equals = top.finds_pipe and len(top.parts) > 1 and top.parts[-1][2] is None
        self.in_heading = top.opener == "\n"

    def _line_start(self) -> None:
        count = min(6, self._run_length("=", self.at))
        if count and not (count == 1 and self.finds_equals):
            self._push(_Piece("\n", "\n", self.at, count))
            self.at += count

    def _line_end(self) -> None:
        piece = self.stack.pop()
        title_end = self._before_blanks(self.at, piece.start)
        if piece.comment_end >= 0 and title_end == piece.comment_end:
            title_end = self._before_blanks(piece.visual_end, piece.start)
        equals = title_end
        while equals > piece.start and self.text[equals - 1] == "=":
            equals -= 1
        run = title_end - equals
        level = min(run, piece.count) if equals > piece.start else (min(6, (run - 1) // 2) if run >= 3 else 0)
        if run and level:
            title = Part(piece.start + level, title_end - level)
            self.found.append(Element(Sort.HEADING, piece.start, self.at, (title,), level))
        self._look_for()

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

    def _close(self, char: str) -> None:
        piece = self.stack[-1]
        limit = min(piece.count - (piece.closer == "}-" and char == "}"), _ENOUGH)
        count = len(char) if len(char) > 1 else min(limit, self._closing_run(char))
        while count and (piece.opener, count) not in _SORTS:
            count -= 1
        if not count:
            self.at += len(char) if len(char) > 1 else max(1, min(limit, self._closing_run(char)))
            return
        piece.parts[-1][1] = self.at
        parts = tuple(Part(start or 0, end or 0, equals) for start, end, equals in piece.parts)
        start = piece.start + piece.count - count
        self.found.append(Element(_SORTS[piece.opener, count], start, self.at + count, parts))
        self.at += count
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
        self._look_for()

    def _angle(self) -> None:
        found = self.tags.match(self.text, self.at + 1)
        if found is None:
            self.at += 1
        elif found["comment"]:
            self._comment()
        else:
            self._tag(found["name"])

    def _comment(self) -> None:
        start, end = self.at, self.text.find("-->", self.at + 4)
        self.at = len(self.text) if end < 0 else end + 3
        self.found.append(Element(Sort.COMMENT, start, self.at))
        if end < 0 or not self.stack or not self.in_heading:
            return
        piece, before = self.stack[-1], self._before_blanks(start, self.stack[-1].start)
        if piece.comment_end != before:
            piece.visual_end = before
        piece.comment_end = self.at

    def _tag(self, name: str) -> None:
        close = -1 if self.no_more_tag_ends else self.text.find(">", self.at + len(name) + 1)
        if close < 0:
            self.no_more_tag_ends = True
            self.at += 1
            return
        start, sort = self.at, Sort.IGNORED if name.lower() == "includeonly" else Sort.TAG
        self.at = close + 1
        if name.lower() in IGNORED_TAGS:
            self.found.append(Element(Sort.IGNORED, start, self.at))
            return
        if self.text[close - 1] != "/":
            end = None
            if name not in self.never_closed:
                end = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(self.text, self.at)
            if end is None and name != "includeonly":
                self.never_closed.add(name)
                return
            self.at = end.end() if end else len(self.text)
        self.found.append(Element(sort, start, self.at))
