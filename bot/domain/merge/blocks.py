"""Merge the blocks of a section, and where both sides changed a block, its sentences.

Changes of different units merge, even of neighbours. Changes of the same unit, a change against a deletion, and two
additions at one place are a conflict, unless both sides did the same. Blocks alone may be added at one place by both
sides if they are about different things: those of the source come first.
"""

from itertools import takewhile

from bot.domain.merge.align import Edit, edits
from bot.domain.merge.pieces import Clash, Clean, Piece, agreed, reblanked, taken
from bot.domain.merge.units import Side, Three, Unit, flat, joined, likeness

_ALIKE = 0.5
_MOST_PAIRS = 10_000
_Mark = tuple[Edit, Side]


def merge_units(three: Three, place: str, *, strict: bool = False) -> list[Piece]:
    """Merge units in order; *place* is the heading that tells people where a conflict stands.

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
        pieces += _both(parts, place) if len(sides) == 2 else _one(parts, sides.pop(), place)
        at, here, there = end, until, to
    return [*pieces, *map(agreed, base[at:], incoming[here:], local[there:])]


def _length(region: list[_Mark], side: Side, length: int) -> int:
    """Tell how many units a side has for the *length* units that a region spans in the base."""
    return length + sum((edit.until - edit.at) - (edit.end - edit.start) for edit, owner in region if owner is side)


def _regions(marks: list[_Mark], keys: list[str], *, strict: bool) -> list[list[_Mark]]:
    """Gather edits that cannot be judged apart from each other."""
    regions: list[list[_Mark]] = []
    reach = 0
    for edit, side in marks:
        region = regions[-1] if regions else []
        # Edits of one side never overlap, so what begins before the reach overlaps one of the other side.
        if region and (
            edit.start < reach
            or _are_twins([*region, (edit, side)], reach, keys)
            or _meets_one(region, edit, side, strict=strict)
        ):
            region.append((edit, side))
            reach = max(reach, edit.end)
        else:
            regions.append([(edit, side)])
            reach = edit.end
    return regions


def _are_twins(marks: list[_Mark], reach: int, keys: list[str]) -> bool:
    """Tell whether equal neighbours may have been taken out by both sides: nobody knows which one each side meant."""
    edit = marks[-1][0]
    if not (0 < reach == edit.start < edit.end and keys[reach - 1] == keys[reach]):
        return False
    return any(known.until - known.at < known.end - known.start for known, _ in marks[-2:])


def _meets_one(region: list[_Mark], edit: Edit, side: Side, *, strict: bool) -> bool:
    touching = takewhile(lambda mark: mark[0].end >= edit.start, reversed(region))
    return any(owner is not side and _meet(known, edit, strict=strict) for known, owner in touching)


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


def _one(three: Three, side: Side, place: str) -> list[Piece]:
    """Take what one side changed, with the blanks that the other side changed in the same units."""
    base, incoming, local = three
    new, other = (incoming, local) if side is Side.INCOMING else (local, incoming)
    pieces: list[Piece] = [*taken(side, new)]
    if not (base and new):
        return pieces
    if any(unit.parts for unit in (*new, *base)) and joined(base) != joined(other):
        parted = merge_units((flat(base), flat(incoming), flat(local)), place, strict=True)
        return parted if all(isinstance(piece, Clean) for piece in parted) else pieces
    if len(new) != len(base):
        # What stands before the first of them is known on all sides.
        pieces[0] = Clean(new[0].text, (base[0], incoming[0], local[0]))
        return pieces
    texts = (reblanked(unit.text, old.text, kept.text) for unit, old, kept in zip(new, base, other, strict=True))
    return [Clean(text, seen) for text, seen in zip(texts, zip(base, incoming, local, strict=True), strict=True)]


def _both(three: Three, place: str) -> list[Piece]:
    base, incoming, local = three
    was, now, here = (" ".join(unit.key for unit in units) for units in three)
    if now == here:
        return _agreed_changes(incoming, local)
    if not base and _stand_together(incoming, local):
        return [*taken(Side.INCOMING, incoming), *taken(Side.LOCAL, local)]
    if any(unit.parts for units in three for unit in units):
        return merge_units((flat(base), flat(incoming), flat(local)), place, strict=True)
    if was in (now, here):
        # One side cut the same words in another way.
        return [*taken(Side.LOCAL, local)] if was == now else [*taken(Side.INCOMING, incoming)]
    return [Clash(base, incoming, local, place)]


def _agreed_changes(incoming: tuple[Unit, ...], local: tuple[Unit, ...]) -> list[Piece]:
    if len(incoming) != len(local):
        return [*taken(Side.LOCAL, local)]
    return [Clean(here.text, (None, now, here)) for now, here in zip(incoming, local, strict=True)]


def _stand_together(one: tuple[Unit, ...], other: tuple[Unit, ...]) -> bool:
    if len(one) * len(other) > _MOST_PAIRS or not all(unit.free for unit in (*one, *other)):
        return False
    return all(likeness(first.key, second.key) < _ALIKE for first in one for second in other)
