"""Links and files; canonical are ``[[Page|label]]``, ``[https://… label]``, a bare address, the name of a file."""

import re
from dataclasses import dataclass

_WIKI = re.compile(r"\[\[(?P<target>[^\[\]|{}<>\n]+)(?:\|(?P<label>[^\[\]|\n]*))?\]\]")
_ADDRESS = r"(?:https?://|ftps?://|mailto:|//)[^\s\[\]<>\"|{}]+"
_LABELLED = re.compile(rf"\[(?P<target>{_ADDRESS}) +(?P<label>[^\[\]\n]+)\]")
_BARE = re.compile(rf"\[?(?P<target>{_ADDRESS})(?(open)\])".replace(r"\[?", r"(?P<open>\[)?"))
_FILE = re.compile(
    r"(?P<open>\[\[)?:?(?:(?:fichier|file|image|média|media) ?: ?)?"
    r"(?P<name>[^\[\]|{}<>\n#:/]+\.[A-Za-z0-9]{2,5})(?(open)(?:\|(?:[^\[\]]|\[\[[^\[\]]*\]\])*)?\]\])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A page of a wiki or an address of the web, with the words that people read where those are others."""

    target: str
    label: str = ""
    external: bool = False


def parse_link(text: str) -> Link | None:
    """Read a wiki link, an external link with its label, or a bare address; the bare name of a page is none."""
    text = text.strip()
    match = _WIKI.fullmatch(text)
    if match:
        target = " ".join(match["target"].replace("_", " ").split())
        label = (match["label"] or "").strip()
        return Link(target, "" if label == target else label) if target else None
    match = _LABELLED.fullmatch(text)
    if match and match["label"].strip():
        return Link(match["target"], match["label"].strip(), external=True)
    match = _BARE.fullmatch(text)
    return Link(match["target"], external=True) if match else None


def write_link(link: Link) -> str:
    """Write a link in wikitext; an address without a label stays bare."""
    if not link.external:
        return f"[[{link.target}|{link.label}]]" if link.label else f"[[{link.target}]]"
    return f"[{link.target} {link.label}]" if link.label else link.target


def parse_file(text: str) -> str | None:
    """Read the name of a file from its name, with or without namespace, or from wikitext that shows it."""
    match = _FILE.fullmatch(text.strip())
    name = " ".join(match["name"].replace("_", " ").split()) if match else ""
    # A dot that begins a name leaves nothing before the ending.
    return name[:1].upper() + name[1:] if name and not name.startswith(".") else None
