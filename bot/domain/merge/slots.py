"""Merge by name: which entries of three sequences are the same thing, and in which order they stand together.

Sections, the items of a list, and whatever else is known by a name rather than by its place.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.domain.merge.align import matches
from bot.domain.merge.units import Side

Entry = TypeVar("Entry")
_MOST_PAIRS = 10_000


@dataclass(frozen=True, slots=True)
class Naming(Generic[Entry]):
    """How entries are known again: by the first of *names* that fits, else by being *alike*, from 0 to 1."""

    names: Callable[[Entry], tuple[Hashable, ...]]
    alike: Callable[[Entry, Entry], float]
    enough: float


@dataclass(frozen=True, slots=True)
class Slot(Generic[Entry]):
    """One thing as the three sides have it, None where it is missing."""

    base: Entry | None
    incoming: Entry | None
    local: Entry | None

    @property
    def settled(self) -> Side | None:
        """Tell whose entry stands, where one side left it alone or both did the same; None if both changed it."""
        if self.incoming in (self.base, self.local):
            return Side.LOCAL
        return Side.INCOMING if self.local == self.base else None


def slots(
    base: Sequence[Entry], incoming: Sequence[Entry], local: Sequence[Entry], naming: Naming[Entry]
) -> list[Slot[Entry]]:
    """List the things of all three sequences, in the order of the side that moved some; of local when both did.

    What one side added stands behind what it stood behind there, and what the source added before what people added.
    """
    entries: list[list[Entry | None]] = [[entry, None, None] for entry in base]
    added: dict[tuple[Hashable, int], int] = {}
    orders: list[list[int]] = []
    for column, side in enumerate((incoming, local), 1):
        seen: Counter[Hashable] = Counter()
        order = []
        for entry, known in zip(side, _match(base, side, naming), strict=True):
            # What both sides added under one name is one thing.
            name = naming.names(entry)[0]
            seen[name] += known is None
            number = added.setdefault((name, seen[name]), len(entries)) if known is None else known
            if number == len(entries):
                entries.append([None, None, None])
            entries[number][column] = entry
            order.append(number)
        orders.append(order)
    return [Slot(*entries[number]) for number in _order([*range(len(base))], *orders)]


def _match(base: Sequence[Entry], side: Sequence[Entry], naming: Naming[Entry]) -> list[int | None]:
    """Give for each entry of a side the place of the same thing in the base."""
    found: list[int | None] = [None] * len(side)
    free = dict.fromkeys(range(len(base)))
    for depth in range(max((len(naming.names(entry)) for entry in (*base, *side)), default=0)):
        left = [place for place, known in enumerate(found) if known is None]
        names = [naming.names(side[place])[depth] for place in left]
        candidates = list(free)
        for one, other in _same_names([naming.names(base[index])[depth] for index in candidates], names):
            found[left[other]] = candidates[one]
            del free[candidates[one]]
    _match_alike(base, side, naming, found, list(free))
    return found


def _same_names(one: list[Hashable], other: list[Hashable]) -> Iterator[tuple[int, int]]:
    """Pair equal names, as many as possible in order, then those that moved."""
    in_order = matches(one, other)
    yield from in_order
    free: dict[Hashable, list[int]] = {}
    for index in sorted(set(range(len(one))) - {index for index, _ in in_order}, reverse=True):
        free.setdefault(one[index], []).append(index)
    for place in sorted(set(range(len(other))) - {place for _, place in in_order}):
        if free.get(other[place]):
            yield free[other[place]].pop(), place


def _match_alike(
    base: Sequence[Entry], side: Sequence[Entry], naming: Naming[Entry], found: list[int | None], free: list[int]
) -> None:
    """Pair what is left, the most alike first."""
    left = [place for place, index in enumerate(found) if index is None]
    if len(left) * len(free) > _MOST_PAIRS:
        return
    likely = [(-naming.alike(base[index], side[place]), index, place) for index in free for place in left]
    taken: set[int] = set()
    for unlike, index, place in sorted(pair for pair in likely if -pair[0] >= naming.enough):
        if index not in taken and found[place] is None and unlike < 0:
            found[place] = index
            taken.add(index)


def _order(base: list[int], incoming: list[int], local: list[int]) -> list[int]:
    """Begin with what base or both sides have, as the side that moved some has it, and put in what each side added."""
    known = set(base) | set(incoming) & set(local)
    lead = incoming if _has_moved(incoming, base) and not _has_moved(local, base) else local
    order = _woven([number for number in lead if number in known], base, known)
    return _woven(_woven(order, incoming, known), local, known | set(local))


def _has_moved(side: list[int], base: list[int]) -> bool:
    numbers = [number for number in side if number < len(base)]
    return numbers != sorted(numbers)


def _woven(lead: list[int], other: list[int], known: set[int]) -> list[int]:
    """Put what only *other* has into *lead*, each behind what it stands behind there and what is not *known*."""
    order = list(lead)
    present = set(lead)
    before: int | None = None
    for number in other:
        if number not in present:
            place = order.index(before) + 1 if before is not None else 0
            while place < len(order) and order[place] not in known:
                place += 1
            order.insert(place, number)
        before = number
    return order
