"""A text with its conflicts between markers, as git writes them, for an editor; and what the editor gives back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from bot.domain.merge.pieces import Clash, written
from bot.domain.merge.texts import MergedText
from bot.domain.merge.units import Side
from bot.errors import ExitCode, RepublishError
from bot.i18n import _

_SHORTEST = 7
_BLANKS = re.compile(r"\s*")


class MarkersLeftError(RepublishError):
    """An edited text still holds a marker of a conflict."""

    exit_code = ExitCode.USAGE

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        super().__init__(
            _(
                "Line {line} still holds a marker of a conflict, “{text}”: choose one of the texts between the "
                "markers, or write another, and take the four lines of markers out."
            ).format(line=line, text=text)
        )


@dataclass(frozen=True, slots=True)
class Labels:
    """What the markers say of the three texts, in the language of the person who edits."""

    local: str
    base: str
    incoming: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with markers that are *size* characters long."""

    text: str
    size: int = _SHORTEST


def mark(merged: MergedText, labels: Labels) -> Marked:
    """Write whole lines that hold a conflict three times between markers; everything else stands as it is merged."""
    whole = [merged.text(side) for side in Side]
    size = next(size for size in count(_SHORTEST) if not any(_pattern(size).search(text) for text in whole))
    texts = {side: _by_piece(merged, side) for side in Side}
    text = ""
    after_marker = False
    for start, end in _lines(merged, texts):
        three = {side: "".join(texts[side][start:end]) for side in Side}
        blanks = _BLANKS.match(three[Side.LOCAL])
        lead = blanks[0] if blanks else ""
        if after_marker and "\n" not in lead:
            text += "\n"
        after_marker = any(isinstance(piece, Clash) for piece in merged.pieces[start:end])
        if after_marker:
            text += lead
            text += "\n" if text and not text.endswith("\n") else ""
            text += _conflict({side: each.strip("\n") for side, each in three.items()}, labels, size)
        else:
            text += three[Side.LOCAL]
    return Marked((text or merged.lead) + merged.end, size)


def _by_piece(merged: MergedText, side: Side) -> list[str]:
    """Write each piece as one side has it, with the blanks before it."""
    texts = [""] * len(merged.pieces)
    for each in written(merged.pieces, merged.lead, side):
        texts[each.piece] += each.blanks + each.text
    return texts


def _lines(merged: MergedText, texts: dict[Side, list[str]]) -> Iterator[tuple[int, int]]:
    """Give the runs of pieces that stand on the same lines on one of the sides."""
    start = 0
    for place in range(1, len(merged.pieces)):
        blanks = [_BLANKS.match(each[place]) for each in texts.values() if each[place]]
        if all(found and "\n" in found[0] for found in blanks):
            yield start, place
            start = place
    if merged.pieces:
        yield start, len(merged.pieces)


def _conflict(texts: dict[Side, str], labels: Labels, size: int) -> str:
    parts = (
        ("<", labels.local, texts[Side.LOCAL]),
        ("|", labels.base, texts[Side.BASE]),
        ("=", "", texts[Side.INCOMING]),
    )
    lines = [f"{sign * size} {label}".rstrip() + (f"\n{text}" if text else "") for sign, label, text in parts]
    return "\n".join((*lines, f"{'>' * size} {labels.incoming}"))


def _pattern(size: int) -> re.Pattern[str]:
    return re.compile(rf"^(?:<{{{size}}}|\|{{{size}}}|={{{size}}}|>{{{size}}})(?= |$).*", re.MULTILINE)


def read_marked(text: str, size: int = _SHORTEST) -> str:
    """Give the text that an editor left.

    Raises:
        MarkersLeftError: a line of markers is still there.

    """
    found = _pattern(size).search(text)
    if found:
        raise MarkersLeftError(text.count("\n", 0, found.start()) + 1, found[0])
    return text
