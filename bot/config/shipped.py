"""Where the files stand that come with the program."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """Give a shipped folder, such as ``config`` or ``systemd``: in the package, else beside it in a checkout."""
    packaged = _PACKAGE / "shipped" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
