"""Why a sheet gives nothing to copy, in the words of the operator, with the way out."""

from bot.domain.reasons import Reason
from bot.i18n import _


def sheet_sentences() -> dict[Reason, str]:
    """Give the sentence of each reason that lies in a sheet that is gone, is a copy itself or cannot be read."""
    return {**_gone_sentences(), **_unfit_sentences()}


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
