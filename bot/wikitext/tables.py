"""Tables of two columns, a label and its value in each row, as position of cells."""

import re
from collections.abc import Iterator

from bot.wikitext.items import LabelledItem
from bot.wikitext.outline import folded, plain
from bot.wikitext.scan import ALL_TAGS
from bot.wikitext.zones import mask_nested, trimmed

_TABLE = re.compile(r"^[ \t:]*\{\|[^\n]*\n(?P<rows>.*?)^[ \t]*\|\}[^\n]*$\n?", re.MULTILINE | re.DOTALL)
_NEXT_ROW = re.compile(r"^[ \t]*\|-[^\n]*(?:\n|\Z)", re.MULTILINE)
_CELLS = re.compile(r"^[ \t]*(?P<mark>[|!])(?![-+}])", re.MULTILINE)
_FRAME = re.compile(r"(?:\{\||\|-|\|\})")


def find_row(text: str, labels: tuple[str, ...], tags: str = ALL_TAGS) -> LabelledItem | None:
    """Find the first row of two cells whose first bears one of *labels*, in any case."""
    wanted = set(map(folded, labels))
    masked = mask_nested(text, tags) if "{|" in text else ""
    for table in _TABLE.finditer(masked):
        for start, end in _rows(masked, *table.span("rows")):
            cells = list(_cells(masked, start, end))
            label = plain(text[slice(*cells[0])]).rstrip(" :\u00a0\u202f") if len(cells) == 2 else ""
            if label and label.casefold() in wanted:
                at, until = trimmed(text, *cells[1])
                return LabelledItem(label, text[at:until], start, end, at, until)
    return None


def bare_tables(text: str, covered: tuple[tuple[int, int], ...], tags: str = ALL_TAGS) -> Iterator[tuple[int, int]]:
    """Give the tables of which nothing but their frame is left without the spans that are covered."""
    masked = mask_nested(text, tags) if covered and "{|" in text else ""
    for table in _TABLE.finditer(masked):
        inside = [span for span in covered if table.start() <= span[0] and span[1] <= table.end()]
        lines = _uncovered(text, table.start(), table.end(), sorted(inside)).splitlines()
        if inside and all(not line.strip() or _FRAME.match(line.lstrip(" \t:")) for line in lines):
            yield table.span()


def write_table(rows: list[tuple[str, str]]) -> str:
    """Write labels and values as the rows of a table."""
    lines = ['{| class="wikitable"']
    for label, value in rows:
        lines += ["|-", f"! {label}", f"|\n{value}" if "\n" in value else f"| {value}"]
    return "\n".join((*lines, "|}"))


def _rows(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _NEXT_ROW.finditer(masked, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def _cells(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the cells of a row, without their attributes."""
    lines = list(_CELLS.finditer(masked, start, end))
    for number, line in enumerate(lines):
        stop = lines[number + 1].start() if number + 1 < len(lines) else end
        parting = re.compile(r"\|\||!!" if line["mark"] == "!" else r"\|\|")
        begin = line.end()
        for found in (*parting.finditer(masked, begin, stop), None):
            until = found.start() if found else stop
            bar = masked.find("|", begin, until)
            yield (bar + 1 if bar >= 0 else begin), until
            begin = found.end() if found else stop


def _uncovered(text: str, start: int, end: int, covered: list[tuple[int, int]]) -> str:
    parts = []
    for begin, stop in covered:
        parts.append(text[start : max(start, begin)])
        start = max(start, stop)
    return "".join((*parts, text[start:end]))
