"""The rules of a mapping: where each field stands, and how its value is spelt."""

from collections.abc import Iterator

from bot.config.draft import Draft
from bot.config.formats import PAGE
from bot.config.mapping_models import CARRIERS, RuleShape
from bot.config.nearest import hint
from bot.config.patterns import check_duration, check_holes
from bot.config.titles import bare_category
from bot.domain.field import Field, Format, Kind
from bot.domain.mapping import Carrier, Categories, Constant, Item, PageTitle, Parameter, Rule, Section
from bot.i18n import _

FIELDS = "fields"


def read_rules(draft: Draft, known: Format) -> tuple[Rule, ...]:
    """Read the rules of a mapping, and note what is wrong with them."""
    rules = tuple(rule for name in draft.keys(FIELDS) if (rule := _read_rule(draft, name, known)) is not None)
    _check_claims(draft, rules)
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
    carrier = _carrier(draft, name, shape) if shape is not None else None
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


def _carrier(draft: Draft, name: str, shape: RuleShape) -> Carrier | None:
    given = [key for key in CARRIERS if getattr(shape, key) not in (None, False)]
    if len(given) > 1:
        message = _("a field stands in one place: take “{first}” or “{second}” out.")
        draft.problem(message.format(first=given[0], second=given[1]), FIELDS, name, given[1], at_key=True)
        return None
    if not given:
        if draft.is_clean(FIELDS, name):
            message = _("the rule does not say where the field stands: give one of {keys}.")
            draft.problem(message.format(keys=", ".join(CARRIERS)), FIELDS, name, at_key=True)
        return None
    return _carrier_of(shape)


def _carrier_of(shape: RuleShape) -> Carrier:
    if shape.parameter is not None:
        return Parameter(shape.parameter)
    if shape.section is not None:
        return Section(shape.section)
    if shape.item is not None:
        return Item(shape.item, shape.within)
    if shape.categories:
        return Categories(tuple(map(bare_category, shape.excluded)))
    return PageTitle() if shape.title else Constant(shape.constant or "")


def _check_options(draft: Draft, field: Field, shape: RuleShape) -> None:
    steps = (FIELDS, field.name)
    for key, option, master in (("in", shape.within, "item"), ("except", shape.excluded, "categories")):
        if option and not getattr(shape, master):
            message = _("“{key}” belongs to “{master}”: take it out.").format(key=key, master=master)
            draft.problem(message, *steps, key, at_key=True)
    if shape.categories and field.kind is not Kind.LIST:
        message = _("categories are a list, but “{field}” is of the kind {kind}: let another field hold them.")
        draft.problem(message.format(field=field.name, kind=field.kind), *steps, "categories", at_key=True)
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


def _check_claims(draft: Draft, rules: tuple[Rule, ...]) -> None:
    """Note what two rules claim, or a rule and a constant of the template."""
    seen: dict[str, str] = {f"parameter {name}": "constants" for name in draft.keys("constants")}
    for rule in rules:
        for claim, steps in _claims(rule):
            first = seen.setdefault(claim, rule.field.name)
            if first != rule.field.name:
                message = _("“{first}” claims the same place: each place of the page holds one field.")
                draft.problem(message.format(first=first), FIELDS, rule.field.name, *steps)


def _claims(rule: Rule) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Give what a rule claims of a page, and where below the rule it says so."""
    carrier = rule.carrier
    if isinstance(carrier, Parameter):
        for number, name in enumerate(carrier.names):
            yield f"parameter {name}", ("parameter", number)
    elif isinstance(carrier, Section):
        for number, heading in enumerate(carrier.headings):
            yield f"section {heading.casefold()}", ("section", number)
    elif isinstance(carrier, Item):
        for number, label in enumerate(carrier.labels):
            yield f"item {label.casefold()} in {(carrier.section or '').casefold()}", ("item", number)
    elif isinstance(carrier, Categories):
        yield "categories", ("categories",)
