"""Reading a licence from what people write; the door to it is recognise.py."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.licences import spellings
from bot.domain.licences.addresses import addressed, without_addresses
from bot.domain.licences.folding import file_names, fold, visible
from bot.domain.licences.mentions import Mention, mentions
from bot.domain.licences.recognise import Certainty, Flag, Recognition, Warned
from bot.domain.licences.values import PUBLIC_DOMAIN_CLAIMED, SETTLED, Family, Licence

_JOINING = frozenset(
    [
        "la",
        "le",
        "les",
        "the",
        "licence",
        "license",
        "licences",
        "sous",
        "under",
        "ou",
        "or",
        "et",
        "and",
        "au",
        "choix",
        "double",
    ]
)
"""Words beside licences that can be no names of people, folded."""
_SHARED_ALIKE = frozenset({Family.GFDL, Family.LAL, Family.ODBL, Family.GPL})


def read(text: str) -> Recognition:
    """Read what a text says about its licence."""
    seen = visible(text)
    words = fold(without_addresses(seen))
    flags = _flags(text, words)
    try:
        found = _understood(tuple(licence for _, licence in sorted(addressed(seen), key=lambda one: one[0])), words)
    except ValueError:  # it names a licence that was never published
        found = Recognition(Certainty.CONFLICT)
    if found.certainty is Certainty.NONE and Flag.TRADE_MARK in flags:
        return Recognition(Certainty.CONFLICT, flags=flags)
    return Recognition(found.certainty, found.alternatives, found.warnings, flags)


def holds_only_licences(text: str) -> bool:
    """Tell whether a text holds nothing but names of licences and words that join them, so no name of a person."""
    words = fold(without_addresses(visible(text)))
    try:
        rest = _rest(words, mentions(words))
    except ValueError:
        return False
    return set(re.findall(r"[^\W\d_]+", rest)) <= _JOINING


def _flags(text: str, words: str) -> frozenset[Flag]:
    found = {
        Flag.TRADE_MARK: "™" in text or spellings.TRADE_MARK.search(words),
        Flag.FILE_NAME: any(mentions(fold(name.rsplit(".", 1)[0])) for name in file_names(text)),
        Flag.SPEAKS: spellings.SPEAKS.search(words),
        Flag.RESERVED: spellings.DENIAL.search(words) or spellings.DOUBT.search(spellings.USUAL.sub(" ", words)),
    }
    return frozenset(flag for flag, there in found.items() if there)


def _understood(addresses: tuple[Licence, ...], words: str) -> Recognition:
    named = mentions(words)
    if not addresses and not named:
        broken = spellings.BROKEN.search(words)
        return Recognition(Certainty.CONFLICT if broken else Certainty.NONE)
    rest = _rest(words, named)
    if spellings.DENIAL.search(words) or spellings.NEGATED.search(rest):
        return Recognition(Certainty.NONE)
    groups = _groups((*(one.licence for one in named), *addresses))
    choices = [_settle(group, addresses) for group in groups]
    alternatives = tuple(choice.licence for choice in choices if choice is not None)
    doubted = spellings.DOUBT.search(spellings.USUAL.sub(" ", rest)) or spellings.BROKEN.search(words)
    if doubted or len(alternatives) < len(groups) or (len(groups) > 1 and not _is_choice(named, words, len(groups))):
        return Recognition(Certainty.CONFLICT, alternatives)
    if PUBLIC_DOMAIN_CLAIMED in alternatives or _is_doubtful(rest, alternatives, bool(addresses)):
        return Recognition(Certainty.CONFLICT, alternatives)
    if not addresses and _is_cut(words, named):
        return Recognition(Certainty.CONFLICT, alternatives)
    warnings = {Warned.ADDRESS_WINS} if any(choice and choice.address_wins for choice in choices) else set()
    warnings |= {Warned.LETTER_O} if any(one.letter_o for one in named) else set()
    exact = all(one.version or one.family in SETTLED - {Family.ETALAB} for one in alternatives)
    return Recognition(Certainty.EXACT if exact else Certainty.FAMILY, alternatives, frozenset(warnings))


def _groups(licences: Iterable[Licence]) -> tuple[tuple[Licence, ...], ...]:
    """Put together what differs in version, port or variant only; words about the public domain may explain CC0."""
    groups: dict[tuple[Family, tuple[str, ...]], list[Licence]] = {}
    for licence in licences:
        groups.setdefault((licence.family, licence.elements), []).append(licence)
    if any(family in {Family.CC0, Family.PDM, Family.PDDC, Family.PDDL} for family, _ in groups):
        groups.pop((Family.PUBLIC_DOMAIN, ()), None)
    return tuple(tuple(dict.fromkeys(group)) for group in groups.values())


@dataclass(frozen=True, slots=True)
class _Choice:
    licence: Licence
    address_wins: bool = False


def _settle(group: tuple[Licence, ...], addresses: tuple[Licence, ...]) -> _Choice | None:
    """Find the one licence that all of a group mean; None when they contradict each other.

    Words complete an address only with what addresses do not tell: a version where it has none, “or later”.
    """
    decisive = _most_specific(tuple(one for one in group if one in addresses and one.version))
    others = tuple(one for one in group if one.version and decisive and not _agree(one, decisive[0]))
    whole = _most_specific(tuple(one for one in group if one not in others))
    if len(decisive) > 1 or len(whole) != 1:
        return None
    return _Choice(whole[0], address_wins=bool(others))


def _agree(one: Licence, other: Licence) -> bool:
    return (one.version, one.port) == (other.version, other.port)


def _most_specific(licences: tuple[Licence, ...]) -> tuple[Licence, ...]:
    return tuple(one for one in licences if not any(other != one and other.refines(one) for other in licences))


def _is_choice(named: tuple[Mention, ...], words: str, groups: int) -> bool:
    """Tell whether words let people choose between the licences: “double licence”, “au choix”, or “ou” between them."""
    distinct = len({(one.licence.family, one.licence.elements) for one in named})
    gaps = [words[one.end : other.start] for one, other in pairwise(named)]
    if spellings.CHOICE.search(words):
        return all(spellings.TOGETHER.fullmatch(gap) for gap in gaps)
    joined = gaps and all(gap == ", " or spellings.OR.fullmatch(gap) for gap in gaps)
    return bool(joined and spellings.OR.fullmatch(gaps[-1]) and distinct == groups)


def _rest(words: str, named: tuple[Mention, ...]) -> str:
    """Give the words with ``\\0`` in place of each licence that they name."""
    for one in reversed(named):
        words = f"{words[: one.start]} \x00 {words[one.end :]}"
    return re.sub(r" +", " ", words)


def _is_doubtful(rest: str, read: tuple[Licence, ...], is_addressed: bool) -> bool:
    """Tell whether something stands beside the licences that was not read with them, and might change them."""
    elements = {element for licence in read for element in licence.elements}
    # The words of these licences speak of sharing alike, without the element.
    silent = {"sa"} if any(licence.family in _SHARED_ALIKE for licence in read) else set()
    hints = (hint for element, hint in spellings.HINTS.items() if element not in elements | silent)
    if any(hint.search(rest) for hint in hints) or spellings.STRAY.search(rest) or spellings.ASKED.search(rest):
        return True
    return not is_addressed and spellings.STRAY_VERSION.search(rest) is not None


def _is_cut(words: str, named: tuple[Mention, ...]) -> bool:
    """Tell whether a number stands where a version should, but is none we can read; a year is none either."""
    return any(spellings.DIGIT_BEHIND.match(words, one.end) for one in named if one.may_be_cut)
