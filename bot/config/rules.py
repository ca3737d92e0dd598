"""The rules of a mapping: where each field stands, and how its value is spelt."""

from bot.config.carriers import FIELDS, check_claims, read_carrier
from bot.config.draft import Draft
from bot.config.formats import PAGE
from bot.config.mapping_models import RuleShape
from bot.config.nearest import hint
from bot.config.patterns import check_duration, check_holes
from bot.domain.field import Field, Format, Kind
from bot.domain.mapping import Rule
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
    _check_options(draft, field, shape)
    _check_values(draft, field, shape)
    return Rule(
        field=field,
        carrier=carrier,
        separator=shape.separator,
        values=tuple(shape.values.items()),
        otherwise=shape.otherwise,
        default=shape.default,
        duration=shape.write.duration if shape.write else None,
        owner=shape.owner,
    )


def _check_options(draft: Draft, field: Field, shape: RuleShape) -> None:
    steps = (FIELDS, field.name)
    if shape.separator == "":
        draft.problem(
            _("the separator is empty: write what stands between two values, for example “;”."), *steps, "separator"
        )
    elif shape.separator is not None and field.kind is not Kind.LIST:
        draft.warn(_("the separator is of no use here, only lists have one."), *steps, "separator")
    if shape.default is not None:
        check_holes(draft, shape.default, (PAGE,), *steps, "default")
    if shape.write is not None and field.kind is not Kind.DURATION:
        message = _("only a duration is written by a pattern, but “{field}” is of the kind {kind}: take “write” out.")
        draft.problem(message.format(field=field.name, kind=field.kind), *steps, "write", at_key=True)
    elif shape.write is not None:
        check_duration(draft, shape.write.duration, *steps, "write", "duration")


def _check_values(draft: Draft, field: Field, shape: RuleShape) -> None:
    """Note two words of the format that one word of this wiki would stand for, and could not be told apart."""
    seen: dict[str, str] = {}
    for word, spelt in shape.values.items():
        first = seen.setdefault(spelt.strip().casefold(), word)
        if first != word:
            message = _("“{spelt}” already stands for “{first}”, it could not be read back: give each its own word.")
            draft.problem(message.format(spelt=spelt, first=first), FIELDS, field.name, "values", word)
