"""The tables of docs/formats.md, made from the formats that we ship.

``python -m tests.formats.tables`` prints docs/formats.md with tables that are up to date; its chapters stay as they
are. Write it elsewhere first: ``python -m tests.formats.tables > formats.new && mv formats.new docs/formats.md``.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.config.shipped import shipped

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats.md"
TABLE = re.compile(r"(?<=<!-- table: )(?P<name>[\w-]+) -->\n.*?(?=<!-- end -->)", re.DOTALL)


def table_of(name: str) -> str:
    """Write the table of a format: one row a field, and one for each field of its records."""
    text = (shipped("mappings") / "formats" / f"{name}.yaml").read_text(encoding="utf-8")
    fields: dict[str, dict[str, Any]] = yaml.load(text, Loader=yaml.BaseLoader)["fields"]
    rows = ["| field | kind | required | meaning | label (fr / en) |", "| --- | --- | --- | --- | --- |"]
    for field, facts in _with_parts(fields):
        required = "yes" if facts.get("required") == "true" else ""
        meaning = facts.get("description", {}).get("en", "")
        label = facts.get("label", {})
        labels = f"{label['fr']} / {label['en']}" if label else ""
        rows.append("| " + " | ".join((f"`{field}`", facts["kind"], required, meaning, labels)) + " |")
    return "\n".join(rows)


def _with_parts(fields: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, facts in fields.items():
        yield name, facts
        yield from ((f"{name}.{part}", each) for part, each in facts.get("fields", {}).items())


def renewed(document: str) -> str:
    """Give the document with the tables as the formats make them."""
    return TABLE.sub(lambda found: f"{found['name']} -->\n{table_of(found['name'])}\n", document)


def tables_in(document: str) -> list[str]:
    """List the formats that the document has a table of."""
    return [found["name"] for found in TABLE.finditer(document)]


if __name__ == "__main__":
    sys.stdout.write(renewed(DOCUMENT.read_text(encoding="utf-8")))
