"""The values of a sheet as a partner must have them: links, files and templates of every text, records included."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from bot.config.settings import Files, PartnerSettings
from bot.domain.credit import Alteration
from bot.domain.embedding import Embedding
from bot.domain.field import Field, FieldValue, Kind, Records, Values, in_words, short
from bot.domain.plan import Finding, Notice, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.sync.drafts import Draft
from bot.wikitext.bodies import Sheet, adapt
from bot.wikitext.destinations import FilePolicy, Links
from bot.wikitext.records import parts_of
from bot.wikitext.tags import opaque_tags_of
from bot.wikitext.values import unparsed_fields


@dataclass(frozen=True, slots=True)
class Adapted:
    """Values for a partner, what was changed of them, and what people should know."""

    values: Values
    alterations: tuple[Alteration, ...]
    notices: tuple[Notice, ...]


def adapt_values(
    sheet: Draft, partner: PartnerSettings, facts: WikiFacts, source: WikiFacts, copies: MappingOf[str, str]
) -> Adapted:
    """Rewrite links and files for a partner, and note what people should know.

    Raises:
        RefusedError: the source could not tell what a template gives.

    """
    policy = {Files.SHARED: FilePolicy.SHARED, Files.DROP: FilePolicy.DROP}.get(partner.files, FilePolicy.LINK)
    page, opaque = sheet.page.ref.title, opaque_tags_of(source)
    links = Links(source, facts, copies, policy, page, opaque, sheet.redirects)
    notices = [Notice("unclaimed " + item.kind, item.name or item.excerpt) for item in sheet.unclaimed]
    notices += [Notice("read otherwise", name) for name in sheet.read_otherwise]
    notices += [
        Notice("value not understood", short(sheet.values.get(name) or ""), name)
        for name in unparsed_fields(sheet.values, partner.mapping.format)
        if partner.mapping.rule(name) is not None
    ]
    origin = Sheet(sheet.page, sheet.expansions)
    adapting = _Adapting(origin, links, partner.embedding, notices, bool(sheet.unclaimed))
    first = (rule.at(rule.carriers[0]) for rule in partner.mapping.rules)
    ruled = {rule.field.name: tuple(part.field.name for part in parts_of(rule)) for rule in first}
    values = adapting.values(sheet.values, partner.mapping.format.fields, ruled)
    return Adapted(values, adapting.alterations(), tuple(dict.fromkeys(notices)))


class _Adapting:
    """One sheet on its way to one partner, with what happened so far."""

    def __init__(
        self, origin: Sheet, links: Links, embedding: Embedding, notices: list[Notice], left_out: bool
    ) -> None:
        self._origin = origin
        self._links = links
        self._embedding = embedding
        self._notices = notices
        self._left_out = left_out
        self._changed_links = self._changed_files = False

    def values(
        self, given: Values, fields: tuple[Field, ...], ruled: MappingOf[str, tuple[str, ...]], above: str = ""
    ) -> Values:
        """Adapt the values of some fields; *ruled* are those with a rule, each with the ruled fields of its records."""
        values = Values()
        for field in fields:
            value = given.get(field.name)
            if value is None:
                continue
            if field.name not in ruled:
                if field.kind is not Kind.LICENCE:
                    self._left_out = True
                    self._notices.append(Notice("no rule at the partner", above + field.name))
            elif field.kind is Kind.FILE and self._links.files is not FilePolicy.SHARED:
                self._changed_files = True
                self._notices.append(Notice("file not copied", in_words(value)))
            else:
                values = values.with_value(field.name, self._value(value, field, ruled[field.name]))
        return values

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
        self._changed_links = self._changed_links or body.links
        self._changed_files = self._changed_files or body.files
        self._left_out = self._left_out or body.left_out
        self._notices += body.notices
        return body.text

    def alterations(self) -> tuple[Alteration, ...]:
        """Say what was changed, for the credit."""
        return (
            Alteration.TEMPLATE,
            *((Alteration.LINKS,) if self._changed_links else ()),
            *((Alteration.FILES,) if self._changed_files else ()),
            *((Alteration.LEFT_OUT,) if self._left_out else ()),
        )
