"""The nearest right word to a wrong one."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from bot.i18n import _

_CUTOFF = 0.6


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that somebody most likely meant; accents and capitals do not matter."""
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(_fold(candidate), candidate)
    close = get_close_matches(_fold(word), list(folded), n=1, cutoff=_CUTOFF)
    return folded[close[0]] if close else None


def hint(word: str, known: Iterable[str]) -> str:
    """Say which word was meant, else which words are known; ends an error message."""
    words = sorted(known)
    near = nearest(word, words)
    if near is not None:
        return _("did you mean “{near}”?").format(near=near)
    if words:
        return _("known are {words}.").format(words=", ".join(words))
    return _("none is known.")


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return letters.replace("_", "-").strip()
