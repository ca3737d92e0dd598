"""Files of exchange formats."""

import re
from pathlib import Path

from bot.config.draft import Draft
from bot.config.mapping_models import FieldShape, FormatHead, FormatShape, LabelsShape, SubfieldShape
from bot.domain.field import WHOLE, Field, Format, Kind
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
    fields = _read_fields(draft, FieldShape, "fields")
    if head is None or draft.problems:
        return draft, None
    return draft, Format(head.format, fields)


def check_stem(draft: Draft, key: str) -> None:
    """Note a file that calls itself something else than its name."""
    name, stem = draft.text(key), draft.path.stem
    if name is not None and name != stem:
        message = _("the file is called “{stem}” but calls itself “{name}”: give both one name.")
        draft.problem(message.format(stem=stem, name=name), key)


def _read_fields(draft: Draft, shape: type[SubfieldShape], *steps: str | int) -> tuple[Field, ...]:
    names = draft.keys(*steps)
    return tuple(field for name in names if (field := _read_field(draft, shape, name, *steps, name)) is not None)


def _read_field(draft: Draft, form: type[SubfieldShape], name: str, *steps: str | int) -> Field | None:
    if name in (PAGE, REPORT):
        message = _("no field can be called “{name}”, which means something else in mappings: choose another name.")
        draft.problem(message.format(name=name), *steps, at_key=True)
    elif not _NAME.fullmatch(name):
        message = _("the name of a field holds only letters, digits, “-” and “_”: choose another name.")
        draft.problem(message, *steps, at_key=True)
    shape = draft.piece(form, *steps)
    if shape is None:
        return None
    parts = _read_parts(draft, name, shape, *steps) if form is FieldShape else ()
    if form is SubfieldShape and shape.kind in WHOLE:
        message = _("a record holds no field of the kind {kind}: put it beside the records.")
        draft.problem(message.format(kind=shape.kind), *steps, "kind")
    return Field(name, shape.kind, shape.required, _pairs(shape.label), parts)


def _read_parts(draft: Draft, name: str, shape: SubfieldShape, *steps: str | int) -> tuple[Field, ...]:
    """Read the fields of one record, which records alone have."""
    parts = _read_fields(draft, SubfieldShape, *steps, "fields")
    has = draft.has(*steps, "fields")
    if has and shape.kind is not Kind.RECORDS:
        message = _("only records have fields, but “{field}” is of the kind {kind}: take “fields” out.")
        draft.problem(message.format(field=name, kind=shape.kind), *steps, "fields", at_key=True)
    elif not has and shape.kind is Kind.RECORDS:
        message = _("the records of “{field}” have no fields: say with “fields” what one record holds.")
        draft.problem(message.format(field=name), *steps, "kind")
    return parts


def _pairs(labels: LabelsShape | None) -> tuple[tuple[str, str], ...]:
    if labels is None:
        return ()
    return tuple((language, words) for language, words in (("fr", labels.fr), ("en", labels.en)) if words)
