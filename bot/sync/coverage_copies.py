"""What one sheet would become at a partner: a sheet understood in, marks out."""

from collections.abc import Iterator
from datetime import date

from bot.domain.coverage import Mark, MissingTemplate, Subject, Tallies
from bot.domain.field import Kind, Values
from bot.domain.licence import Regime, judge
from bot.domain.mapping import Mapping
from bot.domain.plan import Finding, Reason
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.sync.coverage_sheets import refusal, short
from bot.sync.decide import values_of
from bot.sync.drafts import Draft
from bot.sync.rendering import Destination, copy_title, render, terms_of
from bot.wikitext.templates import all_calls


def observe_copy(
    sheet: Draft, destination: Destination, source: WikiFacts, today: date, taken: dict[str, str]
) -> tuple[Mark, ...]:
    """Note what a copy of a sheet would be; *taken* are the sheets of this selection by the titles of their copies."""
    partner, mapping = destination.settings, destination.settings.mapping
    regime = judge(sheet.evidence.licence, terms_of(partner, destination.facts))
    marks = [Mark(Subject.REGIME, regime.value)] if isinstance(regime, Regime) else []
    marks += _missing_values(sheet.values, mapping)
    marks += _templates(sheet.values, mapping, source)
    marks += _without_rule(sheet.values, mapping)
    title = copy_title(sheet, destination)
    if isinstance(title, Finding):
        return (*marks, refusal(title))
    first = taken.setdefault(title, sheet.page.ref.title)
    if first != sheet.page.ref.title:
        return (*marks, refusal(Finding(Reason.TITLE_TWICE, (("title", title), ("first", first)))))
    rendered = render(sheet, title, destination, source, {}, today)
    if isinstance(rendered, Finding):
        return (*marks, refusal(rendered))
    files = [notice.detail for notice in rendered.notices if notice.code == "file not copied"]
    again = values_of(rendered.text, title, mapping, destination.facts)
    return (*marks, Mark(Subject.COPY), *_lost(sheet.values, again, mapping, files))


def _missing_values(values: Values, mapping: Mapping) -> Iterator[Mark]:
    """Note the values that the value tables of the partner do not know."""
    for rule in mapping.rules:
        value = values.get(rule.field.name)
        known = {word.casefold() for word, _ in rule.values}
        if not value or not known:
            continue
        for word in value if isinstance(value, tuple) else (value,):
            if word.casefold() not in known:
                yield Mark(Subject.VALUE_MISSING, rule.field.name, short(word))


def _templates(values: Values, mapping: Mapping, source: WikiFacts) -> Iterator[Mark]:
    for name, value in values:
        if mapping.rule(name) is None:
            continue
        for part in value if isinstance(value, tuple) else (value,):
            for called in all_calls(part, source):
                yield Mark(Subject.TEMPLATE, called, facts=(("field", name),))


def _without_rule(values: Values, mapping: Mapping) -> Iterator[Mark]:
    for name, value in values:
        field = mapping.format.field(name)
        if mapping.rule(name) is None and field is not None and field.kind is not Kind.LICENCE:
            yield Mark(Subject.LOST, name, "no rule", (("value", short(value)),))


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
