"""Template calls as they are written: a parameter a line, or all on one line."""

from collections.abc import Iterable

from bot.wikitext.escape import escape_value
from bot.wikitext.scan import ALL_TAGS


def parameter_line(name: str, value: str, tags: str = ALL_TAGS) -> str:
    """Write a parameter on a line of its own."""
    written = escape_value(value, tags)
    return f"| {name} ={written}" if written.startswith("\n") else f"| {name} = {written}"


def whole_call(template: str, lines: Iterable[str]) -> str:
    """Write a call whose parameters have lines of their own."""
    return "\n".join((f"{{{{{template}", *lines, "}}"))


def inline_call(template: str, pairs: Iterable[tuple[str, str]], tags: str = ALL_TAGS) -> str:
    """Write a call on one line, as it stands in a value."""
    written = "".join(f"|{name}={escape_value(value, tags)}" for name, value in pairs)
    # A brace or a table at the end would pair with the braces that close the call.
    return f"{{{{{template}{written}\n}}}}" if written.endswith("}") else f"{{{{{template}{written}}}}}"
