"""Words that exist once: whoever wrote one, it tells whether their work is still there.

Words of sheets are ``s12z``, words of people at copies ``h12z``. Everything here reads wikitext by itself, without the
engine, to judge it.
"""

import re
from dataclasses import dataclass
from itertools import count

_WORD = re.compile(r"\b[sh]\d+z\b", re.IGNORECASE)
_CREDIT = re.compile(
    r'<div class="republication" [^>]*?data-page="(?P<page>\d+)" data-revision="(?P<revision>\d+)".*?</div>'
    r"|\{\{Republication\n.*?\n\| page = (?P<page_>\d+)\n\| révision = (?P<revision_>\d+)\n.*?\n\}\}",
    re.DOTALL,
)
_OWNED = re.compile(r"^== *(?:Sources|Matériel et sources) *==$.*?(?=^==[^=]|\Z)", re.DOTALL | re.MULTILINE)
_CATEGORY = re.compile(r"\[\[Catégorie:[^\]\n]*\]\]")
_REDIRECT = re.compile(r"#REDIRE", re.IGNORECASE)


class Words:
    """Makes words that were never there."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def of_sheet(self) -> str:
        """Give a word for a sheet."""
        return f"s{next(self._numbers)}z"

    def of_people(self) -> str:
        """Give a word for people at a copy."""
        return f"h{next(self._numbers)}z"


@dataclass(frozen=True)
class Credited:
    """A credit as it stands on a page."""

    sheet: int
    revision: int
    start: int
    end: int


def credited(text: str) -> Credited | None:
    """Find the credit of a page."""
    found = _CREDIT.search(text)
    if found is None:
        return None
    page, revision = found["page"] or found["page_"], found["revision"] or found["revision_"]
    return Credited(int(page), int(revision), found.start(), found.end())


def without_credit(text: str) -> str:
    """Give the text of a page without its credit."""
    return _CREDIT.sub("", text)


def words(text: str) -> frozenset[str]:
    """Give the words of a page that exist once, those of its credit left out."""
    return frozenset(word.lower() for word in _WORD.findall(without_credit(text)))


def told(text: str) -> frozenset[str]:
    """Give the words of a sheet that its copies must hold: all but those in a parameter that no mapping knows."""
    return words(re.sub(r"^\| note = .*$", "", text, flags=re.MULTILINE))


def words_of_people(text: str) -> frozenset[str]:
    """Give the words that people put into a copy where it is theirs: outside the section that is its source's."""
    return frozenset(word for word in words(text) - owned(text) if word.startswith("h"))


def owned(text: str) -> frozenset[str]:
    """Give the words in the section that belongs to the source, whatever people write there."""
    return words("".join(_CATEGORY.sub("", part) for part in _OWNED.findall(without_credit(text))))


def is_redirect(text: str) -> bool:
    """Tell whether a page is a redirect."""
    return _REDIRECT.match(text) is not None
