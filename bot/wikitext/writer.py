"""From the values of a sheet to the wikitext of a copy, by the mapping of the partner.

What was written is read again: a text that would not give the same values is refused, never written.
"""

from bot.domain import pattern
from bot.domain.field import Kind, Value, Values
from bot.domain.mapping import Categories, Constant, FirstImage, Mapping, PageTitle, Property, Rule, Section
from bot.domain.plan import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.credit import without_credit
from bot.wikitext.escape import as_stored, changed_by_saving
from bot.wikitext.layout import body_of
from bot.wikitext.outline import demote
from bot.wikitext.pagelinks import category_of_word, word_of_category
from bot.wikitext.pictures import bare_file
from bot.wikitext.plain import plain_text
from bot.wikitext.reader import Reading, read
from bot.wikitext.sheet import is_hidden
from bot.wikitext.tags import opaque_tags_of, tags_of
from bot.wikitext.templates import find_call
from bot.wikitext.values import same, spell, spell_out, words_of

CREDIT_HOLE = "\x02"
_PROBE = '<div class="republication" data-wiki="x" data-page="1" data-revision="1">\n</div>'


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
    if facts.get("field") == field:
        return refused
    if refused.finding.reason is Reason.UNSAFE_TEXT:
        return RefusedError(Finding(Reason.UNSAFE_TEXT, (("field", field), ("text", facts["text"]))))
    return RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", field),)))


def _check(text: str, values: Values, title: str, mapping: Mapping, wiki: WikiFacts) -> None:
    alone = text.replace(CREDIT_HOLE, "")
    if without_credit(text.replace(CREDIT_HOLE, _PROBE)) != alone:
        # Something left open in a value would swallow the credit.
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", "credit"),)))
    again = read(alone, title, mapping, wiki)
    call = find_call(alone, mapping.templates, wiki)
    for name, value in mapping.constants:
        if call is None or call.get(name) != value.strip():
            raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", name), ("written", _shown(value)))))
    for rule in mapping.rules:
        if is_checked(rule, values):
            check_rule(rule.at(rule.carriers[0]), values, again, mapping, wiki)


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


def check_rule(rule: Rule, values: Values, again: Reading, mapping: Mapping, wiki: WikiFacts) -> None:
    """Refuse a text where a field does not read as it was meant.

    Raises:
        RefusedError: the field reads otherwise.

    """
    expected, found = _expected(rule, values.get(rule.field.name), mapping, wiki), again.values.get(rule.field.name)
    if _is_parted(rule, values.get(rule.field.name), expected):
        facts = (("field", rule.field.name), ("written", values.text(rule.field.name)), ("read", _shown(expected)))
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, facts))
    if expected is None and rule.default is not None:
        return  # dropped by a value table
    in_any_order = isinstance(expected, tuple) or isinstance(found, tuple)
    if not same(expected, found, rule if in_any_order else rule.at(Constant(""))):
        facts = (("field", rule.field.name), ("written", _shown(expected)), ("read", _shown(found)))
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, facts))


def _is_parted(rule: Rule, value: Value | None, expected: Value | None) -> bool:
    """Tell whether a word of a list would become several, because it holds what parts words at this wiki."""
    if not isinstance(value, tuple) or isinstance(rule.carrier, Categories | Property) or rule.read or rule.writing:
        return False
    return len(expected or ()) != len(words_of(value, rule))


def _expected(rule: Rule, value: Value | None, mapping: Mapping, wiki: WikiFacts) -> Value | None:
    """Give what a reader should find: the value spelt and read back, without what value tables drop."""
    if not value:
        return None
    if isinstance(rule.carrier, Categories):
        return _words_read_back(rule, rule.carrier, value, mapping)
    if isinstance(rule.carrier, Property) and isinstance(value, tuple):
        back = {there.casefold(): word for word, there in rule.values}
        local = (as_stored(word).strip() for word in words_of(value, rule))
        return tuple(dict.fromkeys(back.get(word.casefold(), word) for word in local if word)) or None
    written = as_stored(spell(value, rule)).strip()
    if isinstance(rule.carrier, FirstImage):
        written = bare_file(written, wiki)
    if isinstance(rule.carrier, Section):
        written = demote(written, mapping.level, tags_of(wiki))
    return spell_out(written, rule, tags_of(wiki)) or None


def _words_read_back(rule: Rule, carrier: Categories, value: Value, mapping: Mapping) -> Value | None:
    names = (category_of_word(word, carrier.patterns) for word in words_of(value, rule))
    shown = dict.fromkeys(name for name in names if not is_hidden(name, carrier.excluded, mapping))
    local = tuple(word_of_category(name, carrier.patterns) or name for name in shown)
    if rule.field.kind is not Kind.LIST:
        return spell_out(local[0], rule) if local else None
    back = {there.casefold(): word for word, there in rule.values}
    return tuple(dict.fromkeys(back.get(word.casefold(), word) for word in local)) or None


def _shown(value: Value | None) -> str:
    text = ", ".join(value) if isinstance(value, tuple) else value or ""
    return text if len(text) <= 80 else text[:79] + "…"
