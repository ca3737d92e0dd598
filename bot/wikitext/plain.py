"""Text as people read it, and as other programs read it: with mwparserfromhell, which most of them use."""

from bot.domain.wiki import WikiFacts
from bot.wikitext.escape import unescape_value
from bot.wikitext.templates import find_call, template_name
from bot.wikitext.zones import without_comments


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
    import mwparserfromhell  # noqa: PLC0415 -- most runs read no text at all

    call = find_call(text, names, wiki)
    if call is None:
        return ()
    wanted = {_behind(name, wiki) for name in names}
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
