"""What a mapping writes on a copy besides fields, and what an earlier version of it has left there."""

from dataclasses import replace

from bot.domain.field import Field, Kind
from bot.domain.mapping import Categories, Mapping, Parameter, Rule
from bot.domain.wiki import WikiFacts
from bot.wikitext.categories import is_hidden
from bot.wikitext.pagelinks import strip_categories
from bot.wikitext.reader import Reading
from bot.wikitext.templates import templates_in

_FRAME = "="
"""Begins the names of fields that stand for constants and fixed categories; a format has none such."""


def with_frame(mapping: Mapping, coming: str, base: Reading | None, wiki: WikiFacts) -> Mapping:
    """Let constants and fixed categories be fields, so that they are merged as these are.

    *coming* is what the mapping makes of the sheet now, *base* what it reads in the base.
    """
    rules = [Rule(Field(_FRAME + name, Kind.TEXT), Parameter((name,))) for name, _ in mapping.constants]
    now = [name for name in strip_categories(coming, wiki).categories if is_hidden(name, (), mapping)]
    before = [each.name for each in base.unclaimed if each.kind == "category"] if base else []
    if now or before:
        carrier = Categories(patterns=tuple(dict.fromkeys((*now, *before))))
        rules.append(Rule(Field(_FRAME, Kind.LIST), carrier))
    return replace(mapping, rules=(*mapping.rules, *rules), constants=(), categories=())


def is_of_frame(field: str) -> bool:
    """Tell whether a field stands for a constant or the fixed categories."""
    return field.startswith(_FRAME)


def left_behind(base: Reading, coming: Reading, there: Reading) -> str:
    """Name a place of the copy that an earlier mapping filled and that the mapping names no more; empty without one.

    What we write now leaves nothing unclaimed; what stands unclaimed in the base was written by another mapping.
    """
    now = {(each.kind, each.name) for each in coming.unclaimed}
    still = {(each.kind, each.name) for each in there.unclaimed}
    for each in base.unclaimed:
        place = (each.kind, each.name)
        if each.kind in ("parameter", "section") and place in still and place not in now:
            return each.name.strip("= ")
    return ""


def first_template(text: str) -> str:
    """Name the first template that a text calls; empty without one."""
    first = next(templates_in(text), None)
    return text[first.start + 2 : first.end - 2].partition("|")[0].strip() if first else ""
