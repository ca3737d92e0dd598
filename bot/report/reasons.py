"""Every reason for which a copy is left as it is, in the words of the operator, with the way out."""

from bot.domain.embedding import ExpansionFault
from bot.domain.files import FileFault
from bot.domain.infringing import TEXT_HIDDEN
from bot.domain.licences.judge import Obstacle
from bot.domain.reasons import FROZEN, Facts, Finding, Reason
from bot.domain.title import TitleFault
from bot.i18n import _
from bot.report.licence_reasons import licence_sentences, sentence_of_licence, ways_out

_PROTECTIONS = frozenset({"protectedpage", "protectedtitle", "cascadeprotected", "protectednamespace"})


def explain(finding: Finding) -> str:
    """Say why a copy is left as it is, and who can do what about it."""
    return explain_reason(finding.reason, finding.facts)


def explain_reason(reason: Reason, facts: Facts = ()) -> str:
    """Put a reason and its facts into a sentence; a fact that an older state lacks reads as “?”."""
    known = _Known((name, _fact_words().get(value, value)) for name, value in facts)
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
    if "field" in known and reason in _field_sentences():
        return _field_sentences()[reason]
    return sentence_of_licence(reason, known)


def _refusal(known: "_Known") -> str:
    """Give the sentence of a write that the wiki refused; empty for the usual one."""
    if "lost" in known:
        return _("It is not known whether the write arrived ({code}: {info}): the next run looks.")
    if known["code"] in _PROTECTIONS:
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
    return {
        **_edited_sentences(),
        **_unwanted_sentences(),
        **_kept_out_sentences(),
        **_gone_sentences(),
        **_unfit_sentences(),
        **licence_sentences(),
        **_configuration_sentences(),
        **_writing_sentences(),
    }


def _edited_sentences() -> dict[Reason, str]:
    """Give the sentences of copies that people edited."""
    return {
        Reason.UP_TO_DATE: _("The copy says what the sheet says."),
        Reason.COPY_EDITED: _("People edited the copy and the sheet has not moved: nothing to do."),
        Reason.COPY_DIVERGED: _(
            "The sheet and people at the partner changed the same place, in these fields: {fields}. "
            "The copy stays as people left it until somebody decides: “republish diff” shows the texts side by side, "
            "“republish resolve” takes the one or the other."
        ),
        Reason.COPY_UNREADABLE: _(
            "People edited the copy so that its template “{template}” is not found, and the sheet moved on too: "
            "the copy stays as people left it. Put the template back, or take the sheet's text with "
            "“republish resolve --take incoming”."
        ),
        Reason.COPY_UNMERGED: _(
            "People edited the copy so that the field “{field}” of the sheet cannot be written safely into it: "
            "the copy stays as people left it. Tidy the copy, or take the sheet's text with "
            "“republish resolve --take incoming”."
        ),
        Reason.WHOLE_EDITED: _(
            "The copy may only show the sheet whole and unchanged, and was edited (last by {editor}); the sheet moved "
            "on too, and a text under such a licence is never merged: the copy stays as people left it. Undo the "
            "edits at the partner, or take the sheet's text with “republish resolve --take incoming”."
        ),
    }


def _unwanted_sentences() -> dict[Reason, str]:
    """Give the sentences of copies that people of the partner do not want, or not now."""
    return {
        Reason.COPY_REMOVED: _(
            "People deleted the copy: it will not be made again, unless you say so with “republish restore”."
        ),
        Reason.COPY_BLANKED: _(
            "People blanked the copy: the bot no longer touches it, unless you say so with “republish restore”."
        ),
        Reason.CREDIT_REMOVED: _(
            "People took the credit out of the copy: the bot no longer touches it, unless you say so with "
            "“republish restore”."
        ),
        Reason.CREDIT_CHANGED: _(
            "People changed the credit of the copy so that {missing} is no longer told: the next sync puts the credit "
            "back and keeps all the rest. Who wants the bot to stay away takes the whole credit out."
        ),
        Reason.CREDIT_DISPUTED: _(
            "The credit was put back {count} times, and {missing} is gone from it again: a person or a program there "
            "takes it out each time, so the bot leaves the copy alone. Speak with the people of the partner; then say "
            "“republish restore” to have the credit put back, or “republish forget” to give the copy up."
        ),
        Reason.FORGOTTEN: _("The copy is left to its community on your word; “republish restore” takes it up again."),
        Reason.TITLE_TAKEN: _(
            "A page with this title exists and is not a copy: it is not touched. "
            "Rename that page, change the title pattern of the mapping, or make it a copy with “republish adopt”."
        ),
        Reason.TITLE_DELETED: _(
            "A page with this title was deleted before: the bot does not make it again, unless you say so with "
            "“republish restore”."
        ),
        Reason.COPY_REDIRECTS: _(
            "The copy has become a redirect: it is not touched. Undo that at the partner, or give the copy up "
            "with “republish forget”."
        ),
    }


def _kept_out_sentences() -> dict[Reason, str]:
    """Give the sentences of pages from which people keep the bot."""
    return {
        Reason.BOTS_EXCLUDED: _(
            "The copy holds “{template}”, which keeps this bot out (last edited by {editor}): it is not touched. "
            "To let the bot go on, take that out of the copy, or let it name {bot} under allow."
        ),
        Reason.IN_USE: _(
            "The copy holds “{template}”: somebody is at work on it (last edited by {editor}). "
            "The bot waits as long as that stands there, and tries again at each run."
        ),
        Reason.OPTED_OUT: _(
            "People of the partner list this page, or its namespace, on “{page}” among what the bot leaves alone. "
            "To let the bot go on, take the link out of that page."
        ),
    }


def _gone_sentences() -> dict[Reason, str]:
    """Give the sentences of copies whose sheets are gone, and of sheets that are copies themselves."""
    return {
        Reason.SHEET_GONE: _("The sheet is no longer in the selection: the copy stays as it is."),
        Reason.SHEET_DELETED: _("The sheet was deleted at the source: the copy stays as it is."),
        Reason.SHEET_DELETED_UNSAID: _(
            "The sheet was deleted at the source, and the reason is hidden: it may be a matter of copyright or of a "
            "person. The copy stays as it is. Ask an administrator there; then take the copy down at the partner, or, "
            "if it may stay, give it up with “republish forget”."
        ),
        Reason.SHEET_INFRINGES: _(
            "ALARM: the sheet was removed at the source for copyright reasons ({comment}), so its licence may never "
            "have held. Take the copy down at the partner; or, if it may stay, give it up with “republish forget”."
        ),
        Reason.FILE_INFRINGES: _(
            "ALARM: the file “{file}”, which this copy shows, was removed at the source for copyright reasons "
            "({comment}), so its licence may never have held. Take the file down at the partner; the bot deletes none."
        ),
        Reason.FILE_LICENCE_WORSE: _(
            "The file “{file}”, which this copy shows, could not be copied today: {why}. What was copied under its "
            "earlier licence stays, with its credit; take the file down at the partner if its authors wish so."
        ),
        Reason.SHEET_REDIRECTS: _(
            "The sheet has become a redirect to “{target}” at the source: the copy stays as it is."
        ),
        Reason.SHEET_DESELECTED: _("The selection no longer names the sheet: the copy stays as it is."),
        Reason.SHEET_IS_COPY: _("The sheet is itself a copy from {origin} and is not copied: {why}."),
        Reason.COPY_LOOP: _("The sheet is itself a copy that came from this partner ({origin}): it does not go back."),
        Reason.CHAIN_TOO_LONG: _(
            "The sheet comes from {origin} through so many copies that a further one would pass the limit of {limit}. "
            "Copy it from nearer its origin."
        ),
        Reason.ORIGINAL_COPIED: _(
            "The sheet is itself a copy, and this partner already has the page “{title}” from the same origin: "
            "no second one is made."
        ),
    }


def _unfit_sentences() -> dict[Reason, str]:
    """Give the sentences of sheets that cannot be read, or not credited."""
    return {
        Reason.NOT_THE_TEMPLATE: _("The page does not use the template “{template}” that the mapping {mapping} reads."),
        Reason.FIELD_MISSING: _("The required field “{field}” is empty or not found by the mapping {mapping}."),
        Reason.CREDIT_INCOMPLETE: _("The credit cannot be written whole, {missing} is missing: nothing is copied."),
        Reason.CONTENT_MODEL: _("The page does not hold wikitext but “{model}”."),
    }


def _configuration_sentences() -> dict[Reason, str]:
    return {
        Reason.PARTNER_LICENCE: _(
            "The partner's own licence is unknown. Set it on that wiki, or declare it under “licence” "
            "of the wiki in the configuration."
        ),
        Reason.VALUE_UNKNOWN: _("The value “{value}” of the field “{field}” is not in the value table ({known})."),
        Reason.OUTSIDE_TREE: _(
            "The category “{value}” of the field “{field}” does not stand below “{category}” at the partner, "
            "so it could not be read back. Put that category there, map the word under “values”, "
            "or set “otherwise” to “drop”."
        ),
        Reason.TITLE_INVALID: _("The partner cannot hold a page titled “{title}” ({fault}). Change the title pattern."),
        Reason.TITLE_NAMESPACE: _("The title “{title}” lies in a namespace that the bot never writes ({namespace})."),
        Reason.TITLE_TWICE: _(
            "Another sheet already has the title “{title}” at this partner. Change the title pattern."
        ),
        Reason.CLAIMED: _("The job {job} already copies this sheet to this partner."),
    }


def _writing_sentences() -> dict[Reason, str]:
    """Give the sentences of texts that no wiki could hold unchanged, and of what a wiki refused."""
    return {
        Reason.NOT_EXPANDED: _(
            "The template “{template}” is to be expanded at the source, but {why}. "
            "Change the template or the sheet, or choose otherwise for it below “templates”."
        ),
        Reason.NOT_REPRESENTABLE: _(
            "The field “{field}” would not read back from the copy: “{written}” would become “{read}”. "
            "Change the value on the sheet, or the rule in the partner's mapping."
        ),
        Reason.UNSAFE_TEXT: _(
            "The text holds “{text}”, which a wiki changes when it is saved. Put it between nowiki tags on the sheet."
        ),
        Reason.UNPROTECTABLE: _(
            "The licence lets the sheet only be shown whole, unchanged and protected, and the bot cannot protect pages "
            "at {partner} (missing rights: {rights}). Ask the administrators of that wiki for these rights, and give "
            "its bot password the grants to protect pages and to edit protected ones; a folder has none. Or ask the "
            "authors for a licence without ND."
        ),
        Reason.UNPROTECTED: _(
            "The copy stands, but its page could not be protected, as its licence asks for ({code}: {info}): "
            "the next sync tries again."
        ),
        Reason.NOT_WHOLE: _(
            "The sheet may only be shown whole and unchanged, and the partner does not know what its text holds: "
            "{tags}. Install that extension at the partner, or do without it on the sheet."
        ),
        Reason.TOO_LARGE: _("The copy would be larger than the wiki takes ({limit} bytes)."),
        Reason.WIKI_REFUSED: _("The wiki refused the write ({code}: {info})."),
        Reason.FILE_REFUSED: _("A file of the sheet could not be brought there ({info}): the page is planned anew."),
    }


def _field_sentences() -> dict[Reason, str]:
    """Give the sentences of reasons whose field is known; an older state does not tell it."""
    return {
        Reason.TITLE_INVALID: _(
            "The partner cannot hold a page titled “{title}” ({fault}). "
            "Change the field “{field}” of the sheet, or the title pattern."
        ),
        Reason.UNSAFE_TEXT: _(
            "The field “{field}” holds “{text}”, which a wiki changes when it is saved. "
            "Put it between nowiki tags on the sheet."
        ),
    }
