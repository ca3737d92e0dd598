"""A wiki that is a folder of page files: for trying things out, for keeping pages in git, for tests.

There is no index and no memory: the folder is what it is, and people may change it with any editor at any time.
A page is a file ``<title>.wiki`` (see :mod:`bot.wiki.folder_names`); its page id comes from its title and its
revision from its text, so that a page that is renamed becomes another page, and equal revisions are equal texts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.domain.page import Contribution, Contributors, Page, PageRef, Presence, Redirect, Written
from bot.domain.selection import Selection
from bot.domain.signals import Signals
from bot.domain.title import Title
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.files import WikiFiles
from bot.wiki.folder_log import noted
from bot.wiki.folder_pages import FolderPages, PageFile, page_id_of
from bot.wiki.folder_select import Glimpse, below, choose, glimpse, is_redirect, template_redirects
from bot.wiki.folder_store import FolderWikiFiles
from bot.wiki.folder_toml import read_toml
from bot.wiki.folder_writing import FolderWriter
from bot.wikitext.redirects import redirect_of, redirect_target


class FolderWiki:
    """A folder of page files, seen as a wiki."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._folder = folder
        self._facts: WikiFacts | None = None
        self._pages = FolderPages(name, folder, self.facts)
        self._writer = FolderWriter(name, folder, self.facts, self._pages)
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
            with self._pages.told():
                self._facts = read_toml(self._name, self._folder).facts
        return self._facts

    def select(self, selection: Selection) -> tuple[PageRef, ...]:
        """List the pages of a selection, redirects left out, in the order of their page ids."""
        with self._pages.told():
            pages = self._glimpses(self._pages.files(telling=True))
        return choose(selection, pages, self.facts(), self._name)

    def categories_below(self, root: str, depth: int) -> frozenset[str]:
        """Name the categories below *root*, at most *depth* levels down, from what the category pages say."""
        with self._pages.told():
            pages = self._glimpses(self._pages.files_if_any())
        return below(root, depth, pages, self.facts(), self._name)

    def _glimpses(self, found: dict[str, PageFile]) -> list[Glimpse]:
        return [glimpse(content.ref, content.text, self.facts()) for content in self._pages.contents(found)]

    def shown_names(self, page_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Name the people whom ``wiki.toml`` names as authors of pages."""
        return {page.ref.page_id: page.shown for page in self.read(page_ids)}

    def read(self, page_ids: Iterable[int], *, closely: bool = False) -> Iterator[Page]:
        """Read pages with their contributors, always closely; pages that are gone meanwhile are left out."""
        with self._pages.told():
            # Authors and dates are read anew each time: people write them into wiki.toml while we run.
            said = read_toml(self._name, self._folder)
            by_id = self._pages.by_id(self._pages.files())
        for page_id in dict.fromkeys(page_ids):
            with self._pages.told():
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
        with self._pages.told():
            by_id = self._pages.by_id(self._pages.files_if_any())
            return {
                page_id: self._presence(str(page_id), by_id.get(page_id), with_text)
                for page_id in dict.fromkeys(page_ids)
            }

    def look_for(self, titles: Iterable[str], *, with_text: bool = False) -> dict[str, Presence]:
        """Tell what stands at titles, by the title asked."""
        found: dict[str, Presence] = {}
        with self._pages.told():
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
        with self._pages.told():
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
        with self._pages.told():
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
        return self._writer.create(title, text, summary)

    def update(self, title: str, text: str, summary: str, *, base: int, since: datetime | None = None) -> Written:
        """Write a page that must exist at revision *base*.

        *since* has no use here: a page that was deleted in between is missing, and a missing page is refused.
        """
        return self._writer.update(title, text, summary, base=base)

    def write_house(
        self, title: str, text: str, summary: str, *, base: int | None, since: datetime | None = None
    ) -> Written:
        """Write a house page, which must exist at revision *base*, or must not exist where that is None."""
        return self._writer.write_house(title, text, summary, base=base)

    def move(self, page_id: int, title: str, summary: str, *, base: int) -> Written:
        """Move a page that must stand at revision *base* to a free title; a redirect is left behind.

        A page of a folder is known by its title, so that the page id given back is another one.
        """
        return self._writer.move(page_id, title, summary, base=base)

    def protect(self, page_id: int, reason: str) -> Written:
        """Refuse to protect a page: anybody who can write in a folder can edit any page."""
        raise WikiError(self._name, Trouble.PAGE, "cantprotect", _("a folder cannot protect its pages."))

    def contributions(self, since: datetime | None = None) -> tuple[Contribution, ...]:
        """Give our newest write of each page, from our log in the folder; pages that are gone are left out."""
        found: dict[str, Contribution] = {}
        with self._pages.told():
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
