"""Sheets as JSON records of their exchange format, and the JSON Schema of such records.

Keys are English and stay the same in every language; the names of the fields are those of the format.
"""

from collections.abc import Iterable
from typing import Any

from bot.domain.field import Field, FieldValue, Format, Kind, Records, Values
from bot.domain.licences.evidence import Evidence, Part, Place
from bot.domain.licences.recognise import Certainty
from bot.domain.page import Page
from bot.domain.reasons import Finding, Reason
from bot.domain.wiki import WikiFacts
from bot.i18n import _
from bot.report import reasons
from bot.wikitext.reader import Unclaimed

Data = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_HINTS = {
    Kind.TEXT: "Wikitext of the source.",
    Kind.LIST: "Several values, in the order of the sheet.",
    Kind.DATE: "A date as the sheet writes it.",
    Kind.NUMBER: "A number as the sheet writes it.",
    Kind.DURATION: "A time as the sheet writes it, such as 1 h 30.",
    Kind.COORDINATES: "A place as the sheet writes it, such as 48.39, -4.49.",
    Kind.FILE: "Name of a file at the source wiki.",
    Kind.LINK: "An address or a page of the source wiki.",
    Kind.LICENCE: "The licence as the sheet writes it; what it means stands under licence.",
    Kind.RECORDS: "Several records, in the order of the sheet.",
}


def sheet_record(
    job: str,
    known: Format,
    page: Page,
    source: WikiFacts,
    values: Values,
    evidence: Evidence,
    rest: Iterable[Unclaimed],
) -> Data:
    """Give a sheet as a record: its fields with the licence and the credit that whoever republishes it must keep."""
    licence, people = evidence.licence, page.contributors
    return {
        **_head(job, known, page, source),
        "fields": _fields_data(values, known.fields),
        "licence": {"id": licence.id, "name": licence.name, "url": licence.url, "offered": evidence.offer.id}
        | {"evidence": _evidence(evidence)},
        "credit": {
            "authors": list(people.names),
            "anonymous": people.anonymous,
            "hidden": people.hidden,
            "withheld": people.withheld,
            "history": source.history_url(page.ref.title),
        },
        "unclaimed": [{"kind": item.kind, "name": item.name, "excerpt": item.excerpt} for item in rest],
    }


def _fields_data(values: Values, fields: tuple[Field, ...]) -> Data:
    pairs = ((field, values.get(field.name)) for field in fields)
    return {field.name: _value_data(value, field) for field, value in pairs if value is not None}


def _value_data(value: FieldValue, field: Field) -> str | list[str] | list[Data]:
    if isinstance(value, Records):
        return [_fields_data(record, field.fields) for record in value]
    return list(value) if isinstance(value, tuple) else value


def refused_record(job: str, known: Format, page: Page, source: WikiFacts, finding: Finding) -> Data:
    """Give a sheet that may not be republished: where it stands and why, nothing of what it says."""
    return {
        **_head(job, known, page, source),
        "refused": {"reason": finding.reason.value, "sentence": _sentence(finding)},
    }


def _head(job: str, known: Format, page: Page, source: WikiFacts) -> Data:
    ref = page.ref
    return {
        "format": known.name,
        "job": job,
        "sheet": {
            "wiki": source.site_name,
            "address": source.address,
            "page_id": ref.page_id,
            "title": ref.title,
            "revision": ref.revision,
            "url": source.page_url(ref.title),
            "permalink": source.permalink(ref.title, ref.revision),
            "date": page.written_at.isoformat(),
        },
    }


def _evidence(evidence: Evidence) -> Data:
    declared, decided = evidence.declaration, evidence.decision
    by = {"by": declared.declared_by, "on": declared.on.isoformat(), "link": declared.link} if declared else None
    return {
        "place": evidence.place.value,
        "where": evidence.where,
        "raw": evidence.raw,
        "certainty": evidence.certainty.value,
        "address": evidence.address,
        "declared": by,
        "decided": {"by": decided.by, "on": decided.on.isoformat(), "reason": decided.reason} if decided else None,
        "parts": [_part(part) for part in evidence.parts],
    }


def _part(part: Part) -> Data:
    licence = {"id": part.licence.id, "name": part.licence.name, "url": part.licence.url, "offered": part.offer.id}
    return {"where": part.where, "raw": part.evidence.raw, "kind": "picture" if part.picture else "text"} | licence


def _sentence(finding: Finding) -> str:
    if finding.reason is Reason.LICENCE_REFUSED:
        # The usual sentence speaks of a partner, and here is none.
        message = _("The licence {licence} allows no adaptation, and a sheet taken apart into fields is one.")
        return message.format(licence=dict(finding.facts).get("licence", "?"))
    return reasons.explain(finding)


def record_schema(known: Format, language: str) -> Data:
    """Give the JSON Schema (draft 2020-12) of the records of a format, labelled in *language*."""
    whole = {
        "fields": _object(*_fields_schema(known.fields, language)),
        "licence": _object({**_LICENCE, "evidence": _EVIDENCE}),
        "credit": _object(
            {"authors": _list(_TEXT), "anonymous": _COUNT, "hidden": _COUNT, "withheld": _COUNT, "history": _ADDRESS}
        ),
        "unclaimed": _list(_object({"kind": _TEXT, "name": _ANY_TEXT, "excerpt": _ANY_TEXT})),
    }
    refused = {"refused": _object({"reason": {"enum": [reason.value for reason in Reason]}, "sentence": _TEXT})}
    head = {"format": {"const": known.name}, "job": _TEXT, "sheet": _SHEET}
    return {
        "$schema": _DIALECT,
        "title": known.name,
        **_object({**head, **whole, **refused}, list(head)),
        "oneOf": [{"required": list(whole)}, {"required": list(refused)}],
    }


def _fields_schema(fields: tuple[Field, ...], language: str) -> tuple[Data, list[str]]:
    properties = {field.name: _field_schema(field, language) for field in fields}
    return properties, [field.name for field in fields if field.required]


def _field_schema(field: Field, language: str) -> Data:
    """Give the type of a field: wikis hold words, so no word is lost in conversion to numbers or dates."""
    shape = _TEXT
    if field.kind is Kind.LIST:
        shape = _list(_TEXT) | {"minItems": 1}
    elif field.kind is Kind.RECORDS:
        shape = _list(_object(*_fields_schema(field.fields, language))) | {"minItems": 1}
    return {"title": field.label(language), "description": _HINTS[field.kind], "x-kind": field.kind.value, **shape}


def _object(properties: Data, required: list[str] | None = None) -> Data:
    """Give the schema of an object that holds nothing else; all is required unless *required* says otherwise."""
    names = list(properties) if required is None else required
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def _list(items: Data) -> Data:
    return {"type": "array", "items": items}


_ANY_TEXT: Data = {"type": "string"}
_TEXT: Data = {"type": "string", "minLength": 1}
_ADDRESS: Data = {"type": "string", "format": "uri"}
_COUNT: Data = {"type": "integer", "minimum": 0}
_SHEET = _object(
    {
        "wiki": _TEXT,
        "address": _TEXT,
        "page_id": _COUNT,
        "title": _TEXT,
        "revision": _COUNT,
        "url": _ANY_TEXT,
        "permalink": _ANY_TEXT,
        "date": {"type": "string", "format": "date-time"},
    }
)
_DECLARED = _object({"by": _TEXT, "on": {"type": "string", "format": "date"}, "link": _ANY_TEXT})
_DECIDED = _object({"by": _TEXT, "on": {"type": "string", "format": "date"}, "reason": _TEXT})
_LICENCE: Data = {"id": _TEXT, "name": _TEXT, "url": _ADDRESS, "offered": _TEXT}
_EVIDENCE = _object(
    {
        "place": {"enum": [place.value for place in Place]},
        "where": _ANY_TEXT,
        "raw": _ANY_TEXT,
        "certainty": {"enum": [Certainty.EXACT.value, Certainty.FAMILY.value]},
        "address": _ANY_TEXT,
        "declared": {"anyOf": [{"type": "null"}, _DECLARED]},
        "decided": {"anyOf": [{"type": "null"}, _DECIDED]},
        "parts": _list(_object({"where": _TEXT, "raw": _ANY_TEXT, "kind": {"enum": ["text", "picture"]}} | _LICENCE)),
    }
)
