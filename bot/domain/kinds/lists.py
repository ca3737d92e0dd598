"""Lists: one entry a line, with or without a bullet; canonical is one bullet for each entry."""

import re

_BULLET = re.compile(r"^[*#](?![*#:;])[ \t]*")


def parse_list(text: str) -> tuple[str, ...] | None:
    """Read a list of lines; None when some lines are bullets and others are not. Nothing is split at commas."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    bullets = [line for line in lines if _BULLET.match(line)]
    if not lines or (bullets and len(bullets) != len(lines)):
        return None
    entries = tuple(_BULLET.sub("", line).strip() for line in lines)
    return entries if all(entries) else None


def write_list(entries: tuple[str, ...]) -> str:
    """Write a list as bullets, one a line."""
    return "\n".join(f"* {entry}" for entry in entries)
