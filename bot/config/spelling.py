"""How the value of a rule is spelt: its separator, value table, default and transforms."""

from bot.config.draft import Draft
from bot.config.formats import PAGE
from bot.config.mapping_models import SpellingShape
from bot.config.patterns import check_holes
from bot.config.transforms import read_steps
from bot.domain.field import Field, Kind
from bot.domain.mapping import AnyOf, Carrier, Rule
from bot.domain.transform import Shape, Step
from bot.i18n import _


def spelt_rule(
    draft: Draft,
    field: Field,
    carrier: Carrier | AnyOf,
    shape: SpellingShape,
    *steps: str | int,
    begins: Shape = Shape.TEXT,
) -> Rule:
    """Make the rule of a field that stands in *carrier*, and note what is wrong with its spelling.

    *begins* is the shape of what stands on the page, where transforms of reading begin.
    """
    _check_options(draft, field, shape, *steps)
    _check_values(draft, shape, *steps)
    kept = Shape.LIST if field.kind is Kind.LIST else Shape.TEXT
    write = read_steps(draft, field, shape.write, kept, "write", *steps)
    return Rule(
        field=field,
        carrier=carrier,
        separator=shape.separator,
        values=tuple(shape.values.items()),
        otherwise=shape.otherwise,
        default=shape.default,
        duration=_duration_alone(write),
        read=read_steps(draft, field, shape.read, begins, "read", *steps),
        write=() if _duration_alone(write) is not None else write,
    )


def _check_options(draft: Draft, field: Field, shape: SpellingShape, *steps: str | int) -> None:
    if shape.separator == "":
        draft.problem(
            _("the separator is empty: write what stands between two values, for example “;”."), *steps, "separator"
        )
    elif shape.separator is not None and field.kind is not Kind.LIST:
        draft.warn(_("the separator is of no use here, only lists have one."), *steps, "separator")
    if shape.default is not None:
        check_holes(draft, shape.default, (PAGE,), *steps, "default")


def _duration_alone(steps: tuple[Step, ...]) -> str | None:
    """Give the pattern of a duration that is written by nothing else."""
    return str(dict(steps[0].options)["to"]) if [step.name for step in steps] == ["duration"] else None


def _check_values(draft: Draft, shape: SpellingShape, *steps: str | int) -> None:
    """Note two words of the format that one word of this wiki would stand for, and could not be told apart."""
    seen: dict[str, str] = {}
    for word, spelt in shape.values.items():
        first = seen.setdefault(spelt.strip().casefold(), word)
        if first != word:
            message = _("“{spelt}” already stands for “{first}”, it could not be read back: give each its own word.")
            draft.problem(message.format(spelt=spelt, first=first), *steps, "values", word)
