"""Labelled items of a list: ``* **Durée** : 2 h``."""

import re
from dataclasses import dataclass

from bot.wikitext.zones import mask_opaque

_ITEM = re.compile(
    r"^[ \t]*[*#;:]+[ \t]*(?:'{2,5})?[ \t]*(?P<label>[^:'\n\0]+?)[ \t\u00a0]*"
    r"(?::[ \t]*'{2,5}|'{2,5}[ \t\u00a0]*:|:)[ \t\u00a0]*(?P<value>\S.*)?$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """An item of a list with its label and value; *start* and *end* cover its whole line."""

    label: str
    value: str
    start: int
    end: int


def find_item(text: str, labels: tuple[str, ...]) -> LabelledItem | None:
    """Find the first list item that bears one of *labels*, in any case."""
    wanted = {label.casefold() for label in labels}
    masked = mask_opaque(text)
    for found in _ITEM.finditer(masked):
        label = found["label"].strip()
        if label.casefold() in wanted:
            value = text[found.start("value") : found.end()] if found["value"] else ""
            end = found.end() + (1 if text[found.end() : found.end() + 1] == "\n" else 0)
            return LabelledItem(label, value.strip(), found.start(), end)
    return None


def write_item(label: str, value: str) -> str:
    """Write a labelled item."""
    return f"* '''{label}''' : {value}"
