"""Properties of Semantic MediaWiki: ``[[Durée::2 h]]`` and ``{{#set:Durée=2 h}}``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.wikitext.escape import escape_value, unescape_value
from bot.wikitext.pagelinks import category_name, whole_lines
from bot.wikitext.scan import ALL_TAGS, OPAQUE_TAGS, Element, Sort, outermost, scan
from bot.wikitext.zones import split, trimmed

_MAYBE_SET = re.compile("#[sS][eE][tT]")
_SET = re.compile(r"\{\{\s*#set\s*:", re.IGNORECASE)
_NAME = r"[^:\[\]{}<>|\n](?:[^:\[\]{}<>|\n]|:(?!:))*"
_LINK = re.compile(rf"\[\[(?P<names>{_NAME}(?:::{_NAME})*)::(?P<value>[^|]*)")
_SEPARATOR = "+sep"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A property with a value; *start* and *end* cover what stands there for it, nothing within running text.

    The value itself stands from *at* to *until*, unless it is one of several between separators.
    """

    name: str
    value: str
    start: int
    end: int
    at: int = 0
    until: int = 0


def annotations(text: str, opaque: str = OPAQUE_TAGS) -> tuple[Annotation, ...]:
    """List the properties that a text sets, but for those in templates and in what MediaWiki does not read."""
    if "::" not in text and _MAYBE_SET.search(text) is None:
        return ()
    elements = outermost(each for each in scan(text, opaque) if each.sort is not Sort.HEADING)
    return tuple(annotation for element in elements for annotation in _of_element(text, element))


def property_name(written: str) -> str:
    """Give the name of a property as its wiki shows it."""
    return category_name(written)


def property_line(name: str, value: str, tags: str = ALL_TAGS) -> str:
    """Write a property so that it shows nothing."""
    return f"{{{{#set:{name}={escape_value(value, tags)}}}}}"


def _of_element(text: str, element: Element) -> Iterator[Annotation]:
    if element.sort is Sort.TEMPLATE and (found := _SET.match(text, element.start)) is not None:
        yield from _of_set(text, element, found.end())
    elif element.sort is Sort.LINK and (link := _LINK.match(text, element.start, element.end - 2)) is not None:
        (span,) = whole_lines(text, [(element.start, element.end)])
        start, end = span if span != (element.start, element.end) or _fills(text, *span) else (0, 0)
        at, until = trimmed(text, *link.span("value"))
        for name in link["names"].split("::"):
            yield Annotation(property_name(name), text[at:until], start, end, at, until)


def _fills(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1] == "\n") and end == len(text)


def _of_set(text: str, element: Element, begin: int) -> Iterator[Annotation]:
    (span,) = whole_lines(text, [(element.start, element.end)])
    found: list[Annotation] = []
    name = ""
    for number, part in enumerate(element.parts):
        start, equals = (part.start, part.equals) if number else (begin, text.find("=", begin, part.end))
        named = equals is not None and equals >= 0
        written = text[start : equals if named else part.end].strip()
        at, until = trimmed(text, equals + 1 if equals is not None and named else start, part.end)
        if written.lower() == _SEPARATOR:
            found = list(_parted(found, name, text[at:until] if named else ","))
            continue
        name = property_name(written) if named else name
        if name and at < until:
            found.append(Annotation(name, unescape_value(text[at:until]), *span, at, until))
    yield from found


def _parted(found: list[Annotation], name: str, separator: str) -> Iterator[Annotation]:
    """Part the values of a property at its separator."""
    for each in found:
        if each.name != name or not separator:
            yield each
            continue
        for value in split(each.value, separator):
            yield Annotation(each.name, value, each.start, each.end)
