"""Files that a partner does not take, or the source does not give: what that means, and what is remembered of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.files import FileFault, Placement, Upload, one_more
from bot.store.values import RememberedFile

_REMOVED = frozenset({"was-deleted", "duplicate-archive"})
_UNFIT = frozenset(
    {
        "verification-error",
        "filetype-banned",
        "filetype-missing",
        "filename-toolong",
        "illegal-filename",
        "badfilename",
        "empty-file",
        "file-too-large",
        "file-kind",
        "file-elsewhere",
        "hookaborted",
        "http-413",
    }
)
"""Refusals that these very bytes meet again under this name; any other may be over by the next run."""
_UNFIT_PREFIXES = ("abusefilter", "titleblacklist")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that the partner does not take, or the source does not give; *fault* is None where it was *found*."""

    upload: Upload
    fault: FileFault | None
    words: str = ""
    found: str = ""
    """The name under which the partner, or a repository that it shares, has these very bytes."""
    tried: bool = True
    """Whether this very file was tried, and did not only wait behind others."""


def fault_of(code: str) -> FileFault:
    """Tell what the refusal of an upload means for the next runs."""
    if code in _REMOVED:
        return FileFault.REMOVED
    return FileFault.REFUSED if code in _UNFIT or code.startswith(_UNFIT_PREFIXES) else FileFault.LATER


def with_faults(
    key: tuple[str, int, str], planned: Iterable[Placement], refused: Iterable[Refused], now: datetime
) -> Iterator[RememberedFile]:
    """Give what to remember of the files of a copy: as they were planned, with the faults that only the upload shows.

    *key* names the copy by source, sheet and partner.
    """
    faults = {(one.upload.name, one.upload.file.digest): one for one in refused}
    for placement in planned:
        yield _to_remember(key, _with_fault(placement, faults, now))


def _to_remember(key: tuple[str, int, str], placement: Placement) -> RememberedFile:
    attempts = placement.attempts if placement.fault is FileFault.LATER else None
    there, fault, words = placement.there, placement.fault, placement.words
    return RememberedFile(*key, placement.name, placement.digest, there, fault, words, attempts)


def _with_fault(placement: Placement, faults: dict[tuple[str, str], Refused], now: datetime) -> Placement:
    refused = faults.get((placement.there, placement.digest))
    if refused is None:
        return placement
    if refused.found:
        return replace(placement, there=refused.found)
    kept = placement.there if refused.upload.replaces else ""
    attempts = one_more(placement.attempts, now) if refused.tried else placement.attempts
    return replace(placement, there=kept, fault=refused.fault, words=refused.words, attempts=attempts)
