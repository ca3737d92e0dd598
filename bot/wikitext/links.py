"""Links in the text of a sheet, as they must read on a partner.

A link to a sheet that is republished at the partner leads to its copy; every other link leads back to the source, by a
prefix where the partner has one for it.
"""

import re
from dataclasses import dataclass, field

from bot.domain.title import Title, normalise
from bot.domain.wiki import FILE, WikiFacts
from bot.wikitext.destinations import FilePolicy, Links
from bot.wikitext.images import Line, caption_of, gallery_lines, option_at, parts_of, with_lines
from bot.wikitext.labels import no_equals, plain_label, trail
from bot.wikitext.scan import Element, Sort, scan
from bot.wikitext.targets import Page, Target, find_target, is_language_link, resolve, words_of

_MEDIA = -2
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text with its links rewritten, which kinds of change that took, and the links to other languages taken out."""

    text: str
    links: bool = False
    files: bool = False
    languages: tuple[str, ...] = ()


def rewrite_links(text: str, links: Links) -> Rewritten:
    """Rewrite the links of a text for a partner; letters behind a link (``[[ami]]s``) stay part of it."""
    if "[[" not in text and ("<" not in text or "<gallery" not in text.lower()):
        return Rewritten(text)
    rewriter = _Rewriter(links)
    new = rewriter.rewritten(text, 0)
    return Rewritten(new, rewriter.links_changed, rewriter.files_changed, tuple(dict.fromkeys(rewriter.languages)))


@dataclass(frozen=True, slots=True)
class _Link:
    """A link as the source has it: *given* is its target as written, *shown* what people read without a label."""

    whole: str
    given: str
    label: str | None
    shown: str
    behind: str


@dataclass
class _Rewriter:
    links: Links
    links_changed: bool = False
    files_changed: bool = False
    languages: list[str] = field(default_factory=list)
    enclosed: bool = False  # in a template, where an equals sign could end the name of a parameter

    def rewritten(self, text: str, depth: int) -> str:
        """Rewrite the outermost links of a text; a new label or caption is rewritten in its turn."""
        parts, position, template_end, enclosed = [], 0, 0, self.enclosed
        for element in scan(text, self.links.opaque):
            if element.sort is Sort.TEMPLATE:
                template_end = max(template_end, element.end)
            if element.sort not in (Sort.LINK, Sort.TAG) or element.start < position:
                continue
            self.enclosed = enclosed or element.start < template_end
            new = self._gallery(text, element, depth) if element.sort is Sort.TAG else self._link(text, element, depth)
            if new is not None:
                parts += [text[position : element.start], new[0]]
                position = new[1]
        self.enclosed = enclosed
        return "".join((*parts, text[position:]))

    def _link(self, text: str, element: Element, depth: int) -> tuple[str, int] | None:
        """Give the new form of a link and where the old one ends, None to look for links inside it."""
        whole = text[element.start : element.end]
        written, pipe, label = whole[2:-2].partition("|")
        given = written.strip()
        target = given.removeprefix(":").strip()
        if depth > _DEEPEST or not target or re.search(r"[\[\]{}<>\n]", written) or target.startswith("#"):
            return None
        if given == target and is_language_link(target, self.links.source):
            self.languages.append(target)
            self.links_changed = True
            return "", _end_of_line(text, element)
        if given == target and _namespace(target, self.links.source) in (FILE, _MEDIA):
            new = self._file(target, label.strip() if pipe else None, depth)
            self.files_changed = self.files_changed or new != whole
            return new, element.end
        shown = target
        if self.links.subpages and given == target and target.startswith(("/", "../")):
            target, shown = resolve(target, self.links.page)
        behind = trail(text, element.end, self.links.source.link_trail)
        link = _Link(whole, given, words_of(shown, label if pipe else None), shown, behind)
        caption = None if link.label is None else self.rewritten(link.label, depth + 1).strip()
        new, taken = self._page(link, find_target(target, self.links.source), caption)
        self.links_changed = self.links_changed or new != whole + behind[:taken]
        return new, element.end + taken

    def _page(self, link: _Link, found: Target | None, caption: str | None) -> tuple[str, int]:
        """Give the new form of a link to a page, and how many of the letters behind it that takes in."""
        if found is None:
            return (link.whole if caption is None else _with_caption(link, caption)), 0
        copy = self.links.copy_of(found)
        target = copy or self.links.prefixed(found)
        behind = link.behind
        if target and trail(behind, 0, self.links.partner.link_trail) == behind:
            behind = ""  # it may stay there, because both wikis take it for a part of the link
        if target and not behind and target in (link.given, link.given.removeprefix(":").strip()):
            return (link.whole if caption is None else _with_caption(link, caption)), 0
        words = (link.shown if caption is None else caption) + behind
        if copy and copy == words and caption is None:
            return f"[[{copy}]]", len(behind)
        if target:
            return f"[[{target}|{words if copy else plain_label(words)}]]", len(behind)
        return self._external(self.links.address_of(found), words), len(behind)

    def _external(self, url: str, label: str) -> str:
        label = plain_label(label)
        if not url:
            return label
        return f"[{no_equals(url)} {no_equals(label)}]" if self.enclosed else f"[{url} {label}]"

    def _file(self, target: str, options: str | None, depth: int) -> str:
        """Give the new form of a picture, or of a link to a file itself."""
        name = target.partition(":")[2].strip()
        if self.links.files is FilePolicy.DROP:
            return ""
        title, there = self._file_title(name), self.links.file_there(name)
        if not there and title is not None:
            return self._file_link(title, name, caption_of(options or "", self.links.source) or name)
        space = self.links.partner.namespace(number := _namespace(target, self.links.source))
        prefix = space.name if space else ("Media" if number == _MEDIA else "File")
        return f"[[{prefix}:{there or name}{'' if options is None else '|' + self._options(options, depth)}]]"

    def _file_title(self, name: str) -> str | None:
        space = self.links.source.namespace(FILE)
        title = normalise(f"{space.name if space else 'File'}:{name}", self.links.source)
        return title.text if isinstance(title, Title) else None

    def _file_link(self, title: str, name: str, caption: str) -> str:
        if self.links.is_gone(name):
            return plain_label(caption)
        found = Page(title)
        target = self.links.prefixed(found)
        if target:
            return f"[[{target}|{plain_label(caption)}]]"
        return self._external(self.links.address_of(found), caption)

    def _options(self, options: str, depth: int) -> str:
        new = [option_at(one, self.links.source, self.links.partner) for one in parts_of(options)]
        return "|".join(self.rewritten(one, depth + 1) for one in new)

    def _gallery(self, text: str, element: Element, depth: int) -> tuple[str, int] | None:
        """Give the new form of a gallery and where the old one ends, None for other tags."""
        whole = text[element.start : element.end]
        lines = gallery_lines(whole)
        if lines is None or depth > _DEEPEST:
            return None
        if self.links.files is FilePolicy.DROP:
            new = ""
        else:
            listed = [line for line in lines if isinstance(line, Line) and not self._is_shown(line)]
            kept = [line for line in lines if line not in listed]
            shown = with_lines(whole, "\n".join(self._gallery_line(line, depth) for line in kept))
            shown = shown if any(isinstance(line, Line) for line in kept) or not listed else ""
            new = shown + self._list(listed, text, element, below=bool(shown)) if listed else shown
        self.files_changed = self.files_changed or new != whole
        return new, element.end

    def _list(self, lines: list[Line], text: str, element: Element, *, below: bool) -> str:
        """List the pictures of a gallery that the copy does not show, as links."""
        listed = "".join(f"* {self._listed(line)}\n" for line in lines)
        starts_line = (text[: element.start].endswith("\n") or not element.start) and not below
        ends_line = text[element.end : element.end + 1] in ("", "\n")
        return ("" if starts_line else "\n") + (listed.removesuffix("\n") if ends_line else listed)

    def _is_shown(self, line: Line) -> bool:
        name = self._name_of(line)
        return bool(self.links.file_there(name)) or (
            self.links.files is FilePolicy.SHARED and self._file_title(name) is None
        )

    def _name_of(self, line: Line) -> str:
        is_named = _namespace(line.name, self.links.source) == FILE
        return line.name.partition(":")[2].strip() if is_named else line.name

    def _gallery_line(self, line: Line | str, depth: int) -> str:
        if isinstance(line, str):
            return line
        space = self.links.partner.namespace(FILE)
        name = self.links.file_there(self._name_of(line)) or self._name_of(line)
        if name != line.name:
            name = f"{space.name if space else 'File'}:{name}"
        return name + ("|" + self._options(line.options[1:], depth) if line.options else "")

    def _listed(self, line: Line) -> str:
        name = self._name_of(line)
        title = self._file_title(name)
        caption = caption_of(line.options[1:], self.links.source) or name
        return plain_label(caption) if title is None else self._file_link(title, name, caption)


def _with_caption(link: _Link, caption: str) -> str:
    """Put another label into a link, where it differs from the old one."""
    written, _, label = link.whole[2:-2].partition("|")
    return link.whole if caption == label.strip() else f"[[{written}|{caption}]]"


def _end_of_line(text: str, element: Element) -> int:
    """Give the end of a link, past the end of its line where nothing else stands on it."""
    stop = text.find("\n", element.end)
    starts_line = element.start == 0 or text[element.start - 1] == "\n"
    return stop + 1 if starts_line and stop >= 0 and not text[element.end : stop].strip(" \t") else element.end


def _namespace(title: str, wiki: WikiFacts) -> int:
    prefix, colon, _ = title.strip().partition(":")
    space = wiki.namespace_called(prefix) if colon else None
    return space.number if space else 0
