"""Where a state lies on the disk."""

import os
from dataclasses import dataclass
from pathlib import Path

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
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            return

    def __str__(self) -> str:
        return str(self.path) if self.path else ":memory:"


def make_folder(folder: Path) -> None:
    """Create *folder* and the folders above it where they are missing."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(OURS_ALONE, exist_ok=True)


def place_of(url: str) -> Place | None:
    """Tell which file an address such as ``sqlite:////var/republish.db`` names; None when it names none.

    The path is taken as it is written: percent signs mean themselves.
    """
    kind, separator, rest = url.partition("://")
    if kind != "sqlite" or not separator or (rest and not rest.startswith("/")):
        return None
    path = rest[1:]
    return Place() if path in ("", ":memory:") else Place(Path(path).absolute())
