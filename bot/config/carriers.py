"""The places where the fields of a mapping stand."""

from collections.abc import Callable, Iterator

from bot.config.draft import Draft
from bot.config.mapping_models import ANY, CARRIERS, RECORDS, CarrierShape, RuleShape, TreeShape
from bot.config.patterns import check_holes
from bot.config.records import PARTS, read_repeated
from bot.config.titles import bare_category, bare_template, is_possible
from bot.domain.field import Field, Kind
from bot.domain.mapping import (
    AnyOf,
    Carrier,
    Categories,
    Constant,
    FirstImage,
    Item,
    ItemForm,
    Lead,
    PageTitle,
    Parameter,
    Property,
    Repeated,
    Rule,
    Section,
)
from bot.domain.pattern import HOLE, holes
from bot.i18n import _

FIELDS = "fields"
_OPTIONS = {
    "of": ("parameter",),
    "inside": ("parameter", RECORDS),
    PARTS: (RECORDS,),
    "in": ("item", RECORDS),
    "as": ("item",),
    "subsections": ("section",),
    "except": ("categories",),
}
"""Options of places, with the places that each belongs to."""


def read_carrier(draft: Draft, field: Field, shape: RuleShape) -> Carrier | AnyOf | None:
    """Read where a field stands, and note what is wrong with it."""
    steps = (FIELDS, field.name)
    given = _given(shape)
    if not shape.several:
        return _read_one(draft, field, shape, *steps)
    if given:
        _note_two(draft, given[0], ANY, *steps)
        return None
    _check_options(draft, field, shape, *steps)
    read = [_read_one(draft, field, each, *steps, ANY, number) for number, each in enumerate(shape.several)]
    carriers = tuple(carrier for carrier in read if carrier is not None)
    for number, carrier in enumerate(carriers[:-1]):
        if isinstance(carrier, PageTitle | Constant):
            message = _("this place always has a value, so those behind it are never read: put it last.")
            draft.problem(message, *steps, ANY, number)
    return AnyOf(carriers) if len(carriers) == len(read) else None


def _given(shape: CarrierShape) -> list[str]:
    return [key for key in CARRIERS if getattr(shape, key) not in (None, False)]


def _note_two(draft: Draft, first: str, second: str, *steps: str | int) -> None:
    message = _("a field stands in one place: take “{first}” or “{second}” out.")
    draft.problem(message.format(first=first, second=second), *steps, second, at_key=True)


def _read_one(draft: Draft, field: Field, shape: CarrierShape, *steps: str | int) -> Carrier | None:
    given = _given(shape)
    if len(given) > 1:
        _note_two(draft, given[0], given[1], *steps)
        return None
    if not given:
        if draft.is_clean(*steps):
            message = _("the rule does not say where the field stands: give one of {keys}.")
            keys = CARRIERS if ANY in steps else (*CARRIERS, ANY)
            draft.problem(message.format(keys=", ".join(keys)), *steps, at_key=True)
        return None
    _check_options(draft, field, shape, *steps)
    if shape.records is not None:
        return read_repeated(draft, field, shape, *steps)
    return _carrier_of(shape)


def _carrier_of(shape: CarrierShape) -> Carrier:
    if shape.parameter is not None:
        return Parameter(shape.parameter, bare_template(shape.of) if shape.of else None, shape.inside)
    if shape.section is not None:
        return Section(shape.section, shape.subsections)
    if shape.lead:
        return Lead()
    if shape.item is not None:
        return Item(shape.item, shape.within, shape.form or ItemForm.LIST)
    if shape.property is not None:
        return Property(shape.property)
    if shape.image is not None:
        return FirstImage()
    if shape.categories is not None:
        return _categories_of(shape.categories, tuple(map(bare_category, shape.excluded)))
    return PageTitle() if shape.title else Constant(shape.constant or "")


def _categories_of(given: TreeShape | tuple[str, ...], excluded: tuple[str, ...]) -> Categories:
    if isinstance(given, TreeShape):
        return Categories(excluded, roots=tuple(map(bare_category, given.under)), depth=given.depth)
    return Categories(excluded, tuple(map(bare_category, given)))


def _check_options(draft: Draft, field: Field, shape: CarrierShape, *steps: str | int) -> None:
    for key, masters in _OPTIONS.items():
        if key in draft.keys(*steps) and not set(masters) & set(_given(shape)):
            message = _("“{key}” belongs to “{master}”: take it out.").format(key=key, master="”, “".join(masters))
            draft.problem(message, *steps, key, at_key=True)
    if shape.inside is not None and shape.parameter is not None and "of" not in draft.keys(*steps):
        message = _("“inside” needs “of”: name the template that stands in the parameter “{inside}”.")
        draft.problem(message.format(inside=shape.inside), *steps, "inside", at_key=True)
    if shape.records is not None and field.kind is not Kind.RECORDS:
        message = _("a template that repeats gives records, but “{field}” is of the kind {kind}.")
        draft.problem(message.format(field=field.name, kind=field.kind), *steps, RECORDS, at_key=True)
    if shape.records is None and field.kind is Kind.RECORDS and _given(shape):
        message = _("“{field}” is of the kind records: name the template that repeats, with “records” and “fields”.")
        draft.problem(message.format(field=field.name), *steps, _given(shape)[0], at_key=True)
    if shape.lead and field.kind is not Kind.TEXT:
        message = _("the lead is text, but “{field}” is of the kind {kind}: let a text field hold it.")
        draft.problem(message.format(field=field.name, kind=field.kind), *steps, "lead", at_key=True)
    if shape.image is not None and field.kind is not Kind.FILE:
        message = _("a picture is a file, but “{field}” is of the kind {kind}: let a file field hold it.")
        draft.problem(message.format(field=field.name, kind=field.kind), *steps, "image", at_key=True)
    if shape.of is not None and not is_possible(bare_template(shape.of)):
        message = _("no page can be called like this: write a name without brackets, braces, “|” or “#”.")
        draft.problem(message, *steps, "of")
    for number, name in enumerate(shape.property or ()):
        if not is_possible(name) or "=" in name or "::" in name:
            message = _("no property can be called like this: write a name without brackets, braces, “|”, “=” or “::”.")
            draft.problem(message, *steps, "property", *((number,) if draft.items(*steps, "property") else ()))
    if isinstance(shape.categories, TreeShape):
        _check_tree(draft, shape.categories, *steps, "categories")
    elif shape.categories is not None:
        _check_categories(draft, field, shape.categories, *steps, "categories")


def _check_categories(draft: Draft, field: Field, patterns: tuple[str, ...], *steps: str | int) -> None:
    if not patterns and field.kind is not Kind.LIST:
        message = _("categories are a list, but “{field}” is of the kind {kind}: let another field hold them.")
        draft.problem(message.format(field=field.name, kind=field.kind), *steps, at_key=True)
    for number, each in enumerate(patterns):
        place = (*steps, number) if draft.items(*steps) else steps
        check_holes(draft, each, holes(each)[:1], *place)
        if draft.is_clean(*place) and not is_possible(HOLE.sub("x", bare_category(each))):
            message = _("no page can be called like this: write a name without brackets, braces, “|” or “#”.")
            draft.problem(message, *place)


def _check_tree(draft: Draft, tree: TreeShape, *steps: str | int) -> None:
    for number, root in enumerate(tree.under):
        if not is_possible(bare_category(root)):
            message = _("no page can be called like this: write a name without brackets, braces, “|” or “#”.")
            draft.problem(message, *steps, "under", *((number,) if draft.items(*steps, "under") else ()))
    if tree.depth < 1:
        message = _("no category stands at no level: write how many levels of subcategories count, for example 2.")
        draft.problem(message, *steps, "depth")


def check_claims(draft: Draft, rules: tuple[Rule, ...]) -> None:
    """Note what two rules claim, or a rule and a constant of the template."""
    seen: dict[str, str] = {f"parameter {name}": "constants" for name in draft.keys("constants")}
    for rule in rules:
        for claim, steps in _claims(rule, _claims_of):
            _note_claimed(draft, seen.setdefault(claim, rule.field.name), rule, *steps)
    for rule in rules:
        for claim, steps in _claims(rule, _shared_by):
            _note_claimed(draft, seen.get(claim, rule.field.name), rule, *steps)


def _note_claimed(draft: Draft, first: str, rule: Rule, *steps: str | int) -> None:
    if first != rule.field.name:
        message = _("“{first}” claims the same place: each place of the page holds one field.")
        draft.problem(message.format(first=first), FIELDS, rule.field.name, *steps)


Claim = tuple[str, tuple[str | int, ...]]
"""What a rule claims of a page, and where below the rule it says so."""


def _claims(rule: Rule, claims_of: Callable[[Carrier], Iterator[Claim]]) -> Iterator[Claim]:
    for number, carrier in enumerate(rule.carriers):
        above = (ANY, number) if isinstance(rule.carrier, AnyOf) else ()
        for claim, steps in claims_of(carrier):
            yield claim, (*above, *steps)


def _shared_by(carrier: Carrier) -> Iterator[Claim]:
    """Give what places of the same sort may share, and no place of another sort may claim as a whole."""
    match carrier:
        case Parameter(inside=str(inside)):
            yield f"parameter {inside}", ("inside",)
        case Parameter(of=str(of)):
            yield f"{RECORDS} {of.casefold()} in ", ("of",)
        case Repeated(templates=templates, inside=None, section=str()):
            yield from ((f"{RECORDS} {name.casefold()} in ", (RECORDS,)) for name in templates)


def _claims_of(carrier: Carrier) -> Iterator[Claim]:
    match carrier:
        case Parameter(names=names, of=of, inside=inside):
            behind = f" of {of.casefold()}" if of else ""
            behind += f" inside {inside}" if inside else ""
            yield from ((f"parameter {name}{behind}", ("parameter", number)) for number, name in enumerate(names))
        case Repeated(inside=str(inside)):
            yield f"parameter {inside}", ("inside",)
        case Repeated(templates=templates, section=section):
            yield from _each(RECORDS, templates, f" in {(section or '').casefold()}")
        case Section(headings=headings):
            yield from _each("section", headings)
        case Item(labels=labels, section=section):
            yield from _each("item", labels, f" in {(section or '').casefold()}")
        case Property(names=names):
            yield from _each("property", names)
        case Categories(roots=roots) if roots:
            yield from (
                (f"categories under {root.casefold()}", ("categories", "under", number))
                for number, root in enumerate(roots)
            )
        case Categories(patterns=()):
            yield "all categories", ("categories",)
        case Categories(patterns=patterns):
            yield from _each("categories", tuple(HOLE.sub("{}", each) for each in patterns))
        case Lead():
            yield "lead", ("lead",)
        case FirstImage():
            yield "image", ("image",)


def _each(key: str, names: tuple[str, ...], behind: str = "") -> Iterator[Claim]:
    for number, name in enumerate(names):
        yield f"{key} {name.casefold()}{behind}", (key, number)
