"""Pictures and other files: what wikis say of them, and what becomes of those that a sheet shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.credit import FileCredit
from bot.domain.pauses import pause_of_file


@dataclass(frozen=True, slots=True)
class FileNotes:
    """What a wiki's own reader of description pages says of a file (``extmetadata``), as plain text.

    https://www.mediawiki.org/wiki/Extension:CommonsMetadata
    """

    licence: str = ""
    """Name and address of the licence, in one text."""
    author: str = ""
    non_free: bool = False


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that stands at a wiki; *name* is its title without the namespace, *digest* its SHA-1 in hexadecimal.

    *shared* tells that the wiki only shows it, from the repository that it shares with others. *text* is the
    description page of the wiki itself, empty where it has none.
    """

    name: str
    digest: str
    size: int
    mime: str
    address: str
    page: str
    """Address of its description page."""
    user: str = ""
    """Who uploaded the current version; empty when hidden."""
    shared: bool = False
    text: str = ""
    notes: FileNotes = FileNotes()


@dataclass(frozen=True, slots=True)
class UploadTerms:
    """What a wiki takes: whether we may upload and replace, the endings that it allows, the size in bytes."""

    enabled: bool = True
    allowed: bool = True
    may_replace: bool = True
    endings: frozenset[str] = frozenset()
    maximum: int = 0
    """Zero where the wiki does not tell."""

    def takes_ending(self, name: str) -> bool:
        """Tell whether the wiki takes files with the ending of this name."""
        return ending_of(name) in self.endings


class FileFault(StrEnum):
    """Why a file is not at the partner: the closed list."""

    GONE = "gone"
    NOT_SHARED = "not shared"
    LICENCE_MISSING = "licence missing"
    LICENCE_CONFLICT = "licence contradictory"
    LICENCE_REFUSED = "licence refused"
    AUTHOR_UNKNOWN = "author unknown"
    REMOVED = "removed"
    TAKEN = "name taken"
    CHANGED_THERE = "changed there"
    TYPE = "type"
    SIZE = "size"
    UPLOADS_OFF = "uploads off"
    NO_RIGHT = "no right"
    REFUSED = "refused"
    LATER = "later"


LASTING = frozenset({FileFault.REMOVED, FileFault.REFUSED})
"""Faults that only an attempt to upload may show: they are remembered for these very bytes.

``LATER`` shows at an attempt, too, and is tried again: see :class:`Attempts`.
"""


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts to bring these very bytes, one after another, which all failed; *since* is when the first was."""

    failures: int
    since: datetime
    last_at: datetime

    @property
    def again_at(self) -> datetime:
        """Tell from when on a run tries again."""
        return self.last_at + pause_of_file(self.failures)

    def are_at_rest(self, now: datetime) -> bool:
        """Tell whether the file is left for now; an attempt that seems to lie ahead is no reason for it."""
        return self.last_at <= now < self.again_at


def one_more(attempts: Attempts | None, now: datetime) -> Attempts:
    """Count an attempt that has failed now."""
    return Attempts(attempts.failures + 1, attempts.since, now) if attempts else Attempts(1, now, now)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has to be brought to a partner before the page that shows it is written.

    *name* is its name there; *replaces* the digest of the version of ours that it takes the place of: the very same
    where the file has come before, and only its page does not describe it yet.
    """

    file: StoredFile
    name: str
    text: str
    summary: str
    replaces: str = ""

    @property
    def only_describes(self) -> bool:
        """Tell whether the file stands there already."""
        return self.replaces == self.file.digest


@dataclass(frozen=True, slots=True)
class Placement:
    """What becomes of one file at one partner: its name there, empty where it is not there and a link stands for it.

    *fault* says why it is not there, or why what is there is not what the source has. *words* explain the fault.
    """

    name: str
    there: str = ""
    fault: FileFault | None = None
    words: str = ""
    digest: str = ""
    """SHA-1 of the file at the source, empty when it is gone."""
    page: str = ""
    """Address of its page at the source, empty when it is gone."""
    upload: Upload | None = None
    credit: FileCredit | None = None
    """What the credit of the copy says of a file that it shows; None where the partner's own page of it does."""
    attempts: Attempts | None = None
    """What was tried before with the same bytes; None where nothing has failed."""


@dataclass(frozen=True, slots=True)
class Placements:
    """What becomes of the files of one sheet at one partner, by their names at the source."""

    of: Mapping[str, Placement] = field(default_factory=dict)

    def there(self, name: str) -> str:
        """Give the name of a file at the partner, empty where it is not there."""
        found = self.of.get(name)
        return found.there if found else ""

    def is_gone(self, name: str) -> bool:
        """Tell whether not even the source has a file any more."""
        found = self.of.get(name)
        return found is not None and found.fault is FileFault.GONE

    def credits(self) -> tuple[FileCredit, ...]:
        """Give the credits of the files that the copy shows."""
        return tuple(one.credit for one in self.of.values() if one.there and one.credit is not None)

    def linked(self) -> tuple[tuple[str, str, str], ...]:
        """Name the files for which a link stands, each with the fault that says why, and the address of its page."""
        return tuple((one.name, one.fault.value, one.page) for one in self.of.values() if not one.there and one.fault)

    def uploads(self) -> tuple[Upload, ...]:
        """Give what has to be uploaded before the copy is written."""
        return tuple(placement.upload for placement in self.of.values() if placement.upload is not None)


def ending_of(name: str) -> str:
    """Give the ending of the name of a file in small letters, without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def other_name(name: str, wiki: str) -> str:
    """Give the name of a file where its own is taken by another one, such as ``Mur (Multibao).jpg``."""
    stem, dot, ending = name.rpartition(".")
    safe = "".join(" " if char in '#<>[]|{}/\\:?%&"' else char for char in wiki)
    return f"{stem if dot else name} ({' '.join(safe.split())}){dot}{ending if dot else ''}"
