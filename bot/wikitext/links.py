"""Links in the text of a sheet, as they must read on a partner.

A link to a sheet that is republished at the partner leads to its copy; every other link leads back to the source.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from bot.domain.title import Title, TitleFault, normalise
from bot.domain.wiki import FILE, WikiFacts
from bot.wikitext.scan import OPAQUE_TAGS, Element, Sort, scan
from bot.wikitext.zones import mask_nested, split

_MEDIA = -2
_DEEPEST = 40
_OPTIONS = frozenset(
    {"thumb", "thumbnail", "vignette", "frame", "cadre", "frameless", "sans_cadre", "left", "gauche", "right", "droite"}
    | {"center", "centre", "centré", "none", "néant", "border", "bordure", "upright", "redresse"}
)
_EXTERNAL_LINK = re.compile(r"\[(?:[a-z]+:)?//\S+ ([^\]\n]*)\]", re.IGNORECASE)
_IN_LABEL = str.maketrans({"]": "&#93;", "|": "&#124;", "\n": " "})


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
    """Rewrite the links of a text for a partner.

    Letters right behind a link (``[[ami]]s``) stand behind the new one, where a link to the outside ends before them.
    """
    if "[[" not in text:
        return Rewritten(text)
    rewriter = _Rewriter(links)
    new = rewriter.rewritten(text, 0)
    return Rewritten(new, rewriter.links_changed, rewriter.files_changed)


class _Rewriter:
    def __init__(self, links: Links) -> None:
        self.links = links
        self.links_changed = self.files_changed = False
        self.enclosed = False  # in a template, where an equals sign could end the name of a parameter

    def rewritten(self, text: str, depth: int) -> str:
        """Rewrite the outermost links of a text; a new label or caption is rewritten in its turn."""
        parts, position, template_end, enclosed = [], 0, 0, self.enclosed
        for element in scan(text, OPAQUE_TAGS):
            if element.sort is Sort.TEMPLATE:
                template_end = max(template_end, element.end)
            if element.sort is not Sort.LINK or element.start < position:
                continue
            self.enclosed = enclosed or element.start < template_end
            new = self._link(text, element, depth)
            if new is not None:
                parts += [text[position : element.start], new]
                position = element.end
        self.enclosed = enclosed
        return "".join((*parts, text[position:]))

    def _external(self, url: str, label: str) -> str:
        url, label = (
            (url, _plain_label(label)) if not self.enclosed else (_no_equals(url), _no_equals(_plain_label(label)))
        )
        return f"[{url} {label}]"

    def _link(self, text: str, element: Element, depth: int) -> str | None:
        """Give the new form of a link, None to look for links inside it."""
        whole = text[element.start : element.end]
        written, pipe, label = whole[2:-2].partition("|")
        target = written.strip().removeprefix(":").strip()
        if depth > _DEEPEST or not target or re.search(r"[\[\]{}<>\n]", written) or target.startswith("#"):
            return None
        number = _namespace(target, self.links.source)
        if number in (FILE, _MEDIA) and not written.strip().startswith(":"):
            new = self._file(target, label.strip() if pipe else None, depth)
            self.files_changed = self.files_changed or new != whole
            return new
        caption = self.rewritten(label, depth + 1).strip() if pipe else None
        new = self._page(target, caption) or (
            f"[[{written}|{caption}]]" if pipe and caption != label.strip() else whole
        )
        self.links_changed = self.links_changed or new != whole
        return new

    def _page(self, target: str, label: str | None) -> str | None:
        """Give a link to a page, None to keep the target as it is."""
        source, partner = self.links.source, self.links.partner
        prefix, colon, rest = target.partition(":")
        address = source.interwiki_url(prefix) if colon else ""
        if address and source.namespace_called(prefix) is None:
            if partner.interwiki_url(prefix) == address:
                return None
            return self._external(
                address.replace("$1", quote(rest.strip().replace(" ", "_"), safe="/:#")), label or target
            )
        page, hash_, anchor = target.partition("#")
        title = normalise(page, source)
        if title is TitleFault.NAMESPACE:
            return self._external(source.page_url(page.strip()), label or target)
        if not isinstance(title, Title):
            return None
        copy = self.links.copies.get(title.text)
        if copy is None:
            url = source.page_url(title.text) + (f"#{quote(anchor.strip().replace(' ', '_'))}" if hash_ else "")
            return self._external(url, label or target)
        destination = copy + hash_ + anchor
        same = label is None and destination == target
        return f"[[{destination}]]" if same else f"[[{destination}|{label or target}]]"

    def _file(self, target: str, label: str | None, depth: int) -> str:
        name = target.partition(":")[2].strip()
        if self.links.files is FilePolicy.DROP:
            return ""
        space, media = self.links.source.namespace(FILE), _namespace(target, self.links.source) == _MEDIA
        title = normalise(f"{space.name if space else 'File'}:{name}", self.links.source)
        if self.links.files is FilePolicy.SHARED or not isinstance(title, Title):
            there = self.links.partner.namespace(_MEDIA if media else FILE)
            options = "" if label is None else f"|{self.rewritten(label, depth + 1)}"
            return f"[[{there.name if there else ('Media' if media else 'File')}:{name}{options}]]"
        options_given = split(label or "", "|")
        caption = options_given[-1] if options_given else ""
        is_option = not caption or re.match(r"[a-zé ]+=", caption) or caption.endswith("px") or caption in _OPTIONS
        return self._external(self.links.source.page_url(title.text), name if is_option else caption)


def _no_equals(text: str) -> str:
    """Write equals signs so that none parts a name from a value; those inside nested templates stay."""
    return "".join("&#61;" if shown == "=" else char for char, shown in zip(text, mask_nested(text), strict=True))


def _plain_label(label: str) -> str:
    """Reduce the links in a label to their words, because no link can stand in another."""
    for _level in range(_DEEPEST):
        inner = [e for e in scan(label, OPAQUE_TAGS) if e.sort is Sort.LINK]
        if not inner:
            break
        last = inner[-1]
        words = label[last.start + 2 : last.end - 2].rpartition("|")[2]
        label = label[: last.start] + words + label[last.end :]
    label = _EXTERNAL_LINK.sub(r"\1", label)
    parts, position = [], 0
    for element in scan(label, OPAQUE_TAGS):
        if element.start >= position and element.sort in (Sort.TEMPLATE, Sort.ARGUMENT, Sort.TAG):
            parts += [label[position : element.start].translate(_IN_LABEL), label[element.start : element.end]]
            position = element.end
    return "".join((*parts, label[position:].translate(_IN_LABEL)))


def _namespace(title: str, wiki: WikiFacts) -> int:
    prefix, colon, _ = title.strip().partition(":")
    space = wiki.namespace_called(prefix) if colon else None
    return space.number if space else 0
