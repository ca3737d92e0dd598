"""What goes wrong with a database, said in sentences for the operator."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from bot.errors import StateError
from bot.i18n import _
from bot.store.database import PATIENCE
from bot.store.place import Place

_PRIMARY = 0xFF
"""SQLite's extended error codes hold the primary one in their lowest byte."""


class UnreadableValueError(Exception):
    """The database holds a value that means nothing to this version."""


@contextmanager
def in_sentences(place: Place) -> Iterator[None]:
    """Turn every failure of the database at *place* into a StateError; let our own bugs through."""
    try:
        yield
    except exc.DBAPIError as error:
        raise StateError(_sentence(place, error.orig or error)) from error
    except exc.TimeoutError as error:
        raise StateError(_busy(place)) from error
    except exc.StatementError as error:
        if error.orig is None or isinstance(error.orig, sqlite3.Error):
            raise StateError(_sentence(place, error.orig or error)) from error
        raise error.orig from error
    except (exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StateError(_sentence(place, error)) from error
    except UnreadableValueError as error:
        raise StateError(_unreadable_value(place, str(error))) from error


def _sentence(place: Place, error: BaseException) -> str:
    """Say what *error* means and what to do about it."""
    if isinstance(error, OSError):
        code = sqlite3.SQLITE_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else sqlite3.SQLITE_CANTOPEN
    else:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    return _SENTENCES.get(code, _other)(place, _reason(error))


def _reason(error: BaseException) -> str:
    """Give the words of *error* alone, without addresses, statements or values."""
    if isinstance(error, OSError):
        return (error.strerror or str(error)).rstrip(".")
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__


def _damaged(place: Place, reason: str) -> str:
    return _(
        "The state {file} is damaged, or is not a database ({reason}). Move it aside together with its -wal and -shm"
        " files, then put back a copy of it or restore it from the wikis with “republish rebuild”."
    ).format(file=place, reason=reason)


def _busy(place: Place, _why: str = "") -> str:
    return _(
        "The state {file} is in use by another process and did not become free within {seconds} seconds."
        " Try again later; if it lasts, look for a backup or another program that holds the file."
    ).format(file=place, seconds=PATIENCE)


def _full(place: Place, _why: str = "") -> str:
    return _(
        "There is no room left on the disk for the state {file}. Free some space and run again:"
        " what was remembered before is safe."
    ).format(file=place)


def _read_only(place: Place, _why: str = "") -> str:
    return _(
        "The state {file} cannot be written. Give the account that runs the bot the right to write to it"
        " and to its folder {folder}."
    ).format(file=place, folder=place.folder)


def _closed(place: Place, reason: str) -> str:
    return _(
        "The state {file} cannot be opened ({reason}). Check that the account that runs the bot may read and write"
        " it and its folder {folder}."
    ).format(file=place, folder=place.folder, reason=reason)


def _failing_disk(place: Place, reason: str) -> str:
    return _("The state {file} could not be read or written ({reason}). Check the disk it lies on.").format(
        file=place, reason=reason
    )


def _other(place: Place, reason: str) -> str:
    return _("The state {file} could not be used: {reason}.").format(file=place, reason=reason)


_SENTENCES: dict[int, Callable[[Place, str], str]] = {
    sqlite3.SQLITE_NOTADB: _damaged,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_CANTOPEN: _closed,
    sqlite3.SQLITE_PERM: _closed,
    sqlite3.SQLITE_IOERR: _failing_disk,
}


def _unreadable_value(place: Place, value: str) -> str:
    return _(
        "The state {file} holds {value}, which this version of republish does not understand."
        " Use the version that wrote it, or move it aside and run “republish rebuild”."
    ).format(file=place, value=value)


def newer(place: Place, revision: str) -> StateError:
    """Refuse a database that this version does not know."""
    return StateError(
        _(
            "The state {file}: this state was written by a newer version of republish (its revision is {revision})"
            " and was left untouched. Install that version, or put back the copy that was made before the upgrade."
        ).format(file=place, revision=revision)
    )


def stranger(place: Place) -> StateError:
    """Refuse a database that some other program wrote."""
    return StateError(
        _(
            "The file {file} is a database of another program and was left untouched."
            " Name another file under “state” in the configuration."
        ).format(file=place)
    )


def unknown_address(kind: str) -> StateError:
    """Refuse an address that names no SQLite file; only its *kind* is told, for the rest may hold a password."""
    return StateError(
        _(
            "The state must be the address of an SQLite file, such as sqlite:///var/republish.db;"
            " the configuration names one of the kind “{kind}”."
        ).format(kind=kind)
    )
