"""Files of exchange formats."""

import re
from pathlib import Path

from bot.config.draft import Draft
from bot.config.mapping_models import FieldShape, FormatHead, FormatShape, LabelsShape
from bot.domain.field import Field, Format
from bot.i18n import _

REPORT = "report"
"""What a mapping names as its rest instead of a field."""

PAGE = "page"
"""The hole that holds the page title; no field can be called so."""

_NAME = re.compile(r"\w[\w-]*")


def read_format(path: Path) -> tuple[Draft, Format | None]:
    """Read a format; None in place of one with mistakes, which the draft lists."""
    draft = Draft(path, "format", FormatShape)
    check_stem(draft, "format")
    head = draft.piece(FormatHead)
    fields = tuple(field for name in draft.keys("fields") if (field := _read_field(draft, name)) is not None)
    if head is None or draft.problems:
        return draft, None
    return draft, Format(head.format, fields)


def check_stem(draft: Draft, key: str) -> None:
    """Note a file that calls itself something else than its name."""
    name, stem = draft.text(key), draft.path.stem
    if name is not None and name != stem:
        message = _("the file is called “{stem}” but calls itself “{name}”: give both one name.")
        draft.problem(message.format(stem=stem, name=name), key)


def _read_field(draft: Draft, name: str) -> Field | None:
    if name in (PAGE, REPORT):
        message = _("no field can be called “{name}”, which means something else in mappings: choose another name.")
        draft.problem(message.format(name=name), "fields", name, at_key=True)
    elif not _NAME.fullmatch(name):
        message = _("the name of a field holds only letters, digits, “-” and “_”: choose another name.")
        draft.problem(message, "fields", name, at_key=True)
    shape = draft.piece(FieldShape, "fields", name)
    return Field(name, shape.kind, shape.required, _pairs(shape.label)) if shape is not None else None


def _pairs(labels: LabelsShape | None) -> tuple[tuple[str, str], ...]:
    if labels is None:
        return ()
    return tuple((language, words) for language, words in (("fr", labels.fr), ("en", labels.en)) if words)
