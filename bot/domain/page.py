"""Pages as a wiki holds them, before anyone understands them."""

from dataclasses import dataclass, field
from datetime import datetime

PROTECTED = "editprotected"
"""The right that editing a page asks for which is fully protected."""
PROTECTING = ("protect", PROTECTED)
"""The rights that an account needs to protect a page fully and to go on writing it."""
_DIGEST_OF_NOTHING = "da39a3ee5e6b4b0d3255bfef95601890afd80709"


@dataclass(frozen=True, slots=True)
class PageRef:
    """A line of a listing; a page is known by *page_id*, never by its title."""

    page_id: int
    title: str
    revision: int
    namespace: int = 0
    redirect: bool = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where a redirect leads: a title of the same wiki, and the anchor there from its ``#`` on, empty for none."""

    title: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Contributors:
    """The people behind a page: named ones by name, the others only counted.

    *names* are in alphabetical order; of more than ten, those with the most revisions come first. A name from another
    wiki bears its prefix, ``multibao>Jeanne``. *withheld* are people who asked not to be named.
    """

    names: tuple[str, ...] = ()
    anonymous: int = 0
    hidden: int = 0
    withheld: int = 0

    def __bool__(self) -> bool:
        return bool(self.names or self.anonymous or self.hidden or self.withheld)


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its current text, as the wiki stores it (NFC, LF, right-trimmed)."""

    ref: PageRef
    text: str
    written_at: datetime
    digest: str
    """Hexadecimal SHA-1 of the UTF-8 text, as MediaWiki counts it."""
    user: str = ""
    model: str = "wikitext"
    contributors: Contributors = field(default_factory=Contributors)
    shown: tuple[str, ...] = ()
    """The names that the wiki tells of many pages at once; one of them that is missing later was hidden."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What stands at a title or page id of a partner; *page* is None where nothing does.

    *title* is the title as the wiki normalises it, *asked* as we asked for it.
    """

    asked: str
    title: str
    namespace: int
    page: PageRef | None = None
    digest: str = ""
    user: str = ""
    text: str | None = None
    model: str = "wikitext"
    invalid: str = ""
    """Why the wiki cannot hold a page of that title; empty when it can."""
    seen_at: datetime | None = None
    """When the wiki was asked, by its own clock."""
    written_at: datetime | None = None
    """When the current revision was written; *user* wrote it."""
    target: str = ""
    """Where a redirect leads, when the text was asked; a title as the wiki normalises it."""
    protection: str = ""
    """The right that editing or creating asks for beside the usual ones, such as ``editprotected``; empty when none."""

    @property
    def blank(self) -> bool:
        """Tell whether a page stands there with no text at all."""
        return self.page is not None and self.digest == _DIGEST_OF_NOTHING


@dataclass(frozen=True, slots=True)
class Written:
    """A write that the wiki confirmed; *merged* when it mixed our text with somebody else's."""

    page_id: int
    title: str
    revision: int
    changed: bool = True
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """The newest revision of ours on a page that still stands."""

    page_id: int
    title: str
    revision: int
    written_at: datetime
    summary: str = ""
