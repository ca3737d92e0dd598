"""From the wikitext of a page to the values of its fields, by the mapping of its wiki.

Nothing is dropped without a word: what no rule claims goes to the field that takes the rest, or is reported.
"""

from dataclasses import dataclass

from bot.domain.field import FieldValue, Records, Value, Values
from bot.domain.mapping import Categories, Item, Lead, Mapping, Parameter, Property, Repeated, Rule, Section
from bot.domain.wiki import WikiFacts
from bot.wikitext.categories import is_hidden
from bot.wikitext.outline import demote, folded
from bot.wikitext.properties import property_name
from bot.wikitext.records import standing_name
from bot.wikitext.sheet import Sheet, is_visible
from bot.wikitext.templates import Call
from bot.wikitext.values import or_default, spell_out, spell_out_words


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Something on a page that no rule of the mapping claims; *kind* is parameter, section, text, category or key."""

    kind: str
    name: str
    excerpt: str
    text: str = ""
    """All of it, where the excerpt is cut."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The values of a page, and what stands there besides."""

    values: Values
    unclaimed: tuple[Unclaimed, ...]


def read(text: str, title: str, mapping: Mapping, wiki: WikiFacts) -> Reading:
    """Read the values of a page.

    Raises:
        RefusedError: the page does not use the template of the mapping.

    """
    return read_sheet(Sheet(text, title, mapping, wiki))


def read_sheet(sheet: Sheet) -> Reading:
    """Read the values of a page whose places are known, and what stands there besides."""
    unclaimed = [*_unclaimed_parameters(sheet), *_left_out(sheet), *_unclaimed_links(sheet)]
    behind = sheet.behind()
    if is_visible(behind, sheet.tags):
        unclaimed.append(Unclaimed("text", "", behind))
    texts = _unclaimed_texts(sheet)
    if _rest_rule(sheet) is None:
        unclaimed += [Unclaimed("section" if name else "text", name, excerpt) for name, excerpt in texts]
    return Reading(_values(sheet, texts), tuple(unclaimed))


def values_of(sheet: Sheet) -> Values:
    """Read the values of a page whose places are known, as :func:`read_sheet` does, and nothing else."""
    return _values(sheet, [] if _rest_rule(sheet) is None else _unclaimed_texts(sheet))


def _rest_rule(sheet: Sheet) -> Rule | None:
    """Give the rule of the field that takes the texts which no rule claims; None where they are only reported."""
    rest = sheet.mapping.rest
    return None if rest is None else next((rule for rule in sheet.rules if rule.field.name == rest), None)


def _values(sheet: Sheet, texts: list[tuple[str, str]]) -> Values:
    """Read the values of a page; *texts* are those that no rule claims."""
    found = {rule.field.name: _value(sheet, rule) for rule in sheet.rules}
    values = Values(tuple((name, value) for name, value in found.items() if value))
    rule = _rest_rule(sheet)
    if rule is None or not texts:
        return values
    rest = "\n\n".join(f"{name}\n{body}".strip() for name, body in texts)
    if isinstance(rule.carrier, Section):
        # Inside a section, headings must be deeper than its own, or the section would end there.
        rest = demote(rest, sheet.level_of(rule.carrier), sheet.tags)
    present = values.text(rule.field.name)
    return values.with_value(rule.field.name, f"{present}\n\n{rest}".strip())


def _value(sheet: Sheet, rule: Rule) -> FieldValue:
    if isinstance(rule.carrier, Repeated):
        return Records(tuple(record for _, record in sheet.records(rule)))
    carried = sheet.carried(rule)
    if isinstance(carried, tuple):
        value: Value = spell_out_words(carried, rule)
    else:
        value = spell_out(carried, rule, sheet.tags)
    return or_default(value, rule, sheet.title)


def _unclaimed_parameters(sheet: Sheet) -> list[Unclaimed]:
    """List the parameters that no rule takes, of the sheet's template and of others that the rules name."""
    known = {name for name, _ in sheet.mapping.constants} | _taken(sheet, sheet.call)
    found = _parameters_left(sheet, sheet.call, known, sheet.inside.left_over())
    for call in dict.fromkeys(call for call in sheet.others.values() if call is not None):
        found += _parameters_left(sheet, call, _taken(sheet, call))
    for rule in sheet.rules:
        if isinstance(rule.carrier, Repeated):
            for call in sheet.places[rule.field.name].calls:
                found += _parameters_left(sheet, call, {standing_name(call, part) for part in rule.carrier.rules})
    return found


def _taken(sheet: Sheet, call: Call) -> set[str]:
    """Give the parameters of a call that rules take."""
    return {
        sheet.places[rule.field.name].parameter
        for rule in sheet.rules
        if isinstance(rule.carrier, Parameter) and sheet.call_of(rule.carrier) is call
    }


def _parameters_left(
    sheet: Sheet, call: Call, known: set[str], parted: tuple[tuple[str, str], ...] = ()
) -> list[Unclaimed]:
    """List the parameters that are not known, and those that MediaWiki passes over for a later one of the name.

    Of those that are *parted*, that is what rules leave over.
    """
    last = {name: index for index, (name, _) in enumerate(call.parameters)}
    left = {last[name]: value for name, value in parted}
    values = ((index, name, left.get(index, value)) for index, (name, value) in enumerate(call.parameters))
    return [
        Unclaimed("parameter", name, value[:80], value if len(value) > 80 else "")
        for index, name, value in values
        if is_visible(value, sheet.tags) and not (name in known and last[name] == index)
    ]


def _left_out(sheet: Sheet) -> list[Unclaimed]:
    """List what claimed places hold besides their values: captions, further values, properties without a rule."""
    carriers = [rule.carrier for rule in sheet.rules if isinstance(rule.carrier, Property)]
    known = {property_name(name) for carrier in carriers for name in carrier.names}
    excerpts = [excerpt for place in sheet.places.values() for excerpt in place.left_out]
    for each in sheet.annotations:
        if each.name not in known and each.start < each.end and (each.start, each.end) in sheet.claimed:
            excerpts.append(f"{each.name} = {each.value}")
    return [Unclaimed("text", "", excerpt) for excerpt in excerpts]


def _unclaimed_links(sheet: Sheet) -> list[Unclaimed]:
    rules = [rule.carrier for rule in sheet.rules if isinstance(rule.carrier, Categories)]
    known = {name for place in sheet.places.values() for name in place.categories}
    excluded = tuple(name for carrier in rules for name in carrier.excluded)
    known |= {name for name in sheet.page.categories if is_hidden(name, excluded, sheet.mapping)}
    names = [name for name in sheet.page.categories if name not in known]
    return [Unclaimed("category", name, "") for name in names] + [
        Unclaimed("key", "", key) for key in sheet.page.sort_keys
    ]


def _unclaimed_texts(sheet: Sheet) -> list[tuple[str, str]]:
    """List what no rule claims: pairs of the heading as written (empty for the lead) and the text below it."""
    texts = []
    sections = (rule.carrier.section for rule in sheet.rules if isinstance(rule.carrier, Item | Repeated))
    expected = {folded(section) for section in sections if section}
    taken = any(isinstance(rule.carrier, Lead) for rule in sheet.rules)
    for block in sheet.blocks[1:] if taken else sheet.blocks:
        if block.level and any(start <= block.start and block.end <= stop for start, stop in sheet.claimed):
            continue
        body = sheet.left_over(block.body, block.end)
        if is_visible(body, sheet.tags) or (block.level and folded(block.heading) not in expected):
            texts.append((sheet.text[block.start : block.body].strip(), body))
    return texts
