"""How a value of the format is spelt on a page, and back.

Writing goes: value table, transforms, separator; reading goes the same way back. Transforms of ``read`` work on the
text of the page as a whole, before it is split. Where a rule gives only one way, the other undoes it if it can.
"""

import re

from bot.domain import pattern
from bot.domain.field import Format, Kind, Value, Values
from bot.domain.kinds.table import is_unparsed, same_text
from bot.domain.mapping import Categories, Otherwise, Rule
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.transform import Shape, Step, Tools, UnknownValueError
from bot.domain.transforms.table import apply, shape_after, undo
from bot.wikitext.plain import plain_text
from bot.wikitext.scan import ALL_TAGS
from bot.wikitext.zones import split

TOOLS = Tools(plain_text, split)
_BULLET = re.compile(r"^[*#](?![*#:;])\s*")


def spell_out(value: str, rule: Rule, tags: str = ALL_TAGS) -> Value:
    """Read what stands on the page as a value of the format; an empty text gives an empty value.

    Raises:
        RefusedError: a transform has no word for the value and must not pass it on.

    """
    read: Value = value
    if rule.read:
        read = _transformed(rule.read, value, rule)
    elif rule.writing and shape_after(rule.writing, _shape_of(rule)) is Shape.TEXT:
        read = _undone(rule.writing, read)
    if rule.field.kind is not Kind.LIST:
        return _format_word(_one(read), rule)
    parts = read if isinstance(read, tuple) else _split(read, rule, tags)
    if rule.writing and not rule.read and shape_after(rule.writing, _shape_of(rule)) is Shape.LIST:
        undone = _undone(rule.writing, parts)
        parts = undone if isinstance(undone, tuple) else (undone,)
    return tuple(word for word in (_format_word(part, rule) for part in parts) if word)


def spell_out_words(words: tuple[str, ...], rule: Rule) -> Value:
    """Read words that stand apart on the page, such as categories, as a value of the format.

    Raises:
        RefusedError: a transform has no word for a value and must not pass it on.

    """
    read: Value = words
    if rule.read:
        read = _transformed(rule.read, words, rule)
    elif not rule.writing or shape_after(rule.writing, Shape.LIST) is Shape.LIST:
        read = _undone(rule.writing, words)
    else:
        # What writing made one text of stands in one word.
        undone = (_undone(rule.writing, word) for word in words)
        read = tuple(part for one in undone for part in ((one,) if isinstance(one, str) else one))
    parts = read if isinstance(read, tuple) else _split(read, rule, ALL_TAGS)
    return tuple(dict.fromkeys(word for part in parts if (word := _format_word(part, rule))))


def or_default(value: Value, rule: Rule, title: str) -> Value:
    """Give a value, or the default of its rule where there is none; *title* is that of the page."""
    if value or rule.default is None:
        return value
    default = pattern.fill(rule.default, lambda _hole: title)
    return (default,) if rule.field.kind is Kind.LIST else default


def _shape_of(rule: Rule) -> Shape:
    return Shape.LIST if rule.field.kind is Kind.LIST else Shape.TEXT


def _undone(steps: tuple[Step, ...], value: Value) -> Value:
    found = undo(steps, value, TOOLS) if steps else None
    return value if found is None else found


def _one(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _transformed(steps: tuple[Step, ...], value: Value, rule: Rule) -> Value:
    if not steps:
        return value
    try:
        return apply(steps, value, TOOLS)
    except UnknownValueError as error:
        raise _unknown(error.value, error.known, rule) from error


def _split(value: str, rule: Rule, tags: str) -> tuple[str, ...]:
    if rule.separator is not None:
        return split(value, rule.separator, tags)
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    if lines and all(_BULLET.match(line) for line in lines):
        return tuple(_BULLET.sub("", line) for line in lines)
    return (value,) if value else ()


def _format_word(written: str, rule: Rule) -> str:
    if not rule.values:
        return written
    return next((word for word, local in rule.values if local.casefold() == written.casefold()), written)


def spell(value: Value, rule: Rule) -> str:
    """Write a value of the format as the page of this wiki spells it.

    Raises:
        RefusedError: a value table has no row for the value and must not pass it on.

    """
    made = _made(value, rule)
    if not rule.writing and rule.read:
        # What reading makes a list of is a text on the page, unless the separator does the splitting.
        if shape_after(rule.read, Shape.TEXT) is Shape.TEXT:
            made = _joined(made, rule)
        made = _undone(rule.read, made)
    return _joined(made, rule)


def _made(value: Value, rule: Rule) -> Value:
    """Put a value through the value table and the transforms of writing."""
    if not isinstance(value, tuple):
        return _transformed(rule.writing, _wiki_word(value, rule), rule)
    words = tuple(word for word in (_wiki_word(part, rule) for part in value) if word)
    return _transformed(rule.writing, words, rule)


def _joined(value: Value, rule: Rule) -> str:
    if isinstance(value, str):
        return value
    words = [word for word in value if word]
    if rule.separator is None:
        return "\n".join(f"* {word}" for word in words) if len(words) > 1 else "".join(words)
    return (rule.separator if rule.separator.endswith((" ", "\n")) else f"{rule.separator} ").join(words)


def _wiki_word(value: str, rule: Rule) -> str:
    if not rule.values:
        return value
    local = next((local for word, local in rule.values if word.casefold() == value.casefold()), None)
    if local is not None:
        return local
    if rule.otherwise is Otherwise.ERROR:
        raise _unknown(value, tuple(word for word, _ in rule.values), rule)
    return value if rule.otherwise is Otherwise.KEEP else ""


def _unknown(value: str, known: tuple[str, ...], rule: Rule) -> RefusedError:
    facts = (("field", rule.field.name), ("value", value), ("known", ", ".join(known)))
    return RefusedError(Finding(Reason.VALUE_UNKNOWN, facts))


def words_of(value: Value, rule: Rule) -> tuple[str, ...]:
    """Give the words of a value that stand apart on a page of this wiki, such as categories.

    Raises:
        RefusedError: a value table has no row for the value and must not pass it on.

    """
    if isinstance(value, str):
        made: Value = spell(value, rule)
    else:
        made = _made(value, rule)
        if not rule.writing and rule.read:
            ends = shape_after(rule.read, Shape.LIST)
            made = _undone(rule.read, _joined(made, rule) if ends is Shape.TEXT else made)
    return tuple(word for word in (made if isinstance(made, tuple) else (made,)) if word)


def words_left_out(value: Value, rule: Rule) -> tuple[str, ...]:
    """List the words of a value that the value table of a rule drops."""
    if rule.otherwise is not Otherwise.DROP:
        return ()
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(part for part in parts if part and not _wiki_word(part, rule))


def same(one: Value | None, other: Value | None, rule: Rule) -> bool:
    """Tell whether two values are the same once written.

    Categories are in any order. Dates, numbers, durations and coordinates are the same in any spelling; what is
    none, and what a write transform made that cannot be undone, is compared as it is written.
    """
    if isinstance(rule.carrier, Categories):
        return sorted(one or ()) == sorted(other or ())
    return same_in_order(one, other, rule.field.kind)


def same_in_order(one: Value | None, other: Value | None, kind: Kind) -> bool:
    """Tell whether two values are the same once written, their words in the same order."""
    if isinstance(one, str) and isinstance(other, str):
        return same_text(one, other, kind)
    return (one or None) == (other or None)


def unparsed_fields(values: Values, known: Format) -> tuple[str, ...]:
    """List the fields whose value its kind cannot read; they are carried as they were written."""
    return tuple(
        field.name
        for field in known.fields
        if (value := values.get(field.name)) is not None and is_unparsed(value, field)
    )
