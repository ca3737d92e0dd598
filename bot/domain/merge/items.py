"""Merge a list item by item: what one side added or took out, and the order of the side that changed it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from bot.domain.merge.slots import Naming, Slot, slots
from bot.domain.merge.units import Side, likeness

Entry = TypeVar("Entry")
_LONGEST = 120
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class MergedItems(Generic[Entry]):
    """The items, those in conflict as one side has them, and the conflicts."""

    items: tuple[Entry, ...]
    clashes: tuple[Slot[Entry], ...]


def merge_items(
    base: Sequence[Entry],
    incoming: Sequence[Entry],
    local: Sequence[Entry],
    naming: Naming[Entry],
    side: Side,
    settle: Callable[[Slot[Entry]], Entry | None] | None = None,
) -> MergedItems[Entry]:
    """Merge lists; an item that both sides changed goes to *settle*, and is in conflict if that gives None."""
    items: list[Entry] = []
    clashes: list[Slot[Entry]] = []
    for slot in slots(base, incoming, local, naming):
        chosen = slot.settled
        entry = settle(slot) if chosen is None and settle else None
        if chosen is None and entry is None:
            clashes.append(slot)
        if entry is None:
            entry = slot.incoming if (chosen or side) is Side.INCOMING else slot.local
        # Both sides may have made the same of different items.
        if entry is not None and (entry not in items or entry in base):
            items.append(entry)
    return MergedItems(tuple(items), tuple(clashes))


def _alike(one: str, other: str) -> float:
    if len(one) > _LONGEST or len(other) > _LONGEST:
        return likeness(one, other)
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


WORDS: Naming[str] = Naming(lambda item: (item, " ".join(item.split()).casefold()), _alike, _ENOUGH)
"""Items that are texts: known again by their words, or by most of their letters."""
