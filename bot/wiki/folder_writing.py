"""Writing the pages of a folder: each in one step, over nothing that somebody else has written meanwhile."""

from collections.abc import Callable
from pathlib import Path

from bot.domain.page import Written
from bot.domain.title import Title, may_be_house_page, may_be_written
from bot.domain.wiki import WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki import folder_files as files
from bot.wiki.folder_log import note
from bot.wiki.folder_names import file_name
from bot.wiki.folder_pages import MARK, FolderPages, page_id_of, revision_of
from bot.wikitext.escape import as_stored
from bot.wikitext.redirects import redirect_target


class FolderWriter:
    """Writes the pages of one folder, as :class:`bot.wiki.protocol.Wiki` asks for it."""

    def __init__(self, name: str, folder: Path, facts: Callable[[], WikiFacts], pages: FolderPages) -> None:
        self._name, self._folder, self._facts, self._pages = name, folder, facts, pages

    def create(self, title: str, text: str, summary: str) -> Written:
        """Write a page that must not exist."""
        return self._create(self._wanted(title), text, summary)

    def update(self, title: str, text: str, summary: str, *, base: int) -> Written:
        """Write a page that must exist at revision *base*."""
        return self._update(self._wanted(title), text, summary, base)

    def write_house(self, title: str, text: str, summary: str, *, base: int | None) -> Written:
        """Write a house page, which must exist at revision *base*, or must not exist where that is None."""
        wanted = self._pages.title(title)
        if not isinstance(wanted, Title) or not may_be_house_page(wanted, self._facts(), ""):
            raise self._refusal("title-not-allowed", _("“{title}” is a page that robots never write."), title)
        return self._create(wanted, text, summary) if base is None else self._update(wanted, text, summary, base)

    def move(self, page_id: int, title: str, summary: str, *, base: int) -> Written:
        """Move a page that must stand at revision *base* to a free title, and leave a redirect behind."""
        wanted = self._wanted(title)
        with self._pages.told(writing=True):
            file = self._pages.by_id(self._pages.files_if_any()).get(page_id)
            present = self._pages.content(file) if file else None
            if file is None or present is None:
                raise self._refusal("missingtitle", _("there is no page “{title}” any more."), title)
            if not {wanted.namespace, present.ref.namespace} <= self._facts().content_namespaces():
                raise self._refusal("title-not-allowed", _("“{title}” is a page that robots never write."), title)
            if present.ref.revision != base:
                raise self._refusal("editconflict", _("somebody has edited “{title}” meanwhile."), present.ref.title)
            self._make_free(wanted, present.ref.title)
            # In this order a power cut leaves the page twice, never lost.
            self._write_new(self._folder / file_name(wanted.text), self._data(present.text))
            files.replace(file.path, self._data(f"#REDIRECT [[{wanted.text}]]"))
        return self._noted(wanted, present.text, summary)

    def _create(self, wanted: Title, text: str, summary: str) -> Written:
        data = self._data(text)
        path = self._folder / file_name(wanted.text)
        with self._pages.told(writing=True):
            self._folder.mkdir(parents=True, exist_ok=True)
            if wanted.text in self._pages.files():
                raise self._taken(wanted.text)
            self._write_new(path, data)
        return self._noted(wanted, text, summary)

    def _update(self, wanted: Title, text: str, summary: str, base: int) -> Written:
        title, data = wanted.text, self._data(text)
        with self._pages.told(writing=True):
            file = self._pages.files_if_any().get(wanted.text)
            present = self._pages.content(file) if file else None
            if file is None or present is None:
                raise self._refusal("missingtitle", _("there is no page “{title}” any more."), title)
            if present.text == as_stored(text):
                # Before the look at *base*, as MediaWiki does it: then a write can be repeated after a power cut.
                return Written(present.ref.page_id, wanted.text, present.ref.revision, changed=False)
            if present.ref.revision != base:
                raise self._refusal("editconflict", _("somebody has edited “{title}” meanwhile."), title)
            files.replace(file.path, data)
        return self._noted(wanted, text, summary)

    def _make_free(self, title: Title, mover: str) -> None:
        """Take away a redirect that leads back to the page that is to be moved; anything else stays."""
        file = self._pages.files().get(title.text)
        there = self._pages.content(file) if file else None
        if file is None or there is None:
            return
        if title.text == mover or not there.ref.redirect or redirect_target(there.text, self._facts()) != mover:
            raise self._taken(title.text)
        file.path.unlink()

    def _wanted(self, text: str) -> Title:
        title = self._pages.title(text)
        if not isinstance(title, Title):
            reason = _("“{title}” can be no page title ({fault}).").format(title=text, fault=title.value)
            raise WikiError(self._name, Trouble.PAGE, "invalidtitle", reason)
        if not may_be_written(title):
            raise self._refusal("title-not-allowed", _("“{title}” is a page that robots never write."), text)
        return title

    def _data(self, text: str) -> bytes:
        """Give a text as it stands in its file: with a last line end, which is not part of the text."""
        stored = as_stored(text)
        if not stored:
            raise WikiError(self._name, Trouble.BUG, "emptytext", _("an empty page is never written."))
        try:
            # The first byte order mark of a file is not text; a text that begins with one gets another.
            data = f"{MARK if stored.startswith(MARK) else ''}{stored}\n".encode()
        except UnicodeEncodeError as error:
            raise WikiError(self._name, Trouble.BUG, "badtext", _("the text holds half a character.")) from error
        if len(data) > self._facts().maximum_bytes:
            raise WikiError(self._name, Trouble.PAGE, "contenttoobig", _("the page is too large for a wiki."))
        return data

    def _noted(self, title: Title, text: str, summary: str) -> Written:
        written = Written(page_id_of(title.text), title.text, revision_of(as_stored(text)))
        note(self._folder, written, summary)
        return written

    def _write_new(self, path: Path, data: bytes) -> None:
        try:
            files.write_new(path, data)
        except FileExistsError as error:
            raise self._taken(path.name) from error

    def _taken(self, title: str) -> WikiError:
        return self._refusal("articleexists", _("a page “{title}” stands there already."), title)

    def _refusal(self, code: str, reason: str, title: str) -> WikiError:
        return WikiError(self._name, Trouble.PAGE, code, reason.format(title=title))
