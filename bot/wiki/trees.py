"""Category trees, walked level by level from a root; circles end."""

from collections.abc import Callable, Iterable

from bot.errors import Trouble, WikiError
from bot.i18n import _

MOST = 1_000
"""As many categories as a tree that a mapping reads may hold: each costs a request."""


def walk(top: str, depth: int, children: Callable[[str], Iterable[str]], most: int | None = None) -> tuple[str, ...]:
    """List a category and those below it, at most *depth* levels down and not many more than *most*."""
    known, level = {top: None}, [top]
    for _step in range(depth):
        below: dict[str, None] = {}
        for category in level:
            below |= {name: None for name in children(category) if name not in known}
            if most is not None and len(known) + len(below) > most:
                return (*known, *below)
        level = list(below)
        known |= below
        if not level:
            break
    return tuple(known)


def names_below(top: str, depth: int, children: Callable[[str], Iterable[str]], wiki: str) -> frozenset[str]:
    """Name the categories below one, all given and taken as full titles, without their namespace.

    Raises:
        WikiError: the tree is larger than a mapping can mean.

    """
    found = walk(top, depth, children, MOST + 1)[1:]
    if len(found) > MOST:
        info = _(
            "more than {most} categories stand below “{root}”: name categories nearer to those of the sheets under "
            "“under”, or a smaller “depth”."
        )
        root = top.partition(":")[2]
        raise WikiError(wiki, Trouble.WIKI, "tree-too-large", info.format(most=MOST, root=root))
    return frozenset(title.partition(":")[2] for title in found)
