"""What a credit has lost on its page: names, licence or the link to the revision, by people's hands or the wiki's."""

import re
from html import unescape

from bot.wikitext.credit import FOLD, credit_lines, credit_span
from bot.wikitext.credit_words import PART_MARK, PARTS
from bot.wikitext.templates import parameters_of, templates_in

NAMES, LICENCE, SOURCE = "names", "licence", "source"
_KINDS = {
    "auteurs": NAMES,
    "liste_auteurs": NAMES,
    "partie_à_créditer": NAMES,
    "licence": LICENCE,
    "licence_id": LICENCE,
    "licence_url": LICENCE,
    PARTS: LICENCE,
    "permalien": SOURCE,
    "lien": SOURCE,
}
_LICENCE_LINE = re.compile(r"\[\S+ (?P<name>[^\[\]\n]*)\] \([^()\n]+\)")
_PART = re.compile(rf"[^;\n]*\[\S+ [^\[\]\n]*\] \({PART_MARK}[^()\n]+\)")
_LINK = re.compile(r"\[\S+ ")
_LINE = re.compile(r"\s*<br\s*/>\s*")


def lost_facts(ours: str, theirs: str) -> tuple[str, ...]:
    """Tell which facts of the credit on the page *ours* the credit on the page *theirs* lacks; empty when none.

    Where *ours* has no credit, or *theirs* has none, there is nothing to compare.
    """
    span, there = credit_span(ours), credit_span(theirs)
    if span is None or there is None:
        return ()
    standing = _folded(theirs[slice(*there)])
    lost = {kind for kind, fact in _facts(ours[slice(*span)]) if _folded(fact) not in standing}
    return tuple(kind for kind in (NAMES, LICENCE, SOURCE) if kind in lost)


def stated_licence(text: str) -> str:
    """Give the name of the licence that the credit on a page states; empty where it states none."""
    span = credit_span(text)
    if span is None:
        return ""
    credit = text[slice(*span)]
    call = next((element for element in templates_in(credit) if element.start == 0), None)
    if call is not None:
        return unescape(dict(parameters_of(credit, call)).get("licence", ""))
    line = _LICENCE_LINE.search(credit.partition("<hr />")[2])
    return unescape(line["name"]) if line else ""


def is_whole(text: str) -> bool:
    """Tell whether the credit on a page has all that a credit needs, as far as its own form tells."""
    span = credit_span(text)
    return span is not None and credit_lines(text[slice(*span)].split("\n<div", 1)[0], str) is not None


def _facts(credit: str) -> list[tuple[str, str]]:
    call = next((element for element in templates_in(credit) if element.start == 0), None)
    if call is not None:
        return [(_KINDS[name], value) for name, value in parameters_of(credit, call) if name in _KINDS and value]
    lines = _LINE.split(credit.partition("<hr />")[2])
    found = [(NAMES, lines[0])]
    found += [(NAMES, line) for line in lines[1:] if FOLD in line]
    licences = [licence[0] for line in lines[1:] if (licence := _LICENCE_LINE.search(line))]
    links = [link[0] for line in lines[1:] if line.count("[") > 1 and (link := _LINK.search(line))]
    found += [(LICENCE, part[0]) for line in lines[1:] for part in _PART.finditer(line)]
    return found + [(LICENCE, licence) for licence in licences[:1]] + [(SOURCE, link) for link in links[:1]]


def _folded(text: str) -> str:
    return " ".join(text.split())
