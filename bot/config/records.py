"""Fields of the kind records: a template that repeats, with a rule for each field of one record."""

from bot.config.draft import Draft
from bot.config.mapping_models import RECORDS, CarrierShape, PartShape
from bot.config.nearest import hint
from bot.config.spelling import spelt_rule
from bot.config.titles import bare_template, is_possible
from bot.domain.field import Field, Kind
from bot.domain.mapping import Parameter, Repeated, Rule
from bot.i18n import _

PARTS = "fields"
"""Key of the rules of one record."""


def read_repeated(draft: Draft, field: Field, shape: CarrierShape, *steps: str | int) -> Repeated:
    """Read the template that repeats and the rules of its parameters, and note what is wrong with them."""
    names = tuple(map(bare_template, shape.records or ()))
    for number, name in enumerate(names):
        if not is_possible(name):
            message = _("no page can be called like this: write a name without brackets, braces, “|” or “#”.")
            place = (RECORDS, number) if draft.items(*steps, RECORDS) else (RECORDS,)
            draft.problem(message, *steps, *place)
    if shape.inside is not None and shape.within is not None:
        message = _("the calls stand in a parameter or in a section: take “inside” or “in” out.")
        draft.problem(message, *steps, "in", at_key=True)
    parts = tuple(
        rule
        for name in draft.keys(*steps, PARTS)
        if (rule := _read_part(draft, field, name, *steps, PARTS, name)) is not None
    )
    if not draft.has(*steps, PARTS) and draft.is_clean(*steps):
        message = _("the rule does not say where the fields of a record stand: give “fields”, one rule for each.")
        draft.problem(message, *steps, RECORDS, at_key=True)
    _check_claims(draft, parts, *steps)
    return Repeated(names, parts, shape.inside, shape.within)


def _read_part(draft: Draft, field: Field, name: str, *steps: str | int) -> Rule | None:
    known = next((each for each in field.fields if each.name == name), None)
    if known is None:
        if field.kind is Kind.RECORDS:
            message = _("a record of “{field}” has no field “{name}”: {hint}").format(
                field=field.name, name=name, hint=hint(name, (each.name for each in field.fields))
            )
            draft.problem(message, *steps, at_key=True)
        return None
    shape = draft.piece(PartShape, *steps)
    return spelt_rule(draft, known, Parameter(shape.parameter), shape, *steps) if shape is not None else None


def _check_claims(draft: Draft, parts: tuple[Rule, ...], *steps: str | int) -> None:
    seen: dict[str, str] = {}
    for rule in parts:
        for carrier in rule.carriers:
            for name in carrier.names if isinstance(carrier, Parameter) else ():
                first = seen.setdefault(name, rule.field.name)
                if first != rule.field.name:
                    message = _("“{first}” claims the same place: each place of the page holds one field.")
                    draft.problem(message.format(first=first), *steps, PARTS, rule.field.name, "parameter")
