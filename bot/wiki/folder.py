"""A wiki that is a folder of page files: for trying things out, for keeping pages in git, for tests.

There is no index and no memory: the folder is what it is, and people may change it with any editor at any time.
A page is a file ``<title>.wiki`` (see :mod:`bot.wiki.folder_names`); its page id comes from its title and its
revision from its text, so that a page that is renamed becomes another page, and equal revisions are equal texts.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.domain.page import Contributors, Page, PageRef, Presence, Written
from bot.domain.selection import Selection
from bot.domain.title import Title, TitleFault, normalise
from bot.domain.wiki import NEVER_WRITTEN, TEMPLATE, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki import folder_files as files
from bot.wiki.folder_errors import explained
from bot.wiki.folder_names import file_name, fits, title_in
from bot.wiki.folder_select import Glimpse, choose, glimpse, is_redirect, template_redirects
from bot.wiki.folder_toml import read_toml
from bot.wikitext.escape import as_stored

LOG_NAME = ".republish-log.jsonl"
_CODE_SUFFIXES = (".js", ".css", ".json")
_MARK = "\ufeff"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _File:
    """The file of a page."""

    title: Title
    path: Path


@dataclass(frozen=True, slots=True)
class _Content:
    """What stands in the file of a page."""

    ref: PageRef
    text: str
    written_at: datetime

    @property
    def digest(self) -> str:
        return hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()


class FolderWiki:
    """A folder of page files, seen as a wiki."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._folder = folder
        self._facts: WikiFacts | None = None

    @property
    def name(self) -> str:
        """Give the name that the configuration gives to this wiki."""
        return self._name

    def facts(self) -> WikiFacts:
        """Give what ``wiki.toml`` says of this wiki, read once."""
        if self._facts is None:
            with self._told():
                self._facts = read_toml(self._name, self._folder).facts
        return self._facts

    def select(self, selection: Selection) -> tuple[PageRef, ...]:
        """List the pages of a selection, redirects left out, in the order of their page ids."""
        facts = self.facts()
        with self._told():
            pages = self._glimpses(self._files(telling=True).values())
        return choose(selection, pages, facts, self._name)

    def _glimpses(self, wanted: Iterable[_File]) -> list[Glimpse]:
        contents = (content for file in wanted if (content := self._content(file)))
        return [glimpse(content.ref, content.text, self.facts()) for content in contents]

    def read(self, page_ids: Iterable[int]) -> Iterator[Page]:
        """Read pages with their contributors; pages that are gone meanwhile are left out."""
        with self._told():
            # Authors and dates are read anew each time: people write them into wiki.toml while we run.
            said = read_toml(self._name, self._folder)
            by_id = self._by_id(self._files())
        for page_id in dict.fromkeys(page_ids):
            with self._told():
                content = self._content(by_id[page_id]) if page_id in by_id else None
            if content:
                title = content.ref.title
                yield Page(
                    ref=content.ref,
                    text=content.text,
                    written_at=said.dates.get(title, content.written_at),
                    digest=content.digest,
                    contributors=said.contributors.get(title, Contributors()),
                )

    def look_at(self, page_ids: Iterable[int], *, with_text: bool = False) -> dict[int, Presence]:
        """Tell what stands at page ids; a page that is gone has no ``page``."""
        with self._told():
            by_id = self._by_id(self._files_if_any())
            return {
                page_id: self._presence(str(page_id), by_id.get(page_id), with_text)
                for page_id in dict.fromkeys(page_ids)
            }

    def look_for(self, titles: Iterable[str], *, with_text: bool = False) -> dict[str, Presence]:
        """Tell what stands at titles, by the title asked."""
        found: dict[str, Presence] = {}
        with self._told():
            files_by_title = self._files_if_any()
            for asked in titles:
                title = self._title(asked)
                if isinstance(title, Title):
                    nothing = Presence(asked, title.text, title.namespace)
                    found[asked] = self._presence(asked, files_by_title.get(title.text), with_text, nothing)
                else:
                    found[asked] = Presence(asked, asked, 0, invalid=title.value)
        return found

    def deleted_titles(self, titles: Iterable[str]) -> frozenset[str]:
        """Tell which of these missing titles people have deleted before: nobody knows, a folder keeps no log."""
        return frozenset()

    def template_redirects(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """List the redirects among templates that lead where *names* lead, as pairs of name and name behind it."""
        with self._told():
            templates = (file for file in self._files_if_any().values() if file.title.namespace == TEMPLATE)
            return template_redirects(names, self._glimpses(templates), self.facts())

    def account(self) -> str:
        """Give the name we write under: none."""
        return ""

    def create(self, title: str, text: str, summary: str) -> Written:
        """Write a page that must not exist; the folder is made when it is not there yet."""
        wanted, data = self._wanted(title), self._data(text)
        path = self._folder / file_name(wanted.text)
        with self._told(writing=True):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                if wanted.text in self._files():
                    raise FileExistsError
                files.write_new(path, data)
            except FileExistsError as error:
                raise self._refusal("articleexists", _("a page “{title}” stands there already."), title) from error
        return self._noted(wanted, text, summary)

    def update(self, title: str, text: str, summary: str, *, base: int, since: datetime | None = None) -> Written:
        """Write a page that must exist at revision *base*.

        *since* has no use here: a page that was deleted in between is missing, and a missing page is refused.
        """
        wanted, data = self._wanted(title), self._data(text)
        with self._told(writing=True):
            file = self._files_if_any().get(wanted.text)
            present = self._content(file) if file else None
            if file is None or present is None:
                raise self._refusal("missingtitle", _("there is no page “{title}” any more."), title)
            if present.text == as_stored(text):
                # Before the look at *base*, as MediaWiki does it: then a write can be repeated after a power cut.
                return Written(present.ref.page_id, wanted.text, present.ref.revision, changed=False)
            if present.ref.revision != base:
                raise self._refusal("editconflict", _("somebody has edited “{title}” meanwhile."), title)
            files.replace(file.path, data)
        return self._noted(wanted, text, summary)

    def close(self) -> None:
        """Give back what is held: nothing."""

    def _files(self, *, telling: bool = False) -> dict[str, _File]:
        """Find the files of all pages by normalised title; *telling* of those that can be no page."""
        found: dict[str, _File] = {}
        for name in files.file_names(self._folder):
            written = title_in(name)
            if written is None:
                continue
            title = self._title(written)
            if not isinstance(title, Title):
                if telling:
                    _log.warning("file name is no page title", wiki=self._name, file=name, fault=title.value)
                continue
            other = found.get(title.text)
            if other:
                reason = _("the files “{one}” and “{other}” are both the page “{title}”: rename or remove one of them.")
                info = reason.format(one=other.path.name, other=name, title=title.text)
                raise WikiError(self._name, Trouble.WIKI, "ambiguous-title", info)
            found[title.text] = _File(title, self._folder / name)
        return found

    def _files_if_any(self) -> dict[str, _File]:
        """Find the files of all pages; a partner's folder need not be there before the first write."""
        try:
            return self._files()
        except FileNotFoundError:
            return {}

    @staticmethod
    def _by_id(files_by_title: dict[str, _File]) -> dict[int, _File]:
        return {_page_id(title): file for title, file in files_by_title.items()}

    def _content(self, file: _File) -> _Content | None:
        """Read the file of a page, None when it has gone meanwhile."""
        found = files.read_file(file.path)
        if found is None:
            return None
        try:
            text = as_stored(found[0].decode("utf-8").removeprefix(_MARK))
        except UnicodeDecodeError as error:
            info = _("the file {file} is not UTF-8: save it again as UTF-8.").format(file=file.path)
            raise WikiError(self._name, Trouble.WIKI, "bad-encoding", info) from error
        title = file.title
        ref = PageRef(_page_id(title.text), title.text, _revision(text), title.namespace, is_redirect(text))
        return _Content(ref, text, datetime.fromtimestamp(int(found[1]), UTC))

    def _presence(self, asked: str, file: _File | None, with_text: bool, nothing: Presence | None = None) -> Presence:
        content = self._content(file) if file else None
        if content is None:
            return nothing or Presence(asked, "", 0)
        ref = content.ref
        text = content.text if with_text else None
        return Presence(asked, ref.title, ref.namespace, page=ref, digest=content.digest, text=text)

    def _title(self, text: str) -> Title | TitleFault:
        """Normalise a title; file names may hold bytes that are no text at all."""
        try:
            title = normalise(text, self.facts())
        except UnicodeEncodeError:
            return TitleFault.CHARACTER
        return title if not isinstance(title, Title) or fits(title.text) else TitleFault.TOO_LONG

    def _wanted(self, text: str) -> Title:
        title = self._title(text)
        if not isinstance(title, Title):
            reason = _("“{title}” can be no page title ({fault}).").format(title=text, fault=title.value)
            raise WikiError(self._name, Trouble.PAGE, "invalidtitle", reason)
        if title.namespace in NEVER_WRITTEN or title.text.lower().endswith(_CODE_SUFFIXES):
            raise self._refusal("title-not-allowed", _("“{title}” is a page that robots never write."), text)
        return title

    def _data(self, text: str) -> bytes:
        """Give a text as it stands in its file: with a last line end, which is not part of the text."""
        stored = as_stored(text)
        if not stored:
            raise WikiError(self._name, Trouble.BUG, "emptytext", _("an empty page is never written."))
        try:
            # The first byte order mark of a file is not text; a text that begins with one gets another.
            data = f"{_MARK if stored.startswith(_MARK) else ''}{stored}\n".encode()
        except UnicodeEncodeError as error:
            raise WikiError(self._name, Trouble.BUG, "badtext", _("the text holds half a character.")) from error
        if len(data) > self.facts().maximum_bytes:
            raise WikiError(self._name, Trouble.PAGE, "contenttoobig", _("the page is too large for a wiki."))
        return data

    def _noted(self, title: Title, text: str, summary: str) -> Written:
        """Tell of a write that has happened, to the caller and to people.

        The line is added after the page was written, and may be missing: a history that tells of a write which did
        not happen is worse, and so is an error that hides one which did.
        """
        written = Written(_page_id(title.text), title.text, _revision(as_stored(text)))
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        line = {"time": moment, "title": written.title, "summary": summary, "revision": written.revision}
        with suppress(OSError, UnicodeEncodeError):
            files.append(self._folder / LOG_NAME, (json.dumps(line, ensure_ascii=False) + "\n").encode())
        return written

    def _refusal(self, code: str, reason: str, title: str) -> WikiError:
        return WikiError(self._name, Trouble.PAGE, code, reason.format(title=title))

    @contextmanager
    def _told(self, *, writing: bool = False) -> Iterator[None]:
        """Turn an error of the file system into one that says what to do."""
        try:
            yield
        except OSError as error:
            raise explained(error, self._name, self._folder, writing=writing) from error


def _page_id(title: str) -> int:
    return _number(hashlib.sha256(title.encode()).digest())


def _revision(text: str) -> int:
    return _number(hashlib.sha1(text.encode(), usedforsecurity=False).digest())


def _number(digest: bytes) -> int:
    """Give a positive number of 48 bits, which every database and JSON reader holds exactly."""
    return int.from_bytes(digest[:6]) or 1
