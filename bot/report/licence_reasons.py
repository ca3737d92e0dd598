"""Why the licence of a sheet keeps its copy from being made, in the words of the operator, with the way out."""

from collections.abc import Mapping

from bot.domain.licences.judge import Obstacle
from bot.domain.reasons import Reason
from bot.i18n import _


def licence_sentences() -> dict[Reason, str]:
    """Give the sentence of each reason that lies in a licence."""
    return {
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
    }


def ways_out() -> dict[str, str]:
    """Say for each obstacle what would let a sheet go to a partner."""
    return {
        Obstacle.NOT_ACCEPTED.value: _(
            "If the people of {partner} agree, write 'accepts: [{accepts}]' at that wiki in the configuration."
        ),
        Obstacle.COMMERCIAL.value: _(
            "If all use of {partner} is non-commercial, and its people agree, write both 'non_commercial: true' and "
            "'accepts: [{accepts}]' at that wiki in the configuration; or ask the authors for a licence without NC."
        ),
        Obstacle.NOT_IN_RECORDS.value: _("Ask the authors for a licence without ND, for example CC BY-SA 4.0."),
        Obstacle.NOT_IN_FIELDS.value: _(
            "Ask the authors for a licence without ND, for example CC BY-SA 4.0; or, if the people of {partner} agree "
            "to show such sheets whole and unchanged on protected pages, write 'accepts: [{accepts}]' at that wiki in "
            "the configuration."
        ),
        Obstacle.INCOMPATIBLE.value: _("Ask the authors to offer the sheet under {partner_licence} as well."),
        Obstacle.FULL_TEXT.value: _("Ask the authors to offer the sheet under {partner_licence} as well."),
    }


def sentences_of_parts() -> dict[Reason, str]:
    """Give the sentences of reasons that lie in the licence of one part of a sheet."""
    return {
        Reason.LICENCE_CONFLICT: _(
            "The words “{found}” in the part “{part}” of the sheet contradict themselves or hold a reservation: a "
            "person must decide. State one licence there, with its address, or take that part out of the sheet."
        ),
        Reason.LICENCE_NOT_UNDERSTOOD: _(
            "The licence “{found}” in the part “{part}” of the sheet is not one that may certainly be copied. Write it "
            "with its address, for example https://creativecommons.org/licenses/by-sa/4.0/."
        ),
        Reason.LICENCE_VERSION: _(
            "The licence “{found}” in the part “{part}” of the sheet has no version, and none is invented. Write the "
            "version there, or declare it under “licence” of the wiki in the configuration."
        ),
        Reason.LICENCE_REFUSED: _(
            "The part “{part}” of the sheet is under {licence}, which cannot be taken by this partner ({why}): nothing "
            "of the sheet is copied."
        ),
        Reason.LICENCE_UNSETTLED: _(
            "The part “{part}” of the sheet is under {licence}, and no text settles whether that may go to a wiki "
            "under {partner_licence}: a person decides, with “republish licence”."
        ),
    }


def sentence_of_licence(reason: Reason, known: Mapping[str, str]) -> str:
    """Give the sentence of a reason that lies in a licence where certain facts are known; empty for the usual one."""
    if reason is Reason.LICENCE_CONFLICT and "earlier" in known:
        return licences_of_a_chain()
    if reason is Reason.LICENCE_CONFLICT and "several" in known and "reserved" not in known:
        return several_licences()
    if "part" in known:
        return sentences_of_parts().get(reason, "")
    if reason is not Reason.LICENCE_CONFLICT:
        return ""
    return reserved_rights() if "reserved" in known else claimed_to_be_free() if "claimed" in known else ""


def several_licences() -> str:
    """Say that a sheet names several licences, and what to write so that each has its part."""
    return _(
        "The sheet names several licences ({several}), and nothing says which part each one is for: a person must "
        "decide. State one licence for all of it; or give the other part a section of its own that states its "
        "licence, and name that section under “parts” of “licences” in the mapping of the source."
    )


def reserved_rights() -> str:
    """Say that words keep rights back, which no reading of them gives."""
    return _(
        "The words “{found}” hold a reservation, or speak of a permission: a person must decide. Ask the authors to "
        "state on the sheet, with its address, the licence that they give; nobody else can give one."
    )


def claimed_to_be_free() -> str:
    """Say that words claim the public domain, which is no licence."""
    return _(
        "The words “{found}” claim that nobody has rights in the text, but no licence and no mark says so: a person "
        "must decide. Ask the authors to state a licence on the sheet, with its address, for example "
        "https://creativecommons.org/publicdomain/zero/1.0/; nobody else can give one."
    )


def licences_of_a_chain() -> str:
    """Say that the credits which a sheet carries on state other licences than the sheet."""
    return _(
        "The sheet is itself a copy, and its credit states {earlier} where the sheet states {stated}: these contradict "
        "each other, and nobody's word can settle that. Mend the credit or the licence on the sheet, or copy the "
        "sheet from its origin."
    )
