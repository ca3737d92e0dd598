"""A MediaWiki, read and written through its API."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from threading import Event

from bot.domain.doing import Doing, Notice, unnoticed
from bot.domain.page import PROTECTED, Contribution, Page, PageRef, Presence, Redirect, Written
from bot.domain.selection import Selection
from bot.domain.signals import Signals
from bot.domain.title import Title, normalise
from bot.domain.wiki import WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.files import WikiFiles
from bot.wiki.histories import ask_hidden_texts, find_titler, list_contributions, read_texts
from bot.wiki.listing import list_categories, list_selection, list_template_redirects
from bot.wiki.lookups import ask_deletion_words, ask_deletions, ask_expansions, ask_redirects
from bot.wiki.mediawiki_files import MediaWikiFiles
from bot.wiki.pages import read_page
from bot.wiki.patience import Patience
from bot.wiki.people import (
    ask_bots,
    contributors_of_batch,
    contributors_of_revisions,
    names_of_batch,
    pages_with_hidden_revisions,
)
from bot.wiki.presences import Presences
from bot.wiki.session import SITE, Login, Session
from bot.wiki.signals import ask_signals
from bot.wiki.siteinfo import read_siteinfo
from bot.wiki.traffic import Traffic
from bot.wiki.transport import Json, Transport
from bot.wiki.understanding import understood
from bot.wiki.writing import guard, guard_house, guard_move, save, send_move, send_protection
from bot.wikitext.escape import page_as_stored


class MediaWiki:
    """A MediaWiki through its API, as :class:`bot.wiki.protocol.Wiki` asks for it.

    Anonymous until something must be written (or the wiki is private): a quiet run never logs in.
    """

    def __init__(
        self,
        name: str,
        api: str,
        *,
        user_agent: str,
        login: Login | None = None,
        patience: Patience | None = None,
        stop: Event | None = None,
        traffic: Traffic | None = None,
        notice: Notice = unnoticed,
    ) -> None:
        self._name = name
        self._api = api
        self._notice = notice
        traffic = traffic or Traffic()
        self._transport = Transport(name, api, user_agent, traffic)
        self._session = Session(self._transport, login, patience or Patience(), stop or Event())
        self._facts: WikiFacts | None = None
        self._presences = Presences(self._session, self.facts)
        self._files = MediaWikiFiles(self._session, self.facts, api, user_agent, traffic)
        self._has_login = login is not None

    @property
    def name(self) -> str:
        """Give the name that the configuration gives to this wiki."""
        return self._name

    @property
    def files(self) -> WikiFiles:
        """Give the files of the wiki."""
        return self._files

    @understood
    def facts(self) -> WikiFacts:
        """Give what the wiki says of itself, asked once."""
        if self._facts is None:
            query = self._session.site or self._session.ask(meta="siteinfo", siprop=SITE)["query"]
            self._facts = read_siteinfo(query, self._api)
        return self._facts

    @understood
    def select(self, selection: Selection) -> tuple[PageRef, ...]:
        """List the pages of a selection, redirects left out, in the order of their page ids."""
        return list_selection(self._session, self.facts(), selection, self._notice)

    @understood
    def categories_below(self, root: str, depth: int) -> frozenset[str]:
        """Name the categories below *root* in the wiki's own tree, at most *depth* levels down, without namespace."""
        return list_categories(self._session, self.facts(), root, depth)

    def read(self, page_ids: Iterable[int], *, closely: bool = False) -> Iterator[Page]:
        """Read pages with their contributors, batch after batch as they are taken; those that are gone are left out."""
        ids = tuple(page_ids)
        hidden = self._pages_with_hidden_revisions() if ids else frozenset()
        done = count(1)
        for batch in self._session.batches(ids):
            for raw in self._raw_pages(batch):
                self._notice(self.name, Doing.READING, next(done), len(ids))
                page = self._page(raw, closely=closely or raw["pageid"] in hidden)
                if page is not None:
                    yield page

    @understood
    def shown_names(self, page_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Name the people whom the wiki shows as authors of pages, many pages a request."""
        found: dict[int, tuple[str, ...]] = {}
        for batch in self._session.batches(tuple(dict.fromkeys(page_ids))):
            pages = self._merged(pageids="|".join(map(str, batch)), prop="contributors", pclimit="max")
            found |= {int(raw["pageid"]): names_of_batch(raw) for raw in pages if not raw.get("missing")}
        return found

    @understood
    def _pages_with_hidden_revisions(self) -> frozenset[int]:
        return pages_with_hidden_revisions(self._session)

    @understood
    def _raw_pages(self, batch: tuple[int, ...]) -> list[Json]:
        return self._merged(
            pageids="|".join(map(str, batch)),
            prop="revisions|contributors|info",
            rvprop="ids|timestamp|user|sha1|content|contentmodel",
            rvslots="main",
            pclimit="max",
        )

    @understood
    def _page(self, raw: Json, *, closely: bool) -> Page | None:
        page = read_page(raw, self.name)
        if page is None:
            return None
        temporary = self.facts().temporary_names
        people = None if closely or not page.user else contributors_of_batch(raw, temporary)
        if people is None:
            people = contributors_of_revisions(self._session, page.ref.page_id, temporary)
        return replace(page, contributors=people, shown=names_of_batch(raw))

    def _merged(self, **parameters: str | int) -> list[Json]:
        """Merge the parts of pages that several answers bring; a page is whole only at the end of its batch."""
        merged: dict[int, Json] = {}
        for answer in self._session.ask_all(**parameters):
            for page in answer.get("query", {}).get("pages", ()):
                if "pageid" not in page:
                    continue
                whole = merged.setdefault(int(page["pageid"]), {})
                people = [*whole.get("contributors", ()), *page.get("contributors", ())]
                whole |= page
                if people:
                    whole["contributors"] = people
        return list(merged.values())

    @understood
    def look_at(self, page_ids: Iterable[int], *, with_text: bool = False) -> dict[int, Presence]:
        """Tell what stands at page ids; a page that is gone has no ``page``."""
        return self._presences.look_at(page_ids, with_text=with_text)

    @understood
    def look_for(self, titles: Iterable[str], *, with_text: bool = False) -> dict[str, Presence]:
        """Tell what stands at titles, by the title asked."""
        return self._presences.look_for(titles, with_text=with_text)

    @understood
    def texts(self, revisions: Iterable[int]) -> dict[int, str]:
        """Give the texts of single revisions; those of deleted pages and hidden ones are left out."""
        return read_texts(self._session, self._session.batches(tuple(dict.fromkeys(revisions))))

    @understood
    def deleted_titles(self, titles: Iterable[str]) -> frozenset[str]:
        """Tell which of these missing titles people have deleted before, from the deletion log."""
        known = {text: title for text in titles if isinstance(title := normalise(text, self.facts()), Title)}
        deleted = ask_deletions(self._session, frozenset(known.values()))
        return frozenset(text for text, title in known.items() if title in deleted)

    @understood
    def deletion_words(self, page_ids: Iterable[int]) -> dict[int, str | None]:
        """Give the words with which people deleted pages, by page id, from the newest entries of the deletion log."""
        return ask_deletion_words(self._session, frozenset(page_ids))

    @understood
    def hidden_texts(self, revisions: Iterable[int]) -> frozenset[int]:
        """Tell of which revisions of pages that stand the text is hidden."""
        return ask_hidden_texts(self._session, self._session.batches(tuple(dict.fromkeys(revisions))))

    @understood
    def redirects(self, titles: Iterable[str]) -> dict[str, Redirect]:
        """Tell which of these titles are redirects to pages of this wiki, and where each leads, in one step."""
        known = {text: title.text for text in titles if isinstance(title := normalise(text, self.facts()), Title)}
        found: dict[str, Redirect] = {}
        for batch in self._session.batches(tuple(dict.fromkeys(known.values()))):
            found |= ask_redirects(self._session, batch)
        return {text: found[title] for text, title in known.items() if title in found}

    @understood
    def expand(self, title: str, calls: Iterable[str]) -> dict[str, str]:
        """Tell what the wiki makes of calls on the page of that title, all in one request."""
        return ask_expansions(self._session, title, calls)

    @understood
    def template_redirects(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """List the redirects among templates that lead where *names* lead, in one request for 50 names."""
        batches = self._session.batches(tuple(names))
        return tuple(pair for some in batches for pair in list_template_redirects(self._session, self.facts(), some))

    @understood
    def signals(self, titles: Iterable[str]) -> Signals:
        """Tell what people tell us before we write, in one request: the texts at titles, a new message, a block."""
        return ask_signals(self._session, self.facts(), titles)

    @understood
    def account(self) -> str:
        """Log in where the configuration says so, and give the name we write under."""
        if not self._has_login:
            return ""
        account = self._session.log_in()
        if "edit" not in account.rights:
            info = _("the bot password may not edit: give it the grants to edit and to create pages")
            raise WikiError(self.name, Trouble.WIKI, "permissiondenied", info)
        return account.name

    @understood
    def bots(self) -> frozenset[str]:
        """Name the accounts that the wiki counts among its bots."""
        return ask_bots(self._session)

    @understood
    def rights(self) -> frozenset[str]:
        """Log in, and give what the account may do with its bot password."""
        return self._session.log_in().rights

    @understood
    def create(self, title: str, text: str, summary: str) -> Written:
        """Write a page that must not exist."""
        return self._save(title, text, summary)

    @understood
    def update(self, title: str, text: str, summary: str, *, base: int, since: datetime | None = None) -> Written:
        """Write a page that must exist at revision *base*."""
        return self._save(title, text, summary, base, since)

    @understood
    def write_house(
        self, title: str, text: str, summary: str, *, base: int | None, since: datetime | None = None
    ) -> Written:
        """Write a house page, which must exist at revision *base*, or must not exist where that is None."""
        guard_house(self.name, self.facts(), title, summary, page_as_stored(text), self.account())
        return save(self._session, title, text, summary, base=base, since=since)

    def _save(
        self, title: str, text: str, summary: str, base: int | None = None, since: datetime | None = None
    ) -> Written:
        guard(self.name, self.facts(), title, summary, page_as_stored(text))
        return save(self._session, title, text, summary, base=base, since=since)

    @understood
    def move(self, page_id: int, title: str, summary: str, *, base: int) -> Written:
        """Move a page that must stand at revision *base* to a free title, with its talk page; a redirect is left."""
        seen = self.look_at([page_id])[page_id]
        guard_move(self.name, self.facts(), seen.namespace, title, summary)
        if seen.page is None:
            raise WikiError(self.name, Trouble.PAGE, "missingtitle", title)
        if seen.page.revision != base:
            raise WikiError(self.name, Trouble.PAGE, "editconflict", title)
        other = self.look_for([title])[title].page
        if other is not None and (not other.redirect or other.page_id == page_id):
            raise WikiError(self.name, Trouble.PAGE, "articleexists", title)
        return send_move(self._session, page_id, title, summary, base=base)

    @understood
    def protect(self, page_id: int, reason: str) -> Written:
        """Let only those edit and move a page who may edit protected pages, without an end; read it back."""
        send_protection(self._session, page_id, reason)
        seen = self.look_at([page_id])[page_id]
        if seen.page is None or seen.protection != PROTECTED:
            info = _("the wiki took the protection, and the page is not protected")
            raise WikiError(self.name, Trouble.PAGE, "not-protected", info)
        return Written(page_id, seen.title, seen.page.revision)

    @understood
    def contributions(self, since: datetime | None = None) -> tuple[Contribution, ...]:
        """Give our newest revision of each page that we wrote and that still stands, newest first."""
        account = self.account()
        return list_contributions(self._session, account, since) if account else ()

    @understood
    def titled_by(self, page_id: int) -> str:
        """Name who gave a page its title: who moved it last, else who made it; empty where the wiki does not tell."""
        return find_titler(self._session, page_id)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()
