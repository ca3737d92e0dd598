"""What one sheet would become at a partner: a sheet understood in, marks out."""

from collections.abc import Iterator
from datetime import date

from bot.domain.coverage import Mark, MissingTemplate, Subject, Tallies
from bot.domain.field import FieldValue, Kind, Records, Values, short
from bot.domain.licences.admission import Admission, admit
from bot.domain.mapping import Mapping, Parameter, Repeated, Rule
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.sync.comparing import values_of
from bot.sync.coverage_sheets import part_name, refusal
from bot.sync.drafts import Draft
from bot.sync.licensing import terms_of
from bot.sync.rendering import Destination, Rendered, copy_title, render
from bot.wikitext.categories import words_outside
from bot.wikitext.records import parts_of
from bot.wikitext.templates import all_calls, shown_parameters, template_name

_COUNTED_OTHERWISE = frozenset(
    {"read otherwise", "no rule at the partner", "file not copied", "template in the text"}
    | {"value not understood", "value left out", "category outside the tree"}
)


def observe_copy(
    sheet: Draft,
    destination: Destination,
    source: WikiFacts,
    today: date,
    taken: dict[str, str],
    *,
    unprotectable: tuple[str, ...] = (),
) -> tuple[Mark, ...]:
    """Note what a copy of a sheet would be.

    *taken* are the sheets of this selection by the titles of their copies, *unprotectable* the rights for want of which
    pages cannot be protected.
    """
    partner, mapping = destination.settings, destination.settings.mapping
    admission = admit(sheet.standing, partner.wiki.name, terms_of(partner, destination.facts))
    marks = [Mark(Subject.REGIME, admission.regime.value)] if isinstance(admission, Admission) else []
    marks += missing_values(sheet.values, mapping)
    marks += _outside_trees(sheet.values, mapping, destination.facts)
    marks += without_rule(sheet.values, mapping)
    title = copy_title(sheet, destination)
    if isinstance(title, Finding):
        return (*marks, refusal(title))
    first = taken.setdefault(title, sheet.page.ref.title)
    if first != sheet.page.ref.title:
        return (*marks, refusal(Finding(Reason.TITLE_TWICE, (("title", title), ("first", first)))))
    rendered = render(sheet, title, destination, source, {}, today)
    if isinstance(rendered, Finding):
        return (*marks, refusal(rendered))
    if rendered.whole:  # nothing of it stands in fields
        if unprotectable:
            lacking = (("partner", partner.wiki.name), ("rights", ", ".join(unprotectable)))
            return (*marks, refusal(Finding(Reason.UNPROTECTABLE, lacking)))
        return (*marks, Mark(Subject.COPY))
    files = [notice.detail for notice in rendered.notices if notice.code == "file not copied"]
    again = values_of(rendered.text, title, mapping, destination.facts)
    lost = _lost(sheet.values, again, mapping, files)
    return (*marks, Mark(Subject.COPY), *_of_text(rendered, mapping, destination.facts), *lost)


def missing_values(values: Values, mapping: Mapping) -> Iterator[Mark]:
    """Note the values that the value tables of the partner do not know."""
    for rule in mapping.rules:
        value = values.get(rule.field.name)
        yield from _words_missing(rule, rule.field.name, value)
        for record in value if isinstance(value, Records) else ():
            for part in parts_of(rule.written):
                yield from _words_missing(part, part_name(rule, part), record.get(part.field.name))


def _words_missing(rule: Rule, field: str, value: FieldValue | None) -> Iterator[Mark]:
    known = {word.casefold() for word, _ in rule.values}
    if value and known and not isinstance(value, Records):
        for word in value if isinstance(value, tuple) else (value,):
            if word.casefold() not in known:
                yield Mark(Subject.VALUE_MISSING, field, short(word))


def _outside_trees(values: Values, mapping: Mapping, partner: WikiFacts) -> Iterator[Mark]:
    """Note the categories that stand outside the trees of the partner's mapping."""
    try:
        outside = words_outside(values, mapping, partner)
    except RefusedError:
        return  # the sheet is refused for another reason
    for field, name in outside:
        yield Mark(Subject.OUTSIDE_TREE, field, short(name))


def _of_text(rendered: Rendered, mapping: Mapping, partner: WikiFacts) -> Iterator[Mark]:
    """Note which templates a copy calls beside its own, and what became of the markup of its text."""
    own = {template_name(name, partner) for name in mapping.templates}
    for name in all_calls(rendered.text, partner):
        if name not in own:
            yield Mark(Subject.TEMPLATE, name)
    for notice in rendered.notices:
        if notice.code not in _COUNTED_OTHERWISE and not notice.code.startswith("unclaimed "):
            yield Mark(Subject.NOTICE, notice.code, short(notice.detail))


def without_rule(values: Values, mapping: Mapping) -> Iterator[Mark]:
    """Note the fields that the partner has no rule for, those of records by both names."""
    for name, value in values:
        field, rule = mapping.format.field(name), mapping.rule(name)
        if rule is None and field is not None and field.kind is not Kind.LICENCE:
            yield Mark(Subject.LOST, name, "no rule", (("value", short(value)),))
        known = {part.field.name for part in parts_of(rule.written)} if rule is not None else set()
        lost = (pair for record in value for pair in record) if rule and isinstance(value, Records) else ()
        for part, told in lost:
            if part not in known:
                yield Mark(Subject.LOST, f"{name}.{part}", "no rule", (("value", short(told)),))


def _lost(values: Values, again: Values, mapping: Mapping, files: list[str]) -> Iterator[Mark]:
    """Note the fields of a sheet that nobody would find in its copy."""
    for rule in mapping.rules:
        value = values.get(rule.field.name)
        if value and again.get(rule.field.name) is None:
            why = "file not copied" if values.text(rule.field.name) in files else "not in the copy"
            yield Mark(Subject.LOST, rule.field.name, why, (("value", short(value)),))


def template_titles(mapping: Mapping, counted: Tallies, facts: WikiFacts) -> dict[str, MissingTemplate]:
    """List the templates that copies would call, by their titles at the partner, as if all were missing."""
    space = facts.namespace(TEMPLATE)
    prefix = space.name if space else "Template"
    wanted = [MissingTemplate("page", mapping.templates[0])]
    if mapping.credit.template:
        wanted.append(MissingTemplate("credit", mapping.credit.template))
    wanted += [MissingTemplate("text", row.name, row.count, row.examples) for row in counted.of(Subject.TEMPLATE)]
    return {f"{prefix}:{each.name}": each for each in reversed(wanted)}


def unknown_parameters(mapping: Mapping, template: str) -> tuple[str, ...]:
    """List the parameters that copies would give and that the wikitext of the partner's template never shows.

    Nothing can be said of a template that is a redirect, or that hands its parameters on to a module.
    """
    known = shown_parameters(template)
    if not known or "#invoke:" in template:
        return ()
    carriers = tuple(rule.carriers[0] for rule in mapping.rules)
    written = [each.names[0] for each in carriers if isinstance(each, Parameter) and each.of is None]
    outer = [each.inside for each in carriers if isinstance(each, Parameter | Repeated) and each.inside is not None]
    names = dict.fromkeys((*written, *outer, *(name for name, _ in mapping.constants)))
    return tuple(name for name in names if name not in known)
