"""Starting a real wiki from a folder of page files, such as those of the demonstration."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.farm.dump import SeedRevision
from tests.farm.mediawiki import MediaWikiServer, start_wiki


def start_from_folder(pages: Path, folder: Path, name: str) -> MediaWikiServer:
    """Start a wiki with the pages, the authors, the licence and the namespaces of a folder with a ``wiki.toml``."""
    facts = tomllib.loads((pages / "wiki.toml").read_text(encoding="utf-8"))
    namespaces = {number: title for title, number in facts.get("namespaces", {}).items()}
    wiki = start_wiki(
        folder,
        name,
        site_name=facts["name"],
        language=facts.get("language", "fr"),
        rights_url=facts["licence"]["url"],
        rights_text=facts["licence"].get("text", ""),
        namespaces=namespaces,
    )
    texts = {unquote(path.stem): path.read_text(encoding="utf-8") for path in sorted(pages.glob("*.wiki"))}
    there = set(wiki.titles())
    wiki.write_pages([one for title in sorted(texts.keys() - there) for one in revisions(title, texts[title], facts)])
    for title in sorted(texts.keys() & there):
        wiki.edit(title, texts[title], user="Admin")
    return wiki


def revisions(title: str, text: str, facts: Mapping[str, Any]) -> Iterator[SeedRevision]:
    """Let each author of a page write a part of it, the nameless first."""
    nameless = [f"192.0.2.{number + 1}" for number in range(facts.get("anonymous", {}).get(title, 0))]
    authors = [*nameless, *facts.get("authors", {}).get(title, [])] or ["Admin"]
    day = facts.get("dates", {}).get(title, date(2024, 1, 1))
    lines = text.splitlines(keepends=True)
    for step, author in enumerate(authors, start=1):
        when = datetime.combine(day, time(12), UTC) - timedelta(days=len(authors) - step)
        part = "".join(lines[: max(1, len(lines) * step // len(authors))])
        yield SeedRevision(title, part, author, when)
