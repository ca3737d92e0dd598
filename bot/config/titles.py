"""Names of categories and templates as people write them."""

import re

_CATEGORY = re.compile(r":?\s*(?:cat[ée]gorie|category)\s*:\s*", re.IGNORECASE)
_TEMPLATE = re.compile(r":?\s*(?:mod[èe]le|template)\s*:\s*", re.IGNORECASE)
_IMPOSSIBLE = re.compile(r"[\[\]{}|#<>]")


def bare_category(text: str) -> str:
    """Give the name of a category without brackets, namespace and underscores."""
    return _bare(text, "[[", "]]", _CATEGORY)


def bare_template(text: str) -> str:
    """Give the name of a template without braces, namespace and underscores."""
    return _bare(text, "{{", "}}", _TEMPLATE)


def is_possible(name: str) -> bool:
    """Tell whether a page may have that name; a wiki knows more rules than this one."""
    return bool(name) and _IMPOSSIBLE.search(name) is None


def _bare(text: str, opening: str, closing: str, space: re.Pattern[str]) -> str:
    text = text.strip()
    if text.startswith(opening) and text.endswith(closing):
        text = text[len(opening) : -len(closing)].strip()
    found = space.match(text)
    return re.sub(r"[\s_]+", " ", text[found.end() :] if found else text).strip()
