"""The text of a sheet as a partner must show it: templates, switches, links, pictures, and what the partner lacks."""

from dataclasses import dataclass

from bot.domain.embedding import Embedding, Fate
from bot.domain.plan import Notice
from bot.wikitext.calls import Called, replace_calls
from bot.wikitext.destinations import Links
from bot.wikitext.links import rewrite_links
from bot.wikitext.switches import translate_switches
from bot.wikitext.tags import missing_tags


@dataclass(frozen=True, slots=True)
class Body:
    """A text for a partner, which kinds of change that took, and what people should know of it."""

    text: str
    links: bool = False
    files: bool = False
    left_out: bool = False
    notices: tuple[Notice, ...] = ()


def adapt(text: str, links: Links, embedding: Embedding) -> Body:
    """Write a text of a sheet for a partner; whatever stands there, this never raises."""
    called = replace_calls(text, embedding, links.source, links.opaque)
    switched = translate_switches(called.text, links.source, links.partner, links.opaque)
    rewritten = rewrite_links(switched.text, links)
    notices = (
        *_of_templates(called, embedding.otherwise),
        *(Notice("switch left out", switch) for switch in switched.dropped),
        *(Notice("language link left out", link) for link in rewritten.languages),
        *(Notice("tag unknown there", name) for name in missing_tags(rewritten.text, links.source, links.partner)),
    )
    left_out = bool(called.dropped or switched.dropped or rewritten.languages)
    return Body(rewritten.text, rewritten.links, rewritten.files, left_out, notices)


def _of_templates(called: Called, otherwise: Fate) -> list[Notice]:
    if otherwise is Fate.KEEP:
        return [Notice("template in the text", name) for name in called.unknown]
    if otherwise is Fate.TEXT:
        return [Notice("template as text", name) for name in called.unknown]
    return [Notice("template left out", name) for name in called.unknown]
