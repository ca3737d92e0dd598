"""A wiki in memory, behind the same door as a real one (:class:`bot.wiki.protocol.Wiki`)."""

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.domain.page import PROTECTING, Contribution, Contributors, Page, PageRef, Presence, Redirect, Written
from bot.domain.selection import Selection
from bot.domain.signals import Block, Signals
from bot.domain.title import Title, normalise
from bot.domain.wiki import WikiFacts
from bot.errors import Trouble, WikiError
from bot.wiki.answers import trouble_of
from bot.wiki.siteinfo import read_siteinfo
from bot.wiki.writing import guard, guard_house, guard_move
from bot.wikitext.escape import as_stored
from bot.wikitext.redirects import redirect_of
from tests.farm.people import RefusedError
from tests.memory.clock import Clock
from tests.memory.expanding import expanded
from tests.memory.faults import Line
from tests.memory.files import MemoryFiles
from tests.memory.listing import categories_below, list_selection, ref_of, template_redirects
from tests.memory.pages import MemoryPage
from tests.memory.site import ADDRESS, MemorySite

_Answer = TypeVar("_Answer")


@functools.cache
def recorded_facts(name: str = "memoire", site_name: str = "Wiki d’essai") -> WikiFacts:
    """Give what a real wiki of the farm says of itself, under an address of its own."""
    query = json.loads((Path(__file__).parent / "siteinfo.json").read_text(encoding="utf-8"))
    query["general"] |= {"server": f"https://{name}.example.org", "sitename": site_name}
    return read_siteinfo(query, f"https://{name}.example.org/api.php")


class MemoryWiki:
    """The adapter: what :class:`bot.wiki.mediawiki.MediaWiki` makes of the answers of a site.

    *site* is the wiki itself, where people work; *line* is what lies between us and it.
    """

    def __init__(
        self, name: str = "memoire", *, user: str = "Robot", site: MemorySite | None = None, clock: Clock | None = None
    ) -> None:
        self._name = name
        self._user = user
        self._asked = self._logged_in = False
        self.site = site or MemorySite(recorded_facts(name), clock)
        self.line = Line(name)
        self.files = MemoryFiles(self, user)

    def connect(self, user: str = "Robot") -> "MemoryWiki":
        """Give another client of the same wiki, as the next process has one."""
        return MemoryWiki(self._name, user=user, site=self.site)

    @property
    def name(self) -> str:
        """Give the name that the configuration gives to this wiki."""
        return self._name

    def facts(self) -> WikiFacts:
        """Give what the wiki says of itself, asked once."""
        if not self._asked:
            self.line.carry("facts", lambda: None)
            self._asked = True
        return self.site.facts

    def select(self, selection: Selection) -> tuple[PageRef, ...]:
        """List the pages of a selection, redirects left out, in the order of their page ids."""
        return self.line.carry("select", lambda: list_selection(self._name, self.site, selection))

    def read(self, page_ids: Iterable[int], *, closely: bool = False) -> Iterator[Page]:
        """Read pages with their contributors, always closely; pages that are gone meanwhile are left out."""
        wanted = tuple(page_ids)
        return iter(self.line.carry("read", lambda: self._read(wanted)) if wanted else ())

    def bots(self) -> frozenset[str]:
        """Name the accounts that the wiki counts among its bots: a wiki in memory has no groups."""
        return frozenset()

    def _read(self, page_ids: tuple[int, ...]) -> tuple[Page, ...]:
        pages = (self.site.pages.get(page_id) for page_id in dict.fromkeys(page_ids))
        return tuple(self._page(page) for page in pages if page and not page.target)

    def _page(self, page: MemoryPage) -> Page:
        current = page.current
        user = "" if "user" in current.hidden else current.user
        people = self._contributors(page)
        shown = people.names
        return Page(ref_of(page), current.text, current.at, current.digest, user, contributors=people, shown=shown)

    def shown_names(self, page_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Name the people whom the wiki shows as authors of pages."""
        wanted = tuple(page_ids)
        return self.line.carry("shown_names", lambda: self._shown_names(wanted)) if wanted else {}

    def _shown_names(self, page_ids: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
        found = {page_id: self.site.pages.get(page_id) for page_id in page_ids}
        return {page_id: self._contributors(page).names for page_id, page in found.items() if page is not None}

    def _contributors(self, page: MemoryPage) -> Contributors:
        seen = [revision.user for revision in page.revisions if "user" not in revision.hidden]
        names = sorted(set(seen) - {ADDRESS}, key=str.casefold)
        hidden = len(page.revisions) - len(seen)
        return Contributors(tuple(names), int(ADDRESS in seen), hidden)

    def look_at(self, page_ids: Iterable[int], *, with_text: bool = False) -> dict[int, Presence]:
        """Tell what stands at page ids; a page that is gone has no ``page``."""
        wanted = tuple(dict.fromkeys(page_ids))
        if not wanted:
            return {}
        return self.line.carry("look_at", lambda: {one: self._seen_at(one, with_text) for one in wanted})

    def _seen_at(self, page_id: int, with_text: bool) -> Presence:
        page = self.site.pages.get(page_id)
        if page is None:
            return Presence(str(page_id), "", 0)
        return self._presence(page, page.title.text, with_text)

    def look_for(self, titles: Iterable[str], *, with_text: bool = False) -> dict[str, Presence]:
        """Tell what stands at titles, by the title asked."""
        wanted = tuple(titles)
        if not wanted:
            return {}
        return self.line.carry("look_for", lambda: {asked: self._seen_for(asked, with_text) for asked in wanted})

    def _seen_for(self, asked: str, with_text: bool) -> Presence:
        title = normalise(asked, self.site.facts)
        if not isinstance(title, Title):
            return Presence(asked, asked, 0, invalid=title.value)
        page = self.site.page(title.text)
        if page is None:
            right = self.site.create_protection.get(title.text, "")
            return Presence(title.text, title.text, title.namespace, seen_at=self.site.clock.now, protection=right)
        return self._presence(page, title.text, with_text)

    def _presence(self, page: MemoryPage, asked: str, with_text: bool) -> Presence:
        current = page.current
        return Presence(
            asked,
            page.title.text,
            page.title.namespace,
            ref_of(page),
            current.digest,
            "" if "user" in current.hidden else current.user,
            current.text if with_text else None,
            seen_at=self.site.clock.now,
            written_at=current.at,
            target=page.target if with_text else "",
            protection=page.protection,
        )

    def texts(self, revisions: Iterable[int]) -> dict[int, str]:
        """Give the texts of single revisions; those of deleted pages and hidden ones are left out."""
        wanted = frozenset(revisions)
        if not wanted:
            return {}
        return self.line.carry("texts", lambda: self._texts(wanted))

    def _texts(self, wanted: frozenset[int]) -> dict[int, str]:
        known = (self.site.revision(number) for number in wanted)
        return {one.id: one.text for one in known if one and "content" not in one.hidden}

    def deleted_titles(self, titles: Iterable[str]) -> frozenset[str]:
        """Tell which of these titles people have deleted before."""
        known = {asked: normalise(asked, self.site.facts) for asked in titles}
        wanted = {title.text: asked for asked, title in known.items() if isinstance(title, Title)}
        if not wanted:
            return frozenset()
        return self.line.carry(
            "deleted_titles", lambda: frozenset(wanted[title] for title in wanted.keys() & self.site.deleted.keys())
        )

    def deletion_words(self, page_ids: Iterable[int]) -> dict[int, str | None]:
        """Give the words with which people deleted pages, by page id."""
        wanted, known = tuple(page_ids), self.site.deletion_words
        if not wanted:
            return {}
        return self.line.carry("deletion_words", lambda: {one: known.get(one) for one in wanted})

    def hidden_texts(self, revisions: Iterable[int]) -> frozenset[int]:
        """Tell of which revisions of pages that stand the text is hidden."""
        wanted = tuple(revisions)
        if not wanted:
            return frozenset()
        return self.line.carry("hidden_texts", lambda: self._hidden(wanted))

    def _hidden(self, wanted: tuple[int, ...]) -> frozenset[int]:
        known = (self.site.revision(number) for number in wanted)
        return frozenset(one.id for one in known if one and "content" in one.hidden)

    def redirects(self, titles: Iterable[str]) -> dict[str, Redirect]:
        """Tell which of these titles are redirects to pages of this wiki, and where each leads, in one step."""
        wanted = tuple(titles)
        return self.line.carry("redirects", lambda: self._redirects(wanted)) if wanted else {}

    def _redirects(self, titles: tuple[str, ...]) -> dict[str, Redirect]:
        known = {asked: normalise(asked, self.site.facts) for asked in titles}
        pages = {asked: self.site.page(title.text) for asked, title in known.items() if isinstance(title, Title)}
        found = {
            asked: redirect_of(page.current.text, self.site.facts)
            for asked, page in pages.items()
            if page is not None and page.target
        }
        return {asked: redirect for asked, redirect in found.items() if redirect is not None}

    def template_redirects(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """List the redirects among templates that lead where *names* lead, as pairs of name and name behind it."""
        wanted = tuple(names)
        return self.line.carry("template_redirects", lambda: template_redirects(self.site, wanted))

    def categories_below(self, root: str, depth: int) -> frozenset[str]:
        """Name the categories below *root* in the wiki's own tree, at most *depth* levels down."""
        return self.line.carry("categories_below", lambda: categories_below(self._name, self.site, root, depth))

    def expand(self, title: str, calls: Iterable[str]) -> dict[str, str]:
        """Tell what the wiki makes of calls: templates with their parameters, no functions."""
        wanted = tuple(calls)
        return self.line.carry("expand", lambda: {call: expanded(self.site, title, call) for call in wanted})

    def signals(self, titles: Iterable[str]) -> Signals:
        """Tell what people tell us before we write, in one request: the texts at titles, a new message, a block."""
        wanted = tuple(dict.fromkeys(titles))
        return self.line.carry("signals", lambda: self._signals(wanted))

    def _signals(self, titles: tuple[str, ...]) -> Signals:
        pages = tuple(replace(self._seen_for(asked, True), asked=asked) for asked in titles)
        reason = self.site.blocked.get(self._user) if self._user else None
        block = Block("Admin", reason, "infinity") if reason is not None else None
        message = self._logged_in and self._user in self.site.messages
        return Signals(pages, message, block, self.site.rights(self._user) if self._user else None)

    def account(self) -> str:
        """Log in where there is an account, and give the name we write under."""
        if self._user and not self._logged_in:
            self.line.carry("account", self._log_in)
            self._logged_in = True
        return self._user

    def _log_in(self) -> None:
        if self._user in self.site.blocked:
            raise WikiError(self._name, Trouble.WIKI, "blocked", self.site.blocked[self._user])

    def create(self, title: str, text: str, summary: str) -> Written:
        """Write a page that must not exist."""
        guard(self._name, self.site.facts, title, summary, as_stored(text))
        return self._save(title, text, summary, None, None)

    def update(self, title: str, text: str, summary: str, *, base: int, since: datetime | None = None) -> Written:
        """Write a page that must exist at revision *base*."""
        guard(self._name, self.site.facts, title, summary, as_stored(text))
        return self._save(title, text, summary, base, since)

    def write_house(
        self, title: str, text: str, summary: str, *, base: int | None, since: datetime | None = None
    ) -> Written:
        """Write a house page."""
        guard_house(self._name, self.site.facts, title, summary, as_stored(text), self._user)
        return self._save(title, text, summary, base, since)

    def _save(self, title: str, text: str, summary: str, base: int | None, since: datetime | None) -> Written:
        new = base is None

        def save() -> Written:
            done = self.site.save(
                title, text, self._user, summary, createonly=new, nocreate=not new, base=base, start=since
            )
            if not done.changed:
                return Written(done.page.page_id, done.page.title.text, base or 0, changed=False)
            merged = base is not None and done.before != base
            return Written(done.page.page_id, done.page.title.text, done.revision, merged=merged)

        return self._write("create" if new else "update", save)

    def move(self, page_id: int, title: str, summary: str, *, base: int) -> Written:
        """Move a page that must stand at revision *base* to a free title; a redirect is left behind."""
        seen = self.look_at([page_id])[page_id]
        guard_move(self._name, self.site.facts, seen.namespace, title, summary)
        if seen.page is None:
            raise WikiError(self._name, Trouble.PAGE, "missingtitle", title)
        if seen.page.revision != base:
            raise WikiError(self._name, Trouble.PAGE, "editconflict", title)
        other = self.look_for([title])[title].page
        if other is not None and (not other.redirect or other.page_id == page_id):
            raise WikiError(self._name, Trouble.PAGE, "articleexists", title)

        def move() -> Written:
            page = self.site.pages.get(page_id)
            if page is None:
                raise RefusedError("nosuchpageid", str(page_id))
            before = page.current.id
            moved = self.site.move(page, title, self._user, summary)
            return Written(page_id, page.title.text, moved.id, merged=before != base)

        return self._write("move", move)

    def protect(self, page_id: int, reason: str) -> Written:
        """Let only administrators edit and move a page, and give the revision at which it stands then."""
        missing = [right for right in PROTECTING if right not in self.site.rights(self._user)]
        if missing:
            raise WikiError(self._name, Trouble.PAGE, "cantprotect", ", ".join(missing))

        def protect() -> Written:
            page = self.site.pages.get(page_id)
            if page is None:
                raise RefusedError("nosuchpageid", str(page_id))
            self.site.protect(page.title.text, user=self._user, reason=reason)
            return Written(page_id, page.title.text, page.current.id)

        return self._write("protect", protect)

    def _write(self, call: str, act: Callable[[], _Answer]) -> _Answer:
        if not self.account():
            raise WikiError(self._name, Trouble.LOGIN, "no-login", "")

        def acting() -> _Answer:
            try:
                return act()
            except RefusedError as error:
                code = "articleexists" if error.code == "redirectexists" else error.code
                raise WikiError(self._name, trouble_of(code, {}), code, error.info) from error

        return self.line.carry(call, acting, writes=True)

    def contributions(self, since: datetime | None = None) -> tuple[Contribution, ...]:
        """Give our newest revision of each page that we wrote and that still stands, newest first."""
        return self.line.carry("contributions", lambda: self._contributions(since)) if self.account() else ()

    def _contributions(self, since: datetime | None) -> tuple[Contribution, ...]:
        found = []
        for page in self.site.pages.values():
            own = [one for one in page.revisions if one.user == self._user and "user" not in one.hidden]
            if own and (since is None or own[-1].at >= since):
                summary = "" if "comment" in own[-1].hidden else own[-1].summary
                found.append(Contribution(page.page_id, page.title.text, own[-1].id, own[-1].at, summary))
        return tuple(sorted(found, key=lambda one: (one.written_at, one.revision), reverse=True))

    def titled_by(self, page_id: int) -> str:
        """Name who gave a page its title: who moved it last, else who made it; empty where the wiki does not tell."""
        return self.line.carry("titled_by", lambda: self._titled_by(page_id))

    def _titled_by(self, page_id: int) -> str:
        page = self.site.pages.get(page_id)
        return page.titler if page else ""

    def close(self) -> None:
        """Give back what is held: nothing."""
