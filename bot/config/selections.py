"""The rules that say which pages of a source are practice sheets."""

from collections.abc import Iterator

from bot.config.draft import Draft
from bot.config.models import SelectorShape
from bot.config.titles import bare_category, bare_template, is_possible
from bot.domain.selection import InCategory, InNamespace, Named, Prefixed, Selection, Selector, UsesTemplate
from bot.i18n import _

_MAIN = ("category", "template", "pages", "prefix")
_SELECT, _EXCLUDE = "select", "exclude"


def read_selection(draft: Draft, job: str) -> Selection:
    """Read the selection of a job, and note what is wrong with it."""
    return Selection(tuple(_selectors(draft, job, _SELECT)), tuple(_selectors(draft, job, _EXCLUDE)))


def _selectors(draft: Draft, job: str, key: str) -> Iterator[Selector]:
    for number in draft.items("jobs", job, "from", key):
        steps = ("jobs", job, "from", key, number)
        shape = draft.piece(SelectorShape, *steps)
        selector = _selector(draft, shape, *steps) if shape is not None else None
        if selector is not None:
            yield selector


def _selector(draft: Draft, shape: SelectorShape, *steps: str | int) -> Selector | None:
    given = [key for key in _MAIN if getattr(shape, key) is not None]
    if len(given) > 1:
        message = _("one rule names pages in one way: put “{key}” into a rule of its own.").format(key=given[1])
        draft.problem(message, *steps, given[1], at_key=True)
        return None
    if shape.subcategories is not None and shape.category is None and draft.is_clean(*steps):
        draft.problem(_("“subcategories” belongs to “category”: add one."), *steps, "subcategories", at_key=True)
    if shape.category is not None:
        name = _checked(draft, bare_category(shape.category), *steps, "category")
        return InCategory(name, shape.subcategories or 0, shape.namespace)
    if shape.template is not None:
        return UsesTemplate(_checked(draft, bare_template(shape.template), *steps, "template"), shape.namespace)
    if shape.pages is not None:
        return _named(draft, shape, *steps)
    if shape.prefix is not None:
        return Prefixed(_checked(draft, shape.prefix, *steps, "prefix"), shape.namespace)
    if shape.namespace is not None:
        return InNamespace(shape.namespace)
    if draft.is_clean(*steps):
        draft.problem(_("the rule names no pages: give category, template, pages, prefix or namespace."), *steps)
    return None


def _named(draft: Draft, shape: SelectorShape, *steps: str | int) -> Named:
    if shape.namespace is not None:
        message = _("“namespace” does not go with “pages”: write it before each title.")
        draft.problem(message, *steps, "namespace", at_key=True)
    titles = shape.pages or ()
    for number, title in enumerate(titles):
        _checked(draft, title, *steps, "pages", number)
    return Named(titles)


def _checked(draft: Draft, name: str, *steps: str | int) -> str:
    if not is_possible(name):
        message = _("no page can be called like this: write a name without brackets, braces, “|” or “#”.")
        draft.problem(message, *steps)
    return name
