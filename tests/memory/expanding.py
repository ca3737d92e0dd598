"""What a wiki in memory makes of calls: templates with their parameters, and the name of the page they stand on."""

import re
from collections.abc import Iterator

from bot.domain.title import Title, bare_title, full_title, normalise
from bot.domain.wiki import TEMPLATE
from bot.wikitext.scan import Element, Sort, scan
from bot.wikitext.templates import parameters_of, template_name
from bot.wikitext.zones import without_comments
from tests.memory.site import MemorySite

_ARGUMENT = re.compile(r"\{\{\{([^{}|]+)(?:\|([^{}]*))?\}\}\}")
_NOT_TRANSCLUDED = re.compile(r"<noinclude>.*?</noinclude>|</?includeonly>", re.DOTALL)
_DEEPEST = 10


def expanded(site: MemorySite, title: str, text: str, depth: int = 0) -> str:
    """Write out the calls of a text on the page of that title."""
    parts, position = [], 0
    for element in _outermost(text):
        parts += [text[position : element.start], _called(site, title, text, element, depth)]
        position = element.end
    return "".join((*parts, text[position:]))


def _outermost(text: str) -> Iterator[Element]:
    end = 0
    for element in scan(text):
        if element.sort is Sort.TEMPLATE and element.start >= end:
            end = element.end
            yield element


def _called(site: MemorySite, title: str, text: str, element: Element, depth: int) -> str:
    first = element.parts[0]
    name = template_name(without_comments(text[first.start : first.end]).strip(), site.facts)
    if name in ("NOMPAGE", "PAGENAME"):
        known = normalise(title, site.facts)
        return bare_title(known.text) if isinstance(known, Title) and known.namespace else title
    page = site.page(full_title(site.facts, TEMPLATE, name))
    if page is None or depth > _DEEPEST:
        return f"[[:{full_title(site.facts, TEMPLATE, name)}]]"
    given = {key: expanded(site, title, value, depth + 1) for key, value in parameters_of(text, element)}
    body = _NOT_TRANSCLUDED.sub("", page.current.text)
    filled = _ARGUMENT.sub(lambda one: given.get(one[1].strip(), one[0] if one[2] is None else one[2]), body)
    return expanded(site, title, filled, depth + 1)
