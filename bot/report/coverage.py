"""What ``check --online`` found, as JSON for programs; keys and codes are the same in every language."""

from bot.domain.coverage import (
    Example,
    JobCoverage,
    MissingTemplate,
    NeverMatched,
    PartnerCoverage,
    RulePlaces,
    SourceCoverage,
    Subject,
    Tallies,
    Tally,
)
from bot.domain.plan import Notice
from bot.domain.reasons import Reason
from bot.i18n import _
from bot.report import reasons, words
from bot.report.data import Data, troubles_data

STANDS = (Subject.FOUND, Subject.DEFAULT, Subject.EMPTY, Subject.ABSENT, Subject.UNPARSABLE)
"""How a field can stand on a sheet, in the order of the columns; what cannot be parsed is found too."""
WITH_EXAMPLES = STANDS[1:]


def coverage_data(coverage: JobCoverage) -> Data:
    """Give the check of a job as data."""
    return {
        "job": coverage.job,
        "exit_codes": sorted(coverage.exit_codes),
        "source": _source_data(coverage.source) if coverage.source else None,
        "partners": [_partner_data(partner) for partner in coverage.partners],
        "troubles": troubles_data(coverage.troubles),
    }


def _source_data(source: SourceCoverage) -> Data:
    tallies = source.tallies
    return {
        "wiki": source.wiki,
        "mapping": source.mapping,
        "templates": list(source.templates),
        "listed": source.listed,
        "sheets": tallies.count(Subject.SHEET),
        "fields": [_field_data(rule, tallies) for rule in source.rules],
        "never_matched": [
            {
                "field": never.rule.field,
                "places": _places_data(never.rule),
                "near": never.near,
                "documented": never.documented,
                "sentence": explain_never(never),
            }
            for never in source.never
        ],
        "unclaimed": [
            {"kind": row.name, "name": row.part, "goes_to": destination_of(row, source), **_count(row)}
            for row in tallies.of(Subject.UNCLAIMED)
        ],
        "refused": refused_data(tallies),
        "near_template": source.near,
        "read_otherwise": [{"parameter": row.name, **_count(row)} for row in tallies.of(Subject.READ_OTHERWISE)],
    }


def _field_data(rule: RulePlaces, tallies: Tallies) -> Data:
    return {
        "field": rule.field,
        "kind": rule.kind,
        "required": rule.required,
        "places": _places_data(rule),
        "names": {row.part: row.count for row in tallies.of(Subject.PRESENT, rule.field) if row.part},
        **{subject.value: tallies.count(subject, rule.field) for subject in STANDS},
        "examples": {
            subject.value: _examples(row.examples)
            for subject in WITH_EXAMPLES
            for row in tallies.of(subject, rule.field)
        },
    }


def _places_data(rule: RulePlaces) -> list[Data]:
    return [{"place": place, "names": list(names)} for place, names in rule.places]


def _partner_data(partner: PartnerCoverage) -> Data:
    tallies, account = partner.tallies, partner.account
    return {
        "wiki": partner.wiki,
        "mapping": partner.mapping,
        "answered": partner.answered,
        "account": {"name": account.name, "edit": account.edits, "create": account.creates, "bot": account.bot}
        if account
        else None,
        "licence": partner.licence or None,
        "regimes": {row.name: row.count for row in tallies.of(Subject.REGIME)},
        "copies": tallies.count(Subject.COPY),
        "values_missing": [
            {"field": row.name, "value": row.part, "otherwise": partner.otherwise(row.name), **_count(row)}
            for row in tallies.of(Subject.VALUE_MISSING)
        ],
        "outside_tree": [
            {"field": row.name, "category": row.part, "otherwise": partner.otherwise(row.name), **_count(row)}
            for row in tallies.of(Subject.OUTSIDE_TREE)
        ],
        "lost": [{"field": row.name, "why": row.part, **_count(row)} for row in tallies.of(Subject.LOST)],
        "notices": [
            {"code": row.name, "detail": row.part, "sentence": explain_notice(row), **_count(row)}
            for row in tallies.of(Subject.NOTICE)
        ],
        "refused": refused_data(tallies),
        "unknown_parameters": list(partner.unknown),
        "credit_lacks": list(partner.lacking),
        "credit_passed_over": {"always": list(partner.barring), "where_needed": list(partner.barring_some)},
        "missing_templates": [_template_data(missing) for missing in partner.missing],
        "warnings": list(warnings_of(partner)),
        "troubles": troubles_data(partner.troubles),
    }


def _template_data(missing: MissingTemplate) -> Data:
    return {
        "role": missing.role,
        "template": missing.name,
        "count": missing.count,
        "examples": _examples(missing.examples),
    }


def refused_data(tallies: Tallies) -> list[Data]:
    """Give the reasons for which sheets are refused as data."""
    return [
        {"reason": row.name, "field": row.part or None, "sentence": explain_refusal(row), **_count(row)}
        for row in tallies.of(Subject.REFUSED)
    ]


def _count(row: Tally) -> Data:
    return {"count": row.count, "examples": _examples(row.examples)}


def _examples(examples: tuple[Example, ...]) -> list[Data]:
    return [{"sheet": example.sheet, **dict(example.facts)} for example in examples]


def destination_of(row: Tally, source: SourceCoverage) -> str | None:
    """Name the field that takes what no rule claims; None where it is left out of the copies."""
    return source.rest if row.name in ("section", "item", "text") else None


def explain_refusal(row: Tally) -> str:
    """Say why sheets are refused, with the facts of the first of them."""
    return reasons.explain_reason(Reason(row.name), row.examples[0].facts if row.examples else ())


def explain_notice(row: Tally) -> str:
    """Say what people should know of copies."""
    return words.describe_notice(Notice(row.name, row.part))


def explain_never(never: NeverMatched) -> str:
    """Say that a rule matches nothing, and what was meant most likely."""
    names = ", ".join(_quoted(never.rule))
    if never.documented:
        sentence = _("The field “{field}” is on no sheet yet, though the template knows it ({names}).")
    else:
        sentence = _("The rule of the field “{field}” matches no sheet: none has {names}.")
    told = sentence.format(field=never.rule.field, names=names or "–")
    return f"{told} " + _("Did you mean “{near}”?").format(near=never.near) if never.near else told


def place_word(place: str) -> str:
    """Name a kind of place on a page."""
    return {
        "parameter": _("parameter"),
        "section": _("section"),
        "item": _("item"),
        "text": _("text"),
        "property": _("property"),
        "records": _("template that repeats"),
        "lead": _("text before the first heading"),
        "picture": _("first picture"),
        "category": _("categories"),
        "key": _("sort key"),
        "title": _("page title"),
        "constant": _("constant"),
    }[place]


def loss_word(why: str) -> str:
    """Say why a field is lost in the copies."""
    return {
        "no rule": _("the partner's mapping has no rule for it"),
        "file not copied": _("files are not copied"),
        "not in the copy": _("the copy does not give it back"),
    }[why]


def regime_word(regime: str) -> str:
    """Say under which licence people may edit a copy."""
    return {
        "adaptation": _("under the partner's licence"),
        "marked": _("marked with their own licence"),
        "whole": _("whole and unchanged"),
    }.get(regime, regime)


def _quoted(rule: RulePlaces) -> list[str]:
    return [
        _("{place} “{name}”").format(place=place_word(place), name=name)
        for place, names in rule.places
        for name in names
    ]


def warnings_of(partner: PartnerCoverage) -> tuple[str, ...]:
    """Say what an administrator should mend at a partner before the first copy."""
    warnings = []
    if partner.account is not None and not partner.account.bot:
        warnings.append(
            _(
                "The account has no bot flag there: every edit shows in recent changes. Ask the administrators for "
                "the bot group, and give the bot password the grant “High-volume editing”."
            )
        )
    if partner.answered and not partner.licence:
        warnings.append(reasons.explain_reason(Reason.PARTNER_LICENCE))
    if partner.unprotectable and not partner.tallies.count(Subject.REFUSED, Reason.UNPROTECTABLE.value):
        sentence = _(
            "Sheets that may only be shown whole and unchanged are not copied there, though 'accepts: [whole]' lets "
            "them: the account may not protect pages (missing rights: {rights}). All other sheets are copied."
        )
        warnings.append(sentence.format(rights=", ".join(partner.unprotectable)))
    for missing in partner.missing:
        sentence = {
            "page": _("It has no template “{name}”, which every copy calls."),
            "credit": _(
                "It has no template “{name}” for the credit, which is then written as plain wikitext; "
                "“republish setup” makes it."
            ),
            "text": _("It has no template “{name}”, which texts of sheets call."),
        }[missing.role]
        warnings.append(sentence.format(name=missing.name))
    if partner.unknown:
        sentence = _("Its template does not know these parameters, so readers would not see them: {names}.")
        warnings.append(sentence.format(names=", ".join(partner.unknown)))
    return (*warnings, *_credit_warnings(partner))


def _credit_warnings(partner: PartnerCoverage) -> tuple[str, ...]:
    """Say for want of which parameters the credit template is passed over, and what readers would miss otherwise."""
    barring = {*partner.barring, *partner.barring_some}
    told = (
        (
            partner.barring,
            _(
                "Its credit template is passed over, and every credit written as plain wikitext, because it does not "
                "show these parameters: {names}. Let it show them itself; what a module or a redirect shows is not "
                "seen."
            ),
        ),
        (
            () if partner.barring else partner.barring_some,
            _(
                "Its credit template is passed over where a credit has one of these parameters, which it does not "
                "show: {names}. Such a credit is written as plain wikitext."
            ),
        ),
        (
            tuple(name for name in partner.lacking if name not in barring),
            _("Its credit template does not show these parameters, so readers would miss that part of it: {names}."),
        ),
    )
    return tuple(sentence.format(names=", ".join(names)) for names, sentence in told if names)
