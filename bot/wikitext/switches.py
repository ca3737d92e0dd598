"""Behaviour switches such as ``__NOTOC__``: kept where the partner knows them, in words that it knows.

Names: https://www.mediawiki.org/wiki/Help:Magic_words#Behavior_switches
"""

import re
from dataclasses import dataclass

from bot.domain.wiki import MagicWord, WikiFacts
from bot.wikitext.scan import OPAQUE_TAGS, Sort, scan

_SWITCH = re.compile(r"__[^\W_](?:(?!__)\w)*__")
_CORE = tuple(
    MagicWord(name, spellings)
    for name, spellings in {
        "toc": ("__TOC__", "__SOMMAIRE__", "__TDM__"),
        "notoc": ("__NOTOC__", "__AUCUNSOMMAIRE__", "__AUCUNETDM__"),
        "forcetoc": ("__FORCETOC__", "__FORCERSOMMAIRE__", "__FORCERTDM__"),
        "noeditsection": ("__NOEDITSECTION__", "__SECTIONNONEDITABLE__"),
        "nogallery": ("__NOGALLERY__", "__AUCUNEGALERIE__"),
        "index": ("__INDEX__",),
        "noindex": ("__NOINDEX__", "__AUCUNINDEX__"),
        "newsectionlink": ("__NEWSECTIONLINK__", "__LIENNOUVELLESECTION__"),
        "nonewsectionlink": ("__NONEWSECTIONLINK__", "__AUCUNLIENNOUVELLESECTION__"),
        "hiddencat": ("__HIDDENCAT__", "__CATCACHEE__"),
        "staticredirect": ("__STATICREDIRECT__", "__REDIRECTIONSTATIQUE__"),
    }.items()
)
"""What MediaWiki itself knows, in English and French, for wikis that do not tell."""


@dataclass(frozen=True, slots=True)
class Switched:
    """A text with its switches in the words of the partner, and those that were taken out."""

    text: str
    dropped: tuple[str, ...] = ()


def translate_switches(text: str, source: WikiFacts, partner: WikiFacts, opaque: str = OPAQUE_TAGS) -> Switched:
    """Write the switches of a text so that the partner knows them; what the source does not know is text."""
    if "__" not in text:
        return Switched(text)
    parts, position, dropped = [], 0, []
    shown = [(one.start, one.end) for one in scan(text, opaque) if one.sort in (Sort.COMMENT, Sort.TAG, Sort.IGNORED)]
    for found in _SWITCH.finditer(text):
        new = _at(found[0], source, partner)
        if new is None or any(start < found.end() and found.start() < end for start, end in shown):
            continue
        parts += [text[position : found.start()], new]
        position = found.end()
        if not new:
            dropped.append(found[0])
    return Switched("".join((*parts, text[position:])), tuple(dict.fromkeys(dropped)))


def _at(switch: str, source: WikiFacts, partner: WikiFacts) -> str | None:
    """Give a switch as the partner knows it, empty where it does not, None where the source knows none."""
    word = _known(switch, source)
    if word is None:
        return None
    there = next((one for one in _words(partner) if one.id == word.id), None)
    if there is None:
        return ""
    if there.is_spelt(switch):
        return switch
    common = [spelling for spelling in word.spellings if there.is_spelt(spelling)]
    return (common or there.spellings)[-1]


def _known(switch: str, wiki: WikiFacts) -> MagicWord | None:
    return next((word for word in _words(wiki) if word.is_spelt(switch)), None)


def _words(wiki: WikiFacts) -> tuple[MagicWord, ...]:
    return _CORE if wiki.magic_words is None else wiki.magic_words
