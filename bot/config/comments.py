"""Texts that a “#” may have cut."""

import re

from bot.config.draft import Draft
from bot.config.tree import Steps
from bot.i18n import _

_KEYS = frozenset(
    {
        *("category", "categories", "except", "template", "title", "pages", "prefix"),
        *("section", "item", "in", "parameter", "constant", "constants", "default", "values"),
    }
)
"""Keys of names and words as wikis write them, which may hold a “#”."""

_DOUBTFUL = re.compile(r" #\S")
"""A comment stands apart: two blanks before the “#”, or one behind it."""


def warn_of_cut_texts(draft: Draft) -> None:
    """Warn of each name or word that ends before a “#” which may belong to it."""
    for steps in draft.texts():
        if _is_name_or_word(steps) and _DOUBTFUL.match(draft.tail(*steps)):
            message = _("the text ends before “#”: quote it if the “#” belongs to it, else put a blank behind the “#”.")
            draft.warn(message, *steps)


def _is_name_or_word(steps: Steps) -> bool:
    keys = [step for step in steps if isinstance(step, str)]
    return any(key in _KEYS for key in keys[-2:])
