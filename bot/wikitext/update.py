"""Write single fields into the text of a copy, and leave everything else as people made it.

What was written is read again: when a place cannot be found safely, the text is refused and not one byte is written.
"""

from dataclasses import replace

from bot.domain.field import Value, Values
from bot.domain.mapping import Constant, Mapping, PageTitle, Rule, Section
from bot.domain.plan import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.credit import credit_span
from bot.wikitext.edits import Editor
from bot.wikitext.escape import changed_by_saving
from bot.wikitext.reader import Reading, read_sheet
from bot.wikitext.sheet import Sheet
from bot.wikitext.tags import opaque_tags_of
from bot.wikitext.values import same
from bot.wikitext.writer import CREDIT_HOLE, check_rule, is_checked


def update_page(present: str, values: Values, title: str, mapping: Mapping, wiki: WikiFacts) -> str:
    """Write the fields that changed into the text of a copy; of a field that is absent from *values*, none is left.

    Raises:
        RefusedError: a place cannot be found safely, or a value would not read back.

    """
    start, end = _credit(present)
    body = present[:start] + present[end:]
    sheet = Sheet(body, title, mapping, wiki)
    before = read_sheet(sheet)
    editor = Editor(body, sheet)
    for rule in sheet.rules:
        value = values.get(rule.field.name)
        if not isinstance(rule.carrier, PageTitle | Constant) and _differs(value, before, rule):
            editor.put(rule, value)
    new = editor.applied(present, start, end)
    if new != present:
        _check(new, before, values, title, mapping, wiki)
    return new


def _credit(text: str) -> tuple[int, int]:
    hole = text.find(CREDIT_HOLE)
    return credit_span(text) or ((hole, hole + 1) if hole >= 0 else (len(text), len(text)))


def _differs(value: Value | None, before: Reading, rule: Rule) -> bool:
    found = before.values.get(rule.field.name)
    in_any_order = isinstance(value, tuple) or isinstance(found, tuple)
    return not same(value, found, rule if in_any_order else rule.at(Constant("")))


def _check(new: str, before: Reading, values: Values, title: str, mapping: Mapping, wiki: WikiFacts) -> None:
    unsafe = changed_by_saving(new.replace(CREDIT_HOLE, ""), opaque_tags_of(wiki))
    if unsafe:
        spelt = ((name, values.text(name)) for name, _ in values)
        field = next((name for name, value in spelt if changed_by_saving(value, opaque_tags_of(wiki))), "")
        raise RefusedError(Finding(Reason.UNSAFE_TEXT, (("field", field), ("text", unsafe))))
    start, end = _credit(new)
    sheet = Sheet(new[:start] + new[end:], title, mapping, wiki)
    again = read_sheet(sheet)
    for rule in sheet.rules:
        name, known = rule.field.name, mapping.rule(rule.field.name) or rule
        if is_checked(known, values) and not (before.values.get(name) == again.values.get(name) == values.get(name)):
            level = sheet.level_of(rule.carrier) if isinstance(rule.carrier, Section) else mapping.level
            check_rule(rule, values, again, replace(mapping, level=level), wiki)
    if again.unclaimed != before.unclaimed:
        lost = next((each for each in before.unclaimed if each not in again.unclaimed), None)
        name = (lost.name or lost.excerpt) if lost else ""
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", name),)))
