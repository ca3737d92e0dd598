"""The categories that stand for the value of a field at one wiki."""

from functools import lru_cache

from bot.domain import pattern
from bot.domain.field import Records, Value, Values
from bot.domain.mapping import Categories, Mapping, Otherwise, Rule
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.pagelinks import category_name, category_of_word
from bot.wikitext.values import words_of


def categories_of_value(value: Value, rule: Rule, carrier: Categories, wiki: WikiFacts) -> tuple[str, ...]:
    """Name the categories of a value, without those outside the tree of the rule where it drops them.

    Raises:
        RefusedError: a category stands outside the tree, and could not be read back.

    """
    names = _names(value, rule, carrier)
    outside = _outside(names, carrier, wiki)
    if outside and rule.otherwise is not Otherwise.DROP:
        facts = (("field", rule.field.name), ("value", outside[0]), ("category", ", ".join(carrier.roots)))
        raise RefusedError(Finding(Reason.OUTSIDE_TREE, facts))
    return tuple(name for name in names if name not in outside)


def words_outside(values: Values, mapping: Mapping, wiki: WikiFacts) -> tuple[tuple[str, str], ...]:
    """List the categories of a copy that stand outside the trees of its mapping, as pairs of field and category.

    Raises:
        RefusedError: a value table has no row for a value and must not pass it on.

    """
    found = []
    for rule in mapping.rules:
        carrier, value = rule.carriers[0], values.get(rule.field.name)
        if isinstance(carrier, Categories) and carrier.roots and value and not isinstance(value, Records):
            outside = _outside(_names(value, rule.written, carrier), carrier, wiki)
            found += [(rule.field.name, name) for name in outside]
    return tuple(found)


def is_below(name: str, carrier: Categories, wiki: WikiFacts) -> bool:
    """Tell whether a category stands in the tree of a rule; every category does where the rule names none."""
    return not _outside((category_name(name),), carrier, wiki)


def _names(value: Value, rule: Rule, carrier: Categories) -> tuple[str, ...]:
    return tuple(dict.fromkeys(category_of_word(word, carrier.patterns) for word in words_of(value, rule)))


def _outside(names: tuple[str, ...], carrier: Categories, wiki: WikiFacts) -> tuple[str, ...]:
    if not carrier.roots:
        return ()
    known = wiki.below(carrier.roots, carrier.depth)
    return tuple(name for name in names if name not in known)


def is_hidden(category: str, excluded: tuple[str, ...], mapping: Mapping) -> bool:
    """Tell whether a category is no value: excluded by its rule, or one that the mapping itself adds."""
    return _follows_any((*excluded, *mapping.categories), category)


@lru_cache(maxsize=4096)  # the sheets of a wiki share their categories
def _follows_any(patterns: tuple[str, ...], category: str) -> bool:
    return any(pattern.match(category_name(each).casefold(), category.casefold()) is not None for each in patterns)
