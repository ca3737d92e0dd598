"""Names taken out of credits: of people who asked that no copy names them any more.

A name is looked for as credits write it. Names of several words are found in any sentence; a single word only where a
whole name stands, between commas or behind “by”, because elsewhere it may be a part of somebody else's name.
"""

import re
from collections.abc import Iterable
from html import unescape

from bot.domain.forgetting import Fate
from bot.domain.naming import account_name
from bot.wikitext.credit import credit_span
from bot.wikitext.credit_text import plain_text

_BEFORE = (", ", "\n", "auteurs = ", "originale = ", "créditer = ", "by ", "par ", "– ", ">", ": ", " and ", " et ")
_BEHIND = r"(?=$|[,;.)\n<\]|]|\s+(?:\(|et\b|and\b|from\b|depuis\b|on\b|le\b|<br|[|}]))"
_AROUND = 60
_WORDS = r"|: | – |\.(?=\s|$)|\b(?:by|par|and|et|from|depuis)\b"
_BETWEEN = (re.compile(rf"[,;=\n|<>\[\]{{}}]{_WORDS}"), re.compile(rf"[,;=\n|<>\[\]{{}}()]{_WORDS}"))
_PART_BEFORE, _PART_BEHIND = r"(?<![\w'’&;-])", r"(?![\w'’&-]|\s+[^\W\d_a-zß-öø-ÿ])"


def withhold(credit: str, names: Iterable[str], instead: str) -> str:
    """Put *instead* in the place of names in the text of a credit; nothing else of it changes."""
    for name in names:
        for spelling in _spellings(name):
            credit = _pattern(spelling).sub(lambda _found: plain_text(instead), credit)
    return credit


def withhold_on_page(text: str, names: Iterable[str], instead: str) -> str:
    """Take names out of the credit of a page; the rest of the page stays as it is."""
    span = credit_span(text)
    if span is None:
        return text
    start, end = span
    return text[:start] + withhold(text[start:end], names, instead) + text[end:]


def possible_names(text: str) -> tuple[str, ...]:
    """Give all that could be a name in the credit of a page: what stands between its commas, brackets and small words.

    A name is given with its round brackets and without them: behind an imported one they name its wiki.
    """
    span = credit_span(text)
    credit = unescape(text[slice(*span)]) if span else ""
    pieces = (piece.strip() for between in _BETWEEN for piece in between.split(credit))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def lines_with_name(text: str, name: str) -> tuple[tuple[Fate, str], ...]:
    """Give the lines of a page in which a name stands, as people read them, each with whether the credit holds it."""
    span = credit_span(text) or (0, 0)
    found, start = dict[tuple[Fate, str], None](), 0
    for line in text.splitlines(keepends=True):
        if holds_name(line, name):
            within = span[0] <= start < span[1]
            found[Fate.IN_THE_CREDIT if within else Fate.IN_THE_TEXT, _excerpt(line, name)] = None
        start += len(line)
    return tuple(found)


def _excerpt(line: str, name: str) -> str:
    """Shorten a line to what stands around a name."""
    line = " ".join(unescape(line).split())
    start = max(0, line.find(name) - _AROUND)
    end = start + 2 * _AROUND + len(name)
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def holds_name(text: str, name: str) -> bool:
    """Tell whether a name stands anywhere in a text, also as a part of a sentence."""
    return any(re.search(_PART_BEFORE + re.escape(one) + _PART_BEHIND, text) for one in _spellings(name))


def _spellings(name: str) -> tuple[str, ...]:
    forms = (account_name(name), name.strip())
    found = dict.fromkeys(spelt for form in forms if form for spelt in (plain_text(form), form))
    return tuple(sorted(found, key=len, reverse=True))


def _pattern(spelling: str) -> re.Pattern[str]:
    name = re.escape(spelling)
    if " " in spelling:
        return re.compile(_PART_BEFORE + name + _PART_BEHIND)
    before = "|".join(f"(?<={re.escape(each)})" for each in _BEFORE)
    return re.compile(f"(?:^|{before}){name}{_BEHIND}")
