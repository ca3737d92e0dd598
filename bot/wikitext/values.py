"""How a value of the format is spelt on a page, and back."""

import re

from bot.domain.duration import parse_duration, write_duration
from bot.domain.field import Kind, Value
from bot.domain.mapping import Categories, Otherwise, Rule
from bot.domain.plan import Finding, Reason, RefusedError
from bot.wikitext.zones import split

_BULLET = re.compile(r"^[*#](?![*#:;])\s*")


def spell_out(value: str, rule: Rule) -> Value:
    """Read what stands on the page as a value of the format; an empty text gives an empty value."""
    if rule.field.kind is not Kind.LIST:
        return _format_word(value, rule)
    return tuple(word for word in (_format_word(part, rule) for part in _split(value, rule)) if word)


def _split(value: str, rule: Rule) -> tuple[str, ...]:
    if rule.separator is not None:
        return split(value, rule.separator)
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    if lines and all(_BULLET.match(line) for line in lines):
        return tuple(_BULLET.sub("", line) for line in lines)
    return (value,) if value else ()


def _format_word(written: str, rule: Rule) -> str:
    return next((word for word, local in rule.values if local.casefold() == written.casefold()), written)


def spell(value: Value, rule: Rule) -> str:
    """Write a value of the format as the page of this wiki spells it.

    Raises:
        RefusedError: a value table has no row for the value and must not pass it on.

    """
    if not isinstance(value, tuple):
        return _spell_one(value, rule)
    words = [word for word in (_spell_one(part, rule) for part in value) if word]
    if rule.separator is None:
        return "\n".join(f"* {word}" for word in words) if len(words) > 1 else "".join(words)
    return (rule.separator if rule.separator.endswith((" ", "\n")) else f"{rule.separator} ").join(words)


def _spell_one(value: str, rule: Rule) -> str:
    if rule.values:
        return _wiki_word(value, rule)
    if rule.duration is not None:
        minutes = parse_duration(value)
        return value if minutes is None else write_duration(minutes, rule.duration)
    return value


def _wiki_word(value: str, rule: Rule) -> str:
    local = next((local for word, local in rule.values if word.casefold() == value.casefold()), None)
    if local is not None:
        return local
    if rule.otherwise is Otherwise.ERROR:
        known = ", ".join(word for word, _ in rule.values)
        facts = (("field", rule.field.name), ("value", value), ("known", known))
        raise RefusedError(Finding(Reason.VALUE_UNKNOWN, facts))
    return value if rule.otherwise is Otherwise.KEEP else ""


def words_of(value: Value, rule: Rule) -> tuple[str, ...]:
    """Give the words of a value as category names of this wiki."""
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(word for word in (_spell_one(part, rule) for part in parts) if word)


def same(one: Value | None, other: Value | None, rule: Rule) -> bool:
    """Tell whether two values are the same once written: durations by length, categories in any order."""
    if isinstance(rule.carrier, Categories):
        return sorted(one or ()) == sorted(other or ())
    if rule.field.kind is Kind.DURATION and isinstance(one, str) and isinstance(other, str):
        first, second = parse_duration(one), parse_duration(other)
        if first is not None and first == second:
            return True
    return (one or None) == (other or None)
