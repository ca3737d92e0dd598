"""The template that holds the parameters of a sheet."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from typing import TypeVar

from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.wikitext.angles import comments_and_tags
from bot.wikitext.escape import unescape_value
from bot.wikitext.scan import ALL_TAGS, OPAQUE_TAGS, UNSURE_TAGS, Element, Sort, left_open, scan
from bot.wikitext.tags import opaque_tags_of, tags_of
from bot.wikitext.zones import without_comments

_EXCERPT = 40
HOLDERS = frozenset({Sort.TEMPLATE, Sort.ARGUMENT, Sort.LINK, Sort.VARIANT})
"""Structures in which a call is not one of the page itself."""
_UNSURE = re.compile(rf"<(?:{UNSURE_TAGS})[\s/>]", re.IGNORECASE)
_BLANKS = re.compile(r"[\s_\u00a0]+")
_ARGUMENT = re.compile(r"\{\{\{([^{}|]+)")
_SURE_TAGS = "|".join(tag for tag in ALL_TAGS.split("|") if tag not in UNSURE_TAGS.split("|"))

Found = TypeVar("Found")


@dataclass(frozen=True)
class Call:
    """A template call with its parameters in order; of a repeated parameter MediaWiki sees the last.

    *doubt* says why the call cannot be relied on: what it stands in, or a tag that not every wiki knows.
    """

    name: str
    start: int
    end: int
    parameters: tuple[tuple[str, str], ...]
    doubt: str = ""

    def get(self, name: str) -> str:
        """Give the value of a parameter, empty when it has none."""
        return self._values.get(name, "")

    @cached_property
    def _values(self) -> Mapping[str, str]:
        return dict(self.parameters)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a parameter stands in a text: all that is behind its name from *start*, the value from *at* to *until*."""

    name: str
    start: int
    at: int
    until: int


def template_name(written: str, wiki: WikiFacts) -> str:
    """Give the name of a template as its wiki shows it, without the namespace.

    The name of a page that is transcluded from another namespace keeps its prefix, if only a colon.
    """
    name = _BLANKS.sub(" ", unescape(_shown(written, wiki))).strip(" \u200e")
    colon = name.startswith(":")
    head, parted, tail = name.removeprefix(":").partition(":")
    if parted and head.strip().lower() in wiki.names_of(TEMPLATE):
        name, colon = tail, False
    name = name.split("#", 1)[0].strip() if not colon else name
    space = wiki.namespace(TEMPLATE)
    return name if space and not space.first_letter else name[:1].upper() + name[1:]


def _shown(written: str, wiki: WikiFacts) -> str:
    """Take out of the name of a template what MediaWiki does not read there."""
    if "<" not in written:
        return written
    parts, position = [], 0
    for element in comments_and_tags(written, tags_of(wiki)):
        if element.sort in (Sort.COMMENT, Sort.IGNORED):
            parts.append(written[position : element.start])
            position = element.end
    return "".join((*parts, written[position:]))


def find_call(text: str, names: tuple[str, ...], wiki: WikiFacts) -> Call | None:
    """Find the first call of a template that bears one of *names*; one in another structure only for lack of others."""
    wanted = {wiki.template_behind(template_name(name, wiki)) for name in names}
    call, doubt = as_tags_tell(text, wiki, lambda tags: _find(text, wanted, wiki, tags))
    return replace(call, doubt=doubt) if call is not None and doubt and not call.doubt else call


def as_tags_tell(text: str, wiki: WikiFacts, find: Callable[[str], Found]) -> tuple[Found, str]:
    """Find something by the tags that a wiki has, and say which tag makes it doubtful, if any.

    Only where a wiki does not tell its tags there is a doubt: a tag that many wikis lack.
    """
    found = find(tags_of(wiki))
    if wiki.extension_tags is not None:
        return found, ""
    unsure = _UNSURE.search(text)
    return found, unsure[0] if unsure and find(_SURE_TAGS) != found else ""


def call_of(text: str, element: Element, wiki: WikiFacts) -> Call:
    """Give the call of a structure that is one."""
    name = template_name(_title(text, element), wiki)
    return Call(name, element.start, element.end, parameters_of(text, element, tags_of(wiki)))


def _find(text: str, wanted: set[str], wiki: WikiFacts, tags: str) -> Call | None:
    nested: Call | None = None
    holder: Element | None = None
    for element in scan(text, tags):
        if holder is not None and element.start >= holder.end:
            holder = None
        if element.sort is Sort.TEMPLATE:
            name = template_name(_title(text, element), wiki)
            is_wanted = wiki.template_behind(name) in wanted
            if is_wanted and holder is None:
                return Call(name, element.start, element.end, parameters_of(text, element, tags))
            if is_wanted and holder is not None and nested is None:
                doubt = text[holder.start : holder.start + _EXCERPT].split("\n", 1)[0]
                nested = Call(name, element.start, element.end, parameters_of(text, element, tags), doubt)
        if holder is None and element.sort in HOLDERS:
            holder = element
    return nested


def broken_call(text: str, names: tuple[str, ...], wiki: WikiFacts) -> str:
    """Show what keeps a template that a text opens from being one: what is left open in it, else its own beginning."""
    wanted = {wiki.template_behind(template_name(name, wiki)) for name in names}
    open_at = left_open(text, tags_of(wiki))
    for index, start in enumerate(open_at):
        title = re.split(r"[|\n}]", text[start:].lstrip("{").lstrip(), maxsplit=1)[0]
        if text.startswith("{{", start) and wiki.template_behind(template_name(title, wiki)) in wanted:
            last = open_at[-1] if index + 1 < len(open_at) else start
            return text[last : last + _EXCERPT].split("\n", 1)[0]
    return ""


def templates_in(text: str, opaque: str = OPAQUE_TAGS) -> Iterator[Element]:
    """Give all template calls of a text, those in references and in other templates included."""
    if "{{" in text:
        yield from (element for element in scan(text, opaque) if element.sort is Sort.TEMPLATE)


def all_calls(text: str, wiki: WikiFacts) -> tuple[str, ...]:
    """List the names of all templates that a text calls; parser functions and variables are left out."""
    names = (template_name(_title(text, element), wiki) for element in templates_in(text, opaque_tags_of(wiki)))
    return tuple(dict.fromkeys(name for name in names if name and ":" not in name and name[0] not in "#!=("))


def _title(text: str, element: Element) -> str:
    return text[element.parts[0].start : element.parts[0].end]


def parameters_of(text: str, element: Element, tags: str = ALL_TAGS) -> tuple[tuple[str, str], ...]:
    """List the parameters of a template call; one without a name is known by its number."""
    found, number = [], 0
    for part in element.parts[1:]:
        if part.equals is None:
            number += 1
            name, value = str(number), text[part.start : part.end]
        else:
            name = without_comments(text[part.start : part.equals], tags).strip()
            value = text[part.equals + 1 : part.end]
        found.append((name, unescape_value(value.strip(), tags)))
    return tuple(found)


def parameter_slots(text: str, call: Call, tags: str = ALL_TAGS) -> tuple[Slot, ...]:
    """Tell where the parameters of a call stand, in the order of its parameters."""
    elements = (each for each in scan(text, tags) if each.sort is Sort.TEMPLATE and each.start == call.start)
    element = next((each for each in elements if each.end == call.end), None)
    if element is None:
        return ()
    found = []
    for part, (name, _) in zip(element.parts[1:], call.parameters, strict=True):
        start = part.start if part.equals is None else part.equals + 1
        value = text[start : part.end]
        at = start + len(value) - len(value.lstrip())
        found.append(Slot(name, start, at, max(at, start + len(value.rstrip()))))
    return tuple(found)


def shown_parameters(text: str) -> frozenset[str]:
    """Name the parameters that the text of a template asks for."""
    return frozenset(name.strip() for name in _ARGUMENT.findall(text))
