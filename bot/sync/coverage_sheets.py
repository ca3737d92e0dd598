"""What one sheet holds of what the source's mapping expects: a page in, marks out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.config.nearest import nearest
from bot.domain.coverage import Mark, NeverMatched, RulePlaces, Subject, Tallies
from bot.domain.field import FieldValue, Records, short
from bot.domain.kinds.table import is_unparsed
from bot.domain.mapping import (
    Carrier,
    Categories,
    Constant,
    FirstImage,
    Item,
    Lead,
    Mapping,
    PageTitle,
    Parameter,
    Property,
    Repeated,
    Rule,
    Section,
)
from bot.domain.page import Page
from bot.domain.reasons import Facts, Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.sync.drafts import Draft
from bot.wikitext.credit import without_credit
from bot.wikitext.items import find_item
from bot.wikitext.outline import plain, same_heading
from bot.wikitext.reader import Unclaimed, read_sheet
from bot.wikitext.records import names_of, parts_of
from bot.wikitext.sheet import Sheet, is_visible
from bot.wikitext.tables import find_row
from bot.wikitext.templates import Call, all_calls, find_call

NO_SHEET = frozenset({Reason.CONTENT_MODEL, Reason.SHEET_IS_COPY, Reason.NOT_THE_TEMPLATE})
"""Reasons for which a page is no sheet at all, so that its fields say nothing of the mapping."""

_LABEL = re.compile(r"^[*#;:]+\s*'{2,5}(?P<label>[^:'\n]{1,80}?)\s*(?::\s*'{2,5}|'{2,5}\s*:)", re.MULTILINE)
_WITHOUT_NAME: dict[type[Carrier], str] = {
    Lead: "lead",
    FirstImage: "picture",
    Categories: "category",
    PageTitle: "title",
    Constant: "constant",
}


def refusal(finding: Finding) -> Mark:
    """Note why a sheet is refused; the field that is to blame is counted on its own."""
    facts: Facts = tuple((name, short(value)) for name, value in finding.facts)
    return Mark(Subject.REFUSED, finding.reason.value, dict(facts).get("field", ""), facts)


def observe(page: Page, mapping: Mapping, source: WikiFacts, understood: Draft | Finding) -> tuple[Mark, ...]:
    """Note what stands on a page of the selection and what of it the mapping reads."""
    marks: list[Mark] = []
    if isinstance(understood, Finding):
        marks.append(refusal(understood))
        if understood.reason in NO_SHEET:
            other = understood.reason is Reason.NOT_THE_TEMPLATE
            names = all_calls(page.text, source) if other else ()
            return (*marks, *(Mark(Subject.OTHER_TEMPLATE, name) for name in names))
    else:
        marks += [Mark(Subject.READ_OTHERWISE, name) for name in understood.read_otherwise]
    try:
        sheet = Sheet(without_credit(page.text), page.ref.title, _bare(mapping), source)
        reading = read_sheet(sheet)
    except RefusedError:
        return tuple(marks)
    for rule in mapping.rules:
        marks += _field(rule, reading.values.get(rule.field.name), sheet)
    for unclaimed in reading.unclaimed:
        marks += _unclaimed(unclaimed, mapping)
    return (Mark(Subject.SHEET), *marks)


def _bare(mapping: Mapping) -> Mapping:
    """Give a mapping that reads only what really stands on the page: no defaults, and no field that takes the rest."""
    return replace(mapping, rest=None, rules=tuple(replace(rule, default=None) for rule in mapping.rules))


def _standing(rule: Rule, sheet: Sheet) -> str | None:
    """Give the name by which a page has a place of a rule, filled or not; None when it has none."""
    calls = sheet.places[rule.field.name].calls
    if calls:
        return calls[0].name
    return next((name for carrier in rule.carriers if (name := _name(carrier, sheet)) is not None), None)


def _name(carrier: Carrier, sheet: Sheet) -> str | None:
    match carrier:
        case Parameter(names=names):
            nested = carrier.of is None or carrier.inside is not None
            call = sheet.call_of(carrier) if nested else find_call(sheet.text, (carrier.of or "",), sheet.wiki)
            return _name_in((call,) if call else (), names)
        case Section(headings=headings):
            return next((heading for heading in headings if sheet.section((heading,))), None)
        case Item(labels=labels, section=section):
            block = sheet.section((section,)) if section else sheet.blocks[0]
            if block is None:
                return None
            body = sheet.text[block.body : block.tree_end if block.level else block.end]
            return next((label for label in labels if find_item(body, (label,)) or find_row(body, (label,))), None)
        case PageTitle() | Constant():
            return ""
        case _:
            return None


def _name_in(calls: tuple[Call, ...], names: tuple[str, ...]) -> str | None:
    """Give the name by which calls have a parameter, one that is filled before one that is not."""
    there = [(name, is_visible(call.get(name))) for name in names for call in calls if name in dict(call.parameters)]
    return next((name for name, filled in there if filled), there[0][0] if there else None)


def _field(rule: Rule, value: FieldValue | None, sheet: Sheet) -> Iterator[Mark]:
    place = _standing(rule, sheet)
    yield from _marks(rule, rule.field.name, value, place)
    calls = sheet.places[rule.field.name].calls
    for part in parts_of(rule.written) if calls else ():
        # Of several records, what is found in one is found.
        found = (record.get(part.field.name) for record in (value if isinstance(value, Records) else ()))
        one = next((each for each in found if each), None)
        yield from _marks(part, part_name(rule, part), one, _name_in(calls, names_of(part)))


def part_name(rule: Rule, part: Rule) -> str:
    """Name a field of a record as people find it: ``etapes.titre``."""
    return f"{rule.field.name}.{part.field.name}"


def _marks(rule: Rule, field: str, value: FieldValue | None, place: str | None) -> Iterator[Mark]:
    if place is None and value:
        place = ""
    if place is not None:
        yield Mark(Subject.PRESENT, field, place)
    if value:
        yield Mark(Subject.FOUND, field)
        if is_unparsed(value, rule.field):
            yield Mark(Subject.UNPARSABLE, field, facts=(("value", short(value)),))
    elif rule.default is not None:
        yield Mark(Subject.DEFAULT, field)
    else:
        yield Mark(Subject.ABSENT if place is None else Subject.EMPTY, field)


def _unclaimed(unclaimed: Unclaimed, mapping: Mapping) -> Iterator[Mark]:
    """Note what no rule claims; labelled items are named one by one, as rules could claim them one by one."""
    facts: Facts = (("text", short(unclaimed.excerpt)),)
    name = unclaimed.name
    if unclaimed.kind in ("section", "text"):
        name = plain(name.strip().strip("="))
        lines = [line for line in unclaimed.excerpt.splitlines() if line.strip()]
        items = [(found["label"], line) for line in lines if (found := _LABEL.match(line))]
        for label, line in items:
            yield Mark(Subject.UNCLAIMED, "item", plain(label), (("text", short(line)),))
        if lines and len(items) == len(lines) and _is_expected(name, mapping):
            return
    yield Mark(Subject.UNCLAIMED, unclaimed.kind, name, facts)


def _is_expected(heading: str, mapping: Mapping) -> bool:
    """Tell whether a section is one where items are looked for, or the text before the first."""
    carriers = [carrier for rule in mapping.rules for carrier in rule.carriers]
    named = (carrier.section or "" for carrier in carriers if isinstance(carrier, Item | Repeated))
    return not heading or any(same_heading(heading, section) for section in named)


def places_of(mapping: Mapping) -> tuple[RulePlaces, ...]:
    """List where the rules of a mapping look."""
    found = []
    for rule in mapping.rules:
        parts = parts_of(rule.written)
        for name, each in ((rule.field.name, rule), *((part_name(rule, part), part) for part in parts)):
            places = tuple(_place_of(carrier) for carrier in each.carriers)
            found.append(RulePlaces(name, each.field.kind.value, places, each.field.required))
    return tuple(found)


def _place_of(carrier: Carrier) -> tuple[str, tuple[str, ...]]:
    match carrier:
        case Parameter(names=names):
            return "parameter", names
        case Section(headings=headings):
            return "section", headings
        case Item(labels=labels):
            return "item", labels
        case Property(names=names):
            return "property", names
        case Repeated(templates=templates):
            return "records", templates
        case _:
            return _WITHOUT_NAME[type(carrier)], ()


def never_matched(mapping: Mapping, counted: Tallies, template: str) -> tuple[NeverMatched, ...]:
    """List the rules whose place no sheet has; *template* is the wikitext of the source's template."""
    if not counted.count(Subject.SHEET):
        return ()
    return tuple(
        NeverMatched(rule, _near(rule, counted), _documents(template, rule))
        for rule in places_of(mapping)
        if not counted.count(Subject.PRESENT, rule.field) and _has_records(rule, counted)
    )


def _has_records(rule: RulePlaces, counted: Tallies) -> bool:
    """Tell whether the records that a field belongs to were found at all; of none nothing more needs saying."""
    records, parted, _ = rule.field.rpartition(".")
    return not parted or counted.count(Subject.PRESENT, records) > 0


def _near(rule: RulePlaces, counted: Tallies) -> str | None:
    """Give the name that sheets have and no rule claims, and that is nearest to a name of the rule."""
    for place, names in rule.places:
        there = [row.part for row in counted.of(Subject.UNCLAIMED, place) if row.part]
        for name in names:
            near = nearest(name, there)
            if near is not None:
                return near
    return None


def _documents(template: str, rule: RulePlaces) -> bool:
    names = [re.escape(name) for place, names in rule.places if place == "parameter" for name in names]
    return bool(names) and bool(re.search(rf"\{{\{{\{{\s*(?:{'|'.join(names)})\s*[|}}]", template))


def near_template(mapping: Mapping, counted: Tallies) -> str | None:
    """Give the template that pages use in place of that of the mapping: the nearest in spelling, else the commonest."""
    names = [row.name for row in counted.of(Subject.OTHER_TEMPLATE)]
    near = next((found for name in mapping.templates if (found := nearest(name, names)) is not None), None)
    return near or next(iter(names), None)
