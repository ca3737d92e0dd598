"""A wiki that is a folder of page files: for trying things out, for keeping pages in git, for tests.

There is no index and no memory: the folder is what it is, and people may change it with any editor at any time.
A page is a file ``<title>.wiki`` (see :mod:`bot.wiki.folder_names`); its page id comes from its title and its
revision from its text, so that a page that is renamed becomes another page, and equal revisions are equal texts.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import structlog

from bot.domain.page import Contribution, Contributors, Page, PageRef, Presence, Redirect, Written
from bot.domain.selection import Selection
from bot.domain.signals import Signals
from bot.domain.title import Title, may_be_house_page, may_be_written
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki import folder_files as files
from bot.wiki.files import WikiFiles
from bot.wiki.folder_errors import explained
from bot.wiki.folder_log import note, noted
from bot.wiki.folder_names import file_name
from bot.wiki.folder_pages import MARK, FolderPages, PageFile, page_id_of, revision_of
from bot.wiki.folder_select import Glimpse, below, choose, glimpse, is_redirect, template_redirects
from bot.wiki.folder_store import FolderWikiFiles
from bot.wiki.folder_toml import read_toml
from bot.wikitext.escape import as_stored
from bot.wikitext.redirects import redirect_of, redirect_target

_log = structlog.get_logger(__name__)


class FolderWiki:
    """A folder of page files, seen as a wiki."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._folder = folder
        self._facts: WikiFacts | None = None
        self._pages = FolderPages(name, folder, self.facts)
        self._files = FolderWikiFiles(name, folder, self.facts, self._with_texts, self.create)

    @property
    def name(self) -> str:
        """Give the name that the configuration gives to this wiki."""
        return self._name

    @property
    def files(self) -> WikiFiles:
        """Give the files that stand in the folder beside its pages."""
        return self._files

    def facts(self) -> WikiFacts:
        """Give what ``wiki.toml`` says of this wiki, read once."""
        if self._facts is None:
            with self._told():
                self._facts = read_toml(self._name, self._folder).facts
        return self._facts

    def select(self, selection: Selection) -> tuple[PageRef, ...]:
        """List the pages of a selection, redirects left out, in the order of their page ids."""
        with self._told():
            pages = self._glimpses(self._pages.files(telling=True))
        return choose(selection, pages, self.facts(), self._name)

    def categories_below(self, root: str, depth: int) -> frozenset[str]:
        """Name the categories below *root*, at most *depth* levels down, from what the category pages say."""
        with self._told():
            pages = self._glimpses(self._pages.files_if_any())
        return below(root, depth, pages, self.facts(), self._name)

    def _glimpses(self, found: dict[str, PageFile]) -> list[Glimpse]:
        return [glimpse(content.ref, content.text, self.facts()) for content in self._pages.contents(found)]

    def shown_names(self, page_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Name the people whom ``wiki.toml`` names as authors of pages."""
        return {page.ref.page_id: page.shown for page in self.read(page_ids)}

    def read(self, page_ids: Iterable[int], *, closely: bool = False) -> Iterator[Page]:
        """Read pages with their contributors, always closely; pages that are gone meanwhile are left out."""
        with self._told():
            # Authors and dates are read anew each time: people write them into wiki.toml while we run.
            said = read_toml(self._name, self._folder)
            by_id = self._pages.by_id(self._pages.files())
        for page_id in dict.fromkeys(page_ids):
            with self._told():
                content = self._pages.content(by_id[page_id]) if page_id in by_id else None
            if content:
                title = content.ref.title
                yield Page(
                    ref=content.ref,
                    text=content.text,
                    written_at=said.dates.get(title, content.written_at),
                    digest=content.digest,
                    contributors=said.contributors.get(title, Contributors()),
                    shown=said.contributors.get(title, Contributors()).names,
                )

    def bots(self) -> frozenset[str]:
        """Name no bots: a folder has no accounts."""
        return frozenset()

    def look_at(self, page_ids: Iterable[int], *, with_text: bool = False) -> dict[int, Presence]:
        """Tell what stands at page ids; a page that is gone has no ``page``."""
        with self._told():
            by_id = self._pages.by_id(self._pages.files_if_any())
            return {
                page_id: self._presence(str(page_id), by_id.get(page_id), with_text)
                for page_id in dict.fromkeys(page_ids)
            }

    def look_for(self, titles: Iterable[str], *, with_text: bool = False) -> dict[str, Presence]:
        """Tell what stands at titles, by the title asked."""
        found: dict[str, Presence] = {}
        with self._told():
            files_by_title = self._pages.files_if_any()
            for asked in titles:
                title = self._pages.title(asked)
                if isinstance(title, Title):
                    nothing = Presence(asked, title.text, title.namespace)
                    found[asked] = self._presence(asked, files_by_title.get(title.text), with_text, nothing)
                else:
                    found[asked] = Presence(asked, asked, 0, invalid=title.value)
        return found

    def _with_texts(self, titles: Iterable[str]) -> dict[str, Presence]:
        return self.look_for(titles, with_text=True)

    def texts(self, revisions: Iterable[int]) -> dict[int, str]:
        """Give the texts of single revisions: those that stand in a page now, because a folder keeps no others."""
        wanted = frozenset(revisions)
        with self._told():
            contents = self._pages.contents(self._pages.files_if_any())
        return {content.ref.revision: content.text for content in contents if content.ref.revision in wanted}

    def deleted_titles(self, titles: Iterable[str]) -> frozenset[str]:
        """Tell which of these missing titles people have deleted before: nobody knows, a folder keeps no log."""
        return frozenset()

    def deletion_words(self, page_ids: Iterable[int]) -> dict[int, str | None]:
        """Give the words with which people deleted pages: none, a folder keeps no log."""
        return {}

    def hidden_texts(self, revisions: Iterable[int]) -> frozenset[int]:
        """Tell of which revisions the text is hidden: a folder hides nothing."""
        return frozenset()

    def redirects(self, titles: Iterable[str]) -> dict[str, Redirect]:
        """Tell which of these titles are redirects to pages of this wiki, and where each leads, in one step."""
        seen = {asked: presence.text or "" for asked, presence in self.look_for(titles, with_text=True).items()}
        found = {asked: redirect_of(text, self.facts()) for asked, text in seen.items() if is_redirect(text)}
        return {asked: redirect for asked, redirect in found.items() if redirect is not None}

    def expand(self, title: str, calls: Iterable[str]) -> dict[str, str]:
        """Tell what the wiki makes of calls: nothing, a folder expands no templates."""
        return {}

    def template_redirects(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """List the redirects among templates that lead where *names* lead, as pairs of name and name behind it."""
        with self._told():
            files = self._pages.files_if_any()
            templates = {title: file for title, file in files.items() if file.title.namespace == TEMPLATE}
            return template_redirects(names, self._glimpses(templates), self.facts())

    def signals(self, titles: Iterable[str]) -> Signals:
        """Tell what stands at titles; a folder has no account that could be blocked, written to or given rights."""
        return Signals(tuple(self.look_for(titles, with_text=True).values()), rights=frozenset())

    def account(self) -> str:
        """Give the name we write under: none."""
        return ""

    def create(self, title: str, text: str, summary: str) -> Written:
        """Write a page that must not exist; the folder is made when it is not there yet."""
        return self._create(self._wanted(title), text, summary)

    def _create(self, wanted: Title, text: str, summary: str) -> Written:
        data = self._data(text)
        path = self._folder / file_name(wanted.text)
        with self._told(writing=True):
            self._folder.mkdir(parents=True, exist_ok=True)
            if wanted.text in self._pages.files():
                raise self._taken(wanted.text)
            self._write_new(path, data)
        return self._noted(wanted, text, summary)

    def update(self, title: str, text: str, summary: str, *, base: int, since: datetime | None = None) -> Written:
        """Write a page that must exist at revision *base*.

        *since* has no use here: a page that was deleted in between is missing, and a missing page is refused.
        """
        return self._update(self._wanted(title), text, summary, base)

    def _update(self, wanted: Title, text: str, summary: str, base: int) -> Written:
        title, data = wanted.text, self._data(text)
        with self._told(writing=True):
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

    def write_house(
        self, title: str, text: str, summary: str, *, base: int | None, since: datetime | None = None
    ) -> Written:
        """Write a house page, which must exist at revision *base*, or must not exist where that is None."""
        wanted = self._pages.title(title)
        if not isinstance(wanted, Title) or not may_be_house_page(wanted, self.facts(), ""):
            raise self._refusal("title-not-allowed", _("“{title}” is a page that robots never write."), title)
        return self._create(wanted, text, summary) if base is None else self._update(wanted, text, summary, base)

    def move(self, page_id: int, title: str, summary: str, *, base: int) -> Written:
        """Move a page that must stand at revision *base* to a free title; a redirect is left behind.

        A page of a folder is known by its title, so that the page id given back is another one.
        """
        wanted = self._wanted(title)
        with self._told(writing=True):
            file = self._pages.by_id(self._pages.files_if_any()).get(page_id)
            present = self._pages.content(file) if file else None
            if file is None or present is None:
                raise self._refusal("missingtitle", _("there is no page “{title}” any more."), title)
            if not {wanted.namespace, present.ref.namespace} <= self.facts().content_namespaces():
                raise self._refusal("title-not-allowed", _("“{title}” is a page that robots never write."), title)
            if present.ref.revision != base:
                raise self._refusal("editconflict", _("somebody has edited “{title}” meanwhile."), present.ref.title)
            self._make_free(wanted, present.ref.title)
            # In this order a power cut leaves the page twice, never lost.
            self._write_new(self._folder / file_name(wanted.text), self._data(present.text))
            files.replace(file.path, self._data(f"#REDIRECT [[{wanted.text}]]"))
        return self._noted(wanted, present.text, summary)

    def protect(self, page_id: int, reason: str) -> Written:
        """Refuse to protect a page: anybody who can write in a folder can edit any page."""
        raise self._refusal("cantprotect", _("a folder cannot protect its pages."), "")

    def contributions(self, since: datetime | None = None) -> tuple[Contribution, ...]:
        """Give our newest write of each page, from our log in the folder; pages that are gone are left out."""
        found: dict[str, Contribution] = {}
        with self._told():
            pages = self._pages.files_if_any()
            for line in noted(self._folder):
                if line.title in pages and (since is None or line.written_at >= since):
                    found.setdefault(line.title, replace(line, page_id=page_id_of(line.title)))
        return tuple(found.values())

    def titled_by(self, page_id: int) -> str:
        """Name nobody: here a file with another name is another page, so none is ever moved away from its title."""
        return ""

    def close(self) -> None:
        """Give back what is held: nothing."""

    def _make_free(self, title: Title, mover: str) -> None:
        """Take away a redirect that leads back to the page that is to be moved; anything else stays."""
        file = self._pages.files().get(title.text)
        there = self._pages.content(file) if file else None
        if file is None or there is None:
            return
        if title.text == mover or not there.ref.redirect or redirect_target(there.text, self.facts()) != mover:
            raise self._taken(title.text)
        file.path.unlink()

    def _presence(
        self, asked: str, file: PageFile | None, with_text: bool, nothing: Presence | None = None
    ) -> Presence:
        content = self._pages.content(file) if file else None
        if content is None:
            return nothing or Presence(asked, "", 0)
        ref = content.ref
        seen = Presence(asked, ref.title, ref.namespace, page=ref, digest=content.digest, written_at=content.written_at)
        if not with_text:
            return seen
        target = redirect_target(content.text, self.facts()) if ref.redirect else ""
        return replace(seen, text=content.text, target=target)

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
        if len(data) > self.facts().maximum_bytes:
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

    @contextmanager
    def _told(self, *, writing: bool = False) -> Iterator[None]:
        """Turn an error of the file system into one that says what to do."""
        try:
            yield
        except OSError as error:
            raise explained(error, self._name, self._folder, writing=writing) from error
