"""What we wrote into a folder, one JSON object a line, for people and for finding our own copies again."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.page import Contribution, Written
from bot.wiki import folder_files as files

LOG_NAME = ".republish-log.jsonl"


def note(folder: Path, written: Written, summary: str) -> None:
    """Tell of a write that has happened.

    The line is added after the page was written, and may be missing: a history that tells of a write which did not
    happen is worse, and so is an error that hides one which did.
    """
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    line = {"time": moment, "title": written.title, "summary": summary, "revision": written.revision}
    with suppress(OSError, UnicodeEncodeError):
        files.append(folder / LOG_NAME, (json.dumps(line, ensure_ascii=False) + "\n").encode())


def noted(folder: Path) -> Iterator[Contribution]:
    """Give the writes of the log, newest first, without page ids; lines that people have spoilt are left out."""
    found = files.read_file(folder / LOG_NAME)
    for line in reversed(found[0].decode("utf-8", "replace").splitlines() if found else ()):
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(line)
            when = datetime.fromisoformat(told["time"]).astimezone(UTC)
            yield Contribution(0, str(told["title"]), int(told["revision"]), when, str(told["summary"]))
