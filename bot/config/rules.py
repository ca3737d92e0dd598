"""The rules of a mapping: where each field stands, and how its value is spelt."""

from bot.config.carriers import FIELDS, check_claims, read_carrier
from bot.config.draft import Draft
from bot.config.formats import PAGE
from bot.config.mapping_models import RuleShape
from bot.config.nearest import hint
from bot.config.patterns import check_holes
from bot.config.transforms import read_steps
from bot.domain.field import Field, Format, Kind
from bot.domain.mapping import AnyOf, Carrier, Categories, Constant, PageTitle, Property, Rule
from bot.domain.transform import Shape, Step
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
    _check_options(draft, field, shape)
    _check_values(draft, field, shape)
    _check_ways(draft, field, carrier, shape)
    is_list = field.kind is Kind.LIST
    write = read_steps(draft, field, shape.write, Shape.LIST if is_list else Shape.TEXT, "write", FIELDS, name)
    begins = Shape.LIST if is_list and any(map(_gives_words, _places(carrier))) else Shape.TEXT
    read = read_steps(draft, field, shape.read, begins, "read", FIELDS, name)
    return Rule(
        field=field,
        carrier=carrier,
        separator=shape.separator,
        values=tuple(shape.values.items()),
        otherwise=shape.otherwise,
        default=shape.default,
        duration=_duration_alone(write),
        owner=shape.owner,
        read=read,
        write=() if _duration_alone(write) is not None else write,
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


def _duration_alone(steps: tuple[Step, ...]) -> str | None:
    """Give the pattern of a duration that is written by nothing else."""
    return str(dict(steps[0].options)["to"]) if [step.name for step in steps] == ["duration"] else None


def _check_values(draft: Draft, field: Field, shape: RuleShape) -> None:
    """Note two words of the format that one word of this wiki would stand for, and could not be told apart."""
    seen: dict[str, str] = {}
    for word, spelt in shape.values.items():
        first = seen.setdefault(spelt.strip().casefold(), word)
        if first != word:
            message = _("“{spelt}” already stands for “{first}”, it could not be read back: give each its own word.")
            draft.problem(message.format(spelt=spelt, first=first), FIELDS, field.name, "values", word)
