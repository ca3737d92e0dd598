"""Merge the values of a copy, field by field, by who owns each field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.domain.field import Field, FieldValue, Kind, Records, Values, in_words
from bot.domain.kinds.table import same_text
from bot.domain.mapping import Owner, Rule
from bot.domain.merge.items import WORDS, merge_items
from bot.domain.merge.slots import Naming, Slot
from bot.domain.merge.texts import merge_text
from bot.domain.merge.units import Cutter, Side, likeness

_ENOUGH = 0.5
_NOTHING: Mapping[str, Side] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Conflict:
    """The smallest thing that both sides changed, each in its own way; an empty text is one that a side took out.

    *place* is the heading of its section, empty where the field has none.
    """

    field: str
    place: str
    base: str
    incoming: str
    local: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged values, those in conflict as people left them, and the conflicts."""

    values: Values
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Three:
    """One field as the three sides have it."""

    field: Field
    base: FieldValue | None
    incoming: FieldValue | None
    local: FieldValue | None


_Result = tuple[FieldValue | None, tuple[Conflict, ...]]


def merge_values(
    base: Values,
    incoming: Values,
    local: Values,
    rules: tuple[Rule, ...],
    cut: Cutter,
    take: Mapping[str, Side] = _NOTHING,
) -> Merged:
    """Merge what the sheet said (*base*), what it says now and what the copy says now, for the fields of *rules*.

    *take* names fields whose conflicts a person has decided: what is in conflict there is taken from one side, and
    everything else is merged all the same.
    """
    values, conflicts = Values(), list[Conflict]()
    for rule in rules:
        name = rule.field.name
        three = _Three(rule.field, base.get(name), incoming.get(name), local.get(name))
        value, found = _by_owner(three, rule.owner, cut, take.get(name, Side.LOCAL))
        values = values.with_value(name, value or "")
        conflicts += () if name in take else found
    return Merged(values, tuple(conflicts))


def _by_owner(three: _Three, owner: Owner, cut: Cutter, side: Side) -> _Result:
    if owner is Owner.SOURCE:
        return three.incoming, ()
    if owner is Owner.PARTNER:
        # A field that no side had yet is written once; one that people emptied stays empty.
        never = three.base is None and three.local is None
        return three.incoming if never else three.local, ()
    return _both(three, cut, side)


def _both(three: _Three, cut: Cutter, side: Side) -> _Result:
    kind = three.field.kind
    if _same(three.incoming, three.base, kind) or _same(three.incoming, three.local, kind):
        # What only differs in its spelling is left as people wrote it, unless they left it alone.
        return three.incoming if three.local == three.base else three.local, ()
    if _same(three.local, three.base, kind):
        return three.incoming, ()
    return _merger(three)(three, cut, side)


def _same(one: FieldValue | None, other: FieldValue | None, kind: Kind) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return same_text(one, other, kind)
    return (one or None) == (other or None)


def _text(three: _Three, cut: Cutter, side: Side) -> _Result:
    merged = merge_text(str(three.base), str(three.incoming), str(three.local), cut)
    conflicts = tuple(
        Conflict(three.field.name, clash.place, *(clash.text(each) for each in (Side.BASE, Side.INCOMING, Side.LOCAL)))
        for clash in merged.clashes
    )
    return merged.text(side), conflicts


def _list(three: _Three, _: Cutter, side: Side) -> _Result:
    merged = merge_items(_words(three.base), _words(three.incoming), _words(three.local), WORDS, side)
    return merged.items, tuple(
        Conflict(three.field.name, "", clash.base or "", clash.incoming or "", clash.local or "")
        for clash in merged.clashes
    )


def _whole(three: _Three, _: Cutter, side: Side) -> _Result:
    value = three.incoming if side is Side.INCOMING else three.local
    shown = (in_words(each) for each in (three.base, three.incoming, three.local))
    return value, (Conflict(three.field.name, "", *shown),)


def _records(three: _Three, cut: Cutter, side: Side) -> _Result:
    """Merge records one by one, each field by field; a record is known again by its first field."""
    first, conflicts = three.field.fields[0].name, list[Conflict]()

    def settle(slot: Slot[Values]) -> Values | None:
        if slot.base is None or slot.incoming is None or slot.local is None:
            return None
        record = Values()
        for part in three.field.fields:
            parts = _Three(part, slot.base.get(part.name), slot.incoming.get(part.name), slot.local.get(part.name))
            value, found = _both(parts, cut, side)
            record = record.with_value(part.name, value or "")
            place = f"{slot.local.text(first)}, {part.name}".removeprefix(", ")
            conflicts.extend(replace(each, field=three.field.name, place=place) for each in found)
        return record

    naming = Naming(lambda record: (record.text(first), record), _alike, _ENOUGH)
    merged = merge_items(_each(three.base), _each(three.incoming), _each(three.local), naming, side, settle)
    for clash in merged.clashes:
        shown = (in_words(Records((each,))) if each else "" for each in (clash.base, clash.incoming, clash.local))
        conflicts.append(Conflict(three.field.name, "", *shown))
    return Records(merged.items), tuple(conflicts)


def _words(value: FieldValue | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _each(value: FieldValue | None) -> tuple[Values, ...]:
    return value.each if isinstance(value, Records) else ()


def _alike(one: Values, other: Values) -> float:
    return likeness(in_words(Records((one,))), in_words(Records((other,))))


def _merger(three: _Three) -> Callable[[_Three, Cutter, Side], _Result]:
    """Choose how the sides of a field are merged: in parts where its kind and its values have some, else as a whole."""
    values = (three.base, three.incoming, three.local)
    if three.field.kind is Kind.TEXT and all(value and isinstance(value, str) for value in values):
        return _text
    if three.field.kind is Kind.LIST and all(value is None or isinstance(value, tuple) for value in values):
        return _list
    if three.field.kind is Kind.RECORDS and all(value is None or isinstance(value, Records) for value in values):
        return _records
    return _whole
