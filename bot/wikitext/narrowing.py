"""The smallest change that makes one text of another."""


def narrowed(text: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """Leave out what stays the same at both ends of a change."""
    old = text[start:end]
    same = _same_at_start(old, new)
    start, old, new = start + same, old[same:], new[same:]
    same = _same_at_start(old[::-1], new[::-1])
    return start, end - same, new[: len(new) - same]


def _same_at_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))
