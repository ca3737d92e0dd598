"""The results as tables for people, which are also Markdown, and as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tests.bench.scenarios import Comparison

MS, KB, MB = 1000, 1000, 1024


def tell(comparisons: Sequence[Comparison], sheets: int, parse: float) -> str:
    """Write all tables."""
    parts = (requests_table(comparisons), costs_table(comparisons), kinds_table(comparisons))
    return "\n\n".join((*parts, parse_words(comparisons, sheets, parse)))


def requests_table(comparisons: Sequence[Comparison]) -> str:
    """Write how many requests each scenario took, and how that compares."""
    wikis = list(comparisons[0].bot.kinds)
    heads = ("requests", *wikis, "all", "bare loop", "bound", "× bare loop", "× bound")
    rows = (
        (
            one.scenario.name,
            *(str(one.bot.at(wiki)) for wiki in wikis),
            str(one.bot.requests),
            str(one.bare.requests),
            str(one.bound),
            _ratio(one.bot.requests, one.bare.requests),
            _ratio(one.bot.requests, one.bound),
        )
        for one in comparisons
    )
    return _table(heads, rows)


def costs_table(comparisons: Iterable[Comparison]) -> str:
    """Write what each scenario took besides requests, the bare loop's beside it."""
    heads = ("republish / bare loop", "wall s", "× bare loop", "until 1st request s", "CPU s", "peak MB")
    rows = (
        (
            one.scenario.name,
            _both(one, "wall", 1, 2),
            _ratio(one.bot.wall, one.bare.wall),
            _both(one, "before", 1, 2),
            _both(one, "cpu", 1, 2),
            _both(one, "peak_kb", MB, 0),
            _both(one, "sent", KB, 0),
            _both(one, "received", KB, 0),
        )
        for one in comparisons
    )
    return _table((*heads, "sent kB", "received kB"), rows)


def kinds_table(comparisons: Sequence[Comparison]) -> str:
    """Write the requests by wiki and kind, a column a scenario."""
    heads = ("wiki", "kind of request: republish / bare loop", *(one.scenario.name for one in comparisons))
    found = {
        (wiki, kind)
        for one in comparisons
        for sample in (one.bot, one.bare)
        for wiki, kinds in sample.kinds.items()
        for kind in kinds
    }
    rows = (
        (wiki, f"`{kind.replace('|', ', ')}`", *(_pair(one, wiki, kind) for one in comparisons))
        for wiki in comparisons[0].bot.kinds
        for kind in sorted(kind for where, kind in found if where == wiki)
    )
    return _table(heads, rows)


def parse_words(comparisons: Sequence[Comparison], sheets: int, parse: float) -> str:
    """Say how much of the client's time parsing is."""
    first, quiet = comparisons[0].bot.cpu, comparisons[1].bot.cpu
    whole, work = first / sheets, (first - quiet) / sheets
    return (
        f"Client CPU a sheet, first copy to two partners: {whole * MS:.1f} ms; without start-up and listing "
        f"(the run in which nothing changed): {work * MS:.1f} ms.\n"
        f"One mwparserfromhell parse of a sheet: {parse * MS:.2f} ms, {parse / whole:.0%} of the first, "
        f"{parse / work:.0%} of the second."
    )


def as_data(comparisons: Iterable[Comparison], parse: float, **settings: Any) -> dict[str, Any]:
    """Give everything as data."""
    return {"settings": settings, "parse_seconds": parse, "scenarios": [asdict(one) for one in comparisons]}


def _both(one: Comparison, name: str, unit: float, digits: int) -> str:
    return f"{getattr(one.bot, name) / unit:.{digits}f} / {getattr(one.bare, name) / unit:.{digits}f}"


def _pair(one: Comparison, wiki: str, kind: str) -> str:
    ours, theirs = one.bot.kinds[wiki].get(kind, 0), one.bare.kinds[wiki].get(kind, 0)
    return f"{ours} / {theirs}" if ours or theirs else ""


def _ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}" if theirs else "–"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = [list(heads), *map(list, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    return "\n".join([lines[0], "| " + " | ".join("-" * width for width in widths) + " |", *lines[1:]])
