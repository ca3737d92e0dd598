"""Which pages of a source are practice sheets."""

from dataclasses import dataclass

Space = int | str
"""A namespace by number or by any of its names; the wiki knows them."""


@dataclass(frozen=True, slots=True)
class InCategory:
    """Pages of a category; *depth* levels of subcategories are followed (0: none)."""

    name: str
    depth: int = 0
    namespace: Space | None = None


@dataclass(frozen=True, slots=True)
class UsesTemplate:
    """Pages that use a template."""

    name: str
    namespace: Space | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Pages by title."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefixed:
    """Pages whose title begins with a text, in one namespace (the main one unless named)."""

    prefix: str
    namespace: Space | None = None


@dataclass(frozen=True, slots=True)
class InNamespace:
    """All pages of a namespace, redirects left out."""

    namespace: Space


Selector = InCategory | UsesTemplate | Named | Prefixed | InNamespace


@dataclass(frozen=True, slots=True)
class Selection:
    """Pages that any of *include* names and none of *exclude*.

    A selector without a namespace takes pages of the wiki's content namespaces.
    """

    include: tuple[Selector, ...]
    exclude: tuple[Selector, ...] = ()
