"""The text of a sheet word for word, in a form that every wiki shows alike.

A licence without derivatives leaves changes of form free that another place makes necessary, and no others
(CC 4.0 §2(a)(4), https://creativecommons.org/licenses/by-nd/4.0/legalcode; 1.0–3.0 §3): calls become what the source
makes of them, links lead back there, and what belongs to the page of the source instead of its text stays there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.embedding import ExpansionFault
from bot.domain.wiki import WikiFacts
from bot.wikitext.destinations import Links
from bot.wikitext.escape import as_stored, changed_by_saving
from bot.wikitext.exclusion import is_for_bots
from bot.wikitext.expansions import fault_of, placed
from bot.wikitext.links import rewrite_links
from bot.wikitext.pagelinks import strip_categories
from bot.wikitext.scan import Element, Sort, scan
from bot.wikitext.switches import translate_switches
from bot.wikitext.tags import missing_tags, opaque_tags_of
from bot.wikitext.templates import template_name
from bot.wikitext.zones import without_comments


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A text for another wiki, and which changes of form that took.

    *faults* are the calls that the source could not write out, *lacking* the tags that the other wiki would show as
    text, *unsafe* is what would not stay as it is: with any of them, the text is none for a copy.
    """

    text: str
    expanded: bool = False
    links: bool = False
    files: bool = False
    categories: bool = False
    languages: bool = False
    switches: tuple[str, ...] = ()
    """Behaviour switches that the other wiki does not know, and that are taken out."""
    faults: tuple[tuple[str, ExpansionFault], ...] = ()
    lacking: tuple[str, ...] = ()
    unsafe: str = ""


def calls_of(text: str, source: WikiFacts) -> tuple[str, ...]:
    """List the calls of a text that the source has to write out, each once."""
    alone = strip_categories(text, source).text
    calls = (alone[one.start : one.end] for one in _calls(alone, source) if not is_for_bots(_name(alone, one, source)))
    return tuple(dict.fromkeys(calls))


def verbatim(text: str, links: Links, expansions: Mapping[str, str]) -> Verbatim:
    """Write the text of a sheet for another wiki; *expansions* are what the source makes of its calls."""
    source, partner = links.source, links.partner
    stripped = strip_categories(text, source)
    written, faults, categories = _expanded(stripped.text, source, expansions)
    switched = translate_switches(written, source, partner, links.opaque)
    rewritten = rewrite_links(switched.text, links)
    stored = as_stored(rewritten.text)
    return Verbatim(
        stored,
        written != stripped.text,
        rewritten.links,
        rewritten.files,
        categories or bool(stripped.categories),
        bool(rewritten.languages),
        switched.dropped,
        faults,
        missing_tags(stored, source, partner),
        stripped.joint or changed_by_saving(stored, opaque_tags_of(partner)),
    )


def _expanded(
    text: str, source: WikiFacts, expansions: Mapping[str, str]
) -> tuple[str, tuple[tuple[str, ExpansionFault], ...], bool]:
    """Write the calls of a text out; give the faults too, and whether a call brought categories along."""
    parts, position, faults, categories = [], 0, dict[str, ExpansionFault](), False
    for element in _calls(text, source):
        call, name = text[element.start : element.end], _name(text, element, source)
        # What a sheet says to bots is meant for those of its own wiki; a copy would keep us out for ever.
        expansion = "" if is_for_bots(name) else expansions.get(call)
        fault = ExpansionFault.NOT_TOLD if expansion is None else fault_of(expansion, call, source)
        if expansion is None or fault is not None:
            faults[name] = fault or ExpansionFault.NOT_TOLD
            continue
        found = placed(expansion, text, element.start, source)
        categories = categories or bool(found.categories)
        parts += [text[position : element.start], found.text]
        position = element.end
    return "".join((*parts, text[position:])), tuple(faults.items()), categories


def _calls(text: str, source: WikiFacts) -> list[Element]:
    """List the outermost calls of a text, templates, functions and variables alike."""
    found: list[Element] = []
    for element in scan(text, opaque_tags_of(source)) if "{{" in text else ():
        if element.sort is Sort.TEMPLATE and (not found or element.start >= found[-1].end):
            found.append(element)
    return found


def _name(text: str, element: Element, source: WikiFacts) -> str:
    title = element.parts[0]
    return template_name(without_comments(text[title.start : title.end]).strip(), source)
