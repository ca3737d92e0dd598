"""Every reason for which a copy is left as it is, in the words of the operator, with the way out."""

from bot.domain.embedding import ExpansionFault
from bot.domain.files import FileFault
from bot.domain.infringing import TEXT_HIDDEN
from bot.domain.licences.judge import Obstacle
from bot.domain.licences.offers import name_of_id
from bot.domain.reasons import FROZEN, Facts, Finding, Reason
from bot.domain.title import TitleFault
from bot.i18n import _
from bot.report.copy_reasons import copy_sentences
from bot.report.licence_reasons import licence_sentences, sentence_of_licence, ways_out
from bot.report.sheet_reasons import sheet_sentences
from bot.report.words import PROTECTIONS
from bot.report.writing_reasons import field_sentences, writing_sentences


def explain(finding: Finding) -> str:
    """Say why a copy is left as it is, and who can do what about it."""
    return explain_reason(finding.reason, finding.facts)


def explain_reason(reason: Reason, facts: Facts = ()) -> str:
    """Put a reason and its facts into a sentence; a fact that an older state lacks reads as “?”."""
    known = _Known(
        (name, name_of_id(value) if name == "partner_licence" else _words_of(value)) for name, value in facts
    )
    if reason in FROZEN:
        because = explain_reason(Reason(known["because"]), facts) if "because" in known else ""
        return f"{_frozen(known)} {because}".strip()
    way_out = ways_out().get(dict(facts).get("why", ""), "") if reason is Reason.LICENCE_REFUSED else ""
    sentence = _sentence_by_facts(reason, known) or _sentences()[reason]
    return " ".join(part.format_map(known) for part in (sentence, way_out) if part)


def _sentence_by_facts(reason: Reason, known: "_Known") -> str:
    """Give the sentence of a reason that says more, or less, where certain facts are known; empty for the usual one."""
    if reason is Reason.NOT_THE_TEMPLATE and "doubt" in known:
        return _(
            "The template “{template}” cannot be read safely, because it stands inside or holds “{doubt}”. "
            "Tidy the page around it."
        )
    if reason is Reason.NOT_REPRESENTABLE and "read" not in known:
        return _(
            "The field “{field}” would not read back from the copy. "
            "Change the value on the sheet, or the rule in the partner's mapping."
        )
    if reason is Reason.NOT_WHOLE and "template" in known:
        return _(
            "The sheet may only be shown whole and unchanged, and its template “{template}” cannot be written out for "
            "the partner: {why}. Change the template or the sheet."
        )
    if reason is Reason.COPY_UNMERGED and "left" in known:
        return _(
            "The mapping has changed and names “{left}” no more, where the copy that people edited holds text of the "
            "sheet: the copy stays as people left it. Let the mapping read “{left}” too, tidy the copy, or take the "
            "sheet's text and lose the edits with “republish resolve --take incoming”."
        )
    if reason is Reason.WIKI_REFUSED:
        return _refusal(known)
    if "field" in known and reason in field_sentences():
        return field_sentences()[reason]
    return sentence_of_licence(reason, known)


def _refusal(known: "_Known") -> str:
    """Give the sentence of a write that the wiki refused; empty for the usual one."""
    if "lost" in known:
        return _("It is not known whether the write arrived ({code}: {info}): the next run looks.")
    if known["code"] in PROTECTIONS:
        return _(
            "The wiki protects this page ({code}: {info}). The bot writes it once an administrator there has lifted "
            "the protection, or lets the bot's account edit it."
        )
    return ""


def _frozen(known: "_Known") -> str:
    """Say which licence a frozen copy keeps, and whether the sheet has moved since or what is asked of it."""
    if known["since"] != known["copied"]:
        sentence = _(
            "The copy is frozen: it stays as copied from revision {copied} of the sheet and keeps its licence, {kept}. "
            "The sheet as it stands since revision {since} may not be copied here."
        )
    else:
        sentence = _(
            "The copy is frozen: it stays as copied from revision {copied} of the sheet and keeps its licence, {kept}. "
            "The same sheet may not be copied here any more."
        )
    return sentence.format_map(known)


def _words_of(value: str) -> str:
    return _fact_words().get(value, value)


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def _fact_words() -> dict[str, str]:
    """Give words for the codes that stand in facts."""
    return {
        Obstacle.NOT_ACCEPTED.value: _("it would keep its own licence, which this partner does not accept"),
        Obstacle.COMMERCIAL.value: _("it is non-commercial, and the partner is not declared so"),
        Obstacle.NOT_IN_FIELDS.value: _("it forbids changes, and filling another template is one"),
        Obstacle.NOT_IN_RECORDS.value: _("it forbids changes, and taking it apart into fields is one"),
        Obstacle.INCOMPATIBLE.value: _("it cannot stand on a page of a wiki under such a licence"),
        Obstacle.FULL_TEXT.value: _("it asks for its own full text and a list of authors on the page"),
        ExpansionFault.NOT_TOLD.value: _("the source cannot do that"),
        ExpansionFault.MISSING.value: _("the source does not have it"),
        ExpansionFault.ERROR.value: _("it shows an error there"),
        ExpansionFault.STRIP_MARKER.value: _("it gives something that only the source can show"),
        ExpansionFault.TOO_LARGE.value: _("it gives too much text"),
        TitleFault.EMPTY.value: _("it is empty"),
        TitleFault.CHARACTER.value: _("it holds a character that titles cannot have"),
        TitleFault.INVISIBLE.value: _("it holds an invisible character"),
        TitleFault.TOO_LONG.value: _("it is too long"),
        TitleFault.PATH.value: _("it looks like a path"),
        TitleFault.INTERWIKI.value: _("it begins like a link to another wiki"),
        TitleFault.NAMESPACE.value: _("it lies in a namespace that holds no pages"),
        "credit lost": _("it has lost the credit that must go on with it; put the credit back"),
        "credit changed": _("its credit was changed and cannot go on whole; put it back as it was"),
        TEXT_HIDDEN: _("the text that was copied is hidden there"),
        "record": _("a record has no place for its earlier credits; take the original"),
        "contributors": _("the list of contributors"),
        "licence address": _("the address of the licence"),
        "source address": _("the address of the source"),
        "credit": _("a part of the credit"),
        "names": _("the names of the authors"),
        "licence": _("the licence"),
        "source": _("the link to the sheet"),
        f"file {FileFault.LICENCE_MISSING}": _("its page at the source states no licence that we understand"),
        f"file {FileFault.LICENCE_CONFLICT}": _("its page at the source says contradictory things about its licence"),
        f"file {FileFault.LICENCE_REFUSED}": _("its licence does not fit this partner"),
    }


def _sentences() -> dict[Reason, str]:
    return {**copy_sentences(), **sheet_sentences(), **licence_sentences(), **writing_sentences()}
