"""The first picture of a page: ``[[Fichier:Mur.jpg|vignette|Le mur]]``."""

import re
from dataclasses import dataclass

from bot.domain.wiki import FILE, WikiFacts
from bot.wikitext.images import is_option
from bot.wikitext.pagelinks import whole_lines
from bot.wikitext.scan import Sort, outermost, scan
from bot.wikitext.tags import opaque_tags_of
from bot.wikitext.zones import split

_TARGET = re.compile(r"\[\[(?P<space>[^:\[\]{}<>|\n]*):(?P<name>[^\[\]{}<>|\n]*)(?:\||\]\])")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption; *start* and *end* cover its link, with the line that holds nothing else."""

    name: str
    caption: str
    start: int
    end: int
    at: int
    until: int


def first_picture(text: str, wiki: WikiFacts) -> Picture | None:
    """Find the first picture that stands in the text itself, not in a template or gallery."""
    spaces = wiki.names_of(FILE) or ("file",)
    for element in outermost(each for each in scan(text, opaque_tags_of(wiki)) if each.sort is not Sort.HEADING):
        found = _TARGET.match(text, element.start) if element.sort is Sort.LINK else None
        if found is None or found["space"].strip().replace("_", " ").lower() not in spaces or not found["name"].strip():
            continue
        name = found["name"].strip()
        at = text.index(name, found.start("name"))
        (span,) = whole_lines(text, [(element.start, element.end)])
        options = split(text[found.end() : element.end - 2], "|") if found[0].endswith("|") else ()
        captions = (each for each in options if not is_option(each, wiki))
        return Picture(name, " ".join(captions), *span, at, at + len(name))
    return None


def picture_link(name: str, wiki: WikiFacts) -> str:
    """Show a picture beside the text, in the words of a wiki."""
    space = wiki.namespace(FILE)
    option = "vignette" if wiki.language == "fr" else "thumb"
    return f"[[{space.name if space else 'File'}:{bare_file(name, wiki)}|{option}]]"


def bare_file(name: str, wiki: WikiFacts) -> str:
    """Give the name of a file without its namespace."""
    space, colon, rest = name.partition(":")
    return rest.strip() if colon and space.strip().lower() in (wiki.names_of(FILE) or ("file",)) else name.strip()
