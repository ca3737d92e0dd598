"""Where a state lies on the disk."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR

OURS_ALONE = 0o700
"""The rights of the folders we make; what we remember concerns nobody else on the machine."""


@dataclass(frozen=True, slots=True)
class Place:
    """The file of a state; *path* is None for one that lives in memory only."""

    path: Path | None = None

    @property
    def folder(self) -> Path:
        """Give the folder that the file lies in."""
        return self.path.parent if self.path else Path()

    def holds_something(self) -> bool:
        """Tell whether anything was ever stored there."""
        return self.path is not None and self.path.exists() and self.path.stat().st_size > 0

    def prepare(self) -> None:
        """Create the folder and an empty file, for our eyes only, where they are missing."""
        if self.path is None:
            return
        make_folder(self.folder)
        try:
            file = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            return
        try:
            hand_over(file, self.folder)
        finally:
            os.close(file)

    def __str__(self) -> str:
        return str(self.path) if self.path else ":memory:"


def make_folder(folder: Path) -> None:
    """Create *folder* and the folders above it where they are missing."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(OURS_ALONE, exist_ok=True)
            made = os.open(each, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                hand_over(made, each.parent)
            finally:
                os.close(made)


def hand_over(made: int, folder: Path) -> None:
    """Give what root makes in the folder of another account to that account, which has to write there again.

    So whoever says ``sudo republish sync`` once does not keep the service from its own state. *made* is open; a file
    that has a second name may be anybody's, and stays.
    """
    if os.geteuid() != 0:
        return
    with suppress(OSError):  # a root that may not give files away is alone on its machine
        owner, mine = folder.stat(), os.fstat(made)
        if mine.st_uid == 0 and (mine.st_nlink == 1 or S_ISDIR(mine.st_mode)):
            os.fchown(made, owner.st_uid, owner.st_gid)


def place_of(url: str) -> Place | None:
    """Tell which file an address such as ``sqlite:////var/republish.db`` names; None when it names none.

    The path is taken as it is written: percent signs mean themselves.
    """
    kind, separator, rest = url.partition("://")
    if kind != "sqlite" or not separator or (rest and not rest.startswith("/")):
        return None
    path = rest[1:]
    return Place() if path in ("", ":memory:") else Place(Path(path).absolute())
