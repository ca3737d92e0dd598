"""What every kind of wiki can do for us.

An adapter reads and writes whole pages, and raises :class:`bot.errors.WikiError` for everything that goes wrong,
sorted by what it means (:class:`bot.errors.Trouble`). No other exception leaves it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.domain.page import Contribution, Page, PageRef, Presence, Redirect, Written
from bot.domain.selection import Selection
from bot.domain.signals import Signals
from bot.domain.wiki import WikiFacts
from bot.wiki.files import WikiFiles


class Wiki(Protocol):
    """A named place that holds pages."""

    @property
    def name(self) -> str:
        """Give the name that the configuration gives to this wiki."""
        ...

    @property
    def files(self) -> WikiFiles:
        """Give what the wiki can do with pictures and other files."""
        ...

    def facts(self) -> WikiFacts:
        """Give what the wiki says of itself, asked once."""
        ...

    def select(self, selection: Selection) -> tuple[PageRef, ...]:
        """List the pages of a selection, redirects left out, in the order of their page ids."""
        ...

    def categories_below(self, root: str, depth: int) -> frozenset[str]:
        """Name the categories below *root* in the wiki's own tree, at most *depth* levels down, without namespace.

        Circles end; the root itself is not below itself.
        """
        ...

    def read(self, page_ids: Iterable[int], *, closely: bool = False) -> Iterator[Page]:
        """Read pages with their contributors; pages that are gone meanwhile are left out.

        *closely* counts hidden people by the history of each page, also those that no public log tells of.
        """
        ...

    def shown_names(self, page_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Name the people whom the wiki shows as authors of pages, many pages a request; as ``Page.shown``."""
        ...

    def bots(self) -> frozenset[str]:
        """Name the accounts that the wiki counts among its bots."""
        ...

    def look_at(self, page_ids: Iterable[int], *, with_text: bool = False) -> dict[int, Presence]:
        """Tell what stands at page ids; a page that is gone has no ``page``."""
        ...

    def look_for(self, titles: Iterable[str], *, with_text: bool = False) -> dict[str, Presence]:
        """Tell what stands at titles, by the title asked."""
        ...

    def texts(self, revisions: Iterable[int]) -> dict[int, str]:
        """Give the texts of single revisions; what is gone, hidden or not kept is left out."""
        ...

    def deleted_titles(self, titles: Iterable[str]) -> frozenset[str]:
        """Tell which of these missing titles people have deleted before."""
        ...

    def deletion_words(self, page_ids: Iterable[int]) -> dict[int, str | None]:
        """Give the words with which people deleted pages, by page id: None where they are hidden.

        Left out is what was deleted so long ago that the log is not read so far, or what no log tells of.
        """
        ...

    def hidden_texts(self, revisions: Iterable[int]) -> frozenset[int]:
        """Tell of which revisions of pages that stand the text is hidden."""
        ...

    def redirects(self, titles: Iterable[str]) -> dict[str, Redirect]:
        """Tell which of these titles are redirects to pages of this wiki, and where each leads, in one step."""
        ...

    def expand(self, title: str, calls: Iterable[str]) -> dict[str, str]:
        """Tell what the wiki makes of calls such as ``{{Citation|a}}`` on the page of that title, by the call.

        What it cannot tell is left out.
        """
        ...

    def template_redirects(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """List the redirects among templates that lead where *names* lead, as pairs of name and name behind it."""
        ...

    def signals(self, titles: Iterable[str]) -> Signals:
        """Tell what people tell us before we write, in one request: the texts at titles, a new message, a block.

        At most fifty titles. Logs in nowhere: who is not logged in learns of no message.
        """
        ...

    def account(self) -> str:
        """Log in where the configuration says so, and give the name we write under; empty when anonymous."""
        ...

    def create(self, title: str, text: str, summary: str) -> Written:
        """Write a page that must not exist."""
        ...

    def update(self, title: str, text: str, summary: str, *, base: int, since: datetime | None = None) -> Written:
        """Write a page that must exist at revision *base*."""
        ...

    def write_house(
        self, title: str, text: str, summary: str, *, base: int | None, since: datetime | None = None
    ) -> Written:
        """Write a house page, which must exist at revision *base*, or must not exist where that is None.

        This door is for setup and for the report: it leads to templates, categories, project pages and the bot's own
        user pages, and to nothing else (:func:`bot.domain.title.may_be_house_page`).
        """
        ...

    def move(self, page_id: int, title: str, summary: str, *, base: int) -> Written:
        """Move a page that must stand at revision *base* to a free title; a redirect is left behind.

        A title is free where nothing stands, or nothing but a redirect that leads back to this very page. A MediaWiki
        puts words of its own before the summary.
        """
        ...

    def protect(self, page_id: int, reason: str) -> Written:
        """Let only those edit and move a page who may edit protected pages, without an end.

        Gives the revision at which the page stands then, read back with its protection. A page that is protected so
        already stays as it is.
        """
        ...

    def contributions(self, since: datetime | None = None) -> tuple[Contribution, ...]:
        """Give our newest revision of each page that we wrote (*since* a moment), newest first.

        Pages that are gone are left out; a redirect that a move of ours left behind is one of them. Nothing where we
        have no account.
        """
        ...

    def titled_by(self, page_id: int) -> str:
        """Name who gave a page its title: who moved it last, else who made it; empty where the wiki does not tell."""
        ...

    def close(self) -> None:
        """Give back what is held."""
        ...


@runtime_checkable
class HasRights(Protocol):
    """A wiki with accounts."""

    def account(self) -> str:
        """Log in where the configuration says so, and give the name."""
        ...

    def rights(self) -> frozenset[str]:
        """Log in, and give what the account may do."""
        ...
