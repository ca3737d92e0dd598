"""Paths of files as the operator reads them."""

import os
from pathlib import Path


def absolute(path: Path, folder: Path | None = None) -> Path:
    """Give *path* in full, read from *folder*; links are left as the operator wrote them."""
    return Path(os.path.abspath((folder or Path()) / path))


def shown(path: Path) -> str:
    """Write a path from the folder where the operator stands, in full when it lies elsewhere.

    Units stand in the root, where every path would lose its slash.
    """
    path, here = absolute(path), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) and here.parent != here else str(path)
