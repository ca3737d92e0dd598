"""Where tags open that keep their contents together; which tags these are is told as the alternatives of a pattern."""

import re
from functools import cache

IGNORED_TAGS = frozenset({"noinclude", "/noinclude", "onlyinclude", "/onlyinclude"})


@cache
def tag_pattern(tags: str) -> re.Pattern[str]:
    """Give a pattern of what stands behind the angle of some tags, of those for inclusion, and of a comment."""
    names = "|".join(sorted((re.escape(name) for name in IGNORED_TAGS), key=len, reverse=True))
    any_tag = f"{tags}|" if tags else ""
    return re.compile(rf"(?P<name>{any_tag}includeonly|{names})(?:\s|/>|>)|(?P<comment>!--)", re.IGNORECASE)


def opened(text: str, tags: str) -> str:
    """Give those of some tags that a text may open: with any others it has the same structures."""
    if not tags or "<" not in text:
        return ""
    names = tags.split("|")
    return "|".join(sorted({names[(found.lastindex or 1) - 1] for found in _opening(tags).finditer(text)}))


@cache
def _opening(tags: str) -> re.Pattern[str]:
    """Give a pattern with a group for each tag."""
    groups = "|".join(f"({tag})" for tag in tags.split("|"))
    return re.compile(rf"<(?:{groups})(?:\s|/>|>)", re.IGNORECASE)
