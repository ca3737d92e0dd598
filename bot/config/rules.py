"""The rules of a mapping: where each field stands, and how its value is spelt."""

from dataclasses import replace

from bot.config.carriers import FIELDS, check_claims, read_carrier
from bot.config.draft import Draft
from bot.config.mapping_models import RuleShape, SpellingShape
from bot.config.nearest import hint
from bot.config.spelling import spelt_rule
from bot.domain.field import Field, Format, Kind
from bot.domain.mapping import AnyOf, Carrier, Categories, Constant, PageTitle, Rule
from bot.i18n import _


def read_rules(draft: Draft, known: Format) -> tuple[Rule, ...]:
    """Read the rules of a mapping, and note what is wrong with them."""
    rules = tuple(rule for name in draft.keys(FIELDS) if (rule := _read_rule(draft, name, known)) is not None)
    check_claims(draft, rules)
    return rules


def _read_rule(draft: Draft, name: str, known: Format) -> Rule | None:
    field = known.field(name)
    if field is None:
        message = _("the format “{format}” has no field “{name}”: {hint}").format(
            format=known.name, name=name, hint=hint(name, (each.name for each in known.fields))
        )
        draft.problem(message, FIELDS, name, at_key=True)
        return None
    shape = draft.piece(RuleShape, FIELDS, name)
    carrier = read_carrier(draft, field, shape) if shape is not None else None
    if shape is None or carrier is None:
        return None
    if field.kind is Kind.RECORDS:
        _check_whole(draft, field)
        return Rule(field, carrier, owner=shape.owner)
    _check_ways(draft, field, carrier, shape)
    return replace(spelt_rule(draft, field, carrier, shape, FIELDS, name), owner=shape.owner)


def _check_whole(draft: Draft, field: Field) -> None:
    """Note how records as a whole would be spelt: only their fields are."""
    for key in SpellingShape.model_fields:
        if draft.has(FIELDS, field.name, key):
            message = _("“{key}” does not reach records as a whole: put it at one of their “fields”.")
            draft.problem(message.format(key=key), FIELDS, field.name, key, at_key=True)


def _check_ways(draft: Draft, field: Field, carrier: Carrier | AnyOf, shape: RuleShape) -> None:
    """Note transforms of a place that none can serve: of categories, and of what is not written by a rule."""
    places = carrier.carriers if isinstance(carrier, AnyOf) else (carrier,)
    for key, tree, unfit in (
        ("read", shape.read, Categories),
        ("write", shape.write, Categories | PageTitle | Constant),
    ):
        if tree is not None and any(isinstance(place, unfit) for place in places):
            message = _("transforms do not reach this place: for categories use “values”, else take “{key}” out.")
            draft.problem(message.format(key=key), FIELDS, field.name, key, at_key=True)
