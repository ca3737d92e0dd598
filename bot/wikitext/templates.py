"""The template that holds the parameters of a sheet."""

import re
from dataclasses import dataclass

from mwparserfromhell.nodes import Template

from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.wikitext.escape import unescape_value
from bot.wikitext.outline import parse

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Call:
    """A template call with its parameters in order; of a repeated parameter MediaWiki sees the last."""

    name: str
    start: int
    end: int
    parameters: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """Give the value of a parameter, empty when it has none."""
        return dict(self.parameters).get(name, "")


def template_name(written: str, wiki: WikiFacts) -> str:
    """Give the name of a template as its wiki shows it, without the namespace."""
    name = re.sub(r"[\s_\u00a0]+", " ", _COMMENT.sub("", written)).strip(" \u200e").removeprefix(":")
    head, colon, tail = name.partition(":")
    if colon and head.strip().lower() in wiki.names_of(TEMPLATE):
        name = tail
    name = name.split("#", 1)[0].strip()
    return name[:1].upper() + name[1:]


def find_call(text: str, names: tuple[str, ...], wiki: WikiFacts) -> Call | None:
    """Find the first call of a template that bears one of *names*."""
    wanted = {template_name(name, wiki) for name in names}
    position = 0
    for template in parse(text).ifilter_templates():
        written = str(template)
        at = text.find(written, position)
        if template_name(str(template.name), wiki) in wanted:
            return Call(template_name(str(template.name), wiki), at, at + len(written), _parameters(template))
        position = max(position, at)
    return None


def all_calls(text: str, wiki: WikiFacts) -> tuple[str, ...]:
    """List the names of all templates that a text calls; parser functions and variables are left out."""
    names = (template_name(str(template.name), wiki) for template in parse(text).ifilter_templates())
    return tuple(dict.fromkeys(name for name in names if name and ":" not in name and name[0] not in "#!=("))


def _parameters(template: Template) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_COMMENT.sub("", str(parameter.name)).strip(), unescape_value(str(parameter.value).strip()))
        for parameter in template.params
    )
