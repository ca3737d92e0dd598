"""Links in the text of a sheet, as they must read on a partner.

A link to a sheet that is republished at the partner leads to its copy; every other link leads back to the source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from mwparserfromhell.nodes import Wikilink

from bot.domain.title import Title, normalise
from bot.domain.wiki import FILE, WikiFacts
from bot.wikitext.outline import parse

_OPTIONS = frozenset(
    {"thumb", "thumbnail", "vignette", "frame", "cadre", "frameless", "sans_cadre", "left", "gauche", "right", "droite"}
    | {"center", "centre", "centré", "none", "néant", "border", "bordure", "upright", "redresse"}
)


class FilePolicy(StrEnum):
    """What becomes of pictures and files in a text."""

    LINK = "link"  # a link to their page at the source
    SHARED = "shared"  # both wikis see the same files
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Links:
    """Everything that decides where a link leads; *copies* maps titles at the source to titles at the partner."""

    source: WikiFacts
    partner: WikiFacts
    copies: Mapping[str, str]
    files: FilePolicy = FilePolicy.LINK


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text with its links rewritten, and which kinds of change that took."""

    text: str
    links: bool = False
    files: bool = False


def rewrite_links(text: str, links: Links) -> Rewritten:
    """Rewrite the links of a text for a partner."""
    if "[[" not in text:
        return Rewritten(text)
    code = parse(text)
    any_links = any_files = False
    for link in code.filter_wikilinks(recursive=True):
        title = str(link.title)
        if "\n" in title or "{{" in title or not title.strip():
            continue
        new = _rewrite(link, links)
        if new is None or new == str(link):
            continue
        is_file = _namespace(title, links.source) == FILE
        any_links, any_files = any_links or not is_file, any_files or is_file
        try:
            code.replace(link, new)
        except ValueError:
            continue  # The link stood in a picture caption that has been replaced with the picture.
    return Rewritten(str(code), any_links, any_files)


def _rewrite(link: Wikilink, links: Links) -> str | None:
    """Give the new form of a link, None to leave it as it is."""
    written = str(link.title).strip()
    label = None if link.text is None else str(link.text).strip()
    target = written.removeprefix(":").strip()
    if target.startswith("#"):
        return None
    if not written.startswith(":") and _namespace(target, links.source) == FILE:
        return _file(target, label, links)
    prefix, colon, rest = target.partition(":")
    address = links.source.interwiki_url(prefix) if colon else ""
    if address and links.source.namespace_called(prefix) is None:
        if links.partner.interwiki_url(prefix) == address:
            return None
        return _external(address.replace("$1", quote(rest.strip().replace(" ", "_"), safe="/:#")), label or target)
    return _internal(target, label, links)


def _internal(target: str, label: str | None, links: Links) -> str | None:
    page, hash_, anchor = target.partition("#")
    title = normalise(page, links.source)
    if not isinstance(title, Title):
        return None
    copy = links.copies.get(title.text)
    if copy is None:
        url = links.source.page_url(title.text) + (f"#{quote(anchor.replace(' ', '_'))}" if hash_ else "")
        return _external(url, label or target)
    destination = copy + hash_ + anchor
    same = label is None and destination == target
    return f"[[{destination}]]" if same else f"[[{destination}|{label or target}]]"


def _external(url: str, label: str) -> str:
    return f"[{url} {label.replace(']', '&#93;')}]"


def _namespace(title: str, wiki: WikiFacts) -> int:
    prefix, colon, _ = title.strip().partition(":")
    space = wiki.namespace_called(prefix) if colon else None
    return space.number if space else 0


def _file(target: str, label: str | None, links: Links) -> str:
    name = target.partition(":")[2].strip()
    caption = (label or "").split("|")[-1].strip()
    if links.files is FilePolicy.DROP:
        return ""
    title = normalise(target, links.source)
    if links.files is FilePolicy.SHARED or not isinstance(title, Title):
        space = links.partner.namespace(FILE)
        options = "" if label is None else f"|{label}"
        return f"[[{space.name if space else 'File'}:{name}{options}]]"
    is_option = not caption or "=" in caption or caption.endswith("px") or caption in _OPTIONS
    return _external(links.source.page_url(title.text), name if is_option else caption)
