"""Merge a text: its sections by heading, then their blocks, then the sentences."""

from dataclasses import dataclass

from bot.domain.merge.blocks import merge_units
from bot.domain.merge.moves import Doubts, Spot, doubts
from bot.domain.merge.pieces import Clash, Piece, agreed, made_alike, written
from bot.domain.merge.slots import Naming, Slot, slots
from bot.domain.merge.units import Cut, Cutter, Section, Side, Unit, likeness, prefer

_ALIKE = 0.5
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class MergedText:
    """A text in pieces, between the blanks at its two ends."""

    pieces: tuple[Piece, ...]
    lead: str = ""
    end: str = ""

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Give the pieces in conflict."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Clash))

    def text(self, side: Side = Side.LOCAL) -> str:
        """Write the text with the changes of both sides, and what is in conflict as one side has it."""
        body = "".join(f"{each.blanks}{each.text}" for each in written(self.pieces, self.lead, side))
        return (body or self.lead) + self.end


def merge_text(base: str, incoming: str, local: str, cut: Cutter) -> MergedText:
    """Merge three texts that *cut* takes apart; what is cut is written back byte for byte where nothing changed."""
    three = cut(base), cut(incoming), cut(local)
    found: Doubts = {}
    pieces = _pieces(*three, found)
    for _ in range(_MOST_ROUNDS):
        # What is put before people may leave something else standing twice.
        more = {**found, **doubts(three, pieces)}
        if more.keys() == found.keys():
            break
        pieces, found = _pieces(*three, more), more
    lead, end = prefer(*(each.lead for each in three)) or "", prefer(*(each.end for each in three)) or ""
    return MergedText(tuple(pieces), lead, end)


def _pieces(base: Cut, incoming: Cut, local: Cut, found: Doubts) -> list[Piece]:
    """Merge section by section; what was *found* in doubt is put before people wherever a side added it."""
    pieces: list[Piece] = []
    # What stands above the first heading would belong to another section below one.
    for slot in sorted(slots(base.sections, incoming.sections, local.sections, _SECTIONS), key=_has_heading):
        pieces += _section(slot, found)
    return pieces


def _has_heading(slot: Slot[Section]) -> bool:
    return any(section.path for section in (slot.base, slot.incoming, slot.local) if section)


def _section(slot: Slot[Section], found: Doubts) -> list[Piece]:
    known = [section for section in (slot.base, slot.incoming, slot.local) if section]
    spot = Spot(known[0].path[-1] if known[0].path else "", found)
    if slot.base and slot.incoming and slot.local:
        heading = _heading(slot.base.heading, slot.incoming.heading, slot.local.heading, spot)
        return heading + merge_units((slot.base.blocks, slot.incoming.blocks, slot.local.blocks), spot)
    base, incoming, local = (section.units if section else () for section in (slot.base, slot.incoming, slot.local))
    was, now, here = ([unit.key for unit in units] for units in (base, incoming, local))
    if now == here:
        return [*made_alike(incoming, local)]
    if was in (now, here):
        return [*(spot.added(Side.INCOMING, incoming) if here == was else spot.added(Side.LOCAL, local))]
    return [Clash(base, incoming, local, spot.heading)]


def _heading(base: Unit | None, incoming: Unit | None, local: Unit | None, spot: Spot) -> list[Piece]:
    if not (base and incoming and local):
        return []
    if base.key == incoming.key == local.key:
        return [agreed(base, incoming, local)]
    return merge_units(((base,), (incoming,), (local,)), spot, strict=True)


def _names(section: Section) -> tuple[tuple[str, ...], ...]:
    path = tuple(heading.casefold() for heading in section.path)
    # The text before the first heading has no name that another section could have.
    return path, path[-1:] or ("", "")


def _alike(one: Section, other: Section) -> float:
    if not (one.path and other.path):
        return 0.0
    first, second = (" ".join(block.key for block in section.blocks) for section in (one, other))
    return likeness(first, second)


_SECTIONS = Naming(_names, _alike, _ALIKE)
