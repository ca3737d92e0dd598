"""What a merge gives: pieces in order, each agreed upon or in conflict, and the texts that can be made of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from bot.domain.merge.units import Side, Unit, joined, prefer, tail

_BLANKS = re.compile(r"(\s+)")
_MOST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Clean:
    """A text upon which the sides agree; *seen* is where it stands in the base, incoming and local text."""

    text: str
    seen: tuple[Unit | None, Unit | None, Unit | None]


@dataclass(frozen=True, slots=True)
class Clash:
    """Units that both sides changed, each in its own way; *place* is the heading of the section."""

    base: tuple[Unit, ...]
    incoming: tuple[Unit, ...]
    local: tuple[Unit, ...]
    place: str = ""

    def of(self, side: Side) -> tuple[Unit, ...]:
        """Give the units of one side."""
        return {Side.BASE: self.base, Side.INCOMING: self.incoming, Side.LOCAL: self.local}[side]

    def text(self, side: Side) -> str:
        """Write the units of one side."""
        return joined(self.of(side))


Piece = Clean | Clash


@dataclass(frozen=True, slots=True)
class Written:
    """Text of a piece with the blanks before it; *piece* is its place among the pieces."""

    blanks: str
    text: str
    piece: int


def agreed(base: Unit, incoming: Unit, local: Unit) -> Clean:
    """Take a unit that has the same words on all sides, with the blanks of the side that changed them."""
    if base.text in (incoming.text, local.text):
        text = local.text if incoming.text == base.text else incoming.text
    else:
        tokens = zip_longest(*(_BLANKS.split(unit.text) for unit in (base, incoming, local)), fillvalue="")
        text = "".join(prefer(*three) or "" for three in tokens)
    return Clean(text, (base, incoming, local))


def taken(side: Side, units: Iterable[Unit]) -> Iterator[Clean]:
    """Take units as they stand on one side."""
    for unit in units:
        incoming = side is Side.INCOMING
        base = unit if side is Side.BASE else None
        yield Clean(unit.text, (base, unit if incoming else None, None if incoming or base else unit))


def made_alike(incoming: tuple[Unit, ...], local: tuple[Unit, ...]) -> Iterator[Clean]:
    """Take what both sides made with the same words, as it stands on the copy."""
    if len(incoming) != len(local):
        yield from taken(Side.LOCAL, local)
        return
    for now, here in zip(incoming, local, strict=True):
        yield Clean(here.text, (None, now, here))


def reblanked(new: str, base: str, other: str) -> str:
    """Write *new*, the changed words of *base*, with what *other* changed in nothing but the blanks of *base*."""
    if base == other:
        return new
    words, old, blanks = new.split(), base.split(), _BLANKS.split(other.strip())[1::2]
    before = _BLANKS.split(base.strip())[1::2]
    if len(words) > _MOST_WORDS or len(old) > _MOST_WORDS or len(blanks) != len(before):
        return new
    changed = {
        (old[index], old[index + 1]): (blanks[index], was)
        for index, was in enumerate(before)
        if blanks[index] != was and old.count(old[index]) == 1
    }
    tokens = _BLANKS.split(new.strip())
    for index in range(1, len(tokens), 2):
        blank, was = changed.get((tokens[index - 1], tokens[index + 1]), ("", ""))
        if blank and tokens[index] == was:
            tokens[index] = blank
    return "".join(tokens)


def written(pieces: Iterable[Piece], lead: str, side: Side) -> Iterator[Written]:
    """Write the pieces one after the other, those in conflict as one side has them."""
    before: Clean | None = None
    for place, piece in enumerate(pieces):
        for clean in (piece,) if isinstance(piece, Clean) else taken(side, piece.of(side)):
            yield Written(lead if before is None else _blanks(before, clean), clean.text, place)
            before = clean


def _blanks(before: Clean, clean: Clean) -> str:
    """Choose the blanks before a piece: as they are where it stands behind the same unit, else enough of them."""
    end = tail(before.text)
    near = [
        unit.before if unit and _follows(unit, end, known) else None
        for unit, known in zip(clean.seen, before.seen, strict=True)
    ]
    units = [unit for unit in clean.seen if unit]
    unit = next((unit for unit in units if unit.text == clean.text), units[0])
    if any(blanks is not None for blanks in near):
        found = prefer(*near) or ""
        return found if found.count("\n") >= unit.seam.count("\n") else unit.seam
    blanks = prefer(*(unit.before if unit else None for unit in clean.seen))
    mates = any(one and other and one.block == other.block for one, other in zip(before.seen, clean.seen, strict=True))
    joint = unit.seam if mates else unit.joint
    enough = blanks is not None and blanks.count("\n") >= joint.count("\n") and (blanks or not joint)
    return blanks if blanks is not None and enough else joint


def _follows(unit: Unit, end: str, known: Unit | None) -> bool:
    """Tell whether a unit stands on its side behind what it stands behind now."""
    return end.endswith(unit.behind) or (known is not None and tail(known.text).endswith(unit.behind))
