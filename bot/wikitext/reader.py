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
from bot.wikitext.items import LabelledItem, find_item
from bot.wikitext.outline import Block, demote, outline, same_heading
from bot.wikitext.pagelinks import Stripped, category_name, strip_categories
from bot.wikitext.templates import Call, find_call
from bot.wikitext.values import spell_out
from bot.wikitext.zones import without_comments


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
        if call.doubt:
            facts = (("template", call.name), ("mapping", mapping.name), ("doubt", call.doubt))
            raise RefusedError(Finding(Reason.NOT_THE_TEMPLATE, facts))
        self.call: Call = call
        self.items: dict[Item, LabelledItem] = {}
        self.taken: dict[Parameter, str] = {}
        self.claimed: list[tuple[int, int]] = [(call.start, call.end)]
        for rule in mapping.rules:
            self._claim(rule.carrier)

    def section(self, headings: tuple[str, ...]) -> Block | None:
        return next(
            (b for heading in headings for b in self.blocks if b.level and same_heading(b.heading, heading)), None
        )

    def level_of(self, carrier: Section) -> int:
        """Give the level of the heading of a section, 2 when the page has no such section."""
        block = self.section(carrier.headings)
        return block.level if block else 2

    def _claim(self, carrier: Carrier) -> None:
        """Claim the place of a carrier, so that no other rule and no rest takes what stands there."""
        match carrier:
            case Parameter(names=names):
                self.taken[carrier] = next((name for name in names if _is_visible(self.call.get(name))), names[0])
            case Section(headings=headings):
                block = self.section(headings)
                if block is not None:
                    self.claimed.append((block.start, block.tree_end))
            case Item():
                block = self.section((carrier.section,)) if carrier.section else self.blocks[0]
                end = 0 if block is None else block.end if block.level == 0 else block.tree_end
                item = find_item(self.text[block.body : end], carrier.labels) if block else None
                if block is not None and item is not None:
                    self.items[carrier] = item
                    self.claimed.append((block.body + item.start, block.body + item.end))

    def carried(self, carrier: Carrier) -> str | tuple[str, ...]:
        """Give what stands in a carrier."""
        match carrier:
            case Parameter():
                value = self.call.get(self.taken[carrier])
            case Section(headings=headings):
                block = self.section(headings)
                value = self.left_over(block.body, block.tree_end, block.start) if block else ""
            case Item():
                value = self.items[carrier].value if carrier in self.items else ""
            case Categories(excluded=excluded):
                return tuple(name for name in self.page.categories if not is_hidden(name, excluded, self.mapping))
            case Constant():
                value = carrier.value
            case PageTitle():
                value = ""
        return value if _is_visible(value) else ""

    def left_over(self, start: int, end: int, within: int | None = None) -> str:
        """Give what of a span no rule has claimed; with *within*, no rule but that of the section beginning there."""
        parts, position = [], start
        for begin, stop in sorted(self.claimed):
            if stop <= position or begin >= end or (within is not None and begin <= within):
                continue
            parts.append(self.text[position : max(position, begin)])
            position = max(position, min(stop, end))
        return _joined((*parts, self.text[position:end]))


def _joined(parts: tuple[str, ...]) -> str:
    """Join what stood around claimed places, so that no two words become one."""
    text = ""
    for part in parts:
        glued = text and part and not text[-1].isspace() and not part[0].isspace()
        text += f"\n{part}" if glued else part
    return text.strip()


def _is_visible(value: str) -> bool:
    """Tell whether a value holds more than comments, which tell editors what to write there."""
    return bool(without_comments(value).strip())


def is_hidden(category: str, excluded: tuple[str, ...], mapping: Mapping) -> bool:
    """Tell whether a category is no value: excluded by its rule, or one that the mapping itself adds."""
    known = (*excluded, *mapping.categories)
    return any(pattern.match(category_name(name).casefold(), category.casefold()) is not None for name in known)


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
        rest = "\n\n".join(f"{name}\n{body}".strip() for name, body in texts)
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
    """List the parameters that no rule takes, those that MediaWiki passes over for a later one of the name included."""
    known = {*sheet.taken.values(), *(name for name, _ in sheet.mapping.constants)}
    last = {name: index for index, (name, _) in enumerate(sheet.call.parameters)}
    return [
        Unclaimed("parameter", name, value[:80])
        for index, (name, value) in enumerate(sheet.call.parameters)
        if _is_visible(value) and not (name in known and last[name] == index)
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
    named = [rule.carrier.section for rule in sheet.mapping.rules if isinstance(rule.carrier, Item)]
    for block in sheet.blocks:
        body = sheet.left_over(block.body, block.end)
        whole = any(start <= block.start and block.end <= stop for start, stop in sheet.claimed if block.level)
        expected = any(same_heading(block.heading, heading) for heading in named if heading)
        if not whole and (_is_visible(body) or (block.level and not expected)):
            texts.append((sheet.text[block.start : block.body].strip(), body))
    return texts
