"""The smallest change that makes one text of another."""


def narrowed(text: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """Leave out what stays the same at both ends of a change."""
    first, old = start, text[start:end]
    same = _same_at_start(old, new)
    start, old, new = start + same, old[same:], new[same:]
    same = _same_at_start(old[::-1], new[::-1])
    narrow = (start, end - same, new[: len(new) - same])
    return _with_a_neighbour(text, first, end, narrow)


def _with_a_neighbour(text: str, first: int, last: int, change: tuple[int, int, str]) -> tuple[int, int, str]:
    """Let a pure addition take a letter of its old text along: of two additions at one place nobody knows the first."""
    start, end, new = change
    if start < end:
        return change
    if first < start:
        return start - 1, end, text[start - 1] + new
    return (start, end + 1, new + text[end]) if end < last else change


def _same_at_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))
