"""Changes of single places of a page, by position, and where each carrier has its place."""

from collections.abc import Iterator
from itertools import pairwise

from bot.domain.field import FieldValue, Kind, Records
from bot.domain.mapping import Categories, FirstImage, Item, Lead, Parameter, Property, Repeated, Rule, Section
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.wikitext.categories import categories_of_value
from bot.wikitext.escape import escape_value
from bot.wikitext.layout import item_text
from bot.wikitext.narrowing import narrowed
from bot.wikitext.outline import Block, demote
from bot.wikitext.pagelinks import category_link, whole_lines
from bot.wikitext.pictures import bare_file, picture_link
from bot.wikitext.properties import property_line, property_name
from bot.wikitext.record_edits import Added, Gone, record_edits
from bot.wikitext.records import names_of, record_calls, spelt_record, standing_name
from bot.wikitext.scan import Sort, outermost, scan
from bot.wikitext.sheet import Sheet
from bot.wikitext.templates import Call, Slot, parameter_slots
from bot.wikitext.values import spell, words_of
from bot.wikitext.written_calls import inline_call, parameter_line, whole_call


class Editor:
    """The changes of one page; positions are those of the text without categories, unless they say *whole*."""

    def __init__(self, whole: str, sheet: Sheet) -> None:
        self.whole = whole
        self.sheet = sheet
        self.text = sheet.text
        self.changes: list[tuple[int, int, str]] = []
        self.new_sections: dict[str, list[str]] = {}
        self.new_calls: dict[str, list[str]] = {}
        self.new_nested: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.field = ""

    def put(self, rule: Rule, value: FieldValue | None) -> None:
        """Note the change that gives a field its value."""
        self.field = rule.field.name
        if isinstance(rule.carrier, Repeated):
            self._records(rule, rule.carrier, value if isinstance(value, Records) else Records())
            return
        if isinstance(value, Records):
            raise self._refused()
        spelt = spell(value, rule).strip() if value and not isinstance(rule.carrier, Categories | Property) else ""
        match rule.carrier:
            case Parameter():
                self._parameter(rule.carrier, spelt)
            case Section():
                self._section(rule.carrier, spelt)
            case Lead():
                self._prose(spelt, 0, self.sheet.blocks[0].end, -1, self._below_template())
            case Item():
                self._item(rule.carrier, spelt)
            case Categories():
                self._categories(categories_of_value(value, rule, rule.carrier, self.sheet.wiki) if value else ())
            case Property():
                self._property(rule, rule.carrier, words_of(value, rule) if value else ())
            case FirstImage():
                self._picture(spelt)

    def applied(self) -> str:
        """Give the whole page with all changes."""
        for name, lines in self.new_calls.items():
            self._insert(self._below_template(), f"\n\n{whole_call(name, lines)}")
        for (inside, name), pairs in self.new_nested.items():
            self._behind_parameter(inside, inline_call(name, pairs), " ")
        headings = "=" * self.sheet.mapping.level
        for heading, texts in self.new_sections.items():
            section = f"\n\n{headings} {heading} {headings}\n" + "\n".join(texts)
            self._insert(self._end(), section)
        parts, position = [], 0
        for start, end, new in sorted(self.changes, key=lambda change: change[:2]):
            if start < position:
                raise self._refused()
            parts += [self.whole[position:start], new]
            position = end
        return "".join((*parts, self.whole[position:]))

    def _refused(self) -> RefusedError:
        return RefusedError(Finding(Reason.NOT_REPRESENTABLE, (("field", self.field),)))

    def _whole(self, position: int) -> int:
        """Give the place of a character in the whole text."""
        for start, end in self.sheet.page.cut:
            if start > position:
                break
            position += end - start
        return position

    def _replace(self, start: int, end: int, new: str) -> None:
        if start == end:
            self._insert(start, new)
            return
        start, end, new = narrowed(self.text, start, end, new)
        if start == end:
            self._insert(start, new)
            return
        # A category that stands between stays where it is: the new text comes before it.
        for begin, stop in pairwise((start, *(at for at in self._cuts() if start < at < end), end)):
            last = stop if stop == end else begin + len(self.text[begin:stop].rstrip("\n"))
            if begin < last:
                self.changes.append((self._whole(begin), self._whole(last - 1) + 1, new))
                new = ""

    def _cuts(self) -> Iterator[int]:
        """Tell where categories were taken out of the text."""
        gone = 0
        for start, end in self.sheet.page.cut:
            yield start - gone
            gone += end - start

    def _insert(self, position: int, new: str) -> None:
        at = self._whole(position - 1) + 1 if position else 0
        self.changes.append((at, at, new))

    def _delete_lines(self, start: int, end: int) -> None:
        """Delete a span and the line ends behind it, where it begins its line."""
        while self.text[end : end + 1] == "\n" and (start == 0 or self.text[start - 1] == "\n"):
            end += 1
        self._replace(start, end, "")

    def _end(self) -> int:
        return len(self.text[: self.sheet.stop].rstrip())

    def _below_template(self) -> int:
        return self.sheet.call.end

    def _parameter(self, carrier: Parameter, spelt: str) -> None:
        call = self.sheet.call_of(carrier)
        if call is None and carrier.inside is not None:
            self.new_nested.setdefault((carrier.inside, carrier.of or ""), []).append((carrier.names[0], spelt))
            return
        if call is None:
            self.new_calls.setdefault(carrier.of or "", []).append(
                parameter_line(carrier.names[0], spelt, self.sheet.tags)
            )
            return
        self._set(call, self.sheet.places[self.field].parameter, carrier.names[0], spelt)

    def _slot(self, call: Call, name: str) -> Slot | None:
        slots = parameter_slots(self.text, call, self.sheet.tags)
        return next((each for each in reversed(slots) if each.name == name), None)

    def _set(self, call: Call, name: str, new_name: str, spelt: str) -> None:
        """Set a parameter by the name that stands there, or a new one."""
        value, slot = escape_value(spelt, self.sheet.tags), self._slot(call, name)
        if slot is None:
            self._new_parameter(call, new_name, value)
        elif slot.at < slot.until or not value:
            self._replace(slot.at, slot.until, value)
        else:
            blank = self.text[slot.start : slot.start + 1] == " "
            self._insert(slot.start + blank, value if blank or value.startswith("\n") else f" {value}")

    def _new_parameter(self, call: Call, name: str, value: str) -> None:
        inside = self.text[call.start : call.end - 2]
        gap = "" if value.startswith("\n") else " "
        if "\n" in inside:
            self._insert(call.start + len(inside.rstrip()), f"\n| {name} ={gap}{value}")
        else:
            self._insert(call.end - 2, f"|{name}={value}")

    def _behind_parameter(self, name: str, written: str, gap: str) -> None:
        """Put calls behind whatever a parameter of the sheet's template holds."""
        slot = self._slot(self.sheet.call, name)
        if slot is None:
            self._new_parameter(self.sheet.call, name, f"\n{written}" if gap == "\n" else written)
        elif slot.at < slot.until:
            self._insert(slot.until, gap + written)
        else:
            self._insert(slot.start, gap + written)

    def _records(self, rule: Rule, carrier: Repeated, wanted: Records) -> None:
        present = self.sheet.records(rule)
        if not present:
            self._new_records(carrier, record_calls(wanted, carrier))
            return
        for edit in record_edits(self.text, present, wanted.each, carrier.templates[0], carrier.rules):
            if isinstance(edit, Added):
                self._insert(edit.at, edit.text)
            elif isinstance(edit, Gone):
                self._delete_lines(edit.call.start, edit.call.end)
            else:
                spelt = dict(spelt_record(edit.record, carrier.rules))
                for part in edit.parts:
                    name = names_of(part)[0]
                    self._set(edit.call, standing_name(edit.call, part), name, spelt.get(name, ""))

    def _new_records(self, carrier: Repeated, calls: str) -> None:
        """Write records where none stand yet."""
        block = self.sheet.section((carrier.section,)) if carrier.section else self.sheet.blocks[0]
        if not calls:
            return
        if carrier.inside is not None:
            self._behind_parameter(carrier.inside, calls, "\n")
        elif block is None:
            self.new_sections.setdefault(carrier.section or "", []).append(calls)
        else:
            end = len(self.text[: block.end].rstrip())
            self._insert(end, f"\n{calls}" if block.level else f"\n\n{calls}")

    def _section(self, carrier: Section, spelt: str) -> None:
        block = self.sheet.section(carrier.headings)
        if block is None:
            self.new_sections.setdefault(carrier.headings[0], []).append(
                demote(spelt, self.sheet.mapping.level, self.sheet.tags)
            )
            return
        place = self.sheet.places[self.field]
        at = block.body + (self.text[block.body : block.body + 1] == "\n")
        self._prose(demote(spelt, block.level, self.sheet.tags), place.start, place.end, place.start - 1, at, block)

    def _prose(self, spelt: str, start: int, end: int, within: int, at: int, block: Block | None = None) -> None:
        """Change a text between places of other rules, when it stands in one piece."""
        pieces = self.sheet.pieces(start, end, within)
        if len(pieces) > 1:
            raise self._refused()
        if not pieces:
            self._insert(at, f"\n{spelt}" if block and at == block.body else f"{spelt}\n" if block else f"\n\n{spelt}")
        elif not spelt and block is not None and self.sheet.is_alone(block.body, end):
            self._delete_lines(block.start, pieces[0][1])
        else:
            self._replace(*pieces[0], spelt)

    def _item(self, carrier: Item, spelt: str) -> None:
        place = self.sheet.places[self.field]
        if place.claimed and not spelt:
            self._replace(*place.claimed[0], "")
        elif place.claimed and place.start < place.end:
            self._replace(place.start, place.end, spelt)
        elif place.claimed and place.start:
            self._insert(place.start, f" {spelt}")
        elif place.claimed:
            raise self._refused()
        else:
            self._new_item(carrier, item_text(carrier, spelt))

    def _new_item(self, carrier: Item, item: str) -> None:
        block = self.sheet.section((carrier.section,)) if carrier.section else self.sheet.blocks[0]
        if block is None:
            self.new_sections.setdefault(carrier.section or "", []).append(item)
            return
        end = len(self.text[: block.end].rstrip())
        self._insert(end, f"\n{item}" if block.level else f"\n\n{item}")

    def _categories(self, wanted: tuple[str, ...]) -> None:
        links, own = self.sheet.page.links, self.sheet.places[self.field].categories
        present = {name for name, _, _ in links}
        gone = [(start, end) for name, start, end in links if name in own and name not in wanted]
        new = [category_link(name, self.sheet.wiki) for name in wanted if name not in present]
        swapped = min(len(gone), len(new))
        self.changes += ((*span, link) for span, link in zip(gone, new, strict=False))
        self.changes += ((*span, "") for span in whole_lines(self.whole, gone[swapped:]))
        rest = new[swapped:]
        free = self._last_free_link() if rest else None
        if free is not None:
            self.changes.append((free, free, "".join(f"\n{link}" for link in rest)))
        elif rest:
            self._insert(self._end(), "\n\n" + "\n".join(rest))

    def _last_free_link(self) -> int | None:
        """Give the end of the last category link that stands in no template, tag or other link."""
        outer = outermost(each for each in scan(self.whole, self.sheet.tags) if each.sort is not Sort.HEADING)
        free = {(each.start, each.end) for each in outer}
        return next((end for _, start, end in reversed(self.sheet.page.links) if (start, end) in free), None)

    def _property(self, rule: Rule, carrier: Property, words: tuple[str, ...]) -> None:
        names = {property_name(name) for name in carrier.names}
        found = [each for each in self.sheet.annotations if each.name in names]
        if rule.field.kind is not Kind.LIST and words:
            found = found[:1]
        if len(words) == len(found) and all(each.at < each.until for each in found):
            for each, word in zip(found, words, strict=True):
                if each.value != word:
                    self._replace(each.at, each.until, escape_value(word, self.sheet.tags))
            return
        if any(sum(other.start == each.start for other in self.sheet.annotations) > 1 for each in found):
            raise self._refused()
        lines = [property_line(carrier.names[0], word, self.sheet.tags) for word in words]
        if found and any(each.start >= each.end for each in found):
            raise self._refused()
        for each in found:
            self._replace(each.start, each.end, "")
        if lines:
            self._insert(self._below_template(), "\n" + "\n".join(lines))

    def _picture(self, spelt: str) -> None:
        place = self.sheet.places[self.field]
        if spelt and place.start < place.end:
            self._replace(place.start, place.end, bare_file(spelt, self.sheet.wiki))
        elif spelt:
            self._insert(self._below_template(), f"\n\n{picture_link(spelt, self.sheet.wiki)}")
        elif place.claimed:
            self._replace(*place.claimed[0], "")
        else:
            raise self._refused()
