"""The files of a folder as pages: found, named and read; nothing is kept in mind between two questions."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.domain.page import PageRef
from bot.domain.title import Title, TitleFault, normalise
from bot.domain.wiki import WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki import folder_files as files
from bot.wiki.folder_errors import explained
from bot.wiki.folder_names import fits, title_in
from bot.wiki.folder_select import is_redirect
from bot.wikitext.escape import as_stored

MARK = "\ufeff"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PageFile:
    """The file of a page."""

    title: Title
    path: Path


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands in the file of a page."""

    ref: PageRef
    text: str
    written_at: datetime

    @property
    def digest(self) -> str:
        """Give the SHA-1 of the text, as a wiki counts it."""
        return hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()


class FolderPages:
    """The pages of one folder."""

    def __init__(self, name: str, folder: Path, facts: Callable[[], WikiFacts]) -> None:
        self._name, self._folder, self._facts = name, folder, facts

    def files(self, *, telling: bool = False) -> dict[str, PageFile]:
        """Find the files of all pages by normalised title; *telling* of those that can be no page."""
        found: dict[str, PageFile] = {}
        for name in files.file_names(self._folder):
            written = title_in(name)
            if written is None:
                continue
            title = self.title(written)
            if not isinstance(title, Title):
                if telling:
                    _log.warning("file name is no page title", wiki=self._name, file=name, fault=title.value)
                continue
            other = found.get(title.text)
            if other:
                reason = _("the files “{one}” and “{other}” are both the page “{title}”: rename or remove one of them.")
                info = reason.format(one=other.path.name, other=name, title=title.text)
                raise WikiError(self._name, Trouble.WIKI, "ambiguous-title", info)
            found[title.text] = PageFile(title, self._folder / name)
        return found

    def files_if_any(self) -> dict[str, PageFile]:
        """Find the files of all pages; a partner's folder need not be there before the first write."""
        try:
            return self.files()
        except FileNotFoundError:
            return {}

    @contextmanager
    def told(self, *, writing: bool = False) -> Iterator[None]:
        """Turn an error of the file system into one that says what to do."""
        try:
            yield
        except OSError as error:
            raise explained(error, self._name, self._folder, writing=writing) from error

    @staticmethod
    def by_id(files_by_title: dict[str, PageFile]) -> dict[int, PageFile]:
        """Give the files of pages by page id."""
        return {page_id_of(title): file for title, file in files_by_title.items()}

    def content(self, file: PageFile) -> PageContent | None:
        """Read the file of a page, None when it has gone meanwhile."""
        found = files.read_file(file.path)
        if found is None:
            return None
        try:
            text = as_stored(found[0].decode("utf-8").removeprefix(MARK))
        except UnicodeDecodeError as error:
            info = _("the file {file} is not UTF-8: save it again as UTF-8.").format(file=file.path)
            raise WikiError(self._name, Trouble.WIKI, "bad-encoding", info) from error
        title = file.title
        ref = PageRef(page_id_of(title.text), title.text, revision_of(text), title.namespace, is_redirect(text))
        return PageContent(ref, text, datetime.fromtimestamp(int(found[1]), UTC))

    def contents(self, files_by_title: dict[str, PageFile]) -> list[PageContent]:
        """Read files, those left out that have gone meanwhile."""
        return [content for file in files_by_title.values() if (content := self.content(file))]

    def title(self, text: str) -> Title | TitleFault:
        """Normalise a title; file names may hold bytes that are no text at all."""
        try:
            title = normalise(text, self._facts())
        except UnicodeEncodeError:
            return TitleFault.CHARACTER
        return title if not isinstance(title, Title) or fits(title.text) else TitleFault.TOO_LONG


def page_id_of(title: str) -> int:
    """Make the page id of a title."""
    return _number(hashlib.sha256(title.encode()).digest())


def revision_of(text: str) -> int:
    """Make the revision of a text."""
    return _number(hashlib.sha1(text.encode(), usedforsecurity=False).digest())


def _number(digest: bytes) -> int:
    """Give a positive number of 48 bits, which every database and JSON reader holds exactly."""
    return int.from_bytes(digest[:6]) or 1
