"""Two texts of a copy, field by field."""

from bot.domain.field import FieldValue, Records, Values, in_words
from bot.domain.mapping import Mapping
from bot.domain.plan import Difference
from bot.domain.reasons import RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.credit import without_credit


def differences(before: str, after: str, title: str, mapping: Mapping, wiki: WikiFacts) -> tuple[Difference, ...]:
    """Compare two texts of a copy field by field, the credit left out; an unreadable text has no fields."""
    old, new = values_of(before, title, mapping, wiki), values_of(after, title, mapping, wiki)
    return differences_of(old, new, mapping)


def differences_of(old: Values, new: Values, mapping: Mapping) -> tuple[Difference, ...]:
    """Compare the values of two texts of a copy."""
    pairs = ((rule.field.name, old.get(rule.field.name), new.get(rule.field.name)) for rule in mapping.rules)
    return tuple(Difference(name, _text(one), _text(other)) for name, one, other in pairs if one != other)


def values_of(text: str, title: str, mapping: Mapping, wiki: WikiFacts) -> Values:
    """Read the values of a copy, the credit left out; a text that cannot be read has none."""

    from bot.wikitext.reader import read

    try:
        return read(without_credit(text), title, mapping, wiki).values
    except RefusedError:
        return Values()


def _text(value: FieldValue | None) -> str:
    if isinstance(value, Records):
        return "\n".join(f"* {in_words(Records((record,)))}" for record in value)
    return "\n".join(f"* {part}" for part in value) if isinstance(value, tuple) else value or ""
