"""Tags of extensions: which a wiki has, and which of those in a text the partner lacks."""

import re
from functools import lru_cache

from bot.domain.wiki import WikiFacts
from bot.wikitext.angles import comments_and_tags
from bot.wikitext.scan import ALL_TAGS, OPAQUE_TAGS, Sort

_READ_AS_WIKITEXT = frozenset(
    {"ref", "references", "poem", "indicator", "section", "tabber", "tabs", "tab", "translate"}
)
_CORE = "nowiki"
_NAME = re.compile(r"<([^\s/>]+)")


def tags_of(wiki: WikiFacts) -> str:
    """Give the tags that keep their contents together on a wiki, for :func:`scan`; the usual if it does not tell."""
    return ALL_TAGS if wiki.extension_tags is None else _alternatives(wiki.extension_tags)


def opaque_tags_of(wiki: WikiFacts) -> str:
    """Give the tags whose contents are no wikitext; those of unknown extensions are taken for such."""
    if wiki.extension_tags is None:
        return OPAQUE_TAGS
    return _alternatives(wiki.extension_tags, _READ_AS_WIKITEXT)


@lru_cache
def _alternatives(tags: tuple[str, ...], but: frozenset[str] = frozenset()) -> str:
    return "|".join(re.escape(tag) for tag in tags if tag not in but) or _CORE


def missing_tags(text: str, source: WikiFacts, partner: WikiFacts) -> tuple[str, ...]:
    """List the tags of a text that mean something at the source and nothing at the partner, by name."""
    if partner.extension_tags is None or "<" not in text:
        return ()
    known = {*partner.extension_tags, "includeonly", "noinclude", "onlyinclude"}
    return tuple(name for name in _names(text, source) if name not in known)


def _names(text: str, source: WikiFacts) -> tuple[str, ...]:
    names: dict[str, None] = {}
    opaque = opaque_tags_of(source)
    waiting = [text]
    while waiting:
        part = waiting.pop()
        for element in comments_and_tags(part, tags_of(source)):
            name = _NAME.match(part, element.start) if element.sort is Sort.TAG else None
            if name is None:
                continue
            names[name[1].lower()] = None
            if not re.fullmatch(opaque, name[1], re.IGNORECASE):
                waiting.append(part[name.end() : element.end])
    return tuple(names)
