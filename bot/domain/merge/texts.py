"""Merge a text: its sections by heading, then their blocks, then the sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.merge.blocks import merge_units
from bot.domain.merge.pieces import Clash, Piece, agreed, taken, written
from bot.domain.merge.slots import Naming, Slot, slots
from bot.domain.merge.units import Cut, Cutter, Section, Side, Unit, likeness, prefer

_ALIKE = 0.5


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
    one, two, three = cut(base), cut(incoming), cut(local)
    pieces: list[Piece] = []
    for slot in slots(one.sections, two.sections, three.sections, _SECTIONS):
        pieces += _section(slot)
    lead = prefer(one.lead, two.lead, three.lead) or ""
    gone = _blocks_gone(one, three), _blocks_gone(one, two)
    return MergedText(
        tuple(_unless_gone(piece, *gone) for piece in pieces), lead, prefer(one.end, two.end, three.end) or ""
    )


def _blocks_gone(base: Cut, side: Cut) -> dict[str, Unit]:
    """Give the blocks that a side no longer has in any section, by their keys."""
    kept = {block.key for section in side.sections for block in section.blocks}
    return {block.key: block for section in base.sections for block in section.blocks if block.key not in kept}


def _unless_gone(piece: Piece, by_people: Mapping[str, Unit], by_source: Mapping[str, Unit]) -> Piece:
    """Put before people a block that one side took out, and that the other moved to another section."""
    if isinstance(piece, Clash):
        return piece
    base, incoming, local = piece.seen
    if base is None and incoming and not local and incoming.key in by_people:
        return Clash((by_people[incoming.key],), (incoming,), ())
    if base is None and local and not incoming and local.key in by_source:
        return Clash((by_source[local.key],), (), (local,))
    return piece


def _section(slot: Slot[Section]) -> list[Piece]:
    known = [section for section in (slot.base, slot.incoming, slot.local) if section]
    place = known[0].path[-1] if known[0].path else ""
    if slot.base and slot.incoming and slot.local:
        heading = _heading(slot.base.heading, slot.incoming.heading, slot.local.heading, place)
        return heading + merge_units((slot.base.blocks, slot.incoming.blocks, slot.local.blocks), place)
    base, incoming, local = (_units(section) for section in (slot.base, slot.incoming, slot.local))
    was, now, here = ([unit.key for unit in units] for units in (base, incoming, local))
    if now == here:
        return [*taken(Side.LOCAL, local)]
    if was in (now, here):
        return [*taken(Side.INCOMING, incoming)] if here == was else [*taken(Side.LOCAL, local)]
    return [Clash(base, incoming, local, place)]


def _units(section: Section | None) -> tuple[Unit, ...]:
    if section is None:
        return ()
    return (section.heading, *section.blocks) if section.heading else section.blocks


def _heading(base: Unit | None, incoming: Unit | None, local: Unit | None, place: str) -> list[Piece]:
    if not (base and incoming and local):
        return []
    if base.key == incoming.key == local.key:
        return [agreed(base, incoming, local)]
    return merge_units(((base,), (incoming,), (local,)), place, strict=True)


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
