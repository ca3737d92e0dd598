"""Files of a folder, read and written so that nobody ever sees half a page.

Symbolic links are never followed: they could lead out of the folder. No function here knows what a page is.
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


def file_names(folder: Path) -> list[str]:
    """List the names of the plain files in a folder, in their order."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))


def read_file(path: Path) -> tuple[bytes, float] | None:
    """Give the bytes of a plain file and when it was last changed, None when there is no such file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return None
        raise
    with open(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        return (stream.read(), status.st_mtime) if stat.S_ISREG(status.st_mode) else None


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet.

    Raises:
        FileExistsError: somebody else was faster.

    """
    with _temporary(path, data) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            # FAT, and some shares, know no hard links: claim the name first, then fill it.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666))
            os.replace(temporary, path)
    _settle(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Put new contents in the place of a file, and keep who may read and write it."""
    mode = stat.S_IMODE(path.lstat().st_mode)
    with _temporary(path, data, mode) as temporary:
        os.replace(temporary, path)
    _settle(path.parent)


def append(path: Path, data: bytes) -> None:
    """Add to the end of a file in one piece, and make the file where there is none."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o666)
    try:
        os.write(descriptor, data)
    finally:
        os.close(descriptor)


@contextmanager
def _temporary(path: Path, data: bytes, mode: int | None = None) -> Iterator[Path]:
    """Hold a finished file beside *path*; what is left of it goes away."""
    temporary = path.with_name(f".republish-{secrets.token_hex(8)}.tmp")
    # Not tempfile.mkstemp: it makes files that only we may read, while pages follow the umask.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
            if mode is not None:
                os.fchmod(descriptor, mode)
            stream.flush()
            os.fsync(descriptor)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Make the new name of a file survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
