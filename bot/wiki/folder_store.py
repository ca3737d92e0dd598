"""The files of a folder wiki: they stand in its folder ``files``, each under its name, described by pages as usual."""

import hashlib
import mimetypes
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.domain.files import StoredFile, UploadTerms
from bot.domain.page import Presence
from bot.domain.title import full_title
from bot.domain.wiki import FILE, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki import folder_files as files
from bot.wiki.files import Heed, unheeded
from bot.wiki.folder_errors import explained
from bot.wiki.uploads import check_unchanged

FOLDER = "files"
MAXIMUM = 100_000_000
_ENDINGS = frozenset({"png", "gif", "jpg", "jpeg", "webp", "pdf", "ogg", "odt", "ods", "odp"})


class FolderWikiFiles:
    """The files of one folder; *describe* writes or reads their description pages."""

    def __init__(
        self,
        name: str,
        folder: Path,
        facts: Callable[[], WikiFacts],
        look_for: Callable[[list[str]], dict[str, Presence]],
        describe: Callable[[str, str, str], object],
    ) -> None:
        self._name, self._folder, self._facts = name, folder / FOLDER, facts
        self._look_for, self._describe = look_for, describe

    def terms(self) -> UploadTerms:
        """Tell what the folder takes: the usual pictures and documents."""
        return UploadTerms(endings=_ENDINGS, maximum=MAXIMUM)

    def look_for(self, names: Iterable[str]) -> dict[str, StoredFile]:
        """Tell what stands at names, by the name asked."""
        wanted = tuple(dict.fromkeys(names))
        titles = {name: full_title(self._facts(), FILE, name) for name in wanted}
        pages = self._look_for(list(titles.values()))
        return {
            name: StoredFile(
                name=name,
                digest=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
                size=len(data),
                mime=mimetypes.guess_type(name)[0] or "",
                address=str(self._path(name)),
                page=self._facts().page_url(titles[name]),
                text=pages[titles[name]].text or "",
            )
            for name in wanted
            if (data := self._read(name)) is not None
        }

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """Give the SHA-1 of the files at names; missing ones are left out."""
        return {name: file.digest for name, file in self.look_for(names).items()}

    def with_digest(self, digest: str) -> tuple[str, ...]:
        """Name the files that hold the bytes with this SHA-1."""
        names = files.file_names(self._folder) if self._folder.is_dir() else []
        return tuple(name for name, found in self.digests(names).items() if found == digest)

    def deletion_words(self, names: Iterable[str]) -> dict[str, str]:
        """Give the words with which people deleted files: none, a folder keeps no log."""
        return {}

    def fetch(self, file: StoredFile, into: Path, maximum: int) -> None:
        """Copy a file, at most *maximum* bytes, and hold it against its SHA-1."""
        data = self._read(file.name)
        if data is None or hashlib.sha1(data, usedforsecurity=False).hexdigest() != file.digest:
            raise WikiError(self._name, Trouble.LATER, "file-damaged", _("what came is not what the wiki announced"))
        if maximum and len(data) > maximum:
            raise WikiError(self._name, Trouble.PAGE, "file-too-large", _("more came than the wiki announced"))
        into.write_bytes(data)

    def upload(
        self, name: str, path: Path, text: str, summary: str, *, replaces: str = "", heed: Heed = unheeded
    ) -> None:
        """Put a file under a free name, or in the place of the version with the SHA-1 *replaces*."""
        check_unchanged(self._name, name, self.look_for([name]).get(name), replaces, heed)
        target = self._path(name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if replaces:
                files.replace(target, path.read_bytes())
            else:
                files.write_new(target, path.read_bytes())
        except OSError as error:
            raise explained(error, self._name, self._folder, writing=True) from error
        title = full_title(self._facts(), FILE, name)
        if self._look_for([title])[title].page is None:
            self._describe(title, text, summary)

    def _read(self, name: str) -> bytes | None:
        found = files.read_file(self._path(name))
        return found[0] if found else None

    def _path(self, name: str) -> Path:
        if "/" in name or name.startswith("."):
            raise WikiError(self._name, Trouble.PAGE, "badfilename", _("the wiki cannot have a file so named"))
        return self._folder / name
