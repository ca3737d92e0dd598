"""The places of a folded text where words name a licence."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.licences import spellings
from bot.domain.licences.values import (
    CC0,
    ODBL,
    PORTED,
    PUBLIC_DOMAIN_CLAIMED,
    PUBLIC_DOMAIN_MARK,
    VERSIONS,
    Family,
    Licence,
    cc,
)

_BEHIND = 60
"""How far behind the name of a licence “or any later version” may stand, in characters."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A licence that words name, and where they stand."""

    start: int
    end: int
    licence: Licence
    letter_o: bool = False
    may_be_cut: bool = False
    """Whether a version might have been read that was not."""


def mentions(words: str) -> tuple[Mention, ...]:
    """Give the licences that words name, in their order; ValueError for one that was never published."""
    found: list[Mention] = []
    for pattern, make in _READERS:
        for match in pattern.finditer(words):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            licence = make(match)
            if licence is not None:
                cut = len(VERSIONS[licence.family]) > 1 and licence.version is None
                letter_o = pattern is spellings.LETTER_O
                found.append(Mention(match.start(), match.end(), licence, letter_o, cut and not _has_two(match)))
    return tuple(_with_variant(one, words) for one in sorted(found, key=lambda one: one.start))


def _has_two(match: re.Match[str]) -> bool:
    return bool(match.groupdict().get("other"))


def _with_variant(mention: Mention, words: str) -> Mention:
    """Add what stands behind a licence of GNU: “or any later version”, “no invariant sections”."""
    licence = mention.licence
    if licence.family not in {Family.GFDL, Family.GPL} or licence.version is None:
        return mention
    later = spellings.LATER.match(words, mention.end, mention.end + _BEHIND)
    invariants = None
    if licence.family is Family.GFDL and spellings.INVARIANTS.search(words):
        invariants = spellings.NO_INVARIANTS.search(words) is None
    variant = replace(licence, or_later=later is not None, invariants=invariants)
    return replace(mention, licence=variant, end=later.end() if later else mention.end)


def _cc(match: re.Match[str]) -> Licence | None:
    found = spellings.elements_in(match["words"])
    # Words such as "attribution" mean a licence only behind the name of Creative Commons or beside other elements.
    if not match["name"] and ("by" not in found or len(found) < 2):
        return None
    version = match["version"]
    return cc("-".join(found), version, (match["port"] or match["french"]) if version in PORTED else None)


def _etalab(match: re.Match[str]) -> Licence | None:
    if match["other"]:
        return Licence(Family.ETALAB)
    named = match["etalab"] or match["named"] or match["behind"] or "etalab" in match[0]
    if not named and not match["version"]:
        return None  # an open licence, but which
    return Licence(Family.ETALAB, version=f"{match['version']}.0" if match["version"] else None)


def _gpl(match: re.Match[str]) -> Licence:
    return Licence(Family.GPL, version=f"{match['version']}.0" if match["version"] else None)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Licence | None]], ...] = (
    (spellings.ODC_BY, lambda _: Licence(Family.ODC_BY, version="1.0")),
    (spellings.PDDL, lambda _: Licence(Family.PDDL, version="1.0")),
    (spellings.PUBLIC_DOMAIN_MARK, lambda _: PUBLIC_DOMAIN_MARK),
    (spellings.PDDC, lambda _: Licence(Family.PDDC)),
    (spellings.CC0, lambda _: CC0),
    (spellings.LETTER_O, lambda _: CC0),
    (spellings.CC, _cc),
    (spellings.GFDL, lambda match: Licence(Family.GFDL, version=match["version"])),
    (spellings.GPL, _gpl),
    (spellings.LAL, lambda match: Licence(Family.LAL, version=match["version"])),
    (spellings.ETALAB, _etalab),
    (spellings.ODBL, lambda _: ODBL),
    (spellings.PUBLIC_DOMAIN, lambda _: PUBLIC_DOMAIN_CLAIMED),
)
