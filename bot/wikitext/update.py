"""Write single fields into the text of a copy, and leave everything else as people made it.

What was written is read again: when a place cannot be found safely, the text is refused and not one byte is written.
"""

from dataclasses import replace

from bot.domain.field import FieldValue, Values
from bot.domain.mapping import Constant, Mapping, PageTitle, Repeated, Rule, Section
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.credit import CREDIT_HOLE
from bot.wikitext.edits import Editor
from bot.wikitext.escape import changed_by_saving
from bot.wikitext.reader import Reading, read, read_sheet, values_of
from bot.wikitext.records import read_back
from bot.wikitext.sheet import Sheet
from bot.wikitext.tags import opaque_tags_of
from bot.wikitext.writer import check_rule, is_checked, reads_alike


def update_page(present: str, values: Values, title: str, mapping: Mapping, wiki: WikiFacts) -> str:
    """Write the fields that changed into the text of a copy; of a field that is absent from *values*, none is left.

    The credit of the copy is a hole in *present*.

    Raises:
        RefusedError: a place cannot be found safely, or a value would not read back.

    """
    sheet = Sheet(present, title, mapping, wiki)
    before = read_sheet(sheet)
    editor = Editor(present, sheet)
    for rule in sheet.rules:
        value = values.get(rule.field.name)
        if not isinstance(rule.carrier, PageTitle | Constant) and _differs(value, before, rule):
            editor.put(rule, value)
    new = editor.applied()
    if new != present:
        standing = read(present, title, mapping.bare, wiki)
        changed = frozenset(
            rule.field.name for rule in sheet.rules if _differs(values.get(rule.field.name), before, rule)
        )
        _check(new, standing, changed, values, title, mapping, wiki)
    return new


def _differs(value: FieldValue | None, before: Reading, rule: Rule) -> bool:
    return not reads_alike(value, before.values.get(rule.field.name), rule)


def _check(
    new: str,
    standing: Reading,
    changed: frozenset[str],
    values: Values,
    title: str,
    mapping: Mapping,
    wiki: WikiFacts,
) -> None:
    """Refuse a text in which a changed field is not what was meant, or anything else is not what stood there."""
    unsafe = changed_by_saving(new.replace(CREDIT_HOLE, ""), opaque_tags_of(wiki))
    if unsafe:
        spelt = ((name, values.text(name)) for name, _ in values)
        field = next((name for name, value in spelt if changed_by_saving(value, opaque_tags_of(wiki))), "")
        raise RefusedError(Finding(Reason.UNSAFE_TEXT, (("field", field), ("text", unsafe))))
    sheet = Sheet(new, title, mapping.bare, wiki)
    again = read_sheet(sheet)
    for rule in sheet.rules:
        name, known = rule.field.name, mapping.rule(rule.field.name) or rule
        untouched = name not in changed and standing.values.get(name) == again.values.get(name)
        if isinstance(rule.carrier, Repeated):
            _check_records(rule, values, Sheet(new, title, mapping, wiki))
        elif is_checked(known, values) and not untouched:
            level = sheet.level_of(rule.carrier) if isinstance(rule.carrier, Section) else mapping.level
            check_rule(replace(known, carrier=rule.carrier), values, again.values, replace(mapping, level=level), wiki)
    if again.unclaimed != standing.unclaimed:
        lost = next((each for each in standing.unclaimed if each not in again.unclaimed), None)
        name = (lost.name or lost.excerpt) if lost else ""
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", name),)))


def _check_records(rule: Rule, values: Values, sheet: Sheet) -> None:
    """Refuse a text whose records are not those that were meant; those left alone keep the spelling of people."""
    value = values.get(rule.field.name)
    known = next(each for each in sheet.rules if each.field.name == rule.field.name)
    found = values_of(sheet).get(rule.field.name)
    if not reads_alike(read_back(value, known, plainly=False), found, known):
        raise RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", rule.field.name),)))
