"""The credit of a copy: what people read, and the facts by which we know the copy again."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.domain.licences.evidence import Declaration, Evidence
from bot.domain.licences.judge import Regime
from bot.domain.licences.values import Licence
from bot.domain.page import Contributors, Page
from bot.domain.wiki import WikiFacts

LAYOUT = 2
"""Number of the layout of the credit; a new layout makes every copy outdated."""

MOST_NAMED = 10
"""How many authors stand in the first sentence of a credit; of more, only the principal ones do."""
PRINCIPAL = 5
"""How many authors count as principal; all others are named in the full list."""

_LONGEST_SUMMARY = 500


class Alteration(StrEnum):
    """A way in which the bot changed what it copied."""

    TEMPLATE = "template"
    TEMPLATES = "templates"
    LINKS = "links"
    FILES = "files"
    FILES_LEFT_OUT = "files left out"
    SECTIONS = "sections"
    LEFT_OUT = "left out"
    CATEGORIES = "categories"


@dataclass(frozen=True, slots=True)
class Marker:
    """What ties a copy to its sheet: the address of the source wiki, the page there and the revision.

    *earlier* are the markers of the sheet when it is itself a copy, the nearest first, the very origin last.
    """

    address: str
    page_id: int
    revision: int
    earlier: tuple["Marker", ...] = ()

    @property
    def links(self) -> tuple["Marker", ...]:
        """Give all links of the chain, each alone, the nearest first; the last is the very origin."""
        return (replace(self, earlier=()), *self.earlier)


@dataclass(frozen=True, slots=True)
class EarlierCredit:
    """The credit of a sheet that is itself a copy, ready to be carried on whole.

    *licences* are the ids that it states, one a link, *parts* those that it states for single parts; *text* is plain
    wikitext with full addresses, lines without anything that acts beyond them.
    """

    marker: Marker
    licences: tuple[str, ...]
    text: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileCredit:
    """The credit of one file of a copy: its title, who made it, under which licence, and the address of its page."""

    title: str
    authors: tuple[str, ...]
    licence: Licence
    page_url: str
    declared: Declaration | None = field(default=None, repr=False)
    """Who vouches for the licence where the page of the file says nothing of one."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Credit lines of the sheet itself that its copy has no place for: their heading and their wikitext."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Everything that a copy says of its origin."""

    marker: Marker
    title: str
    wiki_name: str
    page_url: str
    permalink: str
    history: str
    contributors: Contributors
    evidence: Evidence
    regime: Regime
    source_date: date
    copy_date: date
    alterations: tuple[Alteration, ...]
    contact: str
    earlier: str = ""
    """What a sheet that is itself a copy says of its own origin; empty for an original."""
    files: tuple[FileCredit, ...] = ()
    mentions: tuple[Mention, ...] = ()
    party: str = ""
    """Whom the source wants credited besides the authors; empty for nobody."""
    linked: tuple[tuple[str, str, str], ...] = ()
    """Files that the copy only links to: name, :class:`bot.domain.files.FileFault` and address of the page."""
    template: str = ""
    """The partner's template that the sheet was put into."""

    @property
    def licence_url(self) -> str:
        """Give the address of the licence; one that has none is shown where the source states it."""
        return self.evidence.licence.url or self.permalink

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is missing that a licence asks for."""
        links = self.permalink and self.history and self.page_url
        named = self.title and self.wiki_name and self.contact
        addressed = self.licence_url and all(part.licence.url for part in self.evidence.own_parts)
        return bool(self.contributors and links and named and addressed)


def make_credit(
    page: Page,
    source: WikiFacts,
    evidence: Evidence,
    regime: Regime,
    *,
    alterations: tuple[Alteration, ...],
    copy_date: date,
    contact: str,
    earlier: EarlierCredit | None = None,
) -> Credit:
    """Write down where a copy of *page* comes from, and through which copies when the page is one itself."""
    ref = page.ref
    chain = earlier.marker.links if earlier else ()
    return Credit(
        marker=Marker(source.address, ref.page_id, ref.revision, chain),
        title=ref.title,
        wiki_name=source.site_name,
        page_url=source.page_url(ref.title),
        permalink=source.permalink(ref.title, ref.revision),
        history=source.history_url(ref.title),
        contributors=page.contributors,
        evidence=evidence,
        regime=regime,
        source_date=page.written_at.date(),
        copy_date=copy_date,
        alterations=alterations,
        contact=contact,
        earlier=earlier.text if earlier else "",
    )


def summary_of(credit: Credit, verb: str) -> str:
    """Write the edit summary: permalink, licence id and the bot's page, no personal name, 500 characters at most.

    The permalink comes first because MediaWiki cuts a summary at 500 characters
    (https://www.mediawiki.org/wiki/Help:Edit_summary).
    """
    return f"{verb} {credit.permalink} — {credit.evidence.id} — {credit.contact}"[:_LONGEST_SUMMARY]


def with_note(summary: str, note: str) -> str:
    """Add a note to the end of a summary, where there is room for it."""
    noted = f"{summary} — {note}"
    return noted if len(noted) <= _LONGEST_SUMMARY else summary
