"""The body of a copy: its template, the text before the first heading, its sections, its categories."""

from bot.domain import pattern
from bot.domain.field import FieldValue, Records, Values
from bot.domain.mapping import (
    Categories,
    FirstImage,
    Item,
    ItemForm,
    Lead,
    Mapping,
    Parameter,
    Property,
    Repeated,
    Rule,
    Section,
)
from bot.domain.wiki import WikiFacts
from bot.wikitext.categories import categories_of_value
from bot.wikitext.items import write_definition, write_item
from bot.wikitext.outline import demote
from bot.wikitext.pagelinks import category_link, category_name
from bot.wikitext.pictures import picture_link
from bot.wikitext.properties import property_line
from bot.wikitext.records import record_calls
from bot.wikitext.tables import write_table
from bot.wikitext.tags import tags_of
from bot.wikitext.values import spell, words_of
from bot.wikitext.written_calls import inline_call, parameter_line, whole_call


def body_of(values: Values, mapping: Mapping, wiki: WikiFacts, source_name: str) -> str:
    """Write the body of a copy; of several places of a field, the first."""
    layout = _Layout(mapping, wiki)
    for rule in mapping.rules:
        value = values.get(rule.field.name)
        if value:
            layout.put(rule.written, value)
    categories = "\n".join(category_link(name, wiki) for name in categories_of(values, mapping, wiki, source_name))
    return "\n\n".join((*layout.parts(), categories)) if categories else "\n\n".join(layout.parts())


def categories_of(values: Values, mapping: Mapping, wiki: WikiFacts, source_name: str) -> tuple[str, ...]:
    """List the categories of a copy, those that every copy gets first.

    Raises:
        RefusedError: a category stands outside the tree that its rule names.

    """
    names = [pattern.fill(name, lambda _hole: source_name) for name in mapping.categories]
    for rule in mapping.rules:
        value = values.get(rule.field.name)
        carrier = rule.carriers[0]
        if value and not isinstance(value, Records) and isinstance(carrier, Categories):
            names += categories_of_value(value, rule.written, carrier, wiki)
    return tuple(dict.fromkeys(category_name(name) for name in names))


def item_text(carrier: Item, value: str) -> str:
    """Write a labelled item that stands alone."""
    if carrier.form is ItemForm.TABLE:
        return write_table([(carrier.labels[0], value)])
    write = write_definition if carrier.form is ItemForm.DEFINITION else write_item
    return write(carrier.labels[0], value)


class _Layout:
    """The parts of a page while it is written."""

    def __init__(self, mapping: Mapping, wiki: WikiFacts) -> None:
        self.mapping = mapping
        self.wiki = wiki
        self.tags = tags_of(wiki)
        self.calls = {
            mapping.templates[0]: [parameter_line(name, value, self.tags) for name, value in mapping.constants]
        }
        self.nested: dict[str, tuple[int, dict[str, list[tuple[str, str]]]]] = {}
        self.pictures: list[str] = []
        self.properties: list[str] = []
        self.texts: list[str] = []
        self.sections: dict[str | None, list[str]] = {None: []}
        self.rows: dict[str | None, list[tuple[str, str]]] = {}

    def put(self, rule: Rule, value: FieldValue) -> None:
        """Put a value where its rule says."""
        if isinstance(value, Records):
            if isinstance(rule.carrier, Repeated):
                self._repeat(rule.carrier, record_calls(value, rule.carrier))
            return
        match rule.carrier:
            case Parameter(names=names, of=str(of), inside=str(inside)):
                self._nest(inside, of, (names[0], spell(value, rule)))
            case Parameter(names=names, of=of):
                self.calls.setdefault(of or self.mapping.templates[0], []).append(
                    parameter_line(names[0], spell(value, rule), self.tags)
                )
            case Property(names=names):
                words = words_of(value, rule) if isinstance(value, tuple) else (spell(value, rule),)
                self.properties += (property_line(names[0], word, self.tags) for word in dict.fromkeys(words) if word)
            case FirstImage():
                self.pictures.append(picture_link(spell(value, rule), self.wiki))
            case Section(headings=headings):
                text = demote(spell(value, rule), self.mapping.level, self.tags)
                self.sections.setdefault(headings[0], []).append(text)
            case Lead():
                self.texts.append(spell(value, rule))
            case Item(form=ItemForm.TABLE):
                self.sections.setdefault(rule.carrier.section, [])
                self.rows.setdefault(rule.carrier.section, []).append((rule.carrier.labels[0], spell(value, rule)))
            case Item():
                text = item_text(rule.carrier, spell(value, rule))
                self.sections.setdefault(rule.carrier.section, []).append(text)

    def _repeat(self, carrier: Repeated, calls: str) -> None:
        """Put the calls of records into their parameter or section."""
        if not calls:
            return
        if carrier.inside is not None:
            self.calls[self.mapping.templates[0]].append(f"| {carrier.inside} =\n{calls}")
        else:
            self.sections.setdefault(carrier.section, []).append(calls)

    def _nest(self, inside: str, template: str, pair: tuple[str, str]) -> None:
        """Put a parameter into a call within a parameter of the sheet's template, beside those already there."""
        lines = self.calls[self.mapping.templates[0]]
        at, calls = self.nested.setdefault(inside, (len(lines), {}))
        calls.setdefault(template, []).append(pair)
        lines[at : at + 1] = [parameter_line(inside, " ".join(inline_call(*call) for call in calls.items()))]

    def parts(self) -> tuple[str, ...]:
        """Give the parts of the page in order, each to stand between blank lines."""
        calls = (whole_call(name, lines) for name, lines in self.calls.items())
        silent = "\n".join((*self.pictures, *self.properties))
        marks = "=" * self.mapping.level
        written = []
        for heading, texts in self.sections.items():
            tables = [write_table(self.rows[heading])] if heading in self.rows else []
            body = "\n".join((*texts, *tables))
            written.append(body if heading is None else f"{marks} {heading} {marks}\n{body}")
        return tuple(part for part in (*calls, silent, *self.texts, *written) if part)
