"""What a wiki says of itself: names, addresses, namespaces, licence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

CATEGORY, FILE, TEMPLATE = 14, 6, 10
USER, USER_TALK, PROJECT, HELP = 2, 3, 4, 12
NEVER_WRITTEN = frozenset({2, 3, 8, 9, 10, 11, 828, 829})
"""User:, MediaWiki:, Template: and Module: pages and their talk pages."""
HOUSE = frozenset({USER, PROJECT, TEMPLATE, HELP, CATEGORY})
"""Where house pages may stand; of User: only the pages of the bot's own account."""


@dataclass(frozen=True, slots=True)
class Namespace:
    """A namespace of one wiki; *names* begins with the local name, then canonical name and aliases."""

    number: int
    names: tuple[str, ...]
    content: bool = False
    first_letter: bool = True
    """Whether the first letter of a title is always a capital."""
    subpages: bool = False
    """Whether a slash in a title makes a page below another, so that ``[[/x]]`` is meant relative to the page."""

    @property
    def name(self) -> str:
        """Give the local name, empty for the main namespace."""
        return self.names[0] if self.names else ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A licence as a wiki declares it for all its pages (``siprop=rightsinfo``)."""

    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class MagicWord:
    """A word that does something, such as ``__NOTOC__``; *spellings* are all that the wiki takes, local ones first."""

    id: str
    spellings: tuple[str, ...]
    exact: bool = False
    """Whether capitals matter."""

    def is_spelt(self, word: str) -> bool:
        """Tell whether the wiki takes *word* for this magic word."""
        return word in self.spellings or (not self.exact and word.lower() in (one.lower() for one in self.spellings))


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """The categories that stand below *root*, at most *depth* levels down, by their names without namespace."""

    root: str
    depth: int
    names: frozenset[str]


@dataclass(frozen=True)
class WikiFacts:
    """A wiki as its siteinfo describes it.

    *address* tells this wiki from every other, whatever the configuration calls it. The patterns hold
    ``{title}`` (percent-encoded, underscores for spaces) and ``{revision}``. *link_trail* is a regular expression for
    the letters behind a link that belong to it; *language_prefixes* lead to the same page in another language.
    *extension_tags*, *magic_words* (all words that do something, by all their spellings) and the ids of those that are
    *variables* and *functions* are None where the wiki does not tell.
    *template_redirects* are pairs of the name of a template and the one that it leads to, of those asked for.
    """

    site_name: str
    address: str
    language: str
    page_pattern: str
    revision_pattern: str
    history_pattern: str
    namespaces: tuple[Namespace, ...] = (Namespace(0, ("",), content=True),)
    interwiki: tuple[tuple[str, str], ...] = ()
    notice: Notice = Notice()
    read_only: str = ""
    maximum_bytes: int = 2_097_152
    link_trail: str = "[a-z]+"
    language_prefixes: frozenset[str] = frozenset()
    extension_tags: tuple[str, ...] | None = None
    magic_words: tuple[MagicWord, ...] | None = None
    variables: frozenset[str] | None = None
    functions: frozenset[str] | None = None
    temporary_names: tuple[str, ...] = ()
    """Patterns of the names of temporary accounts, such as ``~$1``; empty where the wiki has none."""
    trees: tuple[CategoryTree, ...] = ()
    """The category trees that mappings ask for; fetched only where sheets are read or written."""

    def below(self, roots: tuple[str, ...], depth: int) -> frozenset[str]:
        """Give the categories below any of *roots*; every tree must have been fetched before.

        Raises:
            LookupError: a tree was not fetched, which is a bug of ours.

        """
        known = {(tree.root, tree.depth): tree.names for tree in self.trees}
        return frozenset().union(*(known[root, depth] for root in roots))

    template_redirects: tuple[tuple[str, str], ...] = ()

    def template_behind(self, name: str) -> str:
        """Give the template that a name stands for: where its redirect leads, else the name."""
        return next((target for redirect, target in self.template_redirects if redirect == name), name)

    def __hash__(self) -> int:
        """Hash the address alone: facts of one wiki seldom differ, and have thousands of parts."""
        return hash(self.address)

    def namespace(self, number: int) -> Namespace | None:
        """Give the namespace of that number, or None where the wiki has none."""
        return self._numbered.get(number)

    def names_of(self, number: int) -> tuple[str, ...]:
        """Give all names of a namespace, lower case; empty where the wiki has none."""
        space = self.namespace(number)
        return tuple(name.lower() for name in space.names) if space else ()

    # Titles are looked up hundreds of times a sheet; of what bears the same name, the first counts.

    @cached_property
    def _numbered(self) -> Mapping[int, Namespace]:
        return {space.number: space for space in reversed(self.namespaces)}

    @cached_property
    def _called(self) -> Mapping[str, Namespace]:
        return {name.lower(): space for space in reversed(self.namespaces) for name in space.names}

    @cached_property
    def _behind_prefixes(self) -> Mapping[str, str]:
        return dict(self.interwiki)

    @cached_property
    def _usable_prefixes(self) -> tuple[tuple[str, str], ...]:
        """Give the prefixes that no namespace takes away, each with where it leads, without the scheme."""
        usable = ((prefix, url) for prefix, url in self.interwiki if self.namespace_called(prefix) is None)
        return tuple((prefix, _without_scheme(url)) for prefix, url in usable)

    def content_namespaces(self) -> frozenset[int]:
        """Give the namespaces that hold content."""
        return frozenset(space.number for space in self.namespaces if space.content)

    def namespace_called(self, name: str) -> Namespace | None:
        """Find a namespace by any of its names, in any case."""
        return self._called.get(name.strip().replace("_", " ").lower())

    def interwiki_url(self, prefix: str) -> str:
        """Give the address pattern (with ``$1``) behind an interwiki prefix, empty when there is none."""
        return self._behind_prefixes.get(prefix.strip().lower(), "")

    def prefix_of(self, *addresses: str, preferred: str = "") -> str:
        """Give an interwiki prefix that can be written here and leads to one of *addresses*, empty when there is none.

        Whether an address says http or https makes no difference.
        """
        wanted = {_without_scheme(address) for address in addresses}
        usable = [prefix for prefix, place in self._usable_prefixes if place in wanted]
        return min(usable, key=lambda one: (one != preferred, one in self.language_prefixes), default="")

    def own_addresses(self) -> tuple[str, ...]:
        """Give the address patterns (with ``$1``) behind which other wikis may know the pages of this wiki."""
        patterns = (self.page_pattern, f"{self.address}?title={{title}}") if "{title}" in self.page_pattern else ()
        return tuple(pattern.replace("{title}", "$1") for pattern in patterns)

    def is_own(self, address: str) -> bool:
        """Tell whether an address pattern (with ``$1``) leads to the pages of this wiki."""
        return _without_scheme(address) in map(_without_scheme, self.own_addresses())

    def is_own_page(self, address: str) -> bool:
        """Tell whether an address leads to a page of this wiki."""
        place = _without_scheme(address)
        starts = (self.page_pattern.partition("{title}"), f"{self.address}?title={{title}}".partition("{title}"))
        return any(cut and place.startswith(_without_scheme(head)) and place != head for head, cut, _ in starts if head)

    def page_url(self, title: str) -> str:
        """Give the address of a page."""
        return self.page_pattern.replace("{title}", _encode(title))

    def permalink(self, title: str, revision: int) -> str:
        """Give the address of one exact revision."""
        return self.revision_pattern.replace("{title}", _encode(title)).replace("{revision}", str(revision))

    def history_url(self, title: str) -> str:
        """Give the address of the history of a page."""
        return self.history_pattern.replace("{title}", _encode(title))


def _without_scheme(address: str) -> str:
    return address.removeprefix("http:").removeprefix("https:")


def _encode(title: str) -> str:
    return quote(title.replace(" ", "_"), safe="/:")
