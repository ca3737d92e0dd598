"""Labelled items of a list, ``* **Durée** : 2 h``, also of one of definitions."""

import re
from dataclasses import dataclass

from bot.wikitext.outline import folded, plain
from bot.wikitext.scan import OPAQUE_TAGS
from bot.wikitext.zones import mask_opaque

_ITEM = re.compile(r"^[ \t]*[*#;:]+[ \t]*(?P<rest>[^\n]*)$", re.MULTILINE)
_TERM = re.compile(r"[ \t]*;")
_DEFINITION = re.compile(r"\n[ \t]*:+(?P<value>[^\n]*)")
_QUOTES = re.compile(r"'{2,5}")
_BLANK = " \t\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """A labelled value; *start* and *end* cover its lines, *at* and *until* the value, negative when it is in parts."""

    label: str
    value: str
    start: int
    end: int
    at: int = -1
    until: int = -1


def find_item(text: str, labels: tuple[str, ...], opaque: str = OPAQUE_TAGS) -> LabelledItem | None:
    """Find the first list item that bears one of *labels*, in any case."""
    wanted = set(map(folded, labels))
    masked = mask_opaque(text, opaque)
    for found in _ITEM.finditer(masked):
        colon, end = masked.find(":", found.start("rest"), found.end()), found.end()
        label_end, value_at = colon, colon + 1
        if colon < 0:
            definition = _DEFINITION.match(masked, end) if _TERM.match(found[0]) else None
            if definition is None:
                continue
            label_end, value_at, end = end, definition.start("value"), definition.end()
        label, value = _unquoted(text[found.start("rest") : label_end], text[value_at:end])
        if label.casefold() in wanted:
            at = text.find(value, value_at, end) if value else value_at
            after = end + (1 if text[end : end + 1] == "\n" else 0)
            return LabelledItem(label, value, found.start(), after, at, at + len(value) if at >= 0 else -1)
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


def write_definition(label: str, value: str) -> str:
    """Write a labelled item as a term and its definition."""
    return f"; {label}\n: {value}"
