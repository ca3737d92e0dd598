"""What every kind of wiki can do for us.

An adapter reads and writes whole pages, and raises :class:`bot.errors.WikiError` for everything that goes wrong,
sorted by what it means (:class:`bot.errors.Trouble`). No other exception leaves it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from bot.domain.page import Page, PageRef, Presence, Written
from bot.domain.selection import Selection
from bot.domain.wiki import WikiFacts


class Wiki(Protocol):
    """A named place that holds pages."""

    @property
    def name(self) -> str:
        """Give the name that the configuration gives to this wiki."""
        ...

    def facts(self) -> WikiFacts:
        """Give what the wiki says of itself, asked once."""
        ...

    def select(self, selection: Selection) -> tuple[PageRef, ...]:
        """List the pages of a selection, redirects left out, in the order of their page ids."""
        ...

    def read(self, page_ids: Iterable[int]) -> Iterator[Page]:
        """Read pages with their contributors; pages that are gone meanwhile are left out."""
        ...

    def look_at(self, page_ids: Iterable[int], *, with_text: bool = False) -> dict[int, Presence]:
        """Tell what stands at page ids; a page that is gone has no ``page``."""
        ...

    def look_for(self, titles: Iterable[str], *, with_text: bool = False) -> dict[str, Presence]:
        """Tell what stands at titles, by the title asked."""
        ...

    def deleted_titles(self, titles: Iterable[str]) -> frozenset[str]:
        """Tell which of these missing titles people have deleted before."""
        ...

    def template_redirects(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """List the redirects among templates that lead where *names* lead, as pairs of name and name behind it."""
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

    def close(self) -> None:
        """Give back what is held."""
        ...
