"""Pydantic's errors become sentences of ours; none repeats a value that may be a secret."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.config.nearest import hint, nearest
from bot.config.scalars import SAID
from bot.config.schema import SchemaKind, words_at
from bot.config.tree import SECRET, Scalar, Steps, Tree, value_at
from bot.i18n import _


@dataclass(frozen=True, slots=True)
class Complaint:
    """A sentence about the value at *steps*, or about its key."""

    steps: Steps
    message: str
    at_key: bool = False


def complaints(error: ValidationError, tree: Tree, kind: SchemaKind) -> Iterator[Complaint]:
    """Say every error of a validation in our words, a misspelt key once only."""
    details = error.errors(include_input=False, include_url=False)
    meant = set(_meant_by_misspelt_keys(details, tree, kind))
    for detail in details:
        steps = _steps_in(tree, detail["loc"])
        if detail["type"] == "extra_forbidden":
            yield Complaint(steps, _of_unknown_key(steps, tree, kind), at_key=True)
        elif detail["type"] == "missing":
            missing = str(detail["loc"][-1])
            if (*steps, missing) not in meant:
                yield Complaint((*steps, missing), _of_missing_key(missing), at_key=True)
        elif detail["type"] != "too_short" or not value_at(tree, steps):  # pydantic does not count wrong items
            yield Complaint(steps, _of_value(detail, steps, tree, kind))


def _steps_in(tree: Tree, location: Sequence[str | int]) -> Steps:
    """Keep what leads through the file; pydantic adds names of its own to some locations."""
    steps: list[str | int] = []
    for step in location:
        if isinstance(tree, dict) and step in tree:
            tree = tree[str(step)]
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            continue
        steps.append(step)
    return tuple(steps)


def _unused_keys(steps: Steps, tree: Tree, kind: SchemaKind) -> list[str]:
    """List the keys that a mapping may have and has not."""
    present = value_at(tree, steps)
    known = words_at(kind, steps)
    return [key for key in known if not isinstance(present, dict) or key not in present] or list(known)


def _meant_by_misspelt_keys(details: Sequence[ErrorDetails], tree: Tree, kind: SchemaKind) -> Iterator[Steps]:
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *above, wrong = _steps_in(tree, detail["loc"])
            right = nearest(str(wrong), _unused_keys(tuple(above), tree, kind))
            if right is not None:
                yield (*above, right)


def _of_unknown_key(steps: Steps, tree: Tree, kind: SchemaKind) -> str:
    *above, wrong = steps
    if SECRET in above:
        return _("this key is unknown: write {env: NAME}, {file: path} or {credential: name}.")
    return _("unknown key “{key}”: {hint}").format(
        key=wrong, hint=hint(str(wrong), _unused_keys(tuple(above), tree, kind))
    )


def _of_missing_key(missing: str) -> str:
    return _("the key “{key}” is missing here: add it.").format(key=missing)


def _of_value(detail: ErrorDetails, steps: Steps, tree: Tree, kind: SchemaKind) -> str:
    problem = detail["type"]
    if problem == SAID:
        return str(detail["ctx"]["message"])
    value = value_at(tree, steps)
    if problem in ("enum", "literal_error") and isinstance(value, Scalar) and SECRET not in steps:
        return _("“{word}” is not known here: {hint}").format(word=value, hint=hint(value, words_at(kind, steps)))
    return _SENTENCES.get(problem, _of_anything_else)()


def _of_anything_else() -> str:
    return _("this value is not what belongs here: see the documentation of the configuration.")


_SENTENCES = {
    "string_type": lambda: _("write one text here, not a list or a mapping."),
    "enum": lambda: _("write one text here, not a list or a mapping."),
    "literal_error": lambda: _("write one text here, not a list or a mapping."),
    "string_too_short": lambda: _("the text is empty: write something, or take the entry out."),
    "tuple_type": lambda: _("write a list here: [one, two], or each on its own line behind “- ”."),
    "dict_type": lambda: _("write keys and values here, each “key: value” on its own line."),
    "model_type": lambda: _("write keys and values here, each “key: value” on its own line."),
    "too_short": lambda: _("nothing is listed here: list at least one."),
}
