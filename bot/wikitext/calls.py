"""What the text of a sheet calls: templates, parser functions and variables, as a partner wants them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from bot.domain.embedding import Embedding, ExpansionFault, Fate, Replacement
from bot.domain.page import Page
from bot.domain.wiki import WikiFacts
from bot.wikitext.exclusion import is_for_bots
from bot.wikitext.expansions import fault_of, placed
from bot.wikitext.functions import INVOKE, OF_THE_WIKI, SORT_KEY, TITLE, Vocabulary, vocabulary_of
from bot.wikitext.scan import OPAQUE_TAGS, Element, Part, Sort, scan
from bot.wikitext.templates import template_name
from bot.wikitext.variables import said
from bot.wikitext.zones import mask_nested, without_comments

_DEEPEST = 40
_NO_NAME = re.compile(r"[\n{<\[]")
_SAVING = re.compile(r"(?:safe)?subst\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Called:
    """A text whose calls suit the partner, and what people should know of them, by name.

    *unknown* are those that nobody decided about, *said* the variables written as what they say on the sheet,
    *elsewhere* those that speak of the wiki they stand on. *waiting* are the calls that the source must expand first,
    *faults* those that it cannot.
    """

    text: str
    unknown: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    of_the_page: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    faults: tuple[tuple[str, ExpansionFault], ...] = ()


@dataclass(frozen=True)
class Stage:
    """Where calls come from and go to; without a *partner* and a *page*, functions and variables stay as they are.

    *expansions* are what the source makes of calls, by the calls as they are written.
    """

    source: WikiFacts
    partner: WikiFacts | None = None
    page: Page | None = None
    opaque: str = OPAQUE_TAGS
    expansions: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def words(self) -> Vocabulary:
        """Give the functions and variables of the source."""
        return vocabulary_of(self.source)

    @cached_property
    def words_there(self) -> Vocabulary:
        """Give those of the partner."""
        return vocabulary_of(self.partner or self.source)


def replace_calls(text: str, embedding: Embedding, stage: Stage) -> Called:
    """Write the calls of a text as a partner wants them."""
    if "{{" not in text:
        return Called(text)
    caller = _Caller(_replacements(embedding, stage.source), embedding.otherwise, stage)
    new = caller.replaced(text, 0)
    return Called(
        new,
        tuple(caller.unknown),
        tuple(caller.dropped),
        tuple(caller.said),
        tuple(caller.elsewhere),
        tuple(caller.of_the_page),
        tuple(caller.categories),
        tuple(caller.waiting),
        tuple(caller.faults.items()),
    )


@lru_cache(maxsize=16)  # the table is the same for all texts between two wikis
def _replacements(embedding: Embedding, source: WikiFacts) -> Mapping[str, Replacement]:
    return {_key(one.template, source): one for one in embedding.replacements}


def _key(name: str, source: WikiFacts) -> str:
    """Give the name by which the table of an administrator is looked up: a function by its id, behind a ``#``."""
    head, _, rest = name.strip().partition(":")
    if not head.startswith("#"):
        return template_name(name, source)
    function = vocabulary_of(source).function(head) or head[1:].lower()
    return f"#{function}:{template_name(rest, source)}" if rest.strip() else f"#{function}"


@dataclass
class _Caller:
    known: Mapping[str, Replacement]
    otherwise: Fate
    stage: Stage
    unknown: dict[str, None] = field(default_factory=dict)
    dropped: dict[str, None] = field(default_factory=dict)
    said: dict[str, None] = field(default_factory=dict)
    elsewhere: dict[str, None] = field(default_factory=dict)
    of_the_page: dict[str, None] = field(default_factory=dict)
    categories: dict[str, None] = field(default_factory=dict)
    waiting: dict[str, None] = field(default_factory=dict)
    faults: dict[str, ExpansionFault] = field(default_factory=dict)

    def replaced(self, text: str, depth: int, holder: str = "") -> str:
        """Replace the outermost calls of a text; what they hold is replaced in its turn.

        *holder* tells what the whole text is for the call around it: "" nothing, "=" a named, "1" another parameter.
        """
        if depth > _DEEPEST:
            return text
        parts, position, around = [], 0, list[Element]()
        for element in scan(text, self.stage.opaque):
            while around and around[-1].end <= element.start:
                around.pop()
            if element.sort is Sort.TEMPLATE and element.start >= position:
                place = _place(around[-1], element) if around else holder
                new = self._call(text, element, depth, place)
                if new is not None:
                    parts += [text[position : element.start], new]
                    position = element.end
                else:
                    around.append(element)
        return "".join((*parts, text[position:]))

    def _call(self, text: str, element: Element, depth: int, place: str) -> str | None:
        """Give the new form of a call, None where only what stands inside it may change."""
        title = element.parts[0]
        written = without_comments(text[title.start : title.end]).strip()
        head, colon, _ = written.partition(":")
        if not written or _SAVING.match(written):
            return None
        if not colon and len(element.parts) == 1:
            variable = self.stage.words.variable(written)
            if variable:
                return self._variable(variable, written, place)
        if colon and "{" not in head and (function := self.stage.words.function(head.strip())):
            return self._function(function, text, element, depth, place)
        name = template_name(written, self.stage.source)
        if not name.strip(":") or name[0] in "#!=(" or _NO_NAME.search(name):
            return None
        return self._by_fate(name, self.known.get(name), text, element, depth, place)

    def _by_fate(
        self, name: str, known: Replacement | None, text: str, element: Element, depth: int, place: str
    ) -> str | None:
        # What a sheet says to bots is meant for those of its own wiki; a copy would keep us out for ever.
        spoken = known is None and is_for_bots(name)
        if known is None and not spoken:
            self.unknown[name] = None
        fate = known.fate if known else (Fate.DROP if spoken else self.otherwise)
        if fate is Fate.DROP:
            self.dropped[name] = None
            return ""
        if fate is Fate.TEXT:
            self.dropped[name] = None
            return self._words(text, element, depth, place)
        if fate is Fate.EXPAND:
            return self._expanded(name, text, element, place)
        return self._renamed(text, element, known, depth) if known and not name.startswith("#") else None

    def _words(self, text: str, element: Element, depth: int, place: str) -> str:
        values = (self.replaced(_value(text, part), depth + 1, place).strip() for part in element.parts[1:])
        return " ".join(value for value in values if value)

    def _expanded(self, name: str, text: str, element: Element, place: str) -> str:
        call = text[element.start : element.end]
        expansion = self.stage.expansions.get(call)
        if expansion is None:
            self.waiting[call] = None
            self.faults[name] = ExpansionFault.NOT_TOLD
            return call
        fault = fault_of(expansion, call, self.stage.source)
        if fault is not None:
            self.faults[name] = fault
            return call
        found = placed(expansion, text, element.start, self.stage.source)
        self.categories |= dict.fromkeys(found.categories)
        return self._in_place(found.text, place)

    def _in_place(self, text: str, place: str) -> str:
        """Write a text so that it parts no parameter of the call around it."""
        marks = {"": {}, "=": {"|": "{{!}}"}, "1": {"|": "{{!}}", "=": "{{=}}"}}[place]
        if not any(mark in text for mark in marks):
            return text
        return "".join(marks.get(shown, char) for char, shown in zip(text, mask_nested(text), strict=True))

    def _variable(self, variable: str, written: str, place: str) -> str | None:
        if self.stage.page is None or self.stage.partner is None:
            return None
        words = said(variable, self.stage.page, self.stage.source)
        if words is not None:
            self.said[written] = None
            return self._in_place(words, place)
        if variable in OF_THE_WIKI:
            self.elsewhere[written] = None
        return "{{" + self.stage.words_there.spelling(variable, written, self.stage.words) + "}}"

    def _function(self, function: str, text: str, element: Element, depth: int, place: str) -> str | None:
        title = element.parts[0]
        head, _, rest = text[title.start : title.end].partition(":")
        name = f"#{function}:{template_name(rest, self.stage.source)}" if function == INVOKE else f"#{function}"
        known = self.known.get(name) or self.known.get(f"#{function}")
        is_lacking = self.stage.partner is not None and self.stage.words_there.lacks(function)
        if known or function == INVOKE or is_lacking:
            shown = name if head.strip().startswith("#") else name[1:]
            new = self._by_fate(shown, known, text, element, depth, place)
            if new is not None:
                return new
        if self.stage.partner is None:
            return None
        if function in (TITLE, SORT_KEY):
            self.of_the_page[text[element.start : element.end]] = None
            return ""
        if function in OF_THE_WIKI:
            self.elsewhere[without_comments(head).strip()] = None
        return self._respelt(function, text, element, depth)

    def _respelt(self, function: str, text: str, element: Element, depth: int) -> str | None:
        """Write a function and the words among its parameters as the partner knows them, None where it knows them."""
        title, there, words = element.parts[0], self.stage.words_there, self.stage.words
        head, _, rest = text[title.start : title.end].partition(":")
        bare = without_comments(head).strip()
        new = head.replace(bare, there.spelling(function, bare, words), 1)
        parts, is_same = [f"{new}:{self.replaced(rest, depth + 1, '=')}"], new == head
        for part in element.parts[1:]:
            given = text[part.start : part.end if part.equals is None else part.equals]
            option = there.option(function, given, words)
            is_same = is_same and option == given
            if part.equals is None:
                parts.append(option if option != given else self.replaced(given, depth + 1, "1"))
            else:
                name = option if option != given else self.replaced(given, depth + 1, "1")
                parts.append(f"{name}={self.replaced(_value(text, part), depth + 1, '=')}")
        return None if is_same else "{{" + "|".join(parts) + "}}"

    def _renamed(self, text: str, element: Element, known: Replacement, depth: int) -> str:
        title = element.parts[0]
        written = text[title.start : title.end]
        bare = without_comments(written).strip()
        head = written.replace(bare, known.name, 1) if known.name and bare in written else (known.name or written)
        names = dict(known.parameters)
        # A number that gets a name would shift the numbers behind it, so those are written out.
        counted = any(part.equals is None and str(number) in names for number, part in _numbered(element))
        parts = [head]
        for number, part in _numbered(element):
            is_named = counted or part.equals is not None
            value = self.replaced(_value(text, part), depth + 1, "=" if is_named else "1")
            if part.equals is not None:
                given = text[part.start : part.equals]
                old = without_comments(given).strip()
                parts.append(f"{given.replace(old, names[old], 1) if old in names else given}={value}")
            else:
                parts.append(f"{names.get(str(number), number)}={value}" if counted else value)
        return "{{" + "|".join(parts) + "}}"


def _place(holder: Element, inner: Element) -> str:
    """Tell in what sort of parameter of a call another stands."""
    part = next((one for one in holder.parts if one.start <= inner.start < one.end), None)
    return "=" if part is None or (part.equals is not None and part.equals < inner.start) else "1"


def _numbered(element: Element) -> list[tuple[int, Part]]:
    """Pair the parameters of a call with their numbers; one with a name has the number of the last without."""
    pairs, number = [], 0
    for part in element.parts[1:]:
        number += part.equals is None
        pairs.append((number, part))
    return pairs


def _value(text: str, part: Part) -> str:
    return text[part.start if part.equals is None else part.equals + 1 : part.end]
