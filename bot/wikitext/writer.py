"""From the values of a sheet to the wikitext of a copy, by the mapping of the partner.

What was written is read again: a text that would not give the same values is refused, never written.
"""

from bot.domain import pattern
from bot.domain.field import FieldValue, Kind, Records, Value, Values, in_words
from bot.domain.mapping import Categories, Constant, FirstImage, Mapping, PageTitle, Property, Repeated, Rule, Section
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.categories import categories_of_value, is_hidden
from bot.wikitext.credit import CREDIT_HOLE, takes_credit
from bot.wikitext.escape import as_stored, changed_by_saving
from bot.wikitext.layout import body_of
from bot.wikitext.outline import demote
from bot.wikitext.pagelinks import word_of_category
from bot.wikitext.pictures import bare_file
from bot.wikitext.plain import plain_text
from bot.wikitext.reader import values_of
from bot.wikitext.records import read_back, same_records
from bot.wikitext.sheet import Sheet
from bot.wikitext.tags import opaque_tags_of, tags_of
from bot.wikitext.templates import Call, find_call
from bot.wikitext.values import same, same_in_order, spell, spell_out, spell_out_words, words_of


def title_of(values: Values, mapping: Mapping, page_title: str) -> str:
    """Make the title of a copy by the title pattern of the partner's mapping; ``{page}`` is the source's title.

    A title holds no markup: of a value like ``''Café'' [[débat]]`` it takes what people read.
    """
    name = pattern.fill(mapping.title, lambda hole: page_title if hole == "page" else plain_text(values.text(hole)))
    return " ".join(name.split())


def write_page(values: Values, title: str, mapping: Mapping, wiki: WikiFacts, source_name: str) -> str:
    """Write a whole copy, with a hole where the credit goes.

    Raises:
        RefusedError: a value has no word in a value table, would change when saved, or would not read back.

    """
    try:
        return _written(values, title, mapping, wiki, source_name)
    except RefusedError as refused:
        raise _blaming_a_field(refused, values, title, mapping, wiki, source_name) from refused


def _written(values: Values, title: str, mapping: Mapping, wiki: WikiFacts, source_name: str) -> str:
    body = as_stored(body_of(values, mapping, wiki, source_name))
    unsafe = changed_by_saving(body, opaque_tags_of(wiki))
    if unsafe:
        raise RefusedError(Finding(Reason.UNSAFE_TEXT, (("text", unsafe),)))
    pair = (CREDIT_HOLE, body) if mapping.credit.top else (body, CREDIT_HOLE)
    text = "\n\n".join(pair)
    _check(text, values, title, mapping, wiki)
    return text


def _blaming_a_field(
    refused: RefusedError, values: Values, title: str, mapping: Mapping, wiki: WikiFacts, source_name: str
) -> RefusedError:
    """Find the field that is refused alone, else with those before it: what one leaves open spoils the next ones."""
    pairs = tuple(values)
    alone = tuple((pair,) for pair in pairs)
    for some in (*alone, *(pairs[: number + 1] for number in range(len(pairs)))):
        try:
            _written(Values(some), title, mapping, wiki, source_name)
        except RefusedError as found:
            return _blaming(some[-1][0], found)
    return refused


def _blaming(field: str, refused: RefusedError) -> RefusedError:
    facts = dict(refused.finding.facts)
    known = refused.finding.reason in (Reason.VALUE_UNKNOWN, Reason.OUTSIDE_TREE)
    if known or facts.get("field") == field:
        return refused
    if refused.finding.reason is Reason.UNSAFE_TEXT:
        return RefusedError(Finding(Reason.UNSAFE_TEXT, (("field", field), ("text", facts["text"]))))
    return RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", field),)))


def _check(text: str, values: Values, title: str, mapping: Mapping, wiki: WikiFacts) -> None:
    alone = text.replace(CREDIT_HOLE, "")
    if not takes_credit(text):
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", "credit"),)))
    sheet = Sheet(alone, title, mapping.bare, wiki)
    again = values_of(sheet)
    call = call_before_stripping(alone, sheet) if mapping.constants else None
    for name, value in mapping.constants:
        if call is None or call.get(name) != value.strip():
            raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", name), ("written", _shown(value)))))
    for rule in mapping.rules:
        if is_checked(rule, values):
            check_rule(rule.written, values, again, mapping, wiki)


def call_before_stripping(text: str, sheet: Sheet) -> Call | None:
    """Find the call of a sheet in its whole text: the one that was read, unless a category or sort key stands before.

    What is taken out behind a call is whole itself, so the call and what it stands in are the same without it.
    """
    if all(start >= sheet.call.end for start, _ in sheet.page.cut):
        return sheet.call
    return find_call(text, sheet.mapping.templates, sheet.wiki)


def is_checked(rule: Rule, values: Values) -> bool:
    """Tell whether a field must be read back: not what stands elsewhere, nor none where a page always has one."""
    if isinstance(rule.carriers[0], PageTitle | Constant):
        return False
    return bool(values.get(rule.field.name)) or not _is_never_empty(rule)


def _is_never_empty(rule: Rule) -> bool:
    """Tell whether a field has a value even where the page has none."""
    return rule.default is not None or any(
        isinstance(each, PageTitle | Constant | FirstImage) for each in rule.carriers
    )


def check_rule(rule: Rule, values: Values, again: Values, mapping: Mapping, wiki: WikiFacts) -> None:
    """Refuse a text where what stands in the place of a field is not what was meant.

    *again* is what the bare mapping reads there.

    Raises:
        RefusedError: something else stands there.

    """
    value, found = values.get(rule.field.name), again.get(rule.field.name)
    expected = _expected(rule, value, mapping, wiki)
    if _is_parted(rule, value, expected):
        facts = (("field", rule.field.name), ("written", values.text(rule.field.name)), ("read", _shown(expected)))
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, facts))
    if not reads_alike(expected, found, rule):
        facts = (("field", rule.field.name), ("written", _shown(expected)), ("read", _shown(found)))
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, facts))


def reads_alike(one: FieldValue | None, other: FieldValue | None, rule: Rule) -> bool:
    """Tell whether two values of a field read the same; an order counts where the page keeps one."""
    if one == other:
        return True
    if isinstance(rule.carrier, Repeated) or isinstance(one, Records) or isinstance(other, Records):
        return same_records(one, other, rule)
    in_any_order = isinstance(one, tuple) or isinstance(other, tuple)
    return same(one, other, rule) if in_any_order else same_in_order(one, other, rule.field.kind)


def _is_parted(rule: Rule, value: FieldValue | None, expected: FieldValue | None) -> bool:
    """Tell whether a word of a list would become several, because it holds what parts words at this wiki."""
    if not isinstance(value, tuple) or isinstance(rule.carrier, Categories | Property) or rule.read or rule.writing:
        return False
    found = expected if isinstance(expected, tuple) else ()
    return len(found) != len(words_of(value, rule))


def _expected(rule: Rule, value: FieldValue | None, mapping: Mapping, wiki: WikiFacts) -> FieldValue | None:
    """Give what a reader should find on the page: the value as this wiki spells it, without what value tables drop."""
    if not value:
        return None
    if isinstance(value, Records):
        return read_back(value, rule)
    plainly = rule.bare
    if isinstance(rule.carrier, Categories):
        return _categories_read_back(rule, rule.carrier, value, mapping, wiki)
    if isinstance(rule.carrier, Property) and isinstance(value, tuple):
        words = (as_stored(word).strip() for word in words_of(value, rule))
        return spell_out_words(tuple(word for word in words if word), plainly) or None
    written = as_stored(spell(value, rule)).strip()
    if isinstance(rule.carrier, FirstImage):
        written = bare_file(written, wiki)
    if isinstance(rule.carrier, Section):
        written = demote(written, mapping.level, tags_of(wiki))
    return spell_out(written, plainly, tags_of(wiki)) or None


def _categories_read_back(
    rule: Rule, carrier: Categories, value: Value, mapping: Mapping, wiki: WikiFacts
) -> Value | None:
    names = categories_of_value(value, rule, carrier, wiki)
    shown = (name for name in names if not is_hidden(name, carrier.excluded, mapping))
    local = tuple(word_of_category(name, carrier.patterns) or name for name in shown)
    if rule.field.kind is not Kind.LIST:
        return spell_out(local[0], rule.bare) if local else None
    return spell_out_words(local, rule.bare) or None


def _shown(value: FieldValue | None) -> str:
    text = in_words(value)
    return text if len(text) <= 80 else text[:79] + "…"
