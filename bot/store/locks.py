"""One lock a lane: whoever writes to a partner does so alone, whether service or command."""

import errno
import fcntl
import json
import os
import shutil
import socket
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from bot.errors import LockHeldError, StateError
from bot.i18n import _
from bot.store.place import hand_over, make_folder, place_of
from bot.store.trouble import unknown_address

SERVICE = "(service)"
"""The lock of the service, under a name that no partner can bear."""

SERVING = "serve"
"""What the service says that it holds a lane for; nobody is told to end it, for it would not come back by itself."""

_LONGEST_NAME = 200
_BYTES_OF_A_NOTE = 4096


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, as they wrote it into the file."""

    pid: int
    host: str
    since: str
    purpose: str


class LaneLocks:
    """The locks of all lanes: files in one folder, held through the kernel, which frees them when a process dies.

    The files themselves stay: removing one would let two processes each hold a lock of the same name. Only those of
    runs go, whose names are used once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def hold(self, partner: str, purpose: str) -> Iterator[None]:
        """Hold the lane of *partner*, or raise LockHeldError at once when somebody else, or this process, does."""
        path = self._file(partner)
        try:
            make_folder(self._folder)
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _unusable(path, error) from error
        try:
            hand_over(file, self._folder)
            _take(file, path, partner)
            _sign(file, path, purpose)
            try:
                yield
            finally:
                with suppress(OSError):  # a stale name is no reason to call finished work a failure
                    os.ftruncate(file, 0)
        finally:
            os.close(file)

    def holder(self, name: str) -> Holder | None:
        """Tell who holds the lock of *name* now; None when nobody does."""
        try:
            file = os.open(self._file(name), os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _holder(file)
        finally:
            os.close(file)
        return None

    def last_sign(self, name: str) -> datetime | None:
        """Tell when the lock of *name* was taken or given back last; None where that is not known."""
        try:
            return datetime.fromtimestamp(self._file(name).stat().st_mtime, UTC)
        except OSError:
            return None

    def remove(self, name: str) -> None:
        """Remove the lock of a *name* that nobody takes twice."""
        with suppress(OSError):
            self._file(name).unlink()

    def _file(self, name: str) -> Path:
        return self._folder / f"{_safe(name)}.lock"


def of_run(run_id: int) -> str:
    """Name the lock that a run holds as long as it is at work; no partner can bear this name."""
    return f"(run {run_id})"


def locks_for(url: str) -> LaneLocks:
    """Give the locks that go with the state at *url*; those of a state in memory are in a folder that goes away."""
    place = place_of(url)
    if place is None:
        raise unknown_address(url.partition(":")[0])
    if place.path is not None:
        return LaneLocks(place.path.with_name(place.path.name + ".locks"))
    folder = tempfile.mkdtemp(prefix="republish-locks-")
    locks = LaneLocks(Path(folder))
    weakref.finalize(locks, shutil.rmtree, folder, ignore_errors=True)
    return locks


def _safe(partner: str) -> str:
    """Give a file name that no other partner has."""
    name = quote(partner, safe="")
    return name if len(name) <= _LONGEST_NAME else sha256(partner.encode()).hexdigest()


def _take(file: int, path: Path, partner: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise LockHeldError(partner, _held(partner, _holder(file))) from error
    except OSError as error:
        raise _unusable(path, error) from error


def _sign(file: int, path: Path, purpose: str) -> None:
    """Write down who holds the lock, for the message that others will see."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    note = json.dumps(asdict(Holder(os.getpid(), socket.gethostname(), now, purpose)), ensure_ascii=False).encode()
    try:
        os.ftruncate(file, 0)
        os.pwrite(file, note, 0)
    except OSError as error:
        raise _unusable(path, error) from error


def _holder(file: int) -> Holder | None:
    """Read who holds the lock; None while they have not written it yet."""
    try:
        return Holder(**json.loads(os.pread(file, _BYTES_OF_A_NOTE, 0)))
    except (OSError, ValueError, TypeError):
        return None


def _held(partner: str, holder: Holder | None) -> str:
    if holder is None:
        return _("Another run has just begun to write to {partner}. Try again when it has ended.").format(
            partner=partner
        )
    if holder.purpose == SERVING:
        sentence = _(
            "The service (process {pid} on {host}) has been writing to {partner} since {since}."
            " Try again when it has ended that run."
        )
    elif holder.pid == os.getpid() and holder.host == socket.gethostname():
        sentence = _(
            "This process ({pid}) has itself been writing to {partner} since {since} ({purpose})."
            " Try again when that work has ended."
        )
    else:
        sentence = _(
            "Process {pid} on {host} has been writing to {partner} since {since} ({purpose})."
            " Wait until it has ended, or stop it there with “kill {pid}”: it finishes its page first."
        )
    return sentence.format(partner=partner, **asdict(holder))


def _unusable(path: Path, error: OSError) -> StateError:
    if error.errno == errno.ENOLCK:
        return StateError(
            _(
                "The file system of {file} cannot lock files. Put the state on a local disk, not on a network share."
            ).format(file=path)
        )
    return StateError(
        _(
            "The lock {file} cannot be used ({reason}). Check that the account that runs the bot may read and write"
            " in its folder {folder}."
        ).format(file=path, folder=path.parent, reason=error.strerror or error)
    )
