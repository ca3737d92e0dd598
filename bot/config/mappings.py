"""Files of mappings."""

from collections.abc import Callable
from pathlib import Path

from bot.config.carriers import FIELDS
from bot.config.comments import warn_of_cut_texts
from bot.config.draft import Draft
from bot.config.formats import REPORT, check_stem
from bot.config.licences import read_licence_places
from bot.config.mapping_models import MappingHead, MappingShape
from bot.config.nearest import hint
from bot.config.patterns import check_holes, check_title
from bot.config.rules import read_rules
from bot.config.titles import bare_category, bare_template, is_possible
from bot.domain.field import Format, Kind
from bot.domain.mapping import CreditPlace, LicencePlaces, Mapping, PageTitle, Parameter, Rule, Section
from bot.i18n import _

SOURCE_NAME = "source.name"
"""The hole of a category that holds the name of the source."""


def read_mapping(
    path: Path, format_called: Callable[[str], Format | None], format_names: tuple[str, ...]
) -> tuple[Draft, Mapping | None]:
    """Read a mapping; None in place of one with mistakes, which the draft lists."""
    draft = Draft(path, "mapping", MappingShape)
    check_stem(draft, "mapping")
    warn_of_cut_texts(draft)
    name = draft.text("format")
    known = format_called(name) if name is not None else None
    if name is not None and name not in format_names:
        message = _("there is no format “{name}”: {hint}").format(name=name, hint=hint(name, format_names))
        draft.problem(message, "format")
    rules = read_rules(draft, known) if known is not None else ()
    head = draft.piece(MappingHead)
    if head is None:
        return draft, None
    _check_names(draft, head)
    licences = read_licence_places(draft, head.licences)
    if known is not None:
        check_title(draft, head.title, tuple(f.name for f in known.fields if f.kind is not Kind.RECORDS))
        _check_rest(draft, head.rest, rules, known)
        _check_title_rules(draft, head.title, rules)
    return draft, _mapping(head, known, rules, licences) if known is not None and not draft.problems else None


def _mapping(head: MappingHead, known: Format, rules: tuple[Rule, ...], licences: LicencePlaces) -> Mapping:
    template = head.credit.template
    return Mapping(
        name=head.mapping,
        format=known,
        title=head.title,
        templates=tuple(map(bare_template, head.template)),
        rules=rules,
        rest=None if head.rest == REPORT else head.rest,
        categories=tuple(map(bare_category, head.categories)),
        constants=tuple(head.constants.items()),
        level=head.level,
        credit=CreditPlace(
            bare_template(template) if template else None, head.credit.place == "top", head.credit.headings
        ),
        licences=licences,
    )


def _check_names(draft: Draft, head: MappingHead) -> None:
    """Check the names of templates and categories."""
    message = _("no page can be called like this: write a name without brackets, braces, “|” or “#”.")
    for number, template in enumerate(head.template):
        if not is_possible(bare_template(template)):
            draft.problem(message, "template", number)
    if head.credit.template is not None and not is_possible(bare_template(head.credit.template)):
        draft.problem(message, "credit", "template")
    for number, category in enumerate(head.categories):
        check_holes(draft, bare_category(category), (SOURCE_NAME,), "categories", number)
        if not is_possible(bare_category(category).translate({ord("{"): None, ord("}"): None})):
            draft.problem(message, "categories", number)


def _check_rest(draft: Draft, rest: str, rules: tuple[Rule, ...], known: Format) -> None:
    if rest == REPORT or not draft.has("rest"):
        return
    fit = {rule.field.name for rule in rules if _takes_text(rule)}
    field = known.field(rest)
    if rest in fit or (field is not None and not draft.is_clean(FIELDS, rest)):
        return
    if field is not None and field.kind is not Kind.TEXT:
        message = _("the rest is text, but “{field}” is of the kind {kind}: name a text field, or report.")
        message = message.format(field=rest, kind=field.kind)
    elif field is not None:
        message = _(
            "“{field}” has no parameter and no section here that could take the rest: name another field, or report."
        )
        message = message.format(field=rest)
    else:
        message = _("the rest goes to a field or to report, “{name}” is neither: {hint}")
        message = message.format(name=rest, hint=hint(rest, (*fit, REPORT)))
    draft.problem(message, "rest")


def _takes_text(rule: Rule) -> bool:
    """Tell whether text can stand behind the value of a field, headings included."""
    return rule.field.kind is Kind.TEXT and all(
        (isinstance(each, Parameter) and each.of is None) or (isinstance(each, Section) and each.subsections)
        for each in rule.carriers
    )


def _check_title_rules(draft: Draft, title: str, rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        hole = "{" + rule.field.name + "}"
        has_title = any(isinstance(each, PageTitle) for each in rule.carriers)
        if has_title and hole not in title and draft.is_clean("title"):
            message = _("the title pattern does not hold this field, so it cannot be read: put {hole} into “title”.")
            draft.problem(message.format(hole=hole), FIELDS, rule.field.name, "title", at_key=True)
