"""What a wiki in memory holds: pages, revisions, and what has been deleted."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from bot.domain.title import Title

PUBLIC: frozenset[str] = frozenset()
PROTECTED = "Protection"
"""The summary of the revision that a protection adds."""


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

    @property
    def seen_user(self) -> str:
        """Give the user as the public sees it."""
        return "" if "user" in self.hidden else self.user


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

    @property
    def titler(self) -> str:
        """Name who moved the page last, else who made it; empty where what is hidden could be a move."""
        known = {one.id: one for one in self.revisions}
        for one in reversed(self.revisions):
            before = known.get(one.parent)
            if "content" in one.hidden or (before and "content" in before.hidden):
                return ""
            if before and before.text == one.text and not one.summary.startswith(PROTECTED):
                return one.seen_user
        return self.revisions[0].seen_user


@dataclass(frozen=True, slots=True)
class Archived:
    """A revision of a page that was deleted."""

    page_id: int
    revision: Revision
