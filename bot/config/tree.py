"""A YAML text as a tree of plain values, with the place of each."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from bot.config.syntax import (
    DECIMAL,
    LIST,
    MAPPING,
    MERGE,
    NULL,
    NUMBER,
    TEXT,
    TRUTH,
    Place,
    compose,
    lines_of,
    quote_beginning,
    quote_pattern,
    quote_wikitext,
)
from bot.i18n import _

Steps = tuple[str | int, ...]
"""The way from the root of a file to a value: keys and numbers of list items."""

SECRET = "password"  # noqa: S105 -- the name of a key, not a secret
"""What stands at or below this key is never repeated."""

_MOST_VALUES = 100_000
_TAGS = frozenset({TRUTH, NUMBER, DECIMAL, TEXT, NULL, MERGE, LIST, MAPPING})


class Scalar(str):
    """A text as it stands in the file; *meaning* is the YAML tag that a plain word would have."""

    __slots__ = ("meaning",)
    meaning: str


Tree = dict[str, "Tree"] | list["Tree"] | Scalar | None


def value_at(tree: Tree, steps: Steps) -> Tree:
    """Follow *steps* down a tree; None where they lead nowhere."""
    for step in steps:
        if isinstance(tree, dict) and isinstance(step, str):
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the writing; *steps* is None where it belongs to no value."""

    place: Place
    message: str
    steps: Steps | None = None


@dataclass(slots=True)
class Document:
    """A text taken apart; broken and empty values are left out of *tree* and listed in *faults*."""

    tree: Tree = None
    keys: dict[Steps, Place] = field(default_factory=dict)
    values: dict[Steps, Place] = field(default_factory=dict)
    tails: dict[Steps, str] = field(default_factory=dict)
    """What follows an unquoted text on its line."""
    faults: list[Fault] = field(default_factory=list)


def read_document(text: str) -> Document:
    """Take a YAML text apart."""
    root, slips = compose(text)
    document = Document()
    if root is not None:
        _Walk(document, lines_of(text)).run(root)
    # A value that was mended only to go on reading is wrong already, and no more is said of it.
    steps_at: dict[Place | None, Steps] = {place: steps for steps, place in document.values.items()}
    document.faults += [Fault(slip.place, slip.message, steps_at.get(slip.start)) for slip in slips]
    if root is None and not slips:
        document.faults.append(Fault(Place(1, 1), _("the file is empty.")))
    return document


class _TooManyError(Exception):
    """Values refer to one another without end."""


class _Walk:
    """Goes through the nodes once, builds the tree and notes where everything stands."""

    def __init__(self, document: Document, lines: list[str]) -> None:
        self._document = document
        self._lines = lines
        self._open: set[int] = set()
        self._visits: Counter[int] = Counter()
        self._anchored: list[tuple[Steps, yaml.Node]] = []

    def run(self, root: yaml.Node) -> None:
        """Fill the document from its root."""
        try:
            self._document.tree = self._value((), root)
        except (_TooManyError, RecursionError):
            self._fault((), root, _("values refer to one another without end: write them out."))
            self._document.tree = None
        for steps, node in self._anchored:
            if self._visits[id(node)] == 1:
                self._fault(steps, node, quote_beginning("&"))

    def _value(self, steps: Steps, node: yaml.Node, key: yaml.Node | None = None) -> Tree:
        document = self._document
        document.values[steps] = _place(node)
        self._visits[id(node)] += 1
        if len(document.values) > _MOST_VALUES or id(node) in self._open:
            raise _TooManyError
        message = self._fault_of(node, steps)
        if message:
            # A value that is not there has no place: its key has.
            self._fault(steps, key if key is not None and node.tag == NULL else node, message)
            return None
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(steps, node)
            if isinstance(node, yaml.ScalarNode):
                return self._scalar(steps, node)
            return [self._value((*steps, number), item) for number, item in enumerate(node.value)]
        finally:
            self._open.discard(id(node))

    def _fault_of(self, node: yaml.Node, steps: Steps) -> str | None:
        if node.tag not in _TAGS:
            return quote_beginning("!")
        if isinstance(node, yaml.ScalarNode):
            return _no_value() if node.tag == NULL and self._character(node) != "&" else None
        opening = _wikitext_in(node)
        if opening:
            return quote_wikitext(opening)
        return quote_pattern() if _is_pattern(node) and SECRET not in steps else None

    def _scalar(self, steps: Steps, node: yaml.ScalarNode) -> Scalar:
        if self._character(node) == "&":
            self._anchored.append((steps, node))
        if not node.style:
            end = node.end_mark
            self._document.tails[steps] = self._lines[end.line][end.column :] if end.line < len(self._lines) else ""
        text = Scalar(unicodedata.normalize("NFC", node.value))
        text.meaning = TEXT if node.style else node.tag
        return text

    def _mapping(self, steps: Steps, node: yaml.MappingNode) -> dict[str, Tree]:
        tree: dict[str, Tree] = {}
        for key, key_node, value_node in self._pairs(steps, node):
            below = (*steps, key)
            self._document.keys[below] = _place(key_node)
            value = self._value(below, value_node, key_node)
            if value is not None:
                tree[key] = value
        return tree

    def _pairs(self, steps: Steps, node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Give the entries of a mapping, its own first, then those of a merge that it lacks."""
        seen: dict[str, yaml.Node] = {}
        merges: list[yaml.Node] = []
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                opening = _wikitext_in(key_node)
                message = quote_wikitext(opening) if opening else _("a key is plain text: quote it.")
                self._fault(None, key_node, message)
            elif key_node.tag == MERGE:
                merges.append(value_node)
            else:
                key = unicodedata.normalize("NFC", key_node.value)
                if key in seen:
                    self._fault(None, key_node, _twice(key, seen[key], SECRET in steps))
                else:
                    seen[key] = key_node
                    yield key, key_node, value_node
        for merge in merges:
            yield from self._merged(steps, merge, seen)

    def _merged(
        self, steps: Steps, merge: yaml.Node, seen: dict[str, yaml.Node]
    ) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        for part in merge.value if isinstance(merge, yaml.SequenceNode) else [merge]:
            self._visits[id(part)] += 1
            if id(part) in self._open or self._visits[id(part)] > _MOST_VALUES:
                raise _TooManyError
            if not isinstance(part, yaml.MappingNode):
                self._fault(None, part, _("“<<” takes entries over from a mapping: name one, for example *base."))
                continue
            self._open.add(id(part))
            for key, key_node, value_node in self._pairs(steps, part):
                if key not in seen:
                    seen[key] = key_node
                    yield key, key_node, value_node
            self._open.discard(id(part))

    def _character(self, node: yaml.Node) -> str:
        mark = node.start_mark
        return self._lines[mark.line][mark.column : mark.column + 1] if mark.line < len(self._lines) else ""

    def _fault(self, steps: Steps | None, node: yaml.Node, message: str) -> None:
        self._document.faults.append(Fault(_place(node), message, steps))


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _twice(key: str, first: yaml.Node, secret: bool) -> str:
    if secret:
        return _("this key stands here twice: take one of them out.")
    return _("the key “{key}” stands here twice, first in line {line}: take one of them out.").format(
        key=key, line=_place(first).line
    )


def _no_value() -> str:
    return _("a value is missing here: give it, or take the entry out; a text that holds a comma is quoted.")


def _wikitext_in(node: yaml.Node) -> str | None:
    """Tell by its opening character what was meant as a link or a template: a bracket right behind a bracket."""
    if not isinstance(node, yaml.CollectionNode) or not node.flow_style or not node.value:
        return None
    first = node.value[0][0] if isinstance(node, yaml.MappingNode) else node.value[0]
    together = first.start_mark.line == node.start_mark.line and first.start_mark.column == node.start_mark.column + 1
    if type(first) is not type(node) or not first.flow_style or not together:
        return None
    return "{" if isinstance(node, yaml.MappingNode) else "["


def _is_pattern(node: yaml.Node) -> bool:
    """Tell a pattern that lost its quotes, ``{titre}``, which YAML takes for a key without a value."""
    if not isinstance(node, yaml.MappingNode) or not node.flow_style or len(node.value) != 1:
        return False
    key, value = node.value[0]
    return isinstance(key, yaml.ScalarNode) and bool(value.end_mark.index == key.end_mark.index)
