"""Where the calls of a template stand: on the page itself, or directly in a parameter of the sheet's template."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.wiki import WikiFacts
from bot.wikitext.scan import Element, Sort, scan
from bot.wikitext.templates import HOLDERS, Call, as_tags_tell, call_of, template_name


@dataclass(frozen=True, slots=True)
class Standing:
    """Calls in the order of the page; within a parameter, its value stands from *start* to *end*."""

    calls: tuple[Call, ...] = ()
    start: int = 0
    end: int = 0

    @property
    def doubt(self) -> str:
        """Say why not all of the calls can be relied on, empty when they can."""
        return next((call.doubt for call in self.calls if call.doubt), "")


class Inside:
    """The calls that rules take in the parameters of the sheet's template."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, tuple[int, int, list[Call]]] = {}

    def claim(self, parameter: str, standing: Standing, calls: tuple[Call, ...]) -> None:
        """Note which calls of a parameter a rule takes."""
        if calls:
            self._found.setdefault(parameter, (standing.start, standing.end, []))[2].extend(calls)

    def left_over(self) -> tuple[tuple[str, str], ...]:
        """List the parameters with such calls, and what else stands in them."""
        return tuple((name, self._left_over(*found)) for name, found in self._found.items())

    def _left_over(self, start: int, end: int, calls: list[Call]) -> str:
        parts = []
        for call in sorted(calls, key=lambda each: each.start):
            parts.append(self._text[start : call.start].strip())
            start = max(start, call.end)
        return "\n".join(part for part in (*parts, self._text[start:end].strip()) if part)


@dataclass(frozen=True, slots=True)
class _Held:
    """A call with the structures around it, the outermost first."""

    call: Call
    holders: tuple[Element, ...]


def on_page(text: str, names: tuple[str, ...], sheet: Call, wiki: WikiFacts) -> Standing:
    """Find the calls of a template that stand beside that of the sheet; one in another structure is in doubt."""

    def standing(tags: str) -> tuple[Call, ...]:
        beside = (each for each in _held(text, names, wiki, tags) if not _is_in(each, sheet))
        return tuple(_with_doubts(text, ((each.call, each.holders) for each in beside)))

    calls, doubt = as_tags_tell(text, wiki, standing)
    return Standing(tuple(_doubted(call, doubt) for call in calls if call.start != sheet.start))


def in_parameter(text: str, names: tuple[str, ...], sheet: Call, parameter: str, wiki: WikiFacts) -> Standing:
    """Find the calls of a template in a parameter of the sheet; one that is not directly there is in doubt."""
    last = max((index for index, (name, _) in enumerate(sheet.parameters) if name == parameter), default=-1)

    def standing(tags: str) -> Standing:
        within = [each for each in _held(text, names, wiki, tags) if _is_in(each, sheet)]
        found = [each for each in within if _part_of(each) == last + 1]
        if last < 0 or not found:
            return Standing()
        part = found[0].holders[0].parts[last + 1]
        calls = _with_doubts(text, ((each.call, each.holders[1:]) for each in found))
        return Standing(tuple(calls), part.start if part.equals is None else part.equals + 1, part.end)

    there, doubt = as_tags_tell(text, wiki, standing)
    return replace(there, calls=tuple(_doubted(call, doubt) for call in there.calls))


def _held(text: str, names: tuple[str, ...], wiki: WikiFacts, tags: str) -> Iterator[_Held]:
    wanted = {wiki.template_behind(template_name(name, wiki)) for name in names}
    holders: list[Element] = []
    for element in scan(text, tags):
        while holders and holders[-1].end <= element.start:
            holders.pop()
        if element.sort is Sort.TEMPLATE:
            call = call_of(text, element, wiki)
            if wiki.template_behind(call.name) in wanted:
                yield _Held(call, tuple(holders))
        if element.sort in HOLDERS:
            holders.append(element)


def _is_in(held: _Held, sheet: Call) -> bool:
    return bool(held.holders) and (held.holders[0].start, held.holders[0].end) == (sheet.start, sheet.end)


def _part_of(held: _Held) -> int:
    """Tell in the value of which part of the outermost structure a call stands; 0 for none."""
    for number, part in enumerate(held.holders[0].parts):
        if (part.start if part.equals is None else part.equals) <= held.call.start < part.end:
            return number
    return 0


def _with_doubts(text: str, found: Iterator[tuple[Call, tuple[Element, ...]]]) -> Iterator[Call]:
    """Give the calls that stand directly there, and with a doubt those in other structures but the calls themselves."""
    end = 0
    for call, holders in found:
        if call.start < end:
            continue  # in a value of the call before
        if holders:
            yield replace(call, doubt=text[holders[0].start : holders[0].start + 40].split("\n", 1)[0])
        else:
            end = call.end
            yield call


def _doubted(call: Call, doubt: str) -> Call:
    return replace(call, doubt=doubt) if doubt and not call.doubt else call
