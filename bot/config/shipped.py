"""Where the files stand that come with the program."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """Give the shipped folder *name* (``config`` or ``mappings``): in the package, else beside it in a checkout."""
    packaged = _PACKAGE / "shipped" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
