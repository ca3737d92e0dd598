"""Why a copy cannot be written at a partner, in the words of the operator, with the way out."""

from bot.domain.reasons import Reason
from bot.i18n import _


def writing_sentences() -> dict[Reason, str]:
    """Give the sentence of each reason that lies in the configuration, in the text or in what the wiki takes."""
    return {**_configuration_sentences(), **_text_sentences()}


def _configuration_sentences() -> dict[Reason, str]:
    """Give the sentences of what the administrator must mend in the configuration."""
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


def _text_sentences() -> dict[Reason, str]:
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


def field_sentences() -> dict[Reason, str]:
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
