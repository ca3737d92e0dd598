"""The values of a sheet as a partner must have them: links, files and templates of every text, records included."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from bot.config.settings import Files, PartnerSettings
from bot.domain.credit import Alteration, Mention
from bot.domain.embedding import Embedding
from bot.domain.field import Field, FieldValue, Kind, Records, Value, Values, in_words, short
from bot.domain.files import Placements
from bot.domain.kinds.links import parse_file
from bot.domain.licences.evidence import Evidence, Place
from bot.domain.licences.recognise import Flag, Warned
from bot.domain.plan import Notice
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.sync.drafts import Draft
from bot.wikitext.bodies import Sheet, adapt
from bot.wikitext.credit_words import shows_words
from bot.wikitext.destinations import FilePolicy, Links
from bot.wikitext.reader import Unclaimed
from bot.wikitext.records import parts_of
from bot.wikitext.tags import opaque_tags_of
from bot.wikitext.values import unparsed_fields

_POLICIES = {
    Files.LINK: FilePolicy.LINK,
    Files.SHARED: FilePolicy.SHARED,
    Files.COPY: FilePolicy.SHARED,
    Files.DROP: FilePolicy.DROP,
}


@dataclass(frozen=True, slots=True)
class Adapted:
    """Values for a partner, what was changed of them, and what people should know."""

    values: Values
    alterations: tuple[Alteration, ...]
    notices: tuple[Notice, ...]
    mentions: tuple[Mention, ...] = ()
    """Credit lines of the sheet that the partner has no place for."""


def adapt_values(
    sheet: Draft, partner: PartnerSettings, facts: WikiFacts, source: WikiFacts, copies: MappingOf[str, str]
) -> Adapted:
    """Rewrite links and files for a partner, and note what people should know.

    Raises:
        RefusedError: the source could not tell what a template gives.

    """
    page, opaque = sheet.page.ref.title, opaque_tags_of(source)
    links = Links(source, facts, copies, _POLICIES[partner.files], page, opaque, sheet.redirects, sheet.placements)
    notices = [Notice("unclaimed " + item.kind, item.name or item.excerpt) for item in sheet.unclaimed]
    notices += [Notice("read otherwise", name) for name in sheet.read_otherwise]
    notices += about_licence(sheet.evidence)
    notices += [
        Notice("value not understood", short(sheet.values.get(name) or ""), name)
        for name in unparsed_fields(sheet.values, partner.mapping.format)
        if partner.mapping.rule(name) is not None
    ]
    origin = Sheet(sheet.page, sheet.expansions)
    notices += _file_notices(sheet.placements)
    adapting = _Adapting(origin, links, partner.embedding, notices, sheet.credit_fields, _shown_field(sheet))
    adapting.leave_out(sheet.unclaimed)
    rules = (rule.written for rule in partner.mapping.rules)
    ruled = {rule.field.name: tuple(part.field.name for part in parts_of(rule)) for rule in rules}
    values = adapting.values(sheet.values, partner.mapping.format.fields, ruled)
    mentions = (*sheet.mentions, *adapting.mentions)
    notices += [Notice("credits carried", mention.heading) for mention in mentions]
    return Adapted(values, adapting.alterations(), tuple(dict.fromkeys(notices)), mentions)


def _shown_field(sheet: Draft) -> str:
    """Name the field of the licence whose words the credit shows anyhow; empty where it does not."""
    stated = sheet.evidence.where if sheet.evidence.place is Place.FIELD else ""
    value = sheet.values.get(stated) if stated else None
    return stated if value is not None and shows_words(sheet.evidence, in_words(value, "\n")) else ""


def about_licence(evidence: Evidence) -> Iterator[Notice]:
    """Tell people what they should know of the words in which a licence stands."""
    raw = short(evidence.raw)
    if Warned.ADDRESS_WINS in evidence.warnings:
        yield Notice("licence: address wins", raw)
    if Warned.LETTER_O in evidence.warnings:
        yield Notice("licence: letter o", raw)
    if Flag.TRADE_MARK in evidence.flags:
        yield Notice("licence: trade mark", raw)


def _file_notices(placements: Placements | None) -> list[Notice]:
    """Tell which files the copy does not show, or not as the source does, and why."""
    faulty = (one for one in (placements.of.values() if placements else ()) if one.fault is not None)
    return [Notice(f"file {one.fault}", one.name, words=one.words) for one in faulty]


class _Adapting:
    """One sheet on its way to one partner, with what happened so far."""

    def __init__(
        self,
        origin: Sheet,
        links: Links,
        embedding: Embedding,
        notices: list[Notice],
        credit_fields: MappingOf[str, str],
        shown: str,
    ) -> None:
        self._origin = origin
        self._links = links
        self._embedding = embedding
        self._notices = notices
        self._credit_fields = credit_fields
        self._shown = shown
        self.mentions: list[Mention] = []
        self._changes: set[Alteration] = {Alteration.TEMPLATE}
        self._without_files = Alteration.FILES_LEFT_OUT if links.files is FilePolicy.DROP else Alteration.FILES

    def leave_out(self, unclaimed: tuple[Unclaimed, ...]) -> None:
        """Note what the sheet's own mapping leaves out."""
        kinds = {one.kind for one in unclaimed}
        if "section" in kinds:
            self._changes.add(Alteration.SECTIONS)
        if kinds - {"section"}:
            self._changes.add(Alteration.LEFT_OUT)

    def values(
        self, given: Values, fields: tuple[Field, ...], ruled: MappingOf[str, tuple[str, ...]], above: str = ""
    ) -> Values:
        """Adapt the values of some fields; *ruled* are those with a rule, each with the ruled fields of its records."""
        adapted: list[tuple[str, FieldValue]] = []
        for field in fields:
            value = given.get(field.name)
            if value is None:
                continue
            if field.name not in ruled:
                if not above and field.name == self._shown:
                    continue
                if not above and field.name in self._credit_fields:
                    self.mentions.append(Mention(self._credit_fields[field.name], in_words(value, "\n")))
                elif field.kind is not Kind.LICENCE:
                    self._changes.add(Alteration.LEFT_OUT)
                    self._notices.append(Notice("no rule at the partner", above + field.name))
            elif field.kind is Kind.FILE and not isinstance(value, Records):
                adapted.append((field.name, self._files(value)))
            else:
                adapted.append((field.name, self._value(value, field, ruled[field.name])))
        return Values(tuple(pair for pair in adapted if pair[1]))

    def _files(self, value: Value) -> Value:
        """Give the names at the partner of the files that a field holds, those left out that it does not have."""
        parts = value if isinstance(value, tuple) else (value,)
        kept = tuple(there for part in parts if (there := self._file(part)))
        return kept if isinstance(value, tuple) else "".join(kept)

    def _file(self, text: str) -> str:
        name = parse_file(text)
        there = self._links.file_there(name) if name else ""
        if there and self._links.placements is not None:
            return there
        if self._links.files is FilePolicy.SHARED and (there or not name):
            return self._text(text)
        self._changes.add(self._without_files)
        if self._links.placements is None:
            self._notices.append(Notice("file not copied", text))
        return ""

    def _value(self, value: FieldValue, field: Field, ruled: tuple[str, ...]) -> FieldValue:
        if isinstance(value, Records):
            parts: dict[str, tuple[str, ...]] = dict.fromkeys(ruled, ())
            records = (self.values(record, field.fields, parts, f"{field.name}.") for record in value)
            return Records(tuple(record for record in records if record.pairs))
        return tuple(map(self._text, value)) if isinstance(value, tuple) else self._text(value)

    def _text(self, text: str) -> str:
        body = adapt(text, self._links, self._embedding, self._origin)
        for name, fault in body.faults:
            raise RefusedError(Finding(Reason.NOT_EXPANDED, (("template", name), ("why", fault.value))))
        told = (
            (Alteration.TEMPLATES, body.templates),
            (Alteration.LINKS, body.links),
            (self._without_files, body.files),
            (Alteration.LEFT_OUT, body.left_out),
        )
        self._changes |= {alteration for alteration, happened in told if happened}
        self._notices += body.notices
        return body.text

    def alterations(self) -> tuple[Alteration, ...]:
        """Say what was changed, for the credit."""
        return tuple(alteration for alteration in Alteration if alteration in self._changes)
