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
_NOTE = re.compile(r'\s*<div class="republication-orphan">.*?</div>', re.DOTALL)
_TITLE = re.compile(r"^\| titre = (.*)$", re.MULTILINE)
NO_BOTS = "{{nobots}}"


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


def credits_on(text: str) -> int:
    """Count the credits of a page."""
    return len(_CREDIT.findall(text))


def without_note(text: str) -> str:
    """Give the text of a copy without the words that tell that its sheet is gone."""
    return _NOTE.sub("", text)


def is_noted(text: str) -> bool:
    """Tell whether a copy tells that its sheet is gone."""
    return _NOTE.search(text) is not None


def title_at(partner: str, title: str) -> str:
    """Give the title that a partner gives to the copy of a sheet."""
    return f"Recette:{title}" if partner == "movilab" else f"{title} (fiche pratique)"


def title_told(partner: str, sheet: str, title: str) -> str:
    """Give the title of a new copy, from the text of the sheet and its title."""
    found = _TITLE.search(sheet)
    given = found[1].strip() if found else title
    return title_at(partner, given[:1].upper() + given[1:])


def titles_told(partner: str, sheet: str, title: str) -> frozenset[str]:
    """Give the titles that a copy may follow its sheet to, from the text of the sheet and its title."""
    found = _TITLE.search(sheet)
    given = (one.strip() for one in (title, *([found[1]] if found else [])))
    return frozenset(title_at(partner, one[:1].upper() + one[1:]) for one in given)
