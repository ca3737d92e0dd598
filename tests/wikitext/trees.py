"""MediaWiki's own parse tree, in the shape of our scanner's elements."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.wikitext.scan import Sort, scan
from tests.farm.mediawiki import MediaWikiServer

SCRIPT = Path(__file__).parents[1] / "farm" / "php" / "trees.php"
Structure = tuple[str, str, tuple[object, ...]]


@dataclass(frozen=True)
class Outermost:
    """A template that stands in no other, by the page it is taken from, with its parts as they are written.

    Each part has its name (its number where it has none), its raw value, and the value without comments, trimmed, which
    is what MediaWiki hands to the template. Of parts with one name, the last wins.
    """

    page: str
    parts: tuple[tuple[str, str, str], ...]

    def passed(self) -> dict[str, str]:
        """Give what the template receives, blank parameters left out."""
        last = {name: bare for name, _raw, bare in self.parts}
        return {name: bare for name, bare in last.items() if bare}


@dataclass(frozen=True)
class Truth:
    """What a wiki's preprocessor made of texts; None where its tree is no XML (odd control characters)."""

    tags: str
    structures: tuple[list[Structure] | None, ...]
    templates: tuple[tuple[Outermost, ...] | None, ...]
    sections: tuple[tuple[str, ...], ...]
    """The text of each section with its subsections, the lead first."""


def truth_of(server: MediaWikiServer, texts: list[str]) -> Truth:
    """Ask a real MediaWiki for the trees of texts, all in one process."""
    answer = json.loads(server.maintain(str(SCRIPT), given=json.dumps(texts)))
    roots = [_root(tree) for tree in answer["trees"]]
    return Truth(
        "|".join(answer["tags"]),
        tuple(None if root is None else _structures(root) for root in roots),
        tuple(
            None if root is None else tuple(_outermost(root, iter(names)))
            for root, names in zip(roots, answer["names"], strict=True)
        ),
        tuple(tuple(parts) for parts in answer["sections"]),
    )


def ours(text: str, tags: str) -> list[Structure]:
    """Give what our scanner sees; MediaWiki's tree does not show links."""
    found: list[Structure] = []
    for element in scan(text, tags):
        whole = text[element.start : element.end]
        if element.sort in (Sort.TEMPLATE, Sort.ARGUMENT):
            parts = tuple(
                (None, text[part.start : part.end])
                if part.equals is None
                else (text[part.start : part.equals], text[part.equals + 1 : part.end])
                for part in element.parts
            )
            found.append((element.sort.value, whole, parts))
        elif element.sort is Sort.HEADING:
            found.append((element.sort.value, whole, (element.level,)))
        elif element.sort not in (Sort.LINK, Sort.VARIANT):
            found.append((element.sort.value, whole, ()))
    return comparable(found)


def comparable(structures: list[Structure]) -> list[Structure]:
    """Put structures in one order; MediaWiki counts the blanks around a comment to the comment."""
    return sorted(((sort, whole.strip(" \t\n"), rest) for sort, whole, rest in structures), key=repr)


def _root(tree: str) -> ET.Element | None:
    try:
        return ET.fromstring(tree)
    except ET.ParseError:
        return None


def _outermost(node: ET.Element, names: Iterator[str]) -> Iterator[Outermost]:
    for child in node:
        if child.tag == "template":
            yield Outermost(next(names), tuple(map(_named_part, child.findall("part"))))
        elif child.tag == "h":
            yield from _outermost(child, names)


def _named_part(part: ET.Element) -> tuple[str, str, str]:
    name, value = part.find("name"), part.find("value")
    index = None if name is None else name.get("index")
    return index or _bare(name).strip(), _text(value), _bare(value).strip()


def _bare(node: ET.Element | None) -> str:
    """Write a node without its comments and without what is not transcluded."""
    if node is None:
        return ""
    inside = (("" if child.tag == "comment" else _raw(child, _bare)) + (child.tail or "") for child in node)
    return (node.text or "") + "".join(inside)


def _structures(root: ET.Element) -> list[Structure]:
    found: list[Structure] = []
    _walk(root, found)
    return comparable(found)


def _walk(node: ET.Element, found: list[Structure]) -> None:
    for child in node:
        match child.tag:
            case "template" | "tplarg":
                sort = "template" if child.tag == "template" else "argument"
                found.append(
                    (sort, _raw(child), ((None, _text(child.find("title"))), *map(_part, child.findall("part"))))
                )
            case "h" | "possible-h":
                found.append(("heading", _raw(child), (int(child.get("level", "0")),)))
            case "ext":
                found.append(("tag", _raw(child), ()))
            case "comment":
                found.append(("comment", _raw(child), ()))
            case "ignore":
                found.append(("ignored", _raw(child), ()))
        _walk(child, found)


def _part(part: ET.Element) -> tuple[str | None, str]:
    name = part.find("name")
    numbered = name is not None and name.get("index")
    return (None if numbered else _text(name), _text(part.find("value")))


def _raw(node: ET.Element, inner_text: Callable[[ET.Element | None], str] | None = None) -> str:
    """Write a node as the wikitext that it was read from; *inner_text* writes what stands in it."""
    text = inner_text or _text
    match node.tag:
        case "template":
            return "{{" + _inside(node, text) + "}}"
        case "tplarg":
            return "{{{" + _inside(node, text) + "}}}"
        case "ext":
            start = f"<{node.findtext('name') or ''}{node.findtext('attr') or ''}"
            inner = node.find("inner")
            return start + ("/>" if inner is None else f">{inner.text or ''}{node.findtext('close') or ''}")
        case _:
            return text(node)


def _inside(node: ET.Element, text: Callable[[ET.Element | None], str]) -> str:
    parts = [text(node.find("title"))]
    for part in node.findall("part"):
        name, value = part.find("name"), text(part.find("value"))
        numbered = name is not None and name.get("index")
        parts.append(value if numbered else f"{text(name)}={value}")
    return "|".join(parts)


def _text(node: ET.Element | None) -> str:
    if node is None:
        return ""
    return (node.text or "") + "".join(_raw(child) + (child.tail or "") for child in node)
