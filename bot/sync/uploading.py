"""Bringing files to one partner, right before the page that shows them.

A file is known by its bytes: whether an upload arrived is told by its SHA-1, so that none is ever sent twice blindly,
also where our process was killed in between.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import structlog

from bot.domain.files import FileFault, Placement, Upload, one_more
from bot.domain.plan import BRINGS_FILES, Change
from bot.domain.reasons import Finding, Reason
from bot.domain.title import full_title
from bot.domain.wiki import FILE
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.store.store import Store
from bot.store.values import RememberedFile
from bot.sync.file_signs import said_on_list, said_on_page
from bot.sync.waits import Waits
from bot.sync.watch import Watch
from bot.wiki.files import DuplicateError
from bot.wiki.protocol import Wiki

log = structlog.get_logger()

_REMOVED = frozenset({"was-deleted", "duplicate-archive"})
_IN_THE_WAY = frozenset({"exists", "duplicate"})
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
_FAILURES_IN_A_ROW = 3
_OF_THE_FILE_SERVER = frozenset({Trouble.LATER, Trouble.WIKI, Trouble.UNKNOWN})
_OF_UPLOADS = frozenset({Trouble.LATER, Trouble.UNKNOWN})
"""Failures of an upload that need not concern the wiki: a look there tells."""


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


_Write = Callable[[], Refused | None]
_Heed = Callable[[str], None]


class Uploader:
    """Uploads files at one partner; *source* hands them out, *source_name* is its name in what we remember."""

    def __init__(
        self, source_name: str, wiki: Wiki, source: Wiki | None, store: Store, stop: Event, waits: Waits
    ) -> None:
        self._source_name = source_name
        self._wiki = wiki
        self._source = source
        self._store = store
        self._stop = stop
        self._waits = waits
        self._known: dict[tuple[str, str], Refused | None] = {}
        """What became of files in this run, by name and digest; None for those that came."""
        self._failures_in_a_row = 0

    def bring(self, change: Change, watch: Watch, permit: Callable[[], Finding | None]) -> Finding | None:
        """Upload what a change needs, or say why its page is not written now.

        *watch* tells what people say against single files; *permit* is asked after each write, before the next one.

        Raises:
            WikiError: neither this file nor this page alone is in trouble.

        """
        refused = list[Refused]()
        for upload in change.uploads:
            key = (upload.name, upload.file.digest)
            if key not in self._known:
                came = self._brought(upload, watch, permit)
                if isinstance(came, Finding):
                    return came
                self._known[key] = came
            if (fault := self._known[key]) is not None:
                refused.append(fault)
                log.warning("file refused", partner=self._wiki.name, file=upload.name, why=fault.words)
        if change.action in BRINGS_FILES:
            self.remember(change, tuple(refused))
        if not refused:
            return None
        words = "; ".join(f"{one.upload.name}: {one.words}" for one in refused)
        return Finding(Reason.FILE_REFUSED, (("info", words),))

    def remember(self, change: Change, refused: tuple[Refused, ...] = ()) -> None:
        """Remember the files of a copy as they were planned, with the faults that only the upload has shown."""
        if change.files is None:
            return
        faults = {(one.upload.name, one.upload.file.digest): one for one in refused}
        key, now = (self._source_name, change.sheet.page_id, change.partner), datetime.now(UTC)
        known = (_with_fault(placement, faults, now) for placement in change.files)
        self._store.keep_files(*key, (_to_remember(key, placement) for placement in known))

    def _brought(self, upload: Upload, watch: Watch, permit: Callable[[], Finding | None]) -> Refused | Finding | None:
        """Upload a file and describe it, each as far as that is to be done and people do not mind."""
        heed = partial(self._heed, upload, watch)
        sends = () if upload.only_describes else (("file uploaded", partial(self._sent, upload, heed)),)
        describes = (("file described", partial(self._described, upload, heed)),) if upload.replaces else ()
        for event, write in (*sends, *describes):
            words = said_on_list(upload.name, watch)
            refused = Refused(upload, FileFault.LATER, words) if words else self._one(upload, write)
            if refused is not None:
                return refused
            log.info(event, partner=self._wiki.name, file=upload.name)
            finding = permit()
            if finding is not None:
                return finding
        return None

    def _one(self, upload: Upload, write: _Write) -> Refused | None:
        """Write, unless so many files have failed in a row that whoever fails is left in peace for this run."""
        if self._failures_in_a_row >= _FAILURES_IN_A_ROW:  # each costs a while of patience
            words = _("several files before it could not be brought there")
            return Refused(upload, FileFault.LATER, words, tried=False)
        refused = self._carried(upload, write)
        is_for_now = refused is not None and refused.fault is FileFault.LATER
        self._failures_in_a_row = self._failures_in_a_row + 1 if is_for_now else 0
        return refused

    def _carried(self, upload: Upload, write: _Write) -> Refused | None:
        try:
            return write()
        except OSError as error:  # the disk of this machine: what goes wrong at a wiki is a WikiError
            words = _("this machine could not keep the file: {reason}").format(reason=error.strerror or error)
            return Refused(upload, FileFault.LATER, words)
        except WikiError as error:
            if error.trouble is not Trouble.PAGE:
                raise
            if error.code not in _IN_THE_WAY:
                return Refused(upload, _fault_of(error.code), error.info or error.code)
            found = self._found_elsewhere(upload, error)
            fault = None if found else FileFault.LATER
            return None if self._is_there(upload) else Refused(upload, fault, error.info or error.code, found)

    def _sent(self, upload: Upload, heed: _Heed) -> Refused | None:
        with TemporaryDirectory(prefix="republish-") as folder:
            path = Path(folder) / "file"
            return self._fetch(upload, path) or self._send(upload, path, heed)

    def _fetch(self, upload: Upload, path: Path) -> Refused | None:
        """Download a file; where the source fails the file waits.

        Raises:
            WikiError: the file must not be carried, or the account at the source is refused.

        """
        if self._source is None:
            raise WikiError(self._wiki.name, Trouble.BUG, "no-source", upload.name)
        maximum = self._wiki.files.terms().maximum
        try:
            self._source.files.fetch(upload.file, path, maximum)
        except WikiError as error:
            if error.trouble not in _OF_THE_FILE_SERVER:
                raise
            return Refused(upload, FileFault.LATER, str(error))
        return None

    def _send(self, upload: Upload, path: Path, heed: _Heed) -> Refused | None:
        """Upload a file; where uploads fail at a wiki that answers otherwise, the file waits.

        Raises:
            WikiError: the file is refused, or the wiki itself is in trouble: looking for the file fails, too.

        """
        try:
            self._upload(upload, path, heed)
        except WikiError as error:
            if error.trouble not in _OF_UPLOADS or self._stop.is_set():
                raise
            return None if self._has_arrived(upload, error) else Refused(upload, FileFault.LATER, str(error))
        return None

    def _upload(self, upload: Upload, path: Path, heed: _Heed) -> None:
        """Upload once, and once more where the first did not arrive."""
        try:
            self._upload_once(upload, path, heed)
        except WikiError as lost:
            if lost.trouble is not Trouble.UNKNOWN:
                raise
            log.warning("answer lost", partner=self._wiki.name, file=upload.name, code=lost.code)
            if self._has_arrived(upload, lost):
                return
            if self._stop.is_set():
                raise
            self._upload_once(upload, path, heed)

    def _upload_once(self, upload: Upload, path: Path, heed: _Heed) -> None:
        self._wiki.files.upload(upload.name, path, upload.text, upload.summary, replaces=upload.replaces, heed=heed)

    def _heed(self, upload: Upload, watch: Watch, text: str) -> None:
        """Obey what people have written on the description page since the plan looked at it.

        Raises:
            WikiError: they want the file left alone, or not touched now.

        """
        words = said_on_page(upload.name, text, watch)
        if words:
            raise WikiError(self._wiki.name, Trouble.PAGE, "left-alone", words)

    def _has_arrived(self, upload: Upload, error: WikiError) -> bool:
        """Look for a file whose upload failed; one that may still be on its way is waited for."""
        if error.trouble is Trouble.LATER:
            return self._is_there(upload)
        return any(self._is_there(upload) for _look in self._waits.looks(self._stop))

    def _is_there(self, upload: Upload) -> bool:
        return self._wiki.files.digests([upload.name]).get(upload.name) == upload.file.digest

    def _found_elsewhere(self, upload: Upload, error: WikiError) -> str:
        """Give the name of the file that the partner says is the same; the plan that comes next shows that one."""
        names = error.names if isinstance(error, DuplicateError) else ()
        digests = self._wiki.files.digests(names) if names else {}
        return next((name for name in names if digests.get(name) == upload.file.digest), "")

    def _described(self, upload: Upload, heed: _Heed) -> Refused | None:
        """Bring our part of a description page up to date; a new version leaves the page as it was.

        What is refused, or gets no answer, waits: the next run looks at the page again.
        """
        from bot.wikitext.file_page import with_file_page

        title = full_title(self._wiki.facts(), FILE, upload.name)
        seen = self._wiki.look_for([title], with_text=True)[title]
        text = with_file_page(seen.text or "", upload.text)
        if seen.page is None or text == seen.text:
            return None
        heed(seen.text or "")
        try:
            self._wiki.update(title, text, upload.summary, base=seen.page.revision, since=seen.seen_at)
        except WikiError as error:
            if error.trouble not in (Trouble.PAGE, Trouble.UNKNOWN):
                raise
            return Refused(upload, FileFault.LATER, error.info or error.code)
        return None


def _fault_of(code: str) -> FileFault:
    """Tell what the refusal of an upload means for the next runs."""
    if code in _REMOVED:
        return FileFault.REMOVED
    return FileFault.REFUSED if code in _UNFIT or code.startswith(_UNFIT_PREFIXES) else FileFault.LATER


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
