"""A page being read, with the spans that the rules of its mapping have claimed."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain import pattern
from bot.domain.field import Kind, Values
from bot.domain.mapping import (
    Carrier,
    Categories,
    Constant,
    FirstImage,
    Item,
    Lead,
    Mapping,
    PageTitle,
    Parameter,
    Property,
    Repeated,
    Rule,
    Section,
)
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.categories import is_below, is_hidden
from bot.wikitext.credit import CREDIT_HOLE
from bot.wikitext.items import find_item
from bot.wikitext.outline import Block, ended, outline, same_heading
from bot.wikitext.pagelinks import Stripped, strip_categories, whole_lines, word_of_category
from bot.wikitext.pictures import first_picture
from bot.wikitext.place import Place
from bot.wikitext.properties import annotations, property_name
from bot.wikitext.records import parts_of, read_records
from bot.wikitext.scan import ALL_TAGS
from bot.wikitext.standing import Inside, Standing, in_parameter, on_page
from bot.wikitext.tables import bare_tables, find_row
from bot.wikitext.tags import opaque_tags_of, tags_of
from bot.wikitext.templates import Call, broken_call, find_call
from bot.wikitext.zones import without_comments


class Sheet:
    """A page being read; each of its rules has the one carrier that is read."""

    def __init__(self, text: str, title: str, mapping: Mapping, wiki: WikiFacts) -> None:
        self.title = title
        self.mapping = mapping
        self.wiki = wiki
        self.tags, self.opaque = tags_of(wiki), opaque_tags_of(wiki)
        self.page: Stripped = strip_categories(text, wiki)
        self.text = self.page.text
        self.blocks = outline(self.text, self.tags)
        hole = self.text.find(CREDIT_HOLE)
        self.stop = len(self.text) if hole < 0 or mapping.credit.top else hole
        self.blocks = ended(self.blocks, self.stop)
        self.call = self._main_call()
        self.others: dict[Parameter, Call | None] = {}
        self.inside = Inside(self.text)
        self.annotations = annotations(self.text, self.opaque)
        self.claimed: list[tuple[int, int]] = [(self.call.start, self.call.end)]
        if hole >= 0:
            self.claimed.append((hole, hole + 1))
        self.places: dict[str, Place] = {}
        self.rules = tuple(self._take(rule) for rule in mapping.rules)
        items = (self.places[rule.field.name] for rule in self.rules if isinstance(rule.carrier, Item))
        self.claimed += bare_tables(self.text, tuple(claim for place in items for claim in place.claimed), self.tags)

    def behind(self) -> str:
        """Give what people wrote behind a credit at the bottom, up to the next heading; it is in no section."""
        return self.left_over(
            self.stop, min((b.start for b in self.blocks if b.start > self.stop), default=len(self.text))
        )

    def section(self, headings: tuple[str, ...]) -> Block | None:
        """Find the first section that bears one of the headings, the first heading first."""
        return next(
            (b for heading in headings for b in self.blocks if b.level and same_heading(b.heading, heading)), None
        )

    def level_of(self, carrier: Section) -> int:
        """Give the level of the heading of a section, that of the mapping when the page has no such section."""
        block = self.section(carrier.headings)
        return block.level if block else self.mapping.level

    def carried(self, rule: Rule) -> str | tuple[str, ...]:
        """Give what stands in the place of a rule, without what other rules claim there."""
        place = self.places[rule.field.name]
        value = place.value
        if isinstance(rule.carrier, Section):
            value = self.left_over(place.start, place.end, place.start - 1)
        elif isinstance(rule.carrier, Lead):
            value = self.left_over(place.start, place.end)
        return value if isinstance(value, tuple) or is_visible(value, self.tags) else ""

    def left_over(self, start: int, end: int, within: int | None = None) -> str:
        """Give what of a span no rule has claimed; with *within*, no rule but those that begin behind it."""
        return _joined(tuple(self.text[begin:stop] for begin, stop in self._gaps(start, end, within)))

    def pieces(self, start: int, end: int, within: int) -> list[tuple[int, int]]:
        """Tell where the pieces of what is left over stand, without blanks around them."""
        found = []
        for begin, stop in self._gaps(start, end, within):
            part = self.text[begin:stop]
            if part.strip():
                found.append((begin + len(part) - len(part.lstrip()), begin + len(part.rstrip())))
        return found

    def records(self, rule: Rule) -> tuple[tuple[Call, Values], ...]:
        """Read the records of a rule, each with its call."""
        return read_records(self.places[rule.field.name].calls, parts_of(rule), self.title)

    def is_alone(self, start: int, end: int) -> bool:
        """Tell whether no other rule claims anything in a span that one section fills."""
        return not any(start <= begin < end for begin, _ in self.claimed)

    def _gaps(self, start: int, end: int, within: int | None) -> Iterator[tuple[int, int]]:
        position = start
        for begin, stop in sorted(self.claimed):
            if stop <= position or begin >= end or (within is not None and begin <= within):
                continue
            yield position, max(position, begin)
            position = max(position, min(stop, end))
        yield position, end

    def _main_call(self) -> Call:
        call = find_call(self.text, self.mapping.templates, self.wiki)
        if call is None:
            names = ", ".join(self.mapping.templates)
            known = (("template", names), ("mapping", self.mapping.name))
            broken = broken_call(self.text, self.mapping.templates, self.wiki)
            raise RefusedError(Finding(Reason.NOT_THE_TEMPLATE, (*known, *((("doubt", broken),) if broken else ()))))
        if call.doubt or self.page.joint:
            raise self._doubtful(replace(call, doubt=call.doubt or self.page.joint))
        return call

    def _doubtful(self, call: Call) -> RefusedError:
        facts = (("template", call.name), ("mapping", self.mapping.name), ("doubt", call.doubt))
        return RefusedError(Finding(Reason.NOT_THE_TEMPLATE, facts))

    def _take(self, rule: Rule) -> Rule:
        """Claim the first place of a rule that has a value: no other rule and no rest takes what stands there."""
        found = [(carrier, self._place(rule, carrier)) for carrier in rule.carriers]
        carrier, place = found[0] if len(found) == 1 else next(filter(self._is_filled, found), found[0])
        self.places[rule.field.name] = place
        self.claimed += place.claimed
        return rule.at(carrier)

    def _is_filled(self, found: tuple[Carrier, Place]) -> bool:
        value = found[1].value
        return bool(value) and (isinstance(value, tuple) or is_visible(value, self.tags))

    def _place(self, rule: Rule, carrier: Carrier) -> Place:
        match carrier:
            case Parameter():
                return self._parameter_place(carrier)
            case Section():
                return self._section_place(carrier)
            case Item():
                return self._item_place(carrier)
            case Categories():
                return self._categories_place(carrier, rule)
            case Repeated():
                return self._repeated_place(carrier, rule)
            case Property(names=names):
                return self._property_place(names, rule)
            case FirstImage():
                return self._picture_place()
            case _:
                return self._own_place(rule, carrier)

    def _own_place(self, rule: Rule, carrier: Lead | PageTitle | Constant) -> Place:
        """Give a place that every page has."""
        if isinstance(carrier, Lead):
            lead = self.blocks[0]
            return Place(self.left_over(0, lead.end), (), 0, lead.end)
        if isinstance(carrier, Constant):
            return Place(carrier.value)
        found = dict(pattern.match(self.mapping.title, self.title) or ())
        return Place(found.get(rule.field.name, self.title))

    def _parameter_place(self, carrier: Parameter) -> Place:
        call = self.call_of(carrier)
        if call is None:
            return Place(parameter=carrier.names[0])
        taken = next((name for name in carrier.names if is_visible(call.get(name), self.tags)), carrier.names[0])
        claimed = () if call is self.call else ((call.start, call.end),)
        return Place(call.get(taken), claimed, parameter=taken)

    def call_of(self, carrier: Parameter) -> Call | None:
        """Find the call that has a parameter, None where there is none that can be relied on."""
        if carrier.of is None:
            return self.call
        key = replace(carrier, names=())
        if key not in self.others:
            if carrier.inside is None:
                call = find_call(self.text, (carrier.of,), self.wiki)
            else:
                standing = in_parameter(self.text, (carrier.of,), self.call, carrier.inside, self.wiki)
                call = next(iter(standing.calls), None)
                if call is not None and not call.doubt:
                    self.inside.claim(carrier.inside, standing, (call,))
            self.others[key] = None if call is None or call.doubt else call
        return self.others[key]

    def _repeated_place(self, carrier: Repeated, rule: Rule) -> Place:
        if carrier.inside is not None:
            standing = in_parameter(self.text, carrier.templates, self.call, carrier.inside, self.wiki)
            self.inside.claim(carrier.inside, standing, standing.calls)
        else:
            block = self.section((carrier.section,)) if carrier.section else None
            start, end = (block.body, block.tree_end) if block else (0, 0 if carrier.section else len(self.text))
            there = on_page(self.text, carrier.templates, self.call, self.wiki).calls
            standing = Standing(tuple(call for call in there if start <= call.start < end))
        doubtful = next((call for call in standing.calls if call.doubt), None)
        if doubtful is not None:
            raise self._doubtful(doubtful)
        spans = [(call.start, call.end) for call in standing.calls]
        records = read_records(standing.calls, parts_of(rule.at(carrier)), self.title)
        texts = tuple(self.text[call.start : call.end] for call, _ in records)
        return Place(texts, tuple(whole_lines(self.text, spans)), calls=standing.calls)

    def _property_place(self, names: tuple[str, ...], rule: Rule) -> Place:
        wanted = {property_name(name) for name in names}
        found = [each for each in self.annotations if each.name in wanted]
        claimed = tuple(dict.fromkeys((each.start, each.end) for each in found if each.start < each.end))
        words = tuple(dict.fromkeys(each.value for each in found))
        if rule.field.kind is Kind.LIST or not found:
            return Place(words, claimed)
        return Place(words[0], claimed, found[0].at, found[0].until, left_out=words[1:])

    def _picture_place(self) -> Place:
        picture = first_picture(self.text, self.wiki)
        if picture is None:
            return Place()
        own = picture.end <= self.blocks[0].end
        caption = (picture.caption,) if own and picture.caption else ()
        claimed = ((picture.start, picture.end),) if own else ()
        return Place(picture.name, claimed, picture.at, picture.until, left_out=caption)

    def _section_place(self, carrier: Section) -> Place:
        block = self.section(carrier.headings)
        if block is None:
            return Place()
        end = block.tree_end if carrier.subsections else block.end
        return Place(self.text[block.body : end], ((block.start, end),), block.body, end)

    def _categories_place(self, carrier: Categories, rule: Rule) -> Place:
        names = [name for name in self.page.categories if not is_hidden(name, carrier.excluded, self.mapping)]
        if not carrier.patterns and not carrier.roots:
            others = [each for other in self.mapping.rules for each in other.carriers if isinstance(each, Categories)]
            free = tuple(name for name in names if not any(self._takes(other, name) for other in others))
            return Place(free, categories=free)
        mine = [name for name in names if self._takes(carrier, name)]
        words = [(name, word_of_category(name, carrier.patterns) or name) for name in mine]
        if rule.field.kind is not Kind.LIST:
            return Place(words[0][1], categories=(words[0][0],)) if words else Place()
        return Place(tuple(word for _, word in words), categories=tuple(mine))

    def _takes(self, carrier: Categories, name: str) -> bool:
        """Tell whether a rule names a category, by a pattern or by the tree that it stands in."""
        if carrier.roots:
            return is_below(name, carrier, self.wiki)
        return word_of_category(name, carrier.patterns) is not None

    def _item_place(self, carrier: Item) -> Place:
        block = self.section((carrier.section,)) if carrier.section else self.blocks[0]
        if block is None:
            return Place()
        text = self.text[block.body : block.tree_end if block.level else block.end]
        item = find_item(text, carrier.labels, self.opaque) or find_row(text, carrier.labels, self.tags)
        if item is None:
            return Place()
        claim = (block.body + item.start, block.body + item.end)
        # A value in parts has no place of its own.
        start, end = (block.body + item.at, block.body + item.until) if item.at >= 0 else (0, 0)
        return Place(item.value, (claim,), start, end)


def _joined(parts: tuple[str, ...]) -> str:
    """Join what stood around claimed places, so that no two words become one."""
    text = ""
    for part in parts:
        glued = text and part and not text[-1].isspace() and not part[0].isspace()
        text += f"\n{part}" if glued else part
    return text.strip()


def is_visible(value: str, tags: str = ALL_TAGS) -> bool:
    """Tell whether a value holds more than comments, which tell editors what to write there."""
    shown = without_comments(value, tags)
    return bool(shown) and not shown.isspace()
