"""Errors of the file system, as answers of a wiki that say what to do."""

import errno
from pathlib import Path

from bot.errors import Trouble, WikiError
from bot.i18n import _

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_FOLDER = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EEXIST})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def explained(error: OSError, wiki: str, folder: Path, *, writing: bool) -> WikiError:
    """Explain an error that met us while we read a folder, or while we wrote there."""
    place = error.filename or folder
    if error.errno in _NO_ROOM:
        trouble, code = Trouble.LATER, "disk-full"
        reason = _("there is no room left for {place}: make room on the disk, then run again.")
    elif error.errno in _NO_FOLDER:
        trouble, code = Trouble.WIKI, "folder-missing"
        reason = _("there is no folder {place}: make it, or correct the folder of this wiki in the configuration.")
    elif error.errno not in _NOT_ALLOWED:
        trouble, code = Trouble.LATER, "file-trouble"
        reason = _("{place} cannot be used now ({error}): look at the disk, then run again.")
    elif writing:
        trouble, code = Trouble.WIKI, "not-writable"
        reason = _("the bot may not write to {place}: give its account the right to write in that folder.")
    else:
        trouble, code = Trouble.WIKI, "not-readable"
        reason = _("the bot may not read {place}: give its account the right to read it.")
    return WikiError(wiki, trouble, code, reason.format(place=place, error=error.strerror))
