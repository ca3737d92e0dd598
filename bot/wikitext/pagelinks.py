"""Category links and sort keys, which stand anywhere on a page and belong to the page, not to the text around them."""

import re
from dataclasses import dataclass

from bot.domain.wiki import CATEGORY, WikiFacts
from bot.wikitext.outline import parse
from bot.wikitext.zones import mask_opaque

_SORT_KEY = re.compile(r"\{\{\s*(?:DEFAULTSORT|CLEFDETRI|CLEDETRI)\s*:[^{}]*\}\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without its category links and sort keys."""

    text: str
    categories: tuple[str, ...]
    sort_keys: tuple[str, ...]


def strip_categories(text: str, wiki: WikiFacts) -> Stripped:
    """Take the category links and sort keys out of a text, with the lines that hold nothing else."""
    names = wiki.names_of(CATEGORY) or ("category",)
    categories: list[str] = []
    code = parse(text)
    found = []
    for link in code.ifilter_wikilinks():
        namespace, colon, title = str(link.title).strip().partition(":")
        if colon and namespace.strip().replace("_", " ").lower() in names:
            name = re.sub(r"[\s_]+", " ", title).strip()
            categories.append(name[:1].upper() + name[1:])
            found.append(str(link))
    sort_keys = _SORT_KEY.findall(mask_opaque(text))
    for piece in (*found, *sort_keys):
        text = _without(text, piece)
    return Stripped(text, tuple(dict.fromkeys(categories)), tuple(sort_keys))


def _without(text: str, piece: str) -> str:
    start = mask_opaque(text).find(piece)
    if start < 0:
        return text
    end = start + len(piece)
    before, after = text[:start], text[end:]
    alone = before[before.rfind("\n") + 1 :].strip() == "" and after.split("\n", 1)[0].strip() == ""
    if alone:
        return before[: before.rfind("\n") + 1] + after.partition("\n")[2]
    return before + after


def category_link(name: str, wiki: WikiFacts) -> str:
    """Write a category link in the words of a wiki."""
    space = wiki.namespace(CATEGORY)
    return f"[[{space.name if space else 'Category'}:{name}]]"
