"""Records: the calls of a template that repeats, read and written one by one."""

from collections.abc import Iterable

from bot.domain.field import FieldValue, Records, Value, Values
from bot.domain.mapping import Parameter, Repeated, Rule
from bot.wikitext.escape import as_stored
from bot.wikitext.templates import Call
from bot.wikitext.values import or_default, same, spell, spell_out
from bot.wikitext.written_calls import inline_call, parameter_line, whole_call
from bot.wikitext.zones import without_comments


def names_of(rule: Rule) -> tuple[str, ...]:
    """Give the names of the parameter where a field of a record stands."""
    return rule.carrier.names if isinstance(rule.carrier, Parameter) else ()


def standing_name(call: Call, rule: Rule) -> str:
    """Give the name by which a call has the parameter of a rule: of all its names, the first that says anything."""
    names = names_of(rule)
    return next((name for name in names if without_comments(call.get(name)).strip()), names[0])


def read_record(call: Call, rules: tuple[Rule, ...], title: str) -> Values:
    """Read the values of one record; of a call that says nothing, none, whatever the defaults are."""
    found = [(rule, _written_in(call, rule)) for rule in rules]
    values = Values()
    if any(value for _, value in found):
        for rule, value in found:
            values = values.with_value(rule.field.name, or_default(value, rule, title))
    return values


def _written_in(call: Call, rule: Rule) -> Value:
    written = call.get(standing_name(call, rule))
    return spell_out(written if without_comments(written).strip() else "", rule)


def read_records(calls: Iterable[Call], rules: tuple[Rule, ...], title: str) -> tuple[tuple[Call, Values], ...]:
    """Read the records of calls, each with its call; those that say nothing are left out."""
    pairs = ((call, read_record(call, rules, title)) for call in calls)
    return tuple((call, values) for call, values in pairs if values.pairs)


def spelt_record(record: Values, rules: tuple[Rule, ...]) -> tuple[tuple[str, str], ...]:
    """Give the parameters of the call of a record, by the names that are written.

    Raises:
        RefusedError: a value table has no row for a value and must not pass it on.

    """
    spelt = ((names_of(rule)[0], _spelt(record.get(rule.field.name), rule)) for rule in rules)
    return tuple((name, value) for name, value in spelt if value)


def _spelt(value: FieldValue | None, rule: Rule) -> str:
    return spell(value, rule).strip() if value and not isinstance(value, Records) else ""


def record_call(template: str, record: Values, rules: tuple[Rule, ...], *, inline: bool = False) -> str:
    """Write the call of a record, empty when it would say nothing; but *inline*, each parameter has a line."""
    pairs = spelt_record(record, rules)
    if not pairs:
        return ""
    if inline:
        return inline_call(template, pairs)
    return whole_call(template, (parameter_line(name, value) for name, value in pairs))


def record_calls(records: Records, carrier: Repeated) -> str:
    """Write the calls of all records, each on lines of its own."""
    calls = (record_call(carrier.templates[0], record, carrier.rules) for record in records)
    return "\n".join(call for call in calls if call)


def read_back(value: FieldValue | None, rule: Rule, *, plainly: bool = True) -> FieldValue | None:
    """Give the records that a reader should find: each value spelt and read back, without what value tables drop.

    *plainly*, as they stand on the page (see :attr:`bot.domain.mapping.Rule.bare`).
    """
    rules = parts_of(rule)
    records = value.each if isinstance(value, Records) else ()
    return Records(tuple(found for each in records if (found := _read_back(each, rules, plainly)).pairs)) or None


def _read_back(record: Values, rules: tuple[Rule, ...], plainly: bool) -> Values:
    found = Values()
    for rule in rules:
        written = as_stored(_spelt(record.get(rule.field.name), rule)).strip()
        found = found.with_value(rule.field.name, spell_out(written, rule.bare if plainly else rule))
    return found


def parts_of(rule: Rule) -> tuple[Rule, ...]:
    """Give the rules of one record of a rule, none where its place holds no records."""
    return rule.carrier.rules if isinstance(rule.carrier, Repeated) else ()


def same_records(one: FieldValue | None, other: FieldValue | None, rule: Rule) -> bool:
    """Tell whether two fields hold the same records once written, in the same order."""
    first, second = (each.each if isinstance(each, Records) else () for each in (one, other))
    return len(first) == len(second) and all(
        same_record(*pair, parts_of(rule)) for pair in zip(first, second, strict=True)
    )


def same_record(one: Values, other: Values, rules: tuple[Rule, ...]) -> bool:
    """Tell whether two records are the same once written."""
    return all(same_part(one, other, rule) for rule in rules)


def same_part(one: Values, other: Values, rule: Rule) -> bool:
    """Tell whether two records agree on a field; a default says as much as nothing."""
    first, second = one.get(rule.field.name), other.get(rule.field.name)
    if rule.default is not None and (first is None or second is None):
        return True
    if isinstance(first, Records) or isinstance(second, Records):
        return first == second
    return same(first, second, rule)
