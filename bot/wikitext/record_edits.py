"""Records that change in place: which call becomes which record, and what is written for that."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.field import Values
from bot.domain.mapping import Rule
from bot.wikitext.records import record_call, same_part, same_record, spelt_record
from bot.wikitext.templates import Call

Standing = tuple[Call, Values]
"""A record that stands on the page."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that stays at its place, with the fields to set there."""

    call: Call
    parts: tuple[Rule, ...]
    record: Values


@dataclass(frozen=True, slots=True)
class Gone:
    """A record to take out."""

    call: Call


@dataclass(frozen=True, slots=True)
class Added:
    """A record to write, with the line end that parts it from the one beside it."""

    at: int
    text: str


Edit = Kept | Gone | Added


def record_edits(
    text: str, present: tuple[Standing, ...], wanted: tuple[Values, ...], template: str, rules: tuple[Rule, ...]
) -> tuple[Edit, ...]:
    """Tell how the records that stand in *text*, at least one, become those that are wanted.

    Equal ones are not touched, and one that moves takes its text along.
    """
    wanted = tuple(record for record in wanted if spelt_record(record, rules))
    place = dict(_aligned(present, wanted, rules))
    edits: list[Edit] = []
    for old, new in place.items():
        parts = tuple(rule for rule in rules if not same_part(present[old][1], wanted[new], rule))
        if parts:
            edits.append(Kept(present[old][0], parts, wanted[new]))
    leaving = [each for index, each in enumerate(present) if index not in place]
    return (
        *edits,
        *_added(text, present, wanted, place, leaving, template, rules),
        *(Gone(call) for call, _ in leaving),
    )


def _added(
    text: str,
    present: tuple[Standing, ...],
    wanted: tuple[Values, ...],
    place: dict[int, int],
    leaving: list[Standing],
    template: str,
    rules: tuple[Rule, ...],
) -> Iterator[Added]:
    """Give the records that have no place yet: each stands behind the one before it."""
    moving, stays = list(leaving), {new: present[old][0] for old, new in place.items()}
    before: Call | None = None
    for new, record in enumerate(wanted):
        before = stays.get(new, before)
        if new in stays:
            continue
        origin = next((each for each in moving if same_record(each[1], record, rules)), None)
        if origin is not None:
            moving.remove(origin)
            written = text[origin[0].start : origin[0].end]
        else:
            beside = before or present[0][0]
            inline = "\n" not in text[beside.start : beside.end]
            written = record_call(template, record, rules, inline=inline)
        yield Added(before.end, f"\n{written}") if before else Added(present[0][0].start, f"{written}\n")


def _aligned(
    present: tuple[Standing, ...], wanted: tuple[Values, ...], rules: tuple[Rule, ...]
) -> Iterator[tuple[int, int]]:
    """Pair the records in order so that as many as possible are the same, and the others as alike as possible."""
    likeness = [[_likeness(values, record, rules) for record in wanted] for _, values in present]
    best = [[0] * (len(wanted) + 1) for _ in range(len(present) + 1)]
    for old in range(len(present) - 1, -1, -1):
        for new in range(len(wanted) - 1, -1, -1):
            both = best[old + 1][new + 1] + likeness[old][new]
            best[old][new] = max(both, best[old + 1][new], best[old][new + 1])
    return _path(best, likeness)


def _path(best: list[list[int]], likeness: list[list[int]]) -> Iterator[tuple[int, int]]:
    old = new = 0
    while old < len(likeness) and new < len(likeness[old]):
        if best[old][new] == best[old + 1][new + 1] + likeness[old][new]:
            yield old, new
            old, new = old + 1, new + 1
        elif best[old][new] == best[old + 1][new]:
            old += 1
        else:
            new += 1


def _likeness(one: Values, other: Values, rules: tuple[Rule, ...]) -> int:
    """Weigh how alike two records are; no number of alike ones outweighs one that is the same."""
    alike = sum(bool(one.get(rule.field.name)) and same_part(one, other, rule) for rule in rules)
    return 1_000_000 if same_record(one, other, rules) else 1 + alike
