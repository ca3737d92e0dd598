"""The text of a sheet as a partner must show it: templates, switches, links, pictures, and what the partner lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.domain.embedding import Embedding, ExpansionFault, Fate
from bot.domain.page import Page
from bot.domain.plan import Notice
from bot.wikitext.calls import Called, Stage, replace_calls
from bot.wikitext.destinations import Links
from bot.wikitext.links import rewrite_links
from bot.wikitext.switches import translate_switches
from bot.wikitext.tags import missing_tags


class Body(NamedTuple):
    """A text for a partner, which kinds of change that took, and what people should know of it.

    *faults* are the templates that should have been expanded and could not: with one, the text is none for a copy.
    """

    text: str
    links: bool = False
    files: bool = False
    left_out: bool = False
    templates: bool = False
    notices: tuple[Notice, ...] = ()
    faults: tuple[tuple[str, ExpansionFault], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that a text comes from: its page, and what the source makes of its calls."""

    page: Page | None = None
    expansions: Mapping[str, str] = field(default_factory=dict)


def adapt(text: str, links: Links, embedding: Embedding, sheet: Sheet | None = None) -> Body:
    """Write a text of a sheet for a partner; whatever stands there, this never raises."""
    if not ("{{" in text or "[[" in text or "__" in text or "<" in text):
        return Body(text)  # without calls, links, switches and tags, a text reads alike everywhere
    sheet = sheet or Sheet()
    stage = Stage(links.source, links.partner, sheet.page, links.opaque, sheet.expansions)
    called = replace_calls(text, embedding, stage)
    switched = translate_switches(called.text, links.source, links.partner, links.opaque)
    rewritten = rewrite_links(switched.text, links)
    notices = (
        *_of_templates(called, embedding.otherwise),
        *_of_words(called),
        *(Notice("switch left out", switch) for switch in switched.dropped),
        *(Notice("language link left out", link) for link in rewritten.languages),
        *(Notice("tag unknown there", name) for name in missing_tags(rewritten.text, links.source, links.partner)),
    )
    left_out = bool(
        called.dropped or called.categories or called.of_the_page or switched.dropped or rewritten.languages
    )
    replaced = called.text != text
    return Body(rewritten.text, rewritten.links, rewritten.files, left_out, replaced, notices, called.faults)


def _of_templates(called: Called, otherwise: Fate) -> list[Notice]:
    codes = {
        Fate.TEXT: "template as text",
        Fate.DROP: "template left out",
        Fate.EXPAND: "template expanded",
    }
    if otherwise is not Fate.KEEP:
        return [Notice(codes[otherwise], name) for name in called.unknown]
    functions = [name for name in called.unknown if name.startswith("#")]
    return [
        *(Notice("template in the text", name) for name in called.unknown if name not in functions),
        *(Notice("function in the text", name) for name in functions),
    ]


def _of_words(called: Called) -> list[Notice]:
    return [
        *(Notice("variable as text", name) for name in called.said),
        *(Notice("speaks of the partner", name) for name in called.elsewhere),
        *(Notice("holds for the page", call) for call in called.of_the_page),
        *(Notice("category of a template", name) for name in called.categories),
    ]
