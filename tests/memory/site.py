"""A MediaWiki 1.39 in memory: what it does with pages, and what it refuses, by the codes of its API.

Exact in what the engine can see; the differential test (``test_differential.py``) holds it to the real one.
"""

from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.title import Title, bare_title, full_title, normalise
from bot.domain.wiki import FILE, WikiFacts
from bot.wiki.folder_select import is_redirect
from bot.wikitext.redirects import redirect_target
from tests.farm.people import RefusedError
from tests.memory.clock import Clock
from tests.memory.files import MemoryFile
from tests.memory.merging import merge
from tests.memory.pages import PROTECTED, Archived, MemoryPage, Revision
from tests.memory.saving import saved

ADDRESS = "127.0.0.1"
ADMINISTRATORS = frozenset({"Admin"})
_LEVELS = {"sysop": "editprotected", "autoconfirmed": "editsemiprotected"}


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an edit: the revision that stands now, and the one that stood before."""

    page: MemoryPage
    revision: int
    before: int
    changed: bool = True


class MemorySite:
    """The pages of one wiki; everyone who writes is named, the empty name is nobody in particular."""

    def __init__(self, facts: WikiFacts, clock: Clock | None = None) -> None:
        self.facts = facts
        self.clock = clock or Clock()
        self.pages: dict[int, MemoryPage] = {}
        self.by_title: dict[str, MemoryPage] = {}
        self.archive: dict[str, list[Archived]] = {}
        self.administrators = {*ADMINISTRATORS}
        self.blocked: dict[str, str] = {}
        self.messages: set[str] = set()
        """Accounts with a message on their talk page that they have not read."""
        self.create_protection: dict[str, str] = {}
        self.deleted: dict[str, datetime] = {}
        """When each title was last deleted, from the log; an undeletion does not take it out."""
        self.deletion_words: dict[int, str | None] = {}
        """With which words each page was last deleted, by page id."""
        self.files: dict[str, MemoryFile] = {}
        self.uploads: list[str] = []
        """Names of the files that robots have uploaded, in their order."""
        self.refused_files: set[str] = set()
        """Names of files that the wiki refuses once it sees their bytes."""
        self._last_page = self._last_revision = 0
        self._page_of: dict[int, MemoryPage] = {}

    def fork(self) -> "MemorySite":
        """Give the same wiki once more, to try there what shall not happen here."""
        other = copy(self)
        other.clock = copy(self.clock)
        other.pages = {number: replace(page, revisions=[*page.revisions]) for number, page in self.pages.items()}
        other.by_title = {page.title.text: page for page in other.pages.values()}
        other._page_of = {one.id: page for page in other.pages.values() for one in page.revisions}
        other.archive = {title: [*kept] for title, kept in self.archive.items()}
        other.administrators = {*self.administrators}
        other.blocked, other.messages = {**self.blocked}, {*self.messages}
        other.files, other.uploads, other.refused_files = {**self.files}, [*self.uploads], {*self.refused_files}
        other.deletion_words = {**self.deletion_words}
        other.create_protection, other.deleted = {**self.create_protection}, {**self.deleted}
        return other

    # Looking

    def title(self, text: str) -> Title:
        """Normalise a title, or refuse."""
        title = normalise(text, self.facts)
        if isinstance(title, Title):
            return title
        raise RefusedError("invalidtitle", text)

    def page(self, title: str) -> MemoryPage | None:
        """Give the page at a normalised title."""
        return self.by_title.get(title)

    def revision(self, number: int) -> Revision | None:
        """Find a revision of a page that stands."""
        page = self._page_of.get(number)
        return next((one for one in page.revisions if one.id == number), None) if page else None

    # Saving

    def save(
        self,
        title: str,
        text: str,
        user: str,
        summary: str = "",
        *,
        createonly: bool = False,
        nocreate: bool = False,
        base: int | None = None,
        start: datetime | None = None,
    ) -> Saved:
        """Save a whole page, with the guards of ``action=edit``."""
        wanted = self.title(title)
        page = self.page(wanted.text)
        if createonly and page:
            raise RefusedError("articleexists", title)
        if nocreate and not page:
            raise RefusedError("missingtitle", title)
        self._check_rights(user, page, wanted.text)
        if page is None:
            if start is not None and self.deleted.get(wanted.text, start) > start and wanted.text in self.archive:
                raise RefusedError("pagedeleted", title)
            at = self.clock.tick()
            page = self._new_page(wanted)
            self._add(page, saved(text, user or ADDRESS, at), user, summary, at)
            return Saved(page, page.current.id, 0)
        return self._change(page, text, user, summary, base)

    def _change(self, page: MemoryPage, text: str, user: str, summary: str, base: int | None) -> Saved:
        before = page.current
        if base is not None and base != before.id:
            text = self._merged(base, text, page)
        at = self.clock.tick()
        text = saved(text, user or ADDRESS, at)
        if text == before.text:
            return Saved(page, before.id, before.id, changed=False)
        self._add(page, text, user, summary, at)
        return Saved(page, page.current.id, before.id)

    def _merged(self, base: int, text: str, page: MemoryPage) -> str:
        """Mix an edit on an older revision with what stands now; whose edits came in between makes no difference."""
        old = self.revision(base)
        if old is None or "content" in old.hidden:
            raise RefusedError("editconflict", page.title.text)
        mixed = merge(old.text, text, page.current.text)
        if mixed is None:
            raise RefusedError("editconflict", page.title.text)
        return mixed

    def _check_rights(self, user: str, page: MemoryPage | None, title: str) -> None:
        needed = page.protection if page else self.create_protection.get(title, "")
        if not self._may(user, needed):
            raise RefusedError("protectedpage", title)
        self._check_block(user)

    def _check_block(self, user: str) -> None:
        if user in self.blocked:
            raise RefusedError("blocked", self.blocked[user])

    def _may(self, user: str, right: str) -> bool:
        return not right or user in self.administrators or (right == "editsemiprotected" and bool(user))

    def rights(self, user: str) -> frozenset[str]:
        """Give the rights of an account that matter here."""
        asked = ("editsemiprotected", "editprotected", "protect")
        return frozenset({"edit", "createpage", "move", *(right for right in asked if self._may(user, right))})

    def _new_page(self, title: Title, page_id: int | None = None) -> MemoryPage:
        if page_id is None:
            self._last_page += 1
            page_id = self._last_page
        page = MemoryPage(page_id, title)
        self.pages[page_id] = self.by_title[title.text] = page
        self.create_protection.pop(title.text, None)
        return page

    def _add(self, page: MemoryPage, text: str, user: str, summary: str, at: datetime) -> None:
        self._last_revision += 1
        parent = page.current.id if page.revisions else 0
        self._page_of[self._last_revision] = page
        page.revisions.append(Revision(self._last_revision, parent, user or ADDRESS, text, summary, at))
        self._note_target(page)

    def _note_target(self, page: MemoryPage) -> None:
        text = page.current.text
        page.target = redirect_target(text, self.facts) if is_redirect(text) else ""

    def upload(self, name: str, data: bytes, text: str, user: str) -> None:
        """Let a person bring a file, or a new version of it; its page is written with the first version."""
        title = full_title(self.facts, FILE, name)
        self.files[name] = MemoryFile(data, user)
        if self.page(title) is None:
            self.save(title, text, user)

    # Moving

    def move(self, page: MemoryPage, title: str, user: str, summary: str, *, redirect: bool = True) -> Revision:
        """Move a page, and give the revision without a change of text that this adds to it."""
        old, new = page.title, self.title(title)
        there = self.page(new.text)
        if new.text == old.text:
            raise RefusedError("selfmove", title)
        if there and not (len(there.revisions) == 1 and there.target in (old.text, new.text)):
            single = len(there.revisions) == 1 and there.target
            raise RefusedError("redirectexists" if single else "articleexists", title)
        if not user:
            raise RefusedError("cantmove-anon", title)
        self._check_move(user, page, there, new)
        said = f"{user} a déplacé la page [[{old.text}]] vers [[{new.text}]]"
        if there:
            said += " par-dessus une redirection"
            self._archive(there)
        at = self.clock.tick()
        del self.by_title[old.text]
        page.title = new
        self.by_title[new.text] = page
        self.create_protection.pop(new.text, None)
        said += f"\u202f: {summary}" if summary else ""
        self._add(page, page.current.text, user, said, at)
        moved = page.current
        if redirect or user not in self.administrators:
            behind = self._new_page(old)
            behind.protection = page.protection
            colon = ":" if new.namespace in (6, 14) else ""
            self._add(behind, f"#REDIRECTION [[{colon}{new.text}]]", user, said, at)
        return moved

    def _check_move(self, user: str, page: MemoryPage, there: MemoryPage | None, new: Title) -> None:
        if not self._may(user, page.protection) or (there and not self._may(user, there.protection)):
            raise RefusedError("protectedpage", page.title.text)
        self._check_block(user)
        if not self._may(user, self.create_protection.get(new.text, "")):
            raise RefusedError("protectedpage", new.text)

    # What administrators do

    def delete(self, title: str, reason: str = "") -> None:
        """Delete a page; its revisions can come back."""
        wanted = self.title(title)
        page = self.page(wanted.text)
        if page is None:
            raise RefusedError("missingtitle", title)
        self._archive(page)
        self.deletion_words[page.page_id] = reason
        if wanted.namespace == FILE:
            self.files.pop(bare_title(wanted.text), None)
        self.deleted[wanted.text] = self.clock.tick()

    def hide_reason(self, title: str) -> None:
        """Hide the words with which a page was deleted last."""
        page_id = self.archive[self.title(title).text][-1].page_id
        self.deletion_words[page_id] = None

    def _archive(self, page: MemoryPage) -> None:
        kept = self.archive.setdefault(page.title.text, [])
        kept += [Archived(page.page_id, revision) for revision in page.revisions]
        del self.pages[page.page_id], self.by_title[page.title.text]
        for revision in page.revisions:
            del self._page_of[revision.id]

    def undelete(self, title: str) -> None:
        """Bring back all deleted revisions of a title: under the same page id where that is free."""
        wanted = self.title(title)
        kept = sorted(self.archive.get(wanted.text, ()), key=lambda one: (one.revision.at, one.revision.id))
        if not kept:
            raise RefusedError("cantundelete", title)
        page = self.page(wanted.text)
        newest = kept[-1]
        if page and newest.revision.at <= page.current.at:
            page.revisions[:0] = [one.revision for one in kept]
            current = page.revisions.pop()
            page.revisions = [*sorted(page.revisions, key=lambda one: (one.at, one.id)), current]
        else:
            page = page or self._new_page(wanted, newest.page_id if newest.page_id not in self.pages else None)
            page.revisions += [one.revision for one in kept]
        self._page_of.update(dict.fromkeys((one.revision.id for one in kept), page))
        self._note_target(page)
        del self.archive[wanted.text]
        self.clock.tick()

    def hide(self, revision: int, what: str = "user") -> None:
        """Hide the ``user``, the ``content`` or the ``comment`` of a revision."""
        page = self._page_of.get(revision)
        if page is None:
            raise RefusedError("needtarget", str(revision))
        if what == "content" and revision == page.current.id:
            raise RefusedError("revdelete-hide-current", str(revision))
        page.revisions = [
            replace(one, hidden=one.hidden | {what}) if one.id == revision else one for one in page.revisions
        ]

    def protect(self, title: str, level: str = "sysop", user: str = "Admin", reason: str = "") -> None:
        """Let only administrators edit (or create) a page; the level ``all`` lifts that."""
        wanted = self.title(title)
        right = "" if level == "all" else _LEVELS[level]
        page = self.page(wanted.text)
        if page is None:
            self.create_protection.pop(wanted.text, None)
            if right:
                self.create_protection[wanted.text] = right
        elif page.protection != right:
            page.protection = right
            said = f"{PROTECTED}\u202f: {reason}" if reason else PROTECTED
            self._add(page, page.current.text, user, said, self.clock.tick())
