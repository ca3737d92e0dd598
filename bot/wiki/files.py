"""What every kind of wiki can do for us with pictures and other files."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from bot.domain.files import StoredFile, UploadTerms
from bot.errors import Trouble, WikiError

Heed = Callable[[str], None]
"""Takes the text of a description page."""

UNANSWERED = frozenset({"timeout", "http-504"})
"""Codes of a request for whose answer we, or a server in front of the wiki, have waited in vain."""


def unheeded(_text: str) -> None:
    """Take a text and mind nothing."""


class DuplicateError(WikiError):
    """The wiki has these very bytes under other *names*, itself or in a repository that it shares with others."""

    def __init__(self, wiki: str, names: tuple[str, ...], info: str) -> None:
        super().__init__(wiki, Trouble.PAGE, "duplicate", info)
        self.names = names


class WikiFiles(Protocol):
    """The files of a wiki; names are titles without the namespace. Raises as :class:`bot.wiki.protocol.Wiki` does."""

    def terms(self) -> UploadTerms:
        """Tell what the wiki takes, asked once; what an account may do is known once it is logged in."""
        ...

    def look_for(self, names: Iterable[str]) -> dict[str, StoredFile]:
        """Tell what stands at names, in the wiki or in the repository that it shares, by the name asked.

        Missing ones are left out.
        """
        ...

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """Give the SHA-1 of the files at names; missing ones are left out."""
        ...

    def with_digest(self, digest: str) -> tuple[str, ...]:
        """Name the files of the wiki itself that hold the bytes with this SHA-1."""
        ...

    def deletion_words(self, names: Iterable[str]) -> dict[str, str]:
        """Give the words with which people last deleted files, by name; hidden ones and others are left out."""
        ...

    def fetch(self, file: StoredFile, into: Path, maximum: int) -> None:
        """Download a file whole, at most *maximum* bytes, and hold it against its SHA-1 and its kind.

        Raises:
            WikiError: with ``Trouble.PAGE`` when it must not be carried.

        """
        ...

    def upload(
        self, name: str, path: Path, text: str, summary: str, *, replaces: str = "", heed: Heed = unheeded
    ) -> None:
        """Upload a file under a free name, or in the place of the version with the SHA-1 *replaces*, once.

        *heed* reads the description page that stands there right before, and raises where people want no upload.

        Raises:
            WikiError: with ``Trouble.PAGE`` when the wiki or its people do not want it, by the code of the warning
                (:class:`DuplicateError` where the bytes are there under other names);
                with ``Trouble.LATER`` when it did not come to anything, and the wiki itself may be well;
                with ``Trouble.UNKNOWN`` when the answer was lost.

        """
        ...
