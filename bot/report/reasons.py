"""Every reason for which a copy is left as it is, in the words of the operator, with the way out."""

from bot.domain.embedding import ExpansionFault
from bot.domain.infringing import TEXT_HIDDEN
from bot.domain.licences.judge import Obstacle
from bot.domain.plan import Facts, Finding, Reason
from bot.domain.title import TitleFault
from bot.i18n import _

_PROTECTIONS = frozenset({"protectedpage", "protectedtitle", "cascadeprotected", "protectednamespace"})


def explain(finding: Finding) -> str:
    """Say why a copy is left as it is, and who can do what about it."""
    return explain_reason(finding.reason, finding.facts)


def explain_reason(reason: Reason, facts: Facts = ()) -> str:
    """Put a reason and its facts into a sentence; a fact that an older state lacks reads as “?”."""
    known = _Known((name, _fact_words().get(value, value)) for name, value in facts)
    if reason is Reason.NOT_THE_TEMPLATE and "doubt" in known:
        return _(
            "The template “{template}” cannot be read safely, because it stands inside or holds “{doubt}”. "
            "Tidy the page around it."
        ).format_map(known)
    if reason is Reason.NOT_REPRESENTABLE and "read" not in known:
        return _(
            "The field “{field}” would not read back from the copy. "
            "Change the value on the sheet, or the rule in the partner's mapping."
        ).format_map(known)
    if reason is Reason.COPY_UNMERGED and "left" in known:
        return _(
            "The mapping has changed and names “{left}” no more, where the copy that people edited holds text of the "
            "sheet: the copy stays as people left it. Let the mapping read “{left}” too, tidy the copy, or take the "
            "sheet's text and lose the edits with “republish resolve --take incoming”."
        ).format_map(known)
    if "field" in known and reason in (Reason.TITLE_INVALID, Reason.UNSAFE_TEXT):
        return _field_sentences()[reason].format_map(known)
    if reason is Reason.LICENCE_REFUSED:
        way_out = _ways_out().get(dict(facts).get("why", ""), "")
        return " ".join(part.format_map(known) for part in (_sentences()[reason], way_out) if part)
    if reason is Reason.COPY_FROZEN:
        because = explain_reason(Reason(known["because"]), facts) if "because" in known else ""
        return f"{_frozen(known)} {because}".strip()
    if reason is Reason.WIKI_REFUSED:
        return _refusal(known)
    return _sentences()[reason].format_map(known)


def _refusal(known: "_Known") -> str:
    sentence = _sentences()[Reason.WIKI_REFUSED]
    if "lost" in known:
        sentence = _("It is not known whether the write arrived ({code}: {info}): the next run looks.")
    elif known["code"] in _PROTECTIONS:
        sentence = _(
            "The wiki protects this page ({code}: {info}). The bot writes it once an administrator there has lifted "
            "the protection, or lets the bot's account edit it."
        )
    return sentence.format_map(known)


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
        Obstacle.WHOLE_NOT_WRITTEN.value: _(
            "it may only be shown whole, unchanged and protected, and this program does not write such copies"
        ),
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
    }


def _ways_out() -> dict[str, str]:
    """Say for each obstacle what would let a sheet go to a partner."""
    return {
        Obstacle.NOT_ACCEPTED.value: _(
            "If the people of {partner} agree, write 'accepts: [{accepts}]' at that wiki in the configuration."
        ),
        Obstacle.COMMERCIAL.value: _(
            "If all use of {partner} is non-commercial, write 'non_commercial: true' at that wiki in the "
            "configuration; or ask the authors for a licence without NC."
        ),
        Obstacle.NOT_IN_FIELDS.value: _("Ask the authors for a licence without ND, for example CC BY-SA 4.0."),
        Obstacle.WHOLE_NOT_WRITTEN.value: _("Ask the authors for a licence without ND, for example CC BY-SA 4.0."),
        Obstacle.INCOMPATIBLE.value: _("Ask the authors to offer the sheet under {partner_licence} as well."),
        Obstacle.FULL_TEXT.value: _("Ask the authors to offer the sheet under {partner_licence} as well."),
    }


def _sentences() -> dict[Reason, str]:
    return _partner_sentences() | _source_sentences() | _configuration_sentences()


def _partner_sentences() -> dict[Reason, str]:
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
        Reason.WIKI_REFUSED: _("The wiki refused the write ({code}: {info})."),
        Reason.FILE_REFUSED: _("A file of the sheet could not be brought there ({info}): the page is planned anew."),
    }


def _source_sentences() -> dict[Reason, str]:
    return {
        Reason.SHEET_GONE: _("The sheet is no longer in the selection: the copy stays as it is."),
        Reason.SHEET_DELETED: _("The sheet was deleted at the source: the copy stays as it is."),
        Reason.SHEET_INFRINGES: _(
            "ALARM: the sheet was removed at the source for copyright reasons ({comment}), so its licence may never "
            "have held. Take the copy down at the partner; or, if it may stay, give it up with “republish forget”."
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
        Reason.LICENCE_MISSING: _(
            "No licence is stated, neither on the sheet nor by the wiki. Add a licence to the sheet, "
            "or declare a default under “licence” of the wiki in the configuration."
        ),
        Reason.LICENCE_NOT_UNDERSTOOD: _(
            "The licence “{found}” is not one that may certainly be copied. Write it with its address, "
            "for example https://creativecommons.org/licenses/by-sa/4.0/."
        ),
        Reason.LICENCE_CONFLICT: _(
            "The licence “{found}” contradicts itself or holds a reservation: a person must decide. "
            "State one licence only, or say with “republish licence” which one you read."
        ),
        Reason.LICENCE_ON_PAGE: _(
            "The wiki names its licence only on its page {page}, which no program may interpret: read it, and declare "
            "the licence under “licence” of the wiki in the configuration, with a link to that page."
        ),
        Reason.LICENCE_VERSION: _(
            "The licence “{found}” has no version, and none is invented. Write the version on the sheet, "
            "declare it under “licence” of the wiki in the configuration, or decide with “republish licence”."
        ),
        Reason.LICENCE_REFUSED: _("The licence {licence} cannot be taken by this partner ({why})."),
        Reason.LICENCE_UNSETTLED: _(
            "No text settles whether a sheet under {licence} may go to a wiki under {partner_licence}: "
            "a person decides, with “republish licence”."
        ),
        Reason.LICENCE_DECIDED: _("{by} decided on {on} that this sheet is not copied: {why}."),
        Reason.LICENCE_LAPSED: _(
            "{by} decided on {on} about the licence “{before}”; the sheet says “{found}” now: decide again, "
            "with “republish licence”."
        ),
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
        Reason.TOO_LARGE: _("The copy would be larger than the wiki takes ({limit} bytes)."),
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
