"""Writing pages with their histories as a dump that MediaWiki imports."""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

HEAD = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="fr">\n'
FIRST = ("Modèle:", "Template:", "Module:", "MediaWiki:")  # so that the pages after them are parsed with them
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SeedRevision:
    """One revision to be put into a wiki, by a named account or an address."""

    title: str
    text: str
    user: str = "Alice"
    timestamp: datetime = LONG_AGO
    comment: str = ""


def is_address(user: str) -> bool:
    """Tell whether a contributor is anonymous."""
    try:
        ipaddress.ip_address(user)
    except ValueError:
        return False
    return True


def write_dump(revisions: Iterable[SeedRevision]) -> Iterator[str]:
    """Write a dump: templates first, the revisions of a page in their order of time."""
    pages: dict[str, list[SeedRevision]] = {}
    for revision in revisions:
        pages.setdefault(revision.title, []).append(revision)
    yield HEAD
    for title in sorted(pages, key=lambda title: not title.startswith(FIRST)):
        yield f"<page><title>{escape(title)}</title>\n"
        yield from (_revision(revision) for revision in sorted(pages[title], key=lambda one: one.timestamp))
        yield "</page>\n"
    yield "</mediawiki>\n"


def _revision(revision: SeedRevision) -> str:
    tag = "ip" if is_address(revision.user) else "username"
    when = revision.timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"<revision><timestamp>{when}</timestamp>"
        f"<contributor><{tag}>{escape(revision.user)}</{tag}></contributor>"
        f"<comment>{escape(revision.comment)}</comment><model>wikitext</model><format>text/x-wiki</format>"
        f'<text xml:space="preserve">{escape(revision.text)}</text></revision>\n'
    )
