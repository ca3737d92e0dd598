"""Category links and sort keys, which stand anywhere on a page and belong to the page, not to the text around them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.domain import pattern
from bot.domain.wiki import CATEGORY, WikiFacts
from bot.wikitext.scan import Element, Sort, scan
from bot.wikitext.tags import opaque_tags_of
from bot.wikitext.zones import mask_opaque

_SORT_KEY = re.compile(r"\{\{\s*(?i:DEFAULTSORT|DEFAULTSORTKEY|DEFAULTCATEGORYSORT|CLEFDETRI|CLEDETRI)\s*:")
_SPACE = re.compile(r"\[\[([^:\[\]{}<>|\n]*):")
_PLAIN = re.compile(r"\[\[[^][{}<>\n\0]*\]\]|\{\{[^][{}<>\n\0]*\}\}")
_JOINT = re.compile(r"<.|\{\{|\}\}|\[\[|\]\]|''|~~|__|--|-\{|\}-|==|\n=|=\n", re.DOTALL)
_TARGET = re.compile(r"\[\[([^:\[\]{}<>|\n]*):([^\[\]{}<>|\n]*)(?:\||\]\])")


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without its category links and sort keys."""

    text: str
    categories: tuple[str, ...]
    sort_keys: tuple[str, ...]
    cut: tuple[tuple[int, int], ...] = ()
    """What was taken out, by position in the whole text."""
    links: tuple[tuple[str, int, int], ...] = ()
    """Each category with the place of its link in the whole text."""
    joint: str = ""
    """What stands around a place where taking a link out would make other markup of it; empty where nothing does."""


def strip_categories(text: str, wiki: WikiFacts) -> Stripped:
    """Take the category links and sort keys out of a text, with the lines that hold nothing else."""
    names = wiki.names_of(CATEGORY) or ("category",)
    categories: list[str] = []
    sort_keys: list[str] = []
    links: list[tuple[str, int, int]] = []
    spans: list[tuple[int, int]] = []
    for element in _elements(text, names, opaque_tags_of(wiki)):
        if element.sort is Sort.LINK:
            target = _TARGET.match(text, element.start)
            if not target or not _is_among(names, target[1]) or not target[2].strip():
                continue
            categories.append(category_name(target[2]))
            links.append((categories[-1], element.start, element.end))
        elif element.sort is Sort.TEMPLATE and _SORT_KEY.match(text, element.start):
            sort_keys.append(text[element.start : element.end])
        else:
            continue
        spans.append((element.start, element.end))
    cut = whole_lines(text, spans)
    without, names_found = _without(text, cut), tuple(dict.fromkeys(categories))
    return Stripped(without, names_found, tuple(sort_keys), tuple(cut), tuple(links), _joint(text, cut))


def _elements(text: str, names: tuple[str, ...], opaque: str) -> Iterable[Element]:
    """Give the structures of a text among which are all its category links and sort keys."""
    if "[[" not in text and "{{" not in text:
        return ()
    plain = _plain_elements(mask_opaque(text, opaque), names)
    return scan(text, opaque) if plain is None else plain


def _plain_elements(text: str, names: tuple[str, ...]) -> list[Element] | None:
    """List category links and sort keys if each is plain, else nothing; *text* hides what MediaWiki does not read.

    Brackets open a structure whatever is open around them, and the next such brackets close it if nothing else begins
    or ends between. So where none stands before the first or in between, the structures around make no difference.
    """
    links = (found.start() for found in _SPACE.finditer(text) if _is_among(names, found[1]))
    starts = sorted((*links, *(found.start() for found in _SORT_KEY.finditer(text))))
    wholes = [_PLAIN.match(text, start) for start in starts if text[max(0, start - 1) : start] not in ("[", "{", "-")]
    spans = [whole.span() for whole in wholes if whole is not None]
    if len(spans) < len(starts):
        return None
    return [Element(Sort.LINK if text[start] == "[" else Sort.TEMPLATE, start, end) for start, end in spans]


def _is_among(names: tuple[str, ...], space: str) -> bool:
    return space.strip().replace("_", " ").lower() in names


def _joint(text: str, cut: list[tuple[int, int]]) -> str:
    """Find the first place where what stands before and behind a link would become one piece of markup."""
    ends = dict(cut)
    for start, first_end in cut:
        end = first_end
        while end in ends:
            end = ends[end]
        before, behind = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
        if text[end - 1] != "\n" and _JOINT.fullmatch(before + behind):
            return text[max(0, start - 2) : end + 2].strip()
    return ""


@lru_cache(maxsize=4096)  # those of mappings are compared with those of every page
def category_name(written: str) -> str:
    """Give the name of a category as its wiki shows it."""
    name = re.sub(r"[\s_]+", " ", written).strip()
    return name[:1].upper() + name[1:]


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in spans:
        parts.append(text[position:start])
        position = end
    return "".join((*parts, text[position:]))


def whole_lines(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that only blanks part, and widen those that fill their lines to the whole lines."""
    groups: list[list[tuple[int, int]]] = []
    for start, end in spans:
        if groups and start < groups[-1][-1][1]:
            continue
        if groups and not text[groups[-1][-1][1] : start].strip(" \t"):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    found = []
    for group in groups:
        begin, stop = text.rfind("\n", 0, group[0][0]) + 1, text.find("\n", group[-1][1])
        stop = len(text) if stop < 0 else stop
        alone = not text[begin : group[0][0]].strip(" \t") and not text[group[-1][1] : stop].strip(" \t")
        found += [(begin, min(stop + 1, len(text)))] if alone else group
    return found


def word_of_category(name: str, patterns: tuple[str, ...]) -> str | None:
    """Read a category by the first pattern that it follows, None where it follows none."""
    for each in patterns:
        found = pattern.match(category_name(each), name)
        if found is not None:
            return found[0][1] if found else name
    return None


def category_of_word(word: str, patterns: tuple[str, ...]) -> str:
    """Name the category of a word: the one called so, else by the first pattern with a hole."""
    named = next((each for each in patterns if category_name(each) == category_name(word)), None)
    holed = next((each for each in patterns if pattern.holes(each)), None)
    return category_name(named or (pattern.fill(holed, lambda _hole: word) if holed else word))


def category_link(name: str, wiki: WikiFacts) -> str:
    """Write a category link in the words of a wiki."""
    space = wiki.namespace(CATEGORY)
    return f"[[{space.name if space else 'Category'}:{name}]]"
