"""What a link must say at a partner to lead where it leads at the source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from urllib.parse import quote

from bot.domain.files import Placements
from bot.domain.page import Redirect
from bot.domain.title import Title, normalise
from bot.domain.wiki import CATEGORY, FILE, WikiFacts
from bot.wikitext.files import file_name
from bot.wikitext.scan import OPAQUE_TAGS
from bot.wikitext.targets import Elsewhere, Page, Target, has_subpages


class FilePolicy(StrEnum):
    """What becomes of pictures and files in a text."""

    LINK = "link"  # a link to their page at the source
    SHARED = "shared"  # shown, where the partner has them
    DROP = "drop"


@dataclass(frozen=True)
class Links:
    """Everything that decides where a link leads; *copies* maps titles at the source to titles at the partner.

    *page* is the title of the sheet, from which relative links start; what stands in *opaque* tags is no link.
    *redirects* are those of the source that texts link to, by title.
    """

    source: WikiFacts
    partner: WikiFacts
    copies: Mapping[str, str]
    files: FilePolicy = FilePolicy.LINK
    page: str = ""
    opaque: str = OPAQUE_TAGS
    redirects: Mapping[str, Redirect] = field(default_factory=dict)
    placements: Placements | None = None
    """What becomes of each file at the partner; None where nobody has asked, and both wikis are taken to have all."""

    def file_there(self, name: str) -> str:
        """Give the name at the partner of a file that the copy shows, empty for one that it does not show."""
        if self.files is not FilePolicy.SHARED:
            return ""
        known = file_name(name, self.source)
        return name if self.placements is None else self.placements.there(known) if known else ""

    def is_gone(self, name: str) -> bool:
        """Tell whether a link to the page of a file would lead nowhere."""
        known = file_name(name, self.source)
        return known is not None and self.placements is not None and self.placements.is_gone(known)

    @cached_property
    def prefix(self) -> str:
        """Give the partner's prefix for the source, empty when it has none."""
        return self.partner.prefix_of(*self.source.own_addresses())

    @cached_property
    def subpages(self) -> bool:
        """Tell whether links of the sheet may be relative."""
        return has_subpages(self.page, self.source)

    def copy_of(self, found: Target) -> str:
        """Give the page at the partner that a link leads to, empty where it leads elsewhere."""
        if isinstance(found, Page):
            redirect = None if found.title in self.copies else self.redirects.get(found.title)
            copy = self.copies.get(redirect.title if redirect else found.title)
            anchor = found.anchor or (redirect.anchor if redirect else "")
            return _shown(copy, self.partner) + anchor if copy is not None else ""
        if isinstance(found, Elsewhere) and self.partner.is_own(found.address):
            page, hash_, anchor = found.title.partition("#")
            title = normalise(page, self.partner)
            return _shown(title.text, self.partner) + hash_ + anchor if isinstance(title, Title) else ""
        return ""

    def prefixed(self, found: Target) -> str:
        """Give the page of another wiki with the partner's prefix for it, empty where the partner has none."""
        if isinstance(found, Elsewhere):
            prefix = self.partner.prefix_of(found.address, preferred=found.prefix.lower())
            prefix = found.prefix if prefix == found.prefix.lower() else prefix
            title = found.title
        else:
            prefix, title = self.prefix, found.title + (found.anchor if isinstance(found, Page) else "")
        # Without the colon, a prefix that is a language there makes a link beside the page.
        colon = ":" if prefix.lower() in self.partner.language_prefixes else ""
        return f"{colon}{prefix}:{title}" if prefix else ""

    def address_of(self, found: Target) -> str:
        """Give the whole address of the page that a link leads to, empty where the source has no addresses."""
        if isinstance(found, Elsewhere):
            return found.url
        url = self.source.page_url(found.title)
        anchor = found.anchor if isinstance(found, Page) else ""
        return f"{url}#{quote(anchor[1:].strip().replace(' ', '_'))}" if url and anchor else url


def _shown(title: str, wiki: WikiFacts) -> str:
    """Write a title so that a link shows it, and neither a picture, nor a category, nor a page below this one."""
    prefix, colon, _ = title.partition(":")
    space = wiki.namespace_called(prefix) if colon else None
    hidden = title.startswith("/") or (space is not None and space.number in (CATEGORY, FILE))
    return f":{title}" if hidden else title
