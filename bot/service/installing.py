"""Installing the service below systemd: which files go where, and which of those that stand there are still ours.

Each file ends with a comment that holds a digest of it, so that a file which the administrator has changed is known and
left alone. See https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html for the places.
"""

import hashlib
import re
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.config.shipped import shipped

UNITS = Path("etc/systemd/system")
CONFIGURATION = Path("/etc/republish/config/republish.yaml")
_PROGRAM = "/opt/republish/.venv/bin/republish"
"""How the units that we ship name the program."""
_SIGNED = re.compile(r"# republish:installed sha256:([0-9a-f]{64})\n\Z")
_UNSEEN = tuple(map(Path, ("/home", "/root", "/run/user", "/tmp", "/var/tmp")))  # noqa: S108 -- names, nothing is put there
"""What the units hide from the service (ProtectHome, PrivateTmp)."""


class Variant(StrEnum):
    """How the bot runs: always, or once an hour."""

    SERVICE = "service"
    TIMER = "timer"

    @property
    def unit(self) -> str:
        """Name the unit that is started with the machine."""
        return "republish.service" if self is Variant.SERVICE else "republish-sync.timer"

    @property
    def other(self) -> "Variant":
        """Give the variant that must not run beside it."""
        return Variant.TIMER if self is Variant.SERVICE else Variant.SERVICE


class Fate(StrEnum):
    """What becomes of a file."""

    NEW = "new"
    SAME = "same"
    UPDATED = "updated"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to install: its place below the root of the system, and its text."""

    place: Path
    text: str

    def fate(self, root: Path) -> Fate:
        """Tell what becomes of it: one that is no longer as we wrote it belongs to the administrator."""
        path = root / self.place
        if not path.exists() and not path.is_symlink():
            return Fate.NEW
        if path.is_symlink() or not path.is_file():
            return Fate.LEFT
        there = path.read_text(encoding="utf-8", errors="replace")
        if there == self.text:
            return Fate.SAME
        return Fate.UPDATED if _is_signed(there) or signed(there) == self.text else Fate.LEFT

    def write(self, root: Path) -> None:
        """Write the file at one stroke, for everybody to read; its folders are made where they are missing."""
        path = root / self.place
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with open(number, "w", encoding="utf-8") as file:
                file.write(self.text)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise


def pieces(variant: Variant, program: str) -> tuple[Piece, ...]:
    """Give the files of a variant in the order in which they are needed; *program* is the command line of units."""
    return tuple(Piece(place, signed(text.replace(_PROGRAM, program))) for place, text in _shipped(variant))


def _shipped(variant: Variant) -> Iterator[tuple[Path, str]]:
    own = ("republish.service",) if variant is Variant.SERVICE else ("republish-sync.service", "republish-sync.timer")
    places = {
        "republish.sysusers": Path("etc/sysusers.d/republish.conf"),
        "republish.tmpfiles": Path("etc/tmpfiles.d/republish.conf"),
        **{name: UNITS / name for name in (*own, "republish-sync@.service", "republish-failed@.service")},
        "republish-failed.sh": Path("etc/republish/failed"),
    }
    for name, place in places.items():
        yield place, (shipped("systemd") / name).read_text(encoding="utf-8")


def signed(text: str) -> str:
    """Add to a file the digest by which we know it again."""
    return f"{text}# republish:installed sha256:{hashlib.sha256(text.encode()).hexdigest()}\n"


def _is_signed(text: str) -> bool:
    found = _SIGNED.search(text)
    return found is not None and signed(text[: found.start()]) == text


def this_program() -> tuple[Path, ...]:
    """Give the command line of the program that runs now."""
    python = Path(sys.executable)
    beside = python.with_name("republish")
    return (beside,) if beside.exists() else (python, Path("-m"), Path("bot"))


def command_line(words: tuple[Path, ...]) -> str:
    """Write a command line as units want it."""
    return " ".join(_word(str(word)) for word in words)


def _word(word: str) -> str:
    escaped = word.replace("%", "%%").replace("$", "$$")
    if re.search(r"[\s\"'\\;]", escaped):
        escaped = escaped.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return escaped


def unreachable(program: Path) -> Path | None:
    """Give what the service could not see or enter on its way to a program, None where it reaches it."""
    for path in dict.fromkeys((program, program.resolve(), Path(sys.executable).resolve())):
        hidden = next((folder for folder in _UNSEEN if path.is_relative_to(folder)), None)
        if hidden is not None:
            return path
        for step in (*reversed(path.parents), path):
            if step.exists() and not step.stat().st_mode & stat.S_IXOTH:
                return step
    return None
