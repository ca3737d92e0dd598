"""The rules of a mapping: where each field stands, and how its value is spelt."""

from dataclasses import replace

from bot.config.carriers import FIELDS, check_claims, read_carrier
from bot.config.draft import Draft
from bot.config.mapping_models import RuleShape, SpellingShape
from bot.config.nearest import hint
from bot.config.spelling import spelt_rule
from bot.domain.field import Field, Format, Kind
from bot.domain.mapping import AnyOf, Carrier, Categories, Constant, PageTitle, Property, Rule
from bot.domain.transform import Shape
from bot.domain.transforms.table import TRANSFORMS
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
    is_list = field.kind is Kind.LIST
    begins = Shape.LIST if is_list and any(map(_gives_words, _places(carrier))) else Shape.TEXT
    return replace(spelt_rule(draft, field, carrier, shape, FIELDS, name, begins=begins), owner=shape.owner)


def _check_whole(draft: Draft, field: Field) -> None:
    """Note how records as a whole would be spelt: only their fields are."""
    for key in SpellingShape.model_fields:
        if draft.has(FIELDS, field.name, key):
            message = _("“{key}” does not reach records as a whole: put it at one of their “fields”.")
            draft.problem(message.format(key=key), FIELDS, field.name, key, at_key=True)


def _places(carrier: Carrier | AnyOf) -> tuple[Carrier, ...]:
    return carrier.carriers if isinstance(carrier, AnyOf) else (carrier,)


def _gives_words(place: Carrier) -> bool:
    """Tell whether the values of a list stand apart there, so that transforms of reading begin with a list."""
    return isinstance(place, Categories | Property)


def _check_ways(draft: Draft, field: Field, carrier: Carrier | AnyOf, shape: RuleShape) -> None:
    """Note transforms that a place cannot serve."""
    places, steps = _places(carrier), (FIELDS, field.name)
    if shape.write is not None and any(isinstance(place, PageTitle | Constant) for place in places):
        message = _("nothing is written in this place: take “{key}” out.")
        draft.problem(message.format(key="write"), *steps, "write", at_key=True)
    if shape.write is not None and isinstance(places[0], Categories) and "link" in _names(shape.write):
        message = _("the name of a category is no link: take “link” out.")
        draft.problem(message, *steps, "write", at_key=True)
    words = [place for place in places if _gives_words(place)]
    shapes = {TRANSFORMS[name].takes for name in _names(shape.read) if name in TRANSFORMS}
    if field.kind is Kind.LIST and 0 < len(words) < len(places) and shapes - {Shape.EACH}:
        message = _(
            "one of the places gives a text and another a list, and these transforms take only one of both: "
            "use “separator” in place of split and join, or take “read” out."
        )
        draft.problem(message, *steps, "read", at_key=True)


def _names(tree: object) -> list[str]:
    """List the names of the transforms that are asked for."""
    parts = tree if isinstance(tree, list) else [tree]
    return [str(next(iter(part), "")) if isinstance(part, dict) else str(part).strip() for part in parts]
