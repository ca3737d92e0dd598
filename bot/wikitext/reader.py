"""From the wikitext of a page to the values of its fields, by the mapping of its wiki.

Nothing is dropped without a word: what no rule claims goes to the field that takes the rest, or is reported.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain import pattern
from bot.domain.field import Kind, Value, Values
from bot.domain.mapping import Carrier, Categories, Constant, Item, Mapping, PageTitle, Parameter, Rule, Section
from bot.domain.plan import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.items import find_item
from bot.wikitext.outline import Block, demote, outline, same_heading
from bot.wikitext.pagelinks import Stripped, strip_categories
from bot.wikitext.templates import Call, find_call
from bot.wikitext.values import spell_out


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Something on a page that no rule of the mapping claims; *kind* is parameter, section, text, category or key."""

    kind: str
    name: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The values of a page, and what stands there besides."""

    values: Values
    unclaimed: tuple[Unclaimed, ...]


class _Sheet:
    """A page being read, with the spans that rules have claimed."""

    def __init__(self, text: str, title: str, mapping: Mapping, wiki: WikiFacts) -> None:
        self.title = title
        self.mapping = mapping
        self.page: Stripped = strip_categories(text, wiki)
        self.text = self.page.text
        self.blocks = outline(self.text)
        call = find_call(self.text, mapping.templates, wiki)
        if call is None:
            names = ", ".join(mapping.templates)
            raise RefusedError(Finding(Reason.NOT_THE_TEMPLATE, (("template", names), ("mapping", mapping.name))))
        self.call: Call = call
        self.claimed: list[tuple[int, int]] = [(call.start, call.end)]

    def section(self, headings: tuple[str, ...]) -> Block | None:
        return next(
            (b for heading in headings for b in self.blocks if b.level and same_heading(b.heading, heading)), None
        )

    def level_of(self, carrier: Section) -> int:
        """Give the level of the heading of a section, 2 when the page has no such section."""
        block = self.section(carrier.headings)
        return block.level if block else 2

    def carried(self, carrier: Carrier) -> str | tuple[str, ...]:
        """Give what stands in a carrier, and claim its place."""
        match carrier:
            case Parameter(names=names):
                return next((value for name in names if (value := self.call.get(name))), "")
            case Section(headings=headings):
                return self._section_text(headings)
            case Item():
                return self._item_text(carrier)
            case Categories(excluded=excluded):
                hidden = {name.casefold() for name in (*excluded, *self.mapping.categories)}
                return tuple(name for name in self.page.categories if name.casefold() not in hidden)
            case Constant(value=value):
                return value
            case PageTitle():
                return ""

    def _section_text(self, headings: tuple[str, ...]) -> str:
        block = self.section(headings)
        if block is None:
            return ""
        self.claimed.append((block.start, block.tree_end))
        return self.text[block.body : block.tree_end].strip()

    def _item_text(self, carrier: Item) -> str:
        block = self.section((carrier.section,)) if carrier.section else self.blocks[0]
        if block is None:
            return ""
        item = find_item(self.text[block.body : block.tree_end], carrier.labels)
        if item is None:
            return ""
        self.claimed.append((block.body + item.start, block.body + item.end))
        return item.value

    def left_over(self, start: int, end: int) -> str:
        """Give what of a span no rule has claimed."""
        parts, position = [], start
        for begin, stop in sorted(self.claimed):
            if stop <= position or begin >= end:
                continue
            parts.append(self.text[position : max(position, begin)])
            position = max(position, min(stop, end))
        parts.append(self.text[position:end])
        return "".join(parts).strip()


def read(text: str, title: str, mapping: Mapping, wiki: WikiFacts) -> Reading:
    """Read the values of a page.

    Raises:
        RefusedError: the page does not use the template of the mapping.

    """
    sheet = _Sheet(text, title, mapping, wiki)
    values = Values()
    for rule in mapping.rules:
        values = values.with_value(rule.field.name, _value(sheet, rule))
    unclaimed = [*_unclaimed_parameters(sheet), *_unclaimed_links(sheet)]
    texts = _unclaimed_texts(sheet)
    rest_rule = mapping.rule(mapping.rest) if mapping.rest else None
    if rest_rule is None:
        unclaimed += [Unclaimed("section" if name else "text", name, excerpt) for name, excerpt in texts]
    elif texts:
        rest = "\n\n".join(f"{name}\n{body}" if name else body for name, body in texts)
        if isinstance(rest_rule.carrier, Section):
            # Inside a section, headings must be deeper than its own, or the section would end there.
            rest = demote(rest, sheet.level_of(rest_rule.carrier))
        present = values.text(rest_rule.field.name)
        values = values.with_value(rest_rule.field.name, f"{present}\n\n{rest}".strip())
    return Reading(values, tuple(unclaimed))


def _value(sheet: _Sheet, rule: Rule) -> Value:
    carried = sheet.carried(rule.carrier)
    if isinstance(rule.carrier, PageTitle):
        found = dict(pattern.match(sheet.mapping.title, sheet.title) or ())
        carried = found.get(rule.field.name, sheet.title)
    value: Value = _words(carried, rule) if isinstance(carried, tuple) else spell_out(carried, rule)
    if not value and rule.default is not None:
        value = pattern.fill(rule.default, lambda _name: sheet.title)
        return (value,) if rule.field.kind is Kind.LIST else value
    return value


def _words(carried: tuple[str, ...], rule: Rule) -> Value:
    spelt = _spelling(rule)
    return tuple(spelt(name) for name in carried)


def _spelling(rule: Rule) -> Callable[[str], str]:
    words = {local.casefold(): word for word, local in rule.values}
    return lambda name: words.get(name.casefold(), name)


def _unclaimed_parameters(sheet: _Sheet) -> list[Unclaimed]:
    carriers = [rule.carrier for rule in sheet.mapping.rules]
    known = {name for carrier in carriers if isinstance(carrier, Parameter) for name in carrier.names}
    known |= {name for name, _ in sheet.mapping.constants}
    return [
        Unclaimed("parameter", name, value[:80]) for name, value in sheet.call.parameters if value and name not in known
    ]


def _unclaimed_links(sheet: _Sheet) -> list[Unclaimed]:
    claimed = any(isinstance(rule.carrier, Categories) for rule in sheet.mapping.rules)
    names = () if claimed else sheet.page.categories
    return [Unclaimed("category", name, "") for name in names] + [
        Unclaimed("key", "", key) for key in sheet.page.sort_keys
    ]


def _unclaimed_texts(sheet: _Sheet) -> list[tuple[str, str]]:
    """List what no rule claims: pairs of the heading as written (empty for the lead) and the text below it."""
    texts = []
    for block in sheet.blocks:
        body = sheet.left_over(block.body, block.end)
        whole = any(start <= block.start and block.end <= stop for start, stop in sheet.claimed if block.level)
        if body and not whole:
            texts.append((sheet.text[block.start : block.body].strip(), body))
    return texts
