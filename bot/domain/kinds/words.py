"""What the kinds share: blanks, dashes, months and the words of a range."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 200
"""No value longer than this is anything but prose."""

_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def tidy(text: str) -> str:
    """Give a text with plain blanks and hyphens and straight apostrophes; empty when it is too long for a value."""
    text = _BLANKS.sub(" ", _DASHES.sub("-", text)).replace("’", "'").strip()
    return text if len(text) <= LONGEST else ""


def fold(text: str) -> str:
    """Give a word without capitals and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a range as they are written; None for an open end, the same text twice for a single value."""

    low: str | None
    high: str | None


_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<low>.+?)\.\.(?P<high>.+)?",
        r"\.\.(?P<high>.+)",
        r"(?:de |d'|from )(?P<low>.+?) (?:à|to|-) (?P<high>.+)",
        r"(?:entre |between )(?P<low>.+?) (?:et|and) (?P<high>.+)",
        r"(?:à partir de |à partir d'|au moins |minimum |au minimum |from |at least |dès )(?P<low>.+)",
        r"(?:jusqu'à |au plus |maximum |au maximum |up to |at most )(?P<high>.+)",
        r"(?P<low>.+?) (?:ou|et) plus|(?P<low2>.+?) (?:or|and) more|(?P<low3>.+?) (?:minimum|mini)",
        r"(?P<high>.+?) (?:maximum|maxi|max\.?)",
        r"(?P<low>.+?)(?: (?:à|to|-) | ?(?<=\w)-(?=[^\W_]) ?)(?P<high>.+)",
    )
)


def ranges(text: str) -> tuple[Ends, ...]:
    """List the ways to read a tidy text as a range; most texts have none or one."""
    found = []
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            parts = match.groupdict()
            low = parts.get("low") or parts.get("low2") or parts.get("low3")
            found.append(Ends(low, parts.get("high")))
    return tuple(ends for ends in found if ends.low or ends.high)
