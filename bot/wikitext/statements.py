"""What a page says of its licence: in fields, licence templates, licence categories and the sections that name it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.field import Kind, Values
from bot.domain.licences.evidence import Place, Statement
from bot.domain.licences.offers import Offer
from bot.domain.mapping import Mapping
from bot.domain.wiki import WikiFacts
from bot.wikitext.outline import Block, outline, same_heading
from bot.wikitext.pagelinks import category_name, strip_categories
from bot.wikitext.scan import Element, Sort, scan
from bot.wikitext.tags import tags_of
from bot.wikitext.templates import HOLDERS, Call, call_of, template_name
from bot.wikitext.zones import without_comments

_PICTURE = re.compile(
    r"[\s*#:;'–-]*(?:cr[ée]dits? )?(?:photo(?:graphie)?s?|images?|illustrations?|dessins?|sch[ée]mas?|visuels?|logos?"
    r"|ic[ôo]nes?|vid[ée]os?|pictures?|drawings?|figures?)\b[^:\n]{0,40}:",
    re.IGNORECASE,
)
"""How a line begins that speaks of a picture only."""
_LABEL = re.compile(r"[\s*#:;'–-]*(?P<name>[^:\n]{1,100}?)'*\s*:")
_LINE = re.compile(r"\n(?=[*#:;|!=\n])")
"""Where wikitext begins another line, item or paragraph; other line breaks are blanks."""


def licence_statements(text: str, values: Values, mapping: Mapping, wiki: WikiFacts) -> tuple[Statement, ...]:
    """List what a page says of its licence, by its mapping; *text* is without our credit."""
    known = {wiki.template_behind(template_name(name, wiki)): offer for name, offer in mapping.licences.templates}
    named = _named_sections(text, mapping, tags_of(wiki))
    return (
        *_in_fields(values, mapping, known, wiki),
        *(_in_templates(text, mapping, known, named, wiki) if known else ()),
        *_in_categories(text, mapping, wiki),
        *_in_sections(text, known, named, wiki),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """A section that a mapping names for licences, and the part of the sheet that it alone speaks of, if any."""

    block: Block
    part: str


def _named_sections(text: str, mapping: Mapping, tags: str) -> tuple[_Named, ...]:
    places = mapping.licences
    if not places.sections and not places.parts:
        return ()
    found = []
    for block in outline(text, tags):
        if block.level and any(same_heading(block.heading, name) for name in places.sections):
            found.append(_Named(block, ""))
        elif block.level and any(same_heading(block.heading, name) for name in places.parts):
            found.append(_Named(block, block.heading))
    return tuple(found)


def notice_statement(wiki: WikiFacts) -> tuple[Statement, ...]:
    """Give what a wiki says of all its pages; none where it says nothing."""
    url, words = wiki.notice.url, wiki.notice.text
    raw = f"{url} {words}".strip()
    return (Statement(Place.WIKI, raw, address=url, own_page=wiki.is_own_page(url)),) if raw else ()


def _in_fields(values: Values, mapping: Mapping, known: dict[str, Offer], wiki: WikiFacts) -> Iterator[Statement]:
    for field in mapping.format.fields:
        raw = values.text(field.name) if field.kind is Kind.LICENCE else ""
        if raw.strip():
            calls = [call.name for call, _ in _calls(raw, wiki)]
            means = known.get(wiki.template_behind(calls[0])) if len(calls) == 1 and _is_call(raw) else None
            yield Statement(Place.FIELD, raw, field.name, means)


def _is_call(raw: str) -> bool:
    return raw.strip().startswith("{{") and raw.strip().endswith("}}")


def _in_templates(
    text: str, mapping: Mapping, known: dict[str, Offer], named: tuple[_Named, ...], wiki: WikiFacts
) -> Iterator[Statement]:
    """Find licence templates; one in a link speaks of a picture, one in another template of nobody knows what."""
    own = {wiki.template_behind(template_name(name, wiki)) for name in mapping.templates}
    for call, holder in _calls(text, wiki):
        offer = known.get(wiki.template_behind(call.name))
        if offer is None:
            continue
        raw = text[call.start : call.end]
        if holder is not None and holder.sort is Sort.LINK:
            yield Statement(Place.TEMPLATE, raw, call.name, offer, part=_excerpt(text, holder), picture=True)
            continue
        of_sheet = holder is None or (
            holder.sort is Sort.TEMPLATE and wiki.template_behind(call_of(text, holder, wiki).name) in own
        )
        part = "" if holder else _part_at(call.start, named)
        yield Statement(Place.TEMPLATE, raw, call.name, offer, doubtful=not of_sheet, part=part)


def _part_at(place: int, named: tuple[_Named, ...]) -> str:
    """Name the part of the sheet that stands at a place; empty where no part does. The innermost section counts."""
    around = (one for one in reversed(named) if one.block.body <= place < one.block.tree_end)
    return next((one.part for one in around), "")


def _excerpt(text: str, holder: Element) -> str:
    return text[holder.start : holder.end].strip("[]").split("|", 1)[0]


def _calls(text: str, wiki: WikiFacts) -> Iterator[tuple[Call, Element | None]]:
    """Give the calls of a text, each with the nearest structure that holds it."""
    holders: list[Element] = []
    for element in scan(text, tags_of(wiki)):
        holders = [each for each in holders if element.start < each.end]
        if element.sort is Sort.TEMPLATE:
            yield call_of(text, element, wiki), holders[-1] if holders else None
        if element.sort in HOLDERS:
            holders.append(element)


def _in_categories(text: str, mapping: Mapping, wiki: WikiFacts) -> Iterator[Statement]:
    known = {category_name(name): offer for name, offer in mapping.licences.categories}
    for name in strip_categories(text, wiki).categories if known else ():
        if name in known:
            yield Statement(Place.CATEGORY, name, name, known[name])


def _in_sections(text: str, known: dict[str, Offer], named: tuple[_Named, ...], wiki: WikiFacts) -> Iterator[Statement]:
    """Read the sections that the mapping names, line by line; one in another speaks for itself alone."""
    calls = _calls(text, wiki) if known and named else ()
    read = [(call.start, call.end) for call, _ in calls if wiki.template_behind(call.name) in known]
    parts = tuple(one.part for one in named if one.part)
    for one in named:
        within = one.block.body, one.block.tree_end
        others = ((other.block.start, other.block.tree_end) for other in named)
        gaps = [*read, *((start, end) for start, end in others if within[0] <= start < within[1])]
        body = without_comments(_blanked(text, *within, gaps), tags_of(wiki))
        yield from _lines(body, one, parts)


def _blanked(text: str, start: int, end: int, gaps: list[tuple[int, int]]) -> str:
    """Give a stretch of a text with blanks in place of what is read elsewhere."""
    for first, last in gaps:
        text = text[:first] + re.sub(r"[^\n]", " ", text[first:last]) + text[last:]
    return text[start:end]


def _lines(body: str, named: _Named, parts: tuple[str, ...]) -> Iterator[Statement]:
    heading = named.block.heading
    for line in _LINE.split(body):
        raw = line.strip()
        picture = _PICTURE.match(raw)
        if picture:
            yield Statement(Place.SECTION, raw, heading, part=picture[0].strip(" *#:;"), picture=True)
        elif raw:
            yield Statement(Place.SECTION, raw, heading, part=named.part or _part_spoken_of(raw, parts))


def _part_spoken_of(line: str, parts: tuple[str, ...]) -> str:
    """Name the part of the sheet that a line begins with, as in “Annexe : CC BY 4.0”; empty where it names none."""
    label = _LABEL.match(line)
    return next((part for part in parts if label and same_heading(label["name"], part)), "")
