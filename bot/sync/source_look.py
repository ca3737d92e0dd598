"""What the daily look asks of a source, once in a run for all partners."""

from collections.abc import Iterable

from bot.wiki.protocol import Wiki


class SourceLook:
    """Looks at the sheets behind copies, many a request, and asks nothing twice."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._names: dict[int, tuple[str, ...] | None] = {}

    def names(self, sheet_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Give the names that the source shows as authors of sheets; those of sheets that are gone are left out."""
        wanted = tuple(dict.fromkeys(sheet_ids))
        unknown = [sheet_id for sheet_id in wanted if sheet_id not in self._names]
        if unknown:
            found = self._wiki.shown_names(unknown)
            self._names |= {sheet_id: found.get(sheet_id) for sheet_id in unknown}
        return {sheet_id: names for sheet_id in wanted if (names := self._names[sheet_id]) is not None}
