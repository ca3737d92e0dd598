"""Replacing by a regular expression, within bounds that no text can break.

Python's engine tries ways to match. How many there are is counted beforehand: each quantifier multiplies them by as
many characters as it may take, each alternative adds one. A quantifier on a group (but ``?``), a back reference
or a look-around, which would defeat the count, is refused. A text for which there are too many ways stays as it is.
"""

import re
import warnings
from dataclasses import dataclass
from math import comb

from bot.domain.transform import Options, text_of

LONGEST_PATTERN = 200
MOST_WAYS = 50_000_000
LEAST_TEXT = 100
"""A pattern that cannot be tried on texts of this length is refused."""

_TOKEN = re.compile(
    r"\\(?P<escape>.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?:)?)|(?P<close>\))"
    r"|(?P<times>(?:[*+?]|\{[0-9]*,?[0-9]*\})\??)|(?P<either>\|)|(?P<edge>[\^$])|(?P<other>.)",
    re.DOTALL,
)
_ESCAPES = frozenset("dDwWsSbBnt.^$*+?()[]{}|\\/-,:;!'\"#=&% ")
_REFERENCE = re.compile(r"\\([0-9])")


@dataclass(frozen=True, slots=True)
class _Cost:
    """What multiplies the ways to match."""

    unbounded: int
    factor: int
    anchored: bool

    def ways(self, length: int) -> int:
        """Count the places where unbounded quantifiers may end, and the match may begin if nothing holds it."""
        ends = self.unbounded + (not self.anchored)
        return self.factor * (comb(length + ends, ends) + length)


def fault_of(pattern: str) -> str | None:
    """Name what makes a pattern unfit: ``long``, ``wrong``, ``unsafe`` or ``slow``; None for a fit one."""
    if len(pattern) > LONGEST_PATTERN:
        return "long"
    cost = _cost_of(pattern)
    if cost is None:
        return "unsafe"
    try:
        with warnings.catch_warnings():
            # What Python warns of may mean something else in a later version.
            warnings.simplefilter("error", FutureWarning)
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, FutureWarning):
        return "wrong"
    return "slow" if cost.ways(LEAST_TEXT) > MOST_WAYS else None


def _cost_of(pattern: str) -> _Cost | None:
    """Count what multiplies the ways to match; None for what is not in the safe subset."""
    unbounded, factor, last, position = 0, max(len(pattern), 1), "", 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None or pattern.startswith("(?", position) > pattern.startswith("(?:", position):
            return None
        sort = token.lastgroup or ""
        if sort == "escape" and token["escape"] not in _ESCAPES:
            return None
        if sort == "times":
            taken = _times(token["times"], last)
            if taken is None:
                return None
            unbounded, factor = unbounded + (taken == 0), factor * max(taken, 1)
        elif sort == "either":
            factor *= 2
        last, position = sort, token.end()
    return _Cost(unbounded, factor, anchored=pattern.startswith("^") and "|" not in pattern)


def _times(quantifier: str, last: str) -> int | None:
    """Give how many ways a quantifier has: 0 for no bound; None where it may not stand."""
    quantifier = quantifier if len(quantifier) == 1 else quantifier.removesuffix("?")
    if last not in ("escape", "set", "other") and not (last == "close" and quantifier == "?"):
        return None
    if quantifier == "?":
        return 2
    if quantifier in "*+":
        return 0
    low, comma, high = quantifier[1:-1].partition(",")
    if comma and not high:
        return 0
    if not (low or high) or int(high or low) > 1000:
        return None
    return max(int(high or low) - int(low or 0), 0) + 1


def groups_of(pattern: str) -> int:
    """Count the groups of a fit pattern."""
    return re.compile(pattern).groups


def references_of(replacement: str) -> tuple[int, ...]:
    """List the groups that a replacement asks for by ``\\1``."""
    return tuple(int(number) for number in _REFERENCE.findall(replacement))


def regex(text: str, options: Options) -> str:
    """Replace what a pattern matches; a text that it would take too long on stays as it is."""
    pattern, to = text_of(options, "from"), text_of(options, "to")
    cost = None if fault_of(pattern) else _cost_of(pattern)
    if cost is None or cost.ways(len(text)) > MOST_WAYS:
        return text
    found = re.compile(pattern)
    if any(number > found.groups for number in references_of(to)):
        return text

    def replaced(match: re.Match[str]) -> str:
        return _REFERENCE.sub(lambda reference: match[int(reference[1])] or "", to)

    return found.sub(replaced, text)
