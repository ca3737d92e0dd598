"""The files of a source, asked once in a run and shared by its partners."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

from bot.domain.field import Kind, Records, Values, texts_in
from bot.domain.files import FileFault, StoredFile
from bot.domain.mapping import Mapping
from bot.domain.wiki import WikiFacts
from bot.store.values import RememberedFile
from bot.wiki.protocol import Wiki
from bot.wikitext.files import file_name, shown_files
from bot.wikitext.tags import opaque_tags_of

if TYPE_CHECKING:
    from bot.sync.drafts import Draft


class SourceFiles:
    """Asks a source for its files on behalf of its partners, from their threads."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._lock = Lock()
        self._known: dict[str, StoredFile | None] = {}

    def look_for(self, names: Iterable[str]) -> dict[str, StoredFile]:
        """Give the files at names; those that are gone are left out."""
        with self._lock:
            wanted = tuple(dict.fromkeys(names))
            unknown = [name for name in wanted if name not in self._known]
            if unknown:
                found = self._wiki.files.look_for(unknown)
                self._known |= {name: found.get(name) for name in unknown}
            return {name: file for name in wanted if (file := self._known[name]) is not None}


def awaiting_files(
    wiki: Wiki, known: Iterable[RememberedFile], turns_to: Callable[[RememberedFile], bool]
) -> frozenset[tuple[str, int]]:
    """Tell which copies, by partner and sheet id, wait for files: newer ones at the source, or failed ones to try.

    One request for 50 files; none where no copy shows any. A file that is gone moves nothing.
    """
    files = tuple(known)
    if not files:
        return frozenset()
    now = wiki.files.digests(sorted({file.name for file in files}))
    return frozenset(
        (file.partner, file.sheet_id)
        for file in files
        if (file.fault is FileFault.LATER and turns_to(file)) or now.get(file.name, file.digest) != file.digest
    )


def files_of(sheet: "Draft", mapping: Mapping, source: WikiFacts) -> tuple[str, ...]:
    """Name the files that a sheet shows in what a partner's mapping writes, by their names at the source."""
    opaque, found = opaque_tags_of(source), dict[str, None]()
    values = Values(tuple((name, value) for name, value in sheet.values if mapping.rule(name) is not None))
    for name in _in_fields(values, mapping):
        known = file_name(name, source)
        found |= {known: None} if known else {}
    for text in (*(text for _, value in values for text in texts_in(value)), *sheet.expansions.values()):
        found |= dict.fromkeys(shown_files(text, source, opaque))
    return tuple(found)


def _in_fields(values: Values, mapping: Mapping) -> Iterable[str]:
    """Give the names in fields of the kind file, those of records included."""
    from bot.domain.kinds.links import parse_file

    for name, value in values:
        field = mapping.format.field(name)
        if field is None:
            continue
        if isinstance(value, Records):
            kinds = {part.name: part.kind for part in field.fields}
            for record in value:
                yield from (
                    parse_file(text) or ""
                    for part, inner in record
                    if kinds.get(part) is Kind.FILE
                    for text in texts_in(inner)
                )
        elif field.kind is Kind.FILE:
            yield from (parse_file(text) or "" for text in texts_in(value))
