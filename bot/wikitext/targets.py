"""Where a link at the source leads, whichever way it is written."""

from dataclasses import dataclass
from urllib.parse import quote

from bot.domain.title import Title, TitleFault, normalise
from bot.domain.wiki import WikiFacts
from bot.wikitext.labels import pipe_trick


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the source, with the anchor as written, from its ``#`` on."""

    title: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Special:
    """A page of the source that no wiki stores, such as ``Special:Version``."""

    title: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page of another wiki, known by the address pattern behind its prefix."""

    address: str
    prefix: str
    title: str

    @property
    def url(self) -> str:
        """Give its whole address."""
        return self.address.replace("$1", quote(self.title.replace(" ", "_"), safe="/:#"))


Target = Page | Special | Elsewhere


def find_target(written: str, wiki: WikiFacts) -> Target | None:
    """Tell where a link leads, None where the wiki would see no link; prefixes that lead back to the wiki count not."""
    while True:
        prefix, colon, rest = written.partition(":")
        address = wiki.interwiki_url(prefix) if colon and wiki.namespace_called(prefix) is None else ""
        if not address:
            break
        if not wiki.is_own(address) or not rest.strip():
            return Elsewhere(address, prefix.strip(), rest.strip())
        written = rest.strip()
    page, hash_, anchor = written.partition("#")
    title = normalise(page, wiki)
    if title is TitleFault.NAMESPACE:
        return Special(page.strip())
    return Page(title.text, hash_ + anchor.strip()) if isinstance(title, Title) else None


def is_language_link(written: str, wiki: WikiFacts) -> bool:
    """Tell whether a link stands for the page in another language, and so is shown beside the page."""
    prefix, colon, _ = written.partition(":")
    is_language = bool(colon) and prefix.strip().lower() in wiki.language_prefixes
    return is_language and wiki.namespace_called(prefix) is None


def has_subpages(title: str, wiki: WikiFacts) -> bool:
    """Tell whether pages may stand below a page, so that its links may be relative."""
    known = normalise(title, wiki) if title else None
    space = wiki.namespace(known.namespace) if isinstance(known, Title) else None
    return space is not None and space.subpages


def resolve(written: str, page: str) -> tuple[str, str]:
    """Give the whole target of a relative link on *page*, and the words that it shows; others stay as they are.

    Follows MediaWiki: ``/x/`` shows itself without slashes, ``../x/`` without the way up.
    """
    target, hash_, anchor = written.partition("#")
    suffix, target = hash_ + anchor, target.strip()
    if target.startswith("/"):
        name = target[1:].rstrip("/") if target.endswith("/") else target[1:]
        shown = name + suffix if target.endswith("/") else written
        return (f"{page}/{name.strip()}{suffix}", shown) if name.strip() else (written, written)
    rest, up = target, 0
    while rest.startswith("../"):
        rest, up = rest[3:], up + 1
    above = page.split("/")
    if not up or up >= len(above):
        return written, written
    name = rest.rstrip("/").strip()
    whole = "/".join((*above[:-up], name) if name else above[:-up]) + suffix
    return whole, name + suffix if rest.endswith("/") else whole


def words_of(written: str, label: str | None) -> str | None:
    """Give the label of a link; an empty one is what a save would make of it, None where there is none."""
    return label if label is None or label.strip() else pipe_trick(written)
