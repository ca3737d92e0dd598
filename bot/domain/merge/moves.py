"""What moved: taken place by place, it would stand twice, or come back after one side took it out.

The smallest units of the three texts are counted. One that a merge adds although the sides together do not want it
that often is in doubt, and so is one that looks like what both sides took out elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.merge.pieces import Clash, Clean, Piece, taken
from bot.domain.merge.units import Cut, Side, Unit, flat, likeness, word_count

_ALIKE = 0.6
_TELLING = 3
_MOST_PAIRS = 10_000
_MARKS = "*#:; "
Doubts = Mapping[str, tuple[Unit, ...]]
"""The smallest units in doubt by their words, each with what it was in the base, if anything."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The heading below which units are merged, and what is in doubt."""

    heading: str
    doubts: Doubts = field(default_factory=dict)

    def origins(self, new: Iterable[Unit], base: Iterable[Unit]) -> tuple[Unit, ...] | None:
        """Give what those of the *new* units that are in doubt were in the base, None where none is."""
        fresh = _named(flat(new)).keys() - _named(flat(base)).keys() if self.doubts else set[str]()
        found = [self.doubts[name] for name in sorted(fresh) if name in self.doubts]
        return tuple(dict.fromkeys(unit for units in found for unit in units)) if found else None

    def added(self, side: Side, units: Iterable[Unit]) -> Iterator[Piece]:
        """Take units that one side added, and put those in doubt before people."""
        for unit in units:
            origins = self.origins((unit,), ())
            if origins is None:
                yield from taken(side, (unit,))
            else:
                incoming, local = ((unit,), ()) if side is Side.INCOMING else ((), (unit,))
                yield Clash(origins, incoming, local, self.heading)


def doubts(three: tuple[Cut, Cut, Cut], pieces: Sequence[Piece]) -> Doubts:
    """Find what would be doubled, or would come back, were the *pieces* taken as they are."""
    base, incoming, local = (_named(flat(unit for each in cut.sections for unit in each.units)) for cut in three)
    was, now, here = (Counter({name: len(units) for name, units in side.items()}) for side in (base, incoming, local))
    clean = [(piece, _added(piece)) for piece in pieces if isinstance(piece, Clean)]
    added = {name for _, names in clean for name in names}
    found: dict[str, tuple[Unit, ...]] = {}
    for side in (Side.INCOMING, Side.LOCAL):
        stands = Counter(_name(unit) for piece in pieces for unit in _standing(piece, side))
        doubled = (name for name in added if stands[name] > _wanted(was[name], now[name], here[name]))
        found |= {name: tuple(base.get(name, ())[:1]) for name in doubled}
    new = {name for piece, names in clean if piece.seen[0] is None for name in names if not was[name]}
    gone = [name for name in was if now[name] < was[name] and here[name] < was[name]]
    found |= _reworded(gone, [name for name in new if not (now[name] and here[name])], base)
    return found


def _reworded(gone: list[str], new: list[str], base: Mapping[str, list[Unit]]) -> dict[str, tuple[Unit, ...]]:
    """Tell which of the *new* units were made of some that are gone."""
    if len(gone) * len(new) > _MOST_PAIRS:
        return {}
    pairs = ((name, tuple(base[old][0] for old in gone if likeness(old, name) >= _ALIKE)) for name in new)
    return {name: origins for name, origins in pairs if origins}


def _wanted(was: int, now: int, here: int) -> int:
    """Tell how often the sides want a unit that stood *was* times: as the one that changed its mind."""
    if was in (now, here):
        return here if now == was else now
    return max(now, here)


def _named(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """Give the units with enough words to be known again, by these words."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        if word_count(unit.key) >= _TELLING:
            found.setdefault(_name(unit), []).append(unit)
    return found


def _name(unit: Unit) -> str:
    return " ".join(unit.key.lstrip(_MARKS).split())


def _standing(piece: Piece, side: Side) -> tuple[Unit, ...]:
    """Give the smallest units of a piece, of one in conflict as a side has it."""
    if isinstance(piece, Clash):
        return flat(piece.of(side))
    words = piece.text.split()
    return flat([next(unit for unit in piece.seen if unit and unit.text.split() == words)])


def _added(piece: Clean) -> set[str]:
    base = (piece.seen[0],) if piece.seen[0] else ()
    return _named(_standing(piece, Side.LOCAL)).keys() - _named(flat(base)).keys()
