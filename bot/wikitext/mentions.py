"""Credit lines that a sheet holds in its text: found wherever a mapping would drop them, so that none is lost."""

from collections.abc import Iterable
from functools import lru_cache

from bot.domain.credit import Mention
from bot.domain.mapping import Carrier, Item, Mapping, Parameter, Section
from bot.wikitext.outline import folded
from bot.wikitext.reader import Unclaimed


def split_mentions(
    unclaimed: Iterable[Unclaimed], headings: tuple[str, ...]
) -> tuple[tuple[Mention, ...], tuple[Unclaimed, ...]]:
    """Part what no rule claims into credit lines, with what stands below their headings, and the rest."""
    mentions, others = [], []
    within = 0
    for one in unclaimed:
        level = len(one.name) - len(one.name.lstrip("=")) if one.kind == "section" else 0
        is_credit = one.kind in ("section", "parameter") and is_credit_heading(one.name.strip("= \t"), headings)
        below = bool(within) and level > within
        if is_credit or below:
            mentions.append(Mention(one.name.strip("= \t"), one.text or one.excerpt))
            within = within if below else level
        else:
            others.append(one)
            within = within if one.kind != "section" else 0
    return tuple(one for one in mentions if one.text.strip()), tuple(others)


def credit_fields(mapping: Mapping, headings: tuple[str, ...]) -> dict[str, str]:
    """Give the fields that a mapping reads from credit lines of a sheet, each with the heading that it reads there."""
    found = {}
    for rule in mapping.rules:
        names = [name for carrier in rule.carriers for name in _names(carrier) if is_credit_heading(name, headings)]
        if names:
            found[rule.field.name] = names[0]
    return found


def is_credit_heading(name: str, headings: tuple[str, ...]) -> bool:
    """Tell whether lines under this name say whom or what a sheet comes from."""
    return folded(name) in _folded(headings)


@lru_cache
def _folded(headings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(folded, headings))


def _names(carrier: Carrier) -> tuple[str, ...]:
    match carrier:
        case Section(headings=names) | Parameter(names=names) | Item(labels=names):
            return names
        case _:
            return ()
