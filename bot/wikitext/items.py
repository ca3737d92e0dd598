"""Labelled items of a list: ``* **Durée** : 2 h``."""

import re
from dataclasses import dataclass

from bot.wikitext.outline import plain
from bot.wikitext.zones import mask_opaque

_ITEM = re.compile(r"^[ \t]*[*#;:]+[ \t]*(?P<rest>[^\n]*)$", re.MULTILINE)
_QUOTES = re.compile(r"'{2,5}")
_BLANK = " \t\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """An item of a list with its label and value; *start* and *end* cover its whole line."""

    label: str
    value: str
    start: int
    end: int


def find_item(text: str, labels: tuple[str, ...]) -> LabelledItem | None:
    """Find the first list item that bears one of *labels*, in any case."""
    wanted = {plain(label).casefold() for label in labels}
    masked = mask_opaque(text)
    for found in _ITEM.finditer(masked):
        colon = masked.find(":", found.start("rest"), found.end())
        if colon < 0:
            continue
        label, value = _unquoted(text[found.start("rest") : colon], text[colon + 1 : found.end()])
        if label.casefold() in wanted:
            end = found.end() + (1 if text[found.end() : found.end() + 1] == "\n" else 0)
            return LabelledItem(label, value, found.start(), end)
    return None


def _unquoted(label: str, value: str) -> tuple[str, str]:
    """Take the quotes that make a label bold off both sides of the colon."""
    opened = len(_QUOTES.findall(label)) % 2 == 1
    value = value.strip(_BLANK)
    quotes = _QUOTES.match(value)
    if opened and quotes:
        value = value[quotes.end() :]
    elif opened and len(_QUOTES.findall(value)) == 1:
        value = _QUOTES.sub("", value)
    return plain(label), value.strip(_BLANK)


def write_item(label: str, value: str) -> str:
    """Write a labelled item."""
    return f"* '''{label}''' : {value}"
