"""Which names a credit was made of, remembered without the names, so that one that its wiki hides later is noticed.

A name is known by its *mark*, the beginning of its SHA-256. What is remembered of a copy is a line of marks: bare where
the name was shown when the copy was written, ``?`` before it where the source has ceased to show it and the copy still
does, ``-`` where it went from the copy as well.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from bot.domain.naming import account_name

PENDING, GONE = "?", "-"


@lru_cache(maxsize=1024)  # the people of a wiki write many sheets, and each is copied to several partners
def mark_of(name: str) -> str:
    """Give the mark of a name, as MediaWiki spells it."""
    return hashlib.sha256(account_name(name).encode()).hexdigest()[:10]


def written_with(known: str, shown: Iterable[str]) -> str:
    """Give what is remembered of a copy whose credit was just written with the names that the source shows."""
    return _line(known, shown, GONE)


def seen_with(known: str, shown: Iterable[str]) -> str:
    """Give what is remembered of a copy that stands as it was, once the source shows these names."""
    if not known:
        return _line("", shown, GONE)
    now = {mark_of(name) for name in shown}
    kept = (mark if mark[0] in PENDING + GONE or mark in now else PENDING + mark for mark in known.split())
    return " ".join(sorted(kept))


def taken_out(known: str) -> str:
    """Give what is remembered once the names that the source has hidden are out of the credit."""
    return " ".join(sorted(mark.replace(PENDING, GONE) for mark in known.split()))


def has_to_go(known: str, shown: Iterable[str] | None = None) -> bool:
    """Tell whether a credit holds a name that the source shows no more; *shown* are the names of now, if asked."""
    line = known if shown is None else seen_with(known, shown)
    return any(mark.startswith(PENDING) for mark in line.split())


def lost_some(known: str) -> bool:
    """Tell whether the source ever ceased to show a name of this sheet: who is hidden must then be counted closely."""
    return PENDING in known or GONE in known


def is_to_go(name: str, known: str) -> bool:
    """Tell whether a name is one of those that the source shows no more."""
    return f"{PENDING}{mark_of(name)}" in known.split()


def _line(known: str, shown: Iterable[str], instead: str) -> str:
    now = {mark_of(name) for name in shown}
    before = {mark.strip(PENDING + GONE) for mark in known.split()}
    return " ".join(sorted((*now, *(instead + mark for mark in before - now))))
