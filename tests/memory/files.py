"""The files of a wiki in memory, as the adapter of MediaWiki sees them."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.files import StoredFile, UploadTerms
from bot.domain.title import full_title
from bot.domain.wiki import FILE
from bot.errors import Trouble, WikiError
from bot.wiki.files import DuplicateError, Heed, unheeded
from bot.wiki.uploads import check_unchanged

if TYPE_CHECKING:
    from tests.memory.site import MemorySite
    from tests.memory.wiki import MemoryWiki

MAXIMUM = 1_000_000


@dataclass(frozen=True, slots=True)
class MemoryFile:
    """The current version of a file, and who uploaded it."""

    data: bytes
    user: str

    @property
    def digest(self) -> str:
        """Give the SHA-1 of the file."""
        return hashlib.sha1(self.data, usedforsecurity=False).hexdigest()


class MemoryFiles:
    """The files of one wiki in memory, over the line of one client."""

    def __init__(self, wiki: "MemoryWiki", user: str) -> None:
        self._wiki, self._user = wiki, user
        self._asked = False

    def terms(self) -> UploadTerms:
        """Tell what the wiki takes, asked once."""
        if not self._asked:
            self._wiki.line.carry("terms", lambda: None)
            self._asked = True
        return UploadTerms(endings=frozenset({"png"}), maximum=MAXIMUM)

    def look_for(self, names: Iterable[str]) -> dict[str, StoredFile]:
        """Tell what stands at names, by the name asked."""
        wanted = tuple(names)
        return self._wiki.line.carry("files", lambda: self._found(wanted)) if wanted else {}

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """Give the SHA-1 of the files at names."""
        wanted = tuple(names)
        return self._wiki.line.carry(
            "digests", lambda: {name: file.digest for name, file in self._found(wanted).items()}
        )

    def with_digest(self, digest: str) -> tuple[str, ...]:
        """Name the files that hold the bytes with this SHA-1."""
        files = self._wiki.site.files
        return self._wiki.line.carry(
            "with_digest", lambda: tuple(name for name, file in files.items() if file.digest == digest)
        )

    def deletion_words(self, names: Iterable[str]) -> dict[str, str]:
        """Give the words with which people last deleted files."""
        wanted, site = tuple(names), self._wiki.site
        return self._wiki.line.carry("deletion_words", lambda: dict(_words(site, wanted))) if wanted else {}

    def fetch(self, file: StoredFile, into: Path, maximum: int) -> None:
        """Give a file out."""
        into.write_bytes(self._wiki.line.carry("fetch", lambda: self._wiki.site.files[file.name].data))

    def upload(
        self, name: str, path: Path, text: str, summary: str, *, replaces: str = "", heed: Heed = unheeded
    ) -> None:
        """Take a file in; a title that people have deleted, and bytes that are there, are refused."""
        data = path.read_bytes()
        self._wiki.line.carry("upload", lambda: self._keep(name, data, text, summary, replaces, heed), writes=True)

    def _found(self, names: tuple[str, ...]) -> dict[str, StoredFile]:
        site = self._wiki.site
        return {
            name: StoredFile(
                name=name,
                digest=file.digest,
                size=len(file.data),
                mime="image/png",
                address="",
                page=site.facts.page_url(title := full_title(site.facts, FILE, name)),
                user=file.user,
                text=page.current.text if (page := site.page(title)) else "",
            )
            for name in names
            if (file := site.files.get(name)) is not None
        }

    def _keep(self, name: str, data: bytes, text: str, summary: str, replaces: str, heed: Heed) -> None:
        site = self._wiki.site
        title = full_title(site.facts, FILE, name)
        check_unchanged(self._wiki.name, name, self._found((name,)).get(name), replaces, heed)
        if not replaces and title in site.deleted:
            raise WikiError(self._wiki.name, Trouble.PAGE, "was-deleted")
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        same = tuple(one for one, file in site.files.items() if file.digest == digest)
        if same:
            raise DuplicateError(self._wiki.name, same, "the same bytes")
        if name in site.refused_files:
            raise WikiError(self._wiki.name, Trouble.PAGE, "verification-error", "odd bytes")
        site.files[name] = MemoryFile(data, self._user)
        site.uploads.append(name)
        if not replaces:
            site.save(title, text, self._user, summary)


def _words(site: "MemorySite", names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        kept = site.archive.get(full_title(site.facts, FILE, name), ())
        words = site.deletion_words.get(kept[-1].page_id) if kept else None
        if words is not None:
            yield name, words
