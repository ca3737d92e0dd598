"""Sentences about files that a copy does not show as its sheet does."""

from bot.domain.files import FileFault
from bot.i18n import _


def describe_file(fault: FileFault, name: str, words: str = "") -> str:
    """Say why a file is not at the partner, or not as the source has it, and what to do; *words* give the reason."""
    sentence = (_at_the_source() | _at_the_partner())[fault].format(name=name)
    return f"{sentence} {_('The reason: {why}.').format(why=words.rstrip('.'))}" if words else sentence


def _at_the_source() -> dict[FileFault, str]:
    return {
        FileFault.GONE: _("The file “{name}” is gone at the source: the copy shows its caption only."),
        FileFault.LICENCE_MISSING: _(
            "The page of the file “{name}” states no licence that we understand: the copy links to it. "
            "State the licence there, for example with a licence template."
        ),
        FileFault.LICENCE_CONFLICT: _(
            "The page of the file “{name}” says contradictory things about its licence: the copy links to it. "
            "State one licence there."
        ),
        FileFault.LICENCE_REFUSED: _(
            "The licence of the file “{name}” does not fit the partner: the copy links to it."
        ),
        FileFault.AUTHOR_UNKNOWN: _(
            "Nobody knows who made the file “{name}”: the copy links to it. Name the author there."
        ),
    }


def _at_the_partner() -> dict[FileFault, str]:
    return {
        FileFault.NOT_SHARED: _("The partner does not have the file “{name}”: the copy links to it."),
        FileFault.REMOVED: _(
            "People of the partner have deleted the file “{name}”: it stays away, the copy links to it."
        ),
        FileFault.TAKEN: _("The partner has other files under the names for “{name}”: the copy links to it."),
        FileFault.CHANGED_THERE: _(
            "The source has a new version of the file “{name}”, but at the partner it is not ours any more: "
            "the copy shows what stands there."
        ),
        FileFault.TYPE: _(
            "The partner takes no files such as “{name}”: the copy links to it. "
            "Its administrators can allow the type ($wgFileExtensions)."
        ),
        FileFault.SIZE: _("The file “{name}” is larger than the partner takes: the copy links to it."),
        FileFault.UPLOADS_OFF: _(
            "The partner takes no uploads at all: the copy links to “{name}”. Choose “link” for files."
        ),
        FileFault.NO_RIGHT: _(
            "The bot password may not upload “{name}”: give it the grant to upload and replace files. "
            "Until then the copy links to the file, or shows the version that is there."
        ),
        FileFault.LATER: _(
            "The file “{name}” could not be brought to the partner for now: it is tried again, "
            "“republish status” says when."
        ),
        FileFault.REFUSED: _("The file “{name}” could not be brought to the partner: the copy links to it."),
    }
