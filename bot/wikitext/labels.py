"""The words of a link: what people read, and how that may be written inside another link."""

import re

from bot.wikitext.scan import OPAQUE_TAGS, Sort, scan
from bot.wikitext.zones import mask_nested

_DEEPEST = 40
_EXTERNAL_LINK = re.compile(r"\[(?:[a-z]+:)?//\S+ ([^\]\n]*)\]", re.IGNORECASE)
_IN_LABEL = str.maketrans({"]": "&#93;", "|": "&#124;", "\n": " "})
_PREFIX = r"(?:[\w \-]+:|:)?"
_PARENTHESES = re.compile(rf"{_PREFIX}(.+?)(?: ?\(.+\)| ?（.+）)")
_PLACE = re.compile(rf"{_PREFIX}(.+?)(?: ?\(.+\))?(?:(?:, |，|、).+)?")


def pipe_trick(target: str) -> str:
    """Give the words that a save makes of a link with an empty label: ``[[Aide:Jeu (cartes)|]]`` reads “Jeu”."""
    target = target.strip()
    found = _PARENTHESES.fullmatch(target) or _PLACE.fullmatch(target)
    return found[1].strip() if found else target


def trail(text: str, position: int, letters: str) -> str:
    """Give the letters behind a link that belong to it, by the regular expression of the wiki."""
    found = re.compile(letters).match(text, position)
    return found[0] if found else ""


def no_equals(text: str) -> str:
    """Write equals signs so that none parts a name from a value; those inside nested templates stay."""
    return "".join("&#61;" if shown == "=" else char for char, shown in zip(text, mask_nested(text), strict=True))


def plain_label(label: str) -> str:
    """Reduce the links in a label to their words, because no link can stand in another."""
    for _level in range(_DEEPEST):
        inner = [e for e in scan(label, OPAQUE_TAGS) if e.sort is Sort.LINK]
        if not inner:
            break
        last = inner[-1]
        words = label[last.start + 2 : last.end - 2].rpartition("|")[2]
        label = label[: last.start] + words + label[last.end :]
    label = _EXTERNAL_LINK.sub(r"\1", label)
    parts, position = [], 0
    for element in scan(label, OPAQUE_TAGS):
        if element.start >= position and element.sort in (Sort.TEMPLATE, Sort.ARGUMENT, Sort.TAG):
            parts += [label[position : element.start].translate(_IN_LABEL), label[element.start : element.end]]
            position = element.end
    return "".join((*parts, label[position:].translate(_IN_LABEL)))
