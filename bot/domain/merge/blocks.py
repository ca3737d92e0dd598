"""Merge the blocks of a section, and where both sides changed a block, its sentences.

Changes of different units merge, even of neighbours. Changes of the same unit, a change against a deletion, and two
additions at one place are a conflict, unless both sides did the same. Blocks alone may be added at one place by both
sides if they are about different things: those of the source come first.
"""

from itertools import groupby

from bot.domain.merge.align import Edit, edits
from bot.domain.merge.moves import Spot
from bot.domain.merge.pieces import Clash, Clean, Piece, agreed, made_alike, reblanked, taken
from bot.domain.merge.units import Side, Three, Unit, flat, joined, likeness

_ALIKE = 0.5
_MOST_PAIRS = 10_000
_Mark = tuple[Edit, Side]


def merge_units(three: Three, spot: Spot, *, strict: bool = False) -> list[Piece]:
    """Merge units in order; *spot* tells people where a conflict stands, and us what is in doubt.

    In running text, merged *strict*, nothing is added beside what the other side took out or rewrote.
    """
    base, incoming, local = three
    marks = [(edit, Side.INCOMING) for edit in edits(base, incoming)]
    marks += [(edit, Side.LOCAL) for edit in edits(base, local)]
    marks.sort(key=lambda mark: (mark[0].start, mark[0].end, mark[1] is Side.LOCAL))
    pieces: list[Piece] = []
    at, here, there = 0, 0, 0
    for region in _regions(marks, [unit.key for unit in base], strict=strict):
        start, end = region[0][0].start, max(edit.end for edit, _ in region)
        same = start - at
        pieces += map(agreed, base[at:start], incoming[here : here + same], local[there : there + same])
        here, there = here + same, there + same
        until, to = here + _length(region, Side.INCOMING, end - start), there + _length(region, Side.LOCAL, end - start)
        parts = base[start:end], incoming[here:until], local[there:to]
        sides = {side for _, side in region}
        pieces += _both(parts, spot) if len(sides) == 2 else _one(parts, sides.pop(), spot)
        at, here, there = end, until, to
    return [*pieces, *map(agreed, base[at:], incoming[here:], local[there:])]


def _length(region: list[_Mark], side: Side, length: int) -> int:
    """Tell how many units a side has for the *length* units that a region spans in the base."""
    return length + sum((edit.until - edit.at) - (edit.end - edit.start) for edit, owner in region if owner is side)


def _regions(marks: list[_Mark], keys: list[str], *, strict: bool) -> list[list[_Mark]]:
    """Gather edits that cannot be judged apart from each other."""
    twins = _twins(marks, keys)
    regions: list[list[_Mark]] = []
    reach, last = 0, list[_Mark]()
    for (start, end), group in groupby(marks, lambda mark: (mark[0].start, mark[0].end)):
        same = list(group)
        # Edits of one side never overlap, so what begins before the reach overlaps one of the other side.
        if regions and (start < reach or (start == reach and (start in twins or _any_meet(last, same, strict=strict)))):
            regions[-1] += same
        else:
            regions.append(same)
            last = []
        reach = max(reach, end)
        last = [mark for mark in (*last, *same) if mark[0].end == reach]
    return regions


def _twins(marks: list[_Mark], keys: list[str]) -> set[int]:
    """Tell between which equal neighbours one may have been taken out: nobody knows which one each side meant."""
    edits_at = [edit for edit, _ in marks if edit.start < edit.end]
    ends, starts = {edit.end for edit in edits_at}, {edit.start for edit in edits_at}
    shorter = [edit for edit in edits_at if edit.until - edit.at < edit.end - edit.start]
    touched = {edit.end for edit in shorter} | {edit.start for edit in shorter}
    return {place for place in ends & starts & touched if keys[place - 1] == keys[place]}


def _any_meet(some: list[_Mark], others: list[_Mark], *, strict: bool) -> bool:
    """Tell whether edits of different sides meet."""
    return any(owner is not side and _meet(one, other, strict=strict) for one, owner in some for other, side in others)


def _meet(one: Edit, other: Edit, *, strict: bool) -> bool:
    """Tell whether edits of the two sides touch the same units, or add something at the same place."""
    first, second = one.end - one.start, other.end - other.start
    if first and second:
        return max(one.start, other.start) < min(one.end, other.end)
    if not first and not second:
        return one.start == other.start
    added, changed = (one, other) if not first else (other, one)
    if changed.start < added.start < changed.end:
        return True
    kept = (changed.end - changed.start) - (changed.until - changed.at)
    return changed.start <= added.start <= changed.end and (kept != 0 if strict else kept < 0)


def _one(three: Three, side: Side, spot: Spot) -> list[Piece]:
    """Take what one side changed, with the blanks that the other side changed in the same units."""
    base, incoming, local = three
    new, other = (incoming, local) if side is Side.INCOMING else (local, incoming)
    if not (base and new):
        return [*spot.added(side, new)]
    pieces: list[Piece] = [*taken(side, new)]
    in_doubt = spot.origins(new, base) is not None
    if any(unit.parts for unit in (*new, *base)) and (in_doubt or joined(base) != joined(other)):
        parted = merge_units((flat(base), flat(incoming), flat(local)), spot, strict=True)
        return parted if in_doubt or all(isinstance(piece, Clean) for piece in parted) else pieces
    if in_doubt:
        return [Clash(base, incoming, local, spot.heading)]
    if len(new) != len(base):
        # What stands before the first of them is known on all sides.
        pieces[0] = Clean(new[0].text, (base[0], incoming[0], local[0]))
        return pieces
    texts = (reblanked(unit.text, old.text, kept.text) for unit, old, kept in zip(new, base, other, strict=True))
    return [Clean(text, seen) for text, seen in zip(texts, zip(base, incoming, local, strict=True), strict=True)]


def _both(three: Three, spot: Spot) -> list[Piece]:
    base, incoming, local = three
    was, now, here = (" ".join(unit.key for unit in units) for units in three)
    if now == here:
        return [*made_alike(incoming, local)]
    if not base and _stand_together(incoming, local):
        return [*spot.added(Side.INCOMING, incoming), *spot.added(Side.LOCAL, local)]
    if any(unit.parts for units in three for unit in units):
        return merge_units((flat(base), flat(incoming), flat(local)), spot, strict=True)
    if was in (now, here) and spot.origins((*incoming, *local), base) is None:
        # One side cut the same words in another way.
        return [*taken(Side.LOCAL, local)] if was == now else [*taken(Side.INCOMING, incoming)]
    return [Clash(base, incoming, local, spot.heading)]


def _stand_together(one: tuple[Unit, ...], other: tuple[Unit, ...]) -> bool:
    if len(one) * len(other) > _MOST_PAIRS or not all(unit.free for unit in (*one, *other)):
        return False
    return all(likeness(first.key, second.key) < _ALIKE for first in one for second in other)
