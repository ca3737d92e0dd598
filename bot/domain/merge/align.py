"""Which units of a text became which of another, in a time that grows with the length of the texts.

Units that both texts have exactly once are anchors; what lies between two anchors is compared piece by piece when it
is short, and counts as replaced when it is long and full of repetitions.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.merge.units import Unit, likeness

_MOST_CELLS = 100_000
_MOST_PAIRS = 400
_ALIKE = 0.5


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The units *start* to *end* of the base became the units *at* to *until* of the other text."""

    start: int
    end: int
    at: int
    until: int


def edits(base: Sequence[Unit], other: Sequence[Unit]) -> tuple[Edit, ...]:
    """List what changed, in order; a replaced unit stands alone where one can tell what it became."""
    keys, others = [unit.key for unit in base], [unit.key for unit in other]
    found: list[Edit] = []
    for edit in _slid(_between(matches(keys, others), len(base), len(other)), keys, others):
        found += _refined(edit, base, other)
    return tuple(found)


def _between(same: list[tuple[int, int]], length: int, other: int) -> list[Edit]:
    """Give what lies between equal units."""
    ends = pairwise([(-1, -1), *same, (length, other)])
    gaps = (Edit(one + 1, two, at + 1, until) for (one, at), (two, until) in ends)
    return [gap for gap in gaps if (gap.start, gap.at) != (gap.end, gap.until)]


def _slid(found: list[Edit], base: Sequence[str], other: Sequence[str]) -> list[Edit]:
    """Move additions and deletions among equal neighbours to the last of them, so that both sides name the same one."""
    slid: list[Edit] = []
    for edit in reversed(found):
        gone, added = edit.end - edit.start, edit.until - edit.at
        units, first, last = (base, edit.start, edit.end) if gone else (other, edit.at, edit.until)
        limit = (slid[-1].start if gone else slid[-1].at) if slid else len(units)
        shift = 0
        while not (gone and added) and last + shift < limit and units[first + shift] == units[last + shift]:
            shift += 1
        moved = Edit(edit.start + shift, edit.end + shift, edit.at + shift, edit.until + shift)
        if slid and moved.end == slid[-1].start:
            behind = slid.pop()
            moved = Edit(moved.start, behind.end, moved.at, behind.until)
        slid.append(moved)
    return slid[::-1]


def matches(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pair equal entries of two sequences by position, in order."""
    found: list[tuple[int, int]] = []
    spans = [(0, len(one), 0, len(other))]
    while spans:
        start, end, at, until = spans.pop()
        while start < end and at < until and one[start] == other[at]:
            found.append((start, at))
            start, at = start + 1, at + 1
        while start < end and at < until and one[end - 1] == other[until - 1]:
            end, until = end - 1, until - 1
            found.append((end, until))
        if start == end or at == until:
            continue
        anchors = _anchors(one, other, (start, end, at, until))
        if not anchors and (end - start) * (until - at) <= _MOST_CELLS:
            found += ((start + i, at + j) for i, j in _longest_common(one[start:end], other[at:until]))
        elif anchors:
            found += anchors
            ends = [(start - 1, at - 1), *anchors, (end, until)]
            spans += [(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(ends)]
    return sorted(found)


def _anchors(
    one: Sequence[Hashable], other: Sequence[Hashable], span: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """Pair the entries that stand once in each sequence, as many as keep their order."""
    start, end, at, until = span
    first, second = Counter(one[start:end]), Counter(other[at:until])
    place = {other[j]: j for j in range(at, until) if second[other[j]] == 1}
    pairs = [(i, place[one[i]]) for i in range(start, end) if first[one[i]] == 1 and one[i] in place]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest run of pairs whose second numbers rise."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, value) in enumerate(pairs):
        place = bisect_left(ends, value)
        ends[place : place + 1] = [value]
        last[place : place + 1] = [index]
        before.append(last[place - 1] if place else -1)
    chain, index = [], last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _longest_common(one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    width = len(other)
    best = [[0] * (width + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(width - 1, -1, -1):
            row[j] = below[j + 1] + 1 if one[i] == other[j] else max(below[j], row[j + 1])
    i = j = 0
    while i < len(one) and j < width:
        if one[i] == other[j]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1


def _refined(edit: Edit, base: Sequence[Unit], other: Sequence[Unit]) -> list[Edit]:
    """Part an edit into those of single units, where units can be known again."""
    size = (edit.end - edit.start) * (edit.until - edit.at)
    if size <= 1 or size > _MOST_PAIRS:
        return [edit]
    pairs = _alike(base[edit.start : edit.end], other[edit.at : edit.until])
    if not pairs:
        return [edit]
    found = []
    ends = [(edit.start - 1, edit.at - 1), *((edit.start + i, edit.at + j) for i, j in pairs), (edit.end, edit.until)]
    for (one, at), (two, until) in pairwise(ends):
        rest = Edit(one + 1, two, at + 1, until)
        near = [(i, j) for i, j in ((one, at), (two, until)) if edit.start <= i < edit.end]
        if any(_belongs(rest, i, j, base, other) for i, j in near):
            return [edit]
        if (rest.start, rest.at) != (rest.end, rest.until):
            found.append(rest)
        if two < edit.end:
            found.append(Edit(two, two + 1, until, until + 1))
    return found


def _belongs(rest: Edit, i: int, j: int, base: Sequence[Unit], other: Sequence[Unit]) -> bool:
    """Tell whether units that seem taken out or added rather were joined with, or split from, the pair beside them."""
    gone = " ".join(unit.key for unit in base[rest.start : rest.end])
    added = " ".join(unit.key for unit in other[rest.at : rest.until])
    if bool(gone) == bool(added):
        return False
    with_rest = likeness(f"{base[i].key} {gone}", f"{other[j].key} {added}")
    return with_rest > likeness(base[i].key, other[j].key)


def _alike(one: Sequence[Unit], other: Sequence[Unit]) -> list[tuple[int, int]]:
    """Pair units that share most of their words, in order, so that they share as much as possible."""
    best = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    alike = [[likeness(first.key, second.key) for second in other] for first in one]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        if alike[i][j] >= _ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
