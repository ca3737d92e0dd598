"""Why a copy is left as people of the partner have it, in the words of the operator, with the way out."""

from bot.domain.reasons import Reason
from bot.i18n import _


def copy_sentences() -> dict[Reason, str]:
    """Give the sentence of each reason that lies in what people did with a copy."""
    return {**_edited_sentences(), **_unwanted_sentences(), **_kept_out_sentences()}


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
