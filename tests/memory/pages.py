"""What a wiki in memory holds: pages, revisions, and what has been deleted."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from bot.domain.title import Title

PUBLIC: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def digest_of(text: str) -> str:
    """Count the SHA-1 of a text as MediaWiki does."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision; *hidden* holds which of ``content``, ``comment`` and ``user`` the public does not see."""

    id: int
    parent: int
    user: str
    text: str
    summary: str
    at: datetime
    hidden: frozenset[str] = PUBLIC

    @property
    def digest(self) -> str:
        """Give the SHA-1 of the text."""
        return digest_of(self.text)


@dataclass(slots=True)
class MemoryPage:
    """A page that stands; *revisions* in their order, the current one last."""

    page_id: int
    title: Title
    revisions: list[Revision] = field(default_factory=list)
    protection: str = ""
    target: str = ""
    """Where the page leads when it is a redirect."""

    @property
    def current(self) -> Revision:
        """Give the current revision."""
        return self.revisions[-1]


@dataclass(frozen=True, slots=True)
class Archived:
    """A revision of a page that was deleted."""

    page_id: int
    revision: Revision
