"""Templates that the text of a sheet calls: renamed, kept, dropped or turned into text for a partner."""

from dataclasses import dataclass, field

from bot.domain.embedding import Embedding, Fate, Replacement
from bot.domain.wiki import WikiFacts
from bot.wikitext.scan import OPAQUE_TAGS, Element, Part, Sort, scan
from bot.wikitext.templates import template_name
from bot.wikitext.zones import without_comments

_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Called:
    """A text whose calls suit the partner, and the names of the templates that nobody decided about."""

    text: str
    unknown: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def replace_calls(text: str, embedding: Embedding, source: WikiFacts, opaque: str = OPAQUE_TAGS) -> Called:
    """Write the template calls of a text as a partner wants them; parser functions and variables stay."""
    if "{{" not in text:
        return Called(text)
    known = {template_name(one.template, source): one for one in embedding.replacements}
    caller = _Caller(known, embedding.otherwise, source, opaque)
    new = caller.replaced(text, 0)
    return Called(new, tuple(caller.unknown), tuple(caller.dropped))


@dataclass
class _Caller:
    known: dict[str, Replacement]
    otherwise: Fate
    source: WikiFacts
    opaque: str
    unknown: dict[str, None] = field(default_factory=dict)
    dropped: dict[str, None] = field(default_factory=dict)

    def replaced(self, text: str, depth: int) -> str:
        """Replace the outermost calls of a text; what they hold is replaced in its turn."""
        if depth > _DEEPEST:
            return text
        parts, position = [], 0
        for element in scan(text, self.opaque):
            if element.sort is not Sort.TEMPLATE or element.start < position:
                continue
            new = self._call(text, element, depth)
            if new is not None:
                parts += [text[position : element.start], new]
                position = element.end
        return "".join((*parts, text[position:]))

    def _call(self, text: str, element: Element, depth: int) -> str | None:
        """Give the new form of a call, None where only what stands inside it may change."""
        title = element.parts[0]
        name = template_name(text[title.start : title.end], self.source)
        if not name or ":" in name or name[0] in "#!=(" or "\n" in name or "{" in name:
            return None
        known = self.known.get(name)
        if known is None and any(word.is_spelt(name) for word in self.source.magic_words or ()):
            return None
        if known is None:
            self.unknown[name] = None
        fate = known.fate if known else self.otherwise
        if fate is Fate.DROP:
            self.dropped[name] = None
            return ""
        if fate is Fate.TEXT:
            self.dropped[name] = None
            values = (self.replaced(_value(text, part), depth + 1).strip() for part in element.parts[1:])
            return " ".join(value for value in values if value)
        return self._renamed(text, element, known, depth) if known else None

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
            value = self.replaced(_value(text, part), depth + 1)
            if part.equals is not None:
                given = text[part.start : part.equals]
                old = without_comments(given).strip()
                parts.append(f"{given.replace(old, names[old], 1) if old in names else given}={value}")
            else:
                parts.append(f"{names.get(str(number), number)}={value}" if counted else value)
        return "{{" + "|".join(parts) + "}}"


def _numbered(element: Element) -> list[tuple[int, Part]]:
    """Pair the parameters of a call with their numbers; one with a name has the number of the last without."""
    pairs, number = [], 0
    for part in element.parts[1:]:
        number += part.equals is None
        pairs.append((number, part))
    return pairs


def _value(text: str, part: Part) -> str:
    return text[part.start if part.equals is None else part.equals + 1 : part.end]
