"""What the daily look asks of a source, once in a run for all partners."""

from collections.abc import Iterable

from bot.domain.files import StoredFile
from bot.domain.wiki import WikiFacts
from bot.sync.source_files import SourceFiles
from bot.wiki.protocol import Wiki


class SourceLook:
    """Looks at the sheets behind copies, many a request, and asks nothing twice."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._names: dict[int, tuple[str, ...] | None] = {}
        self._files = SourceFiles(wiki)
        self._words: dict[str, str | None] = {}

    def facts(self) -> WikiFacts:
        """Give what the source says of itself."""
        return self._wiki.facts()

    def names(self, sheet_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Give the names that the source shows as authors of sheets; those of sheets that are gone are left out."""
        wanted = tuple(dict.fromkeys(sheet_ids))
        unknown = [sheet_id for sheet_id in wanted if sheet_id not in self._names]
        if unknown:
            found = self._wiki.shown_names(unknown)
            self._names |= {sheet_id: found.get(sheet_id) for sheet_id in unknown}
        return {sheet_id: names for sheet_id in wanted if (names := self._names[sheet_id]) is not None}

    def files(self, names: Iterable[str]) -> dict[str, StoredFile]:
        """Give the files of the source at names; those that are gone are left out."""
        return self._files.look_for(names)

    def file_words(self, names: Iterable[str]) -> dict[str, str | None]:
        """Give the words with which people deleted files, None where they are hidden or no log tells of it."""
        wanted = tuple(dict.fromkeys(names))
        unknown = [name for name in wanted if name not in self._words]
        if unknown:
            found = self._wiki.files.deletion_words(unknown)
            self._words |= {name: found.get(name) for name in unknown}
        return {name: self._words[name] for name in wanted}
