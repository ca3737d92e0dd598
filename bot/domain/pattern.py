"""Patterns with ``{name}`` holes, for titles, categories, defaults and durations."""

import re
from collections.abc import Callable
from functools import lru_cache

HOLE = re.compile(r"\{([^{}]*)\}")


def holes(pattern: str) -> tuple[str, ...]:
    """List the names of the holes of a pattern."""
    return tuple(HOLE.findall(pattern))


def fill(pattern: str, value: Callable[[str], str]) -> str:
    """Fill each hole with what *value* gives for its name."""
    return HOLE.sub(lambda match: value(match[1]), pattern)


def match(pattern: str, text: str) -> tuple[tuple[str, str], ...] | None:
    """Read back what stands in the holes of a filled pattern, or None where *text* is not of the pattern."""
    names, expression = _compiled(pattern)
    found = expression.fullmatch(text)
    return tuple(zip(names, found.groups(), strict=True)) if found else None


@lru_cache(maxsize=256)  # those of mappings are compared with what stands on every page
def _compiled(pattern: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Give the names of the holes of a pattern and what matches it, a group for each name."""
    expression, position = "", 0
    names: list[str] = []
    for hole in HOLE.finditer(pattern):
        expression += re.escape(pattern[position : hole.start()])
        expression += "(.+)" if hole[1] not in names else f"(?:\\{names.index(hole[1]) + 1})"
        if hole[1] not in names:
            names.append(hole[1])
        position = hole.end()
    expression += re.escape(pattern[position:])
    return tuple(names), re.compile(expression, re.DOTALL)
