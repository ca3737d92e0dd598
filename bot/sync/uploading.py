"""Bringing files to one partner, right before the page that shows them.

A file is known by its bytes: whether an upload arrived is told by its SHA-1, so that none is ever sent twice blindly,
also where our process was killed in between.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import structlog

from bot.domain.files import FileFault, Upload
from bot.domain.plan import BRINGS_FILES, Change
from bot.domain.reasons import Finding, Reason
from bot.domain.title import full_title
from bot.domain.wiki import FILE
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.store.store import Store
from bot.sync.file_signs import said_on_list, said_on_page
from bot.sync.refused_files import Refused, fault_of, with_faults
from bot.sync.waits import Waits
from bot.sync.watch import Watch
from bot.wiki.files import UNANSWERED, DuplicateError
from bot.wiki.protocol import Wiki

log = structlog.get_logger()

_IN_THE_WAY = frozenset({"exists", "duplicate"})
_FAILURES_IN_A_ROW = 3
"""Files that could not be brought, after which the others wait for the next run."""
_UNANSWERED_IN_A_ROW = 3
"""Uploads that nobody answered, after which all files wait; each costs two minutes at least."""
_OF_THE_FILE_SERVER = frozenset({Trouble.LATER, Trouble.WIKI, Trouble.UNKNOWN})
_OF_UPLOADS = frozenset({Trouble.LATER, Trouble.UNKNOWN})
"""Failures of an upload that need not concern the wiki: a look there tells."""

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
        self._unanswered_in_a_row = 0

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
        key = (self._source_name, change.sheet.page_id, change.partner)
        self._store.keep_files(*key, with_faults(key, change.files, refused, datetime.now(UTC)))

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
        if self._failures_in_a_row >= _FAILURES_IN_A_ROW or self._gives_up:  # each costs a while of patience
            words = _("several files before it could not be brought there")
            return Refused(upload, FileFault.LATER, words, tried=False)
        refused = self._carried(upload, write)
        is_for_now = refused is not None and refused.fault is FileFault.LATER
        self._failures_in_a_row = self._failures_in_a_row + 1 if is_for_now else 0
        return refused

    @property
    def _gives_up(self) -> bool:
        """Tell whether nobody answers uploads at this partner now."""
        return self._unanswered_in_a_row >= _UNANSWERED_IN_A_ROW

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
                return Refused(upload, fault_of(error.code), error.info or error.code)
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
            is_lost = lost.trouble is Trouble.UNKNOWN or (lost.trouble is Trouble.LATER and lost.code in UNANSWERED)
            if not is_lost or self._gives_up:
                raise
            log.warning("answer lost", partner=self._wiki.name, file=upload.name, code=lost.code)
            if self._has_arrived(upload, lost):
                return
            if self._stop.is_set():
                raise
            self._upload_once(upload, path, heed)

    def _upload_once(self, upload: Upload, path: Path, heed: _Heed) -> None:
        send = self._wiki.files.upload
        try:
            send(upload.name, path, upload.text, upload.summary, replaces=upload.replaces, heed=heed)
        except WikiError as error:
            self._unanswered_in_a_row = self._unanswered_in_a_row + 1 if error.code in UNANSWERED else 0
            raise
        self._unanswered_in_a_row = 0

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
        looks = (None,) if error.trouble is Trouble.LATER else self._waits.looks(self._stop)
        if not any(self._is_there(upload) for _look in looks):
            return False
        self._unanswered_in_a_row = 0  # it came, however long that took
        return True

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
