"""Text becomes YAML nodes, and a slip of the pen becomes a sentence.

A line that YAML cannot read is mended in memory where we know what was meant, so that one reading finds every
mistake. No message repeats what stands in the file, because it may be a secret.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from bot.i18n import _

try:
    from yaml import CSafeLoader as _AnyLoader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as _AnyLoader  # type: ignore[assignment]  # both read the same

_MOST_MISTAKES = 50
_DEEPEST = 100
_TAG = "tag:yaml.org,2002:"
TEXT, TRUTH, NUMBER, DECIMAL, NULL = (_TAG + name for name in ("str", "bool", "int", "float", "null"))
LIST, MAPPING, MERGE = (_TAG + name for name in ("seq", "map", "merge"))
_RESOLVERS = (
    (TRUTH, r"(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    (NULL, r"(?:~|null|Null|NULL|)$", ("~", "n", "N", "")),
    (NUMBER, r"[-+]?[0-9]+$", "-+0123456789"),
    (DECIMAL, r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    (MERGE, r"<<$", "<"),
)
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_LINE = re.compile(
    r"(?P<head>\s*(?:- +)*(?:[^\s:#'\"{}\[\],&*!|>@%`-][^:#]*:[ \t]+|- +))(?P<value>\S.*?)(?P<tail>\s+#.*|\s*)"
)
_TAB = re.compile(r"(?: *|[^'\"#]*: *)\t")
_BLOCK = re.compile(r"[|>][-+0-9]*")
_GLUED = re.compile(r"\s*(?:- +)*[\w-]+:[^\s/:][^:#]*(?:#.*)?")
_WIKITEXT = re.compile(r"\[\[|\{\{")
_NEVER_FIRST = "*&@%!|>`"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from one."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake of writing; *mended* is the line as it was meant, where we know, with the value from *start*."""

    place: Place
    message: str
    mended: str | None = None
    start: Place | None = None


class _PureLoader(yaml.SafeLoader):
    """Reads words as YAML 1.2 does, and words its errors well."""


class _FastLoader(_AnyLoader):
    """Reads the same four times as fast where libyaml is installed."""


for _loader in (_PureLoader, _FastLoader):
    _loader.yaml_implicit_resolvers = {}
    for _meaning, _pattern, _firsts in _RESOLVERS:
        _loader.add_implicit_resolver(_meaning, re.compile(_pattern), list(_firsts))


def lines_of(text: str) -> list[str]:
    """Cut a text into the lines that YAML counts."""
    return _BREAK.split(text)


def compose(text: str) -> tuple[yaml.Node | None, list[Slip]]:
    """Give the root node of a text, None where it cannot be read or is empty, and every slip found."""
    lines = lines_of(text)
    slips: list[Slip] = []
    while len(slips) < _MOST_MISTAKES:
        try:
            return _read("\n".join(lines)), slips
        except yaml.YAMLError as error:
            slip = _slip_of(error, lines)
        except (_TooDeepError, RecursionError):
            slip = Slip(Place(1, 1), _("values stand too deep in one another: no configuration needs that."))
        slips.append(slip)
        if slip.mended is None:
            break
        lines[slip.place.line - 1] = slip.mended
    return None, slips


class _TooDeepError(Exception):
    """Values stand in one another more often than anybody means."""


def _read(text: str) -> yaml.Node | None:
    try:
        _check_depth(text)
        return _compose(text, _FastLoader)
    except yaml.YAMLError:
        return _compose(text, _PureLoader)


def _check_depth(text: str) -> None:
    """Refuse what libyaml would follow down until the process dies."""
    depth = 0
    for event in yaml.parse(text, Loader=_FastLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _TooDeepError
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _compose(text: str, loader: type[_PureLoader | _FastLoader]) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


def _slip_of(error: yaml.YAMLError, lines: list[str]) -> Slip:
    if not isinstance(error, yaml.MarkedYAMLError):
        before = lines_of("\n".join(lines)[: getattr(error, "position", 0)])
        message = _("a character stands here that no text file holds: take it out.")
        return Slip(Place(len(before), len(before[-1]) + 1), message)
    candidates = _candidates(error, lines)
    for candidate in candidates:
        slip = _slip_of_line(candidate, lines[candidate.line - 1])
        if slip is not None:
            return slip
    above = candidates[0].line - 1
    if (
        re.search("not allowed here|document start", error.problem or "")
        and above
        and _GLUED.fullmatch(lines[above - 1])
    ):
        return Slip(Place(above, 1), _put_blank())
    return Slip(candidates[-1], _words_of(error))


def _candidates(error: yaml.MarkedYAMLError, lines: list[str]) -> list[Place]:
    """Give the places where the slip may have happened; YAML often notices it later than it began."""
    found, context = _place(error.problem_mark, lines), error.context or ""
    if error.context_mark is None or not re.search("flow|quoted|simple key", context):
        return [found]
    begun = _place(error.context_mark, lines)
    return [begun] if "simple key" in context else [found, begun]


def _place(mark: yaml.Mark | None, lines: list[str]) -> Place:
    if mark is None:
        return Place(1, 1)
    line = min(mark.line, len(lines) - 1)
    while line and not lines[line].strip():  # an error at the end of the file is shown where its text ends
        line -= 1
    column = mark.column if line == mark.line else len(lines[line])
    return Place(line + 1, min(column, len(lines[line])) + 1)


def _slip_of_line(place: Place, line: str) -> Slip | None:
    """Recognise a slip by the look of its line."""
    tab = _TAB.match(line)
    if tab is not None:
        return Slip(Place(place.line, tab.end()), _("a tab stands here: YAML takes only blanks between its words."))
    if _GLUED.fullmatch(line):
        return Slip(place, _put_blank())
    match = _LINE.fullmatch(line)
    if match is None or match["value"][0] in "\"'#" or _BLOCK.fullmatch(match["value"]):
        return None
    offset, message = _fault_of_value(match["value"])
    if not message:
        return None
    start = Place(place.line, match.start("value") + 1)
    at = Place(start.line, start.column + offset)
    if offset and match["value"][0] in "[{":
        return Slip(at, message)
    mended = match["head"] + "'" + match["value"].replace("'", "''") + "'" + match["tail"]
    return Slip(at, message, mended, start)


def _fault_of_value(value: str) -> tuple[int, str]:
    """Say where in an unquoted text something stands that YAML reads otherwise, and what to do about it."""
    wikitext = _WIKITEXT.search(value)
    if wikitext is not None:
        return wikitext.start(), quote_wikitext(wikitext[0][0])
    if value[0] in _NEVER_FIRST:
        return 0, quote_beginning(value[0])
    if re.match(r"\{[^{}:]*\}.", value):
        return 0, quote_pattern()
    if value[0] not in "[{" and re.search(r":(?:\s|$)", value):
        return 0, _("quote the value, because it holds a colon and a blank: write it like 'Fiche: Prénom'.")
    return 0, ""


def quote_wikitext(opening: str) -> str:
    """Say how wikitext stands in YAML."""
    example = "'[[…]]'" if opening == "[" else "'{{…}}'"
    return _("quote wikitext: {example}, because brackets and braces mean something else in YAML.").format(
        example=example
    )


def quote_beginning(first: str) -> str:
    """Say that a text cannot begin with this character."""
    return _("quote the value: in YAML a text cannot begin with “{first}”.").format(first=first)


def quote_pattern() -> str:
    """Say how a pattern stands in YAML."""
    return _('quote the pattern: "{…}", because braces mean something else in YAML.')


def _put_blank() -> str:
    return _("put a blank behind the colon: “key: value”.")


def _words_of(error: yaml.MarkedYAMLError) -> str:
    reported = f"{error.context}; {error.problem}"
    return next((words() for part, words in _WORDS if part in reported), _anything_else())


def _anything_else() -> str:
    return _("this is not YAML: quote texts that hold special characters.")


_WORDS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("alias", lambda: quote_beginning("*")),
    ("anchor", lambda: quote_beginning("&")),
    ("escape", lambda: _("a backslash means something else between double quotes: use single quotes.")),
    ("quoted", lambda: _("a quotation mark is not closed: close it on the line where the text ends.")),
    ("flow", lambda: _("a bracket or brace is not closed, or a comma is missing: write [a, b] or {a: b}.")),
    ("single document", lambda: _("a second document begins here: one file holds one, take the line “---” out.")),
    ("expected ':'", lambda: _("a colon is missing: write “key: value”.")),
    ("found '<scalar>'", lambda: _("text stands behind the end of the value: quote the whole value.")),
    ("found ']'", lambda: _("text stands behind the end of the value: quote the whole value.")),
    ("found '}'", lambda: _("text stands behind the end of the value: quote the whole value.")),
    ("not allowed here", lambda: _("this line is not indented like the lines that it belongs to.")),
    ("expected <block end>", lambda: _("this line is not indented like the lines that it belongs to.")),
)
"""What PyYAML reports, in part, and what we say; the first that fits."""
