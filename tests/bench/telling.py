"""The results as tables for people, which are also Markdown, and as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tests.bench.meter import Sample
from tests.bench.scenarios import Comparison, Lanes

MS, KB, MB = 1000, 1000, 1024


def tell(comparisons: Sequence[Comparison], sheets: int, parse: float, lanes: Lanes | None = None) -> str:
    """Write all tables."""
    parts = [lanes_words(lanes)] if lanes else []
    if comparisons:
        parts += [requests_table(comparisons), costs_table(comparisons), kinds_table(comparisons)]
        parts += [parse_words(comparisons, sheets, parse)]
    return "\n\n".join(parts)


def requests_table(comparisons: Sequence[Comparison]) -> str:
    """Write how many requests each scenario took, and how that compares."""
    wikis = list(comparisons[0].bot.kinds)
    heads = ("requests", *wikis, "all", "bare loop", "plain loop", "bound", "× bare loop", "× plain loop", "× bound")
    rows = (
        (
            one.scenario.name,
            *(str(one.bot.at(wiki)) for wiki in wikis),
            str(one.bot.requests),
            str(one.bare.requests),
            str(one.plain.requests) if one.plain else "–",
            str(one.bound),
            _ratio(one.bot.requests, one.bare.requests),
            _ratio(one.bot.requests, one.plain.requests if one.plain else 0),
            _ratio(one.bot.requests, one.bound),
        )
        for one in comparisons
    )
    return _table(heads, rows)


def costs_table(comparisons: Iterable[Comparison]) -> str:
    """Write what each scenario took besides requests, what the two loops took beside it."""
    walls = ("wall s", "× bare", "× plain", "until 1st request s", "since then × bare", "× plain")
    heads = ("republish / bare / plain", *walls, "CPU s", "peak MB")
    rows = (
        (
            one.scenario.name,
            _all(one, "wall", 1, 2),
            _ratio(one.bot.wall, one.bare.wall),
            _ratio(one.bot.wall, one.plain.wall if one.plain else 0),
            _all(one, "before", 1, 2),
            _ratio(one.bot.working, one.bare.working),
            _ratio(one.bot.working, one.plain.working if one.plain else 0),
            _all(one, "cpu", 1, 2),
            _all(one, "peak_kb", MB, 0),
            _all(one, "sent", KB, 0),
            _all(one, "received", KB, 0),
        )
        for one in comparisons
    )
    return _table((*heads, "sent kB", "received kB"), rows)


def kinds_table(comparisons: Sequence[Comparison]) -> str:
    """Write the requests by wiki and kind, a column a scenario."""
    heads = ("wiki", "kind of request: republish / bare / plain", *(one.scenario.name for one in comparisons))
    found = {
        (wiki, kind)
        for one in comparisons
        for sample in _samples(one)
        for wiki, kinds in sample.kinds.items()
        for kind in kinds
    }
    rows = (
        (wiki, f"`{kind.replace('|', ', ')}`", *(_counts(one, wiki, kind) for one in comparisons))
        for wiki in comparisons[0].bot.kinds
        for kind in sorted(kind for where, kind in found if where == wiki)
    )
    return _table(heads, rows)


def parse_words(comparisons: Sequence[Comparison], sheets: int, parse: float) -> str:
    """Say what a sheet costs the client, and how that compares with parsing it once."""
    first = next((one for one in comparisons if one.scenario.first), None)
    quiet = next(one for one in comparisons if not one.scenario.changed)
    words = f"One mwparserfromhell parse of a sheet: {parse * MS:.2f} ms of CPU."
    if first is None:
        return words
    single = next((one for one in comparisons if one.scenario.changed == 1), None)
    told = {
        "with all": first.bot.cpu / sheets,
        "without a run in which nothing changed": (first.bot.cpu - quiet.bot.cpu) / sheets,
    }
    if single is not None and sheets > 1:
        told["each beyond a run in which one changed"] = (first.bot.cpu - single.bot.cpu) / (sheets - 1)
    costs = "; ".join(f"{name} {cost * MS:.1f} ms ({cost / parse:.0f} parses)" for name, cost in told.items())
    return f"Client CPU a sheet, first copy to two partners: {costs}.\n{words}"


def lanes_words(lanes: Lanes) -> str:
    """Say how two lanes side by side compare with one."""
    alone = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in lanes.alone.items())
    return f"First copy to one partner: {alone}; to both: {lanes.together:.2f} s, {lanes.ratio:.2f} × the longer lane."


def as_data(
    comparisons: Iterable[Comparison], parse: float, lanes: Lanes | None = None, **settings: Any
) -> dict[str, Any]:
    """Give everything as data."""
    scenarios = [asdict(one) for one in comparisons]
    told = asdict(lanes) if lanes else None
    return {"settings": settings, "parse_seconds": parse, "scenarios": scenarios, "lanes": told}


def _samples(one: Comparison) -> tuple[Sample, ...]:
    return (one.bot, one.bare, *((one.plain,) if one.plain else ()))


def _all(one: Comparison, name: str, unit: float, digits: int) -> str:
    return " / ".join(f"{getattr(sample, name) / unit:.{digits}f}" for sample in _samples(one))


def _counts(one: Comparison, wiki: str, kind: str) -> str:
    counts = [sample.kinds[wiki].get(kind, 0) for sample in _samples(one)]
    return " / ".join(map(str, counts)) if any(counts) else ""


def _ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}" if theirs else "–"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = [list(heads), *map(list, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    return "\n".join([lines[0], "| " + " | ".join("-" * width for width in widths) + " |", *lines[1:]])
