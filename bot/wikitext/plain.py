"""Text as people read it, and as other programs read it: with mwparserfromhell, which most of them use."""

import re

from bot.domain.wiki import WikiFacts
from bot.wikitext.escape import unescape_value
from bot.wikitext.templates import Call, find_call, template_name
from bot.wikitext.zones import without_comments

_LINK = r"\[\[[^][{}<>&|=:/\n\0]++(?:\|[^][{}<>&|=:/\n\0]++)?\]\]"
_VALUES = rf"\|(?:[^][{{}}<>&\n\0]++|\n(?!=)|{_LINK})*+"
_PLAIN_CALL = re.compile(rf"\s*+\{{\{{ *+(?P<name>\w[\w '’()-]*+)\s*+(?:{_VALUES})?\}}\}}")
"""A call at the beginning of a page that holds no markup but plain links: any program parts it at the same pipes."""


def plain_text(text: str) -> str:
    """Give a text without its markup: links by their labels, no quotes, no tags, no templates, entities resolved."""
    if not any(mark in text for mark in "[{<&'"):
        return text
    import mwparserfromhell  # noqa: PLC0415 -- most runs read no text at all

    return str(mwparserfromhell.parse(text).strip_code(normalize=True, collapse=True)).strip()


def read_otherwise(text: str, names: tuple[str, ...], wiki: WikiFacts) -> tuple[str, ...]:
    """List the parameters of a sheet's template that mwparserfromhell reads otherwise than MediaWiki does.

    We follow MediaWiki. But where the two differ, other bots may spoil the page, so its people should know. The name is
    empty when mwparserfromhell does not see the template at all. Quotes stay text, because a pair of quotes across
    parameters would hide the template from it.
    """
    wanted = {_behind(name, wiki) for name in names}
    call = None if _is_plain(text, wanted, wiki) else find_call(text, names, wiki)
    return () if call is None else _differing(text, call, wanted, wiki)


def _is_plain(text: str, wanted: set[str], wiki: WikiFacts) -> bool:
    """Tell whether all programs read the call alike: nothing before it holds it, nothing in it could reach beyond."""
    found = _PLAIN_CALL.match(text)
    return found is not None and _behind(found["name"], wiki) in wanted


def _differing(text: str, call: Call, wanted: set[str], wiki: WikiFacts) -> tuple[str, ...]:
    import mwparserfromhell  # noqa: PLC0415 -- most runs read no text at all

    templates = mwparserfromhell.parse(text, skip_style_tags=True).ifilter_templates()
    other = next((found for found in templates if _behind(str(found.name), wiki) in wanted), None)
    if other is None:
        return ("",)
    theirs = {_name(str(one.name)): _words(unescape_value(str(one.value).strip())) for one in other.params}
    ours = {name: _words(value) for name, value in call.parameters}
    return tuple(sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name)))


def _behind(written: str, wiki: WikiFacts) -> str:
    return wiki.template_behind(template_name(written, wiki))


def _name(text: str) -> str:
    return without_comments(text).strip()


def _words(text: str) -> str:
    return " ".join(text.split())
