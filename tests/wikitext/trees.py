"""MediaWiki's own parse tree, in the shape of our scanner's elements."""

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from bot.wikitext.scan import Sort, scan
from tests.farm.mediawiki import MediaWikiServer

SCRIPT = Path(__file__).parents[1] / "farm" / "php" / "trees.php"
Structure = tuple[str, str, tuple[object, ...]]


@dataclass(frozen=True)
class Truth:
    """What a wiki's preprocessor made of texts; None where its tree is no XML (odd control characters)."""

    tags: str
    structures: tuple[list[Structure] | None, ...]


def truth_of(server: MediaWikiServer, texts: list[str]) -> Truth:
    """Ask a real MediaWiki for the trees of texts, all in one process."""
    answer = json.loads(server.maintain(str(SCRIPT), given=json.dumps(texts)))
    return Truth("|".join(answer["tags"]), tuple(_read(tree) for tree in answer["trees"]))


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


def _read(tree: str) -> list[Structure] | None:
    try:
        root = ET.fromstring(tree)
    except ET.ParseError:
        return None
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


def _raw(node: ET.Element) -> str:
    """Write a node as the wikitext that it was read from."""
    match node.tag:
        case "template":
            return "{{" + _inside(node) + "}}"
        case "tplarg":
            return "{{{" + _inside(node) + "}}}"
        case "ext":
            start = f"<{node.findtext('name') or ''}{node.findtext('attr') or ''}"
            inner = node.find("inner")
            return start + ("/>" if inner is None else f">{inner.text or ''}{node.findtext('close') or ''}")
        case _:
            return _text(node)


def _inside(node: ET.Element) -> str:
    parts = [_text(node.find("title"))]
    for part in node.findall("part"):
        name, value = _part(part)
        parts.append(value if name is None else f"{name}={value}")
    return "|".join(parts)


def _text(node: ET.Element | None) -> str:
    if node is None:
        return ""
    return (node.text or "") + "".join(_raw(child) + (child.tail or "") for child in node)
