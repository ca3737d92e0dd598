"""The folders of mappings and formats."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.config.draft import Draft
from bot.config.formats import read_format
from bot.config.mappings import read_mapping
from bot.config.paths import absolute
from bot.config.shipped import shipped
from bot.config.tree import Steps
from bot.domain.field import Format
from bot.domain.mapping import Mapping
from bot.i18n import _

_ENDINGS = (".yaml", ".yml")
_FORMATS = "formats"


class Library:
    """Finds mappings and formats by name, the first folder first, and reads each file once."""

    def __init__(self, watched: tuple[Path, ...]) -> None:
        """Look into *watched* folders, whose files are all checked, then into what is shipped."""
        self._watched = watched
        self._folders = (*watched, shipped("mappings"))
        self._mapping_files = _by_name(self._folders, "")
        self._format_files = _by_name(self._folders, _FORMATS)
        self._mappings: dict[Path, Mapping | None] = {}
        self._formats: dict[Path, Format | None] = {}
        self.drafts: list[Draft] = []

    def mapping_names(self) -> tuple[str, ...]:
        """List the mappings that a job may name."""
        return tuple(self._mapping_files)

    def mapping(self, name: str) -> Mapping | None:
        """Give a mapping, None where there is none or it has mistakes."""
        path = self._mapping_files.get(name)
        return self._mapping_at(path) if path is not None else None

    def check_watched(self) -> None:
        """Read every file of the watched folders, whether a job names it or not."""
        for folder in self._watched:
            for path in _files(folder / _FORMATS):
                self._format_at(path)
            for path in _files(folder):
                self._mapping_at(path)

    def _format(self, name: str) -> Format | None:
        path = self._format_files.get(name)
        return self._format_at(path) if path is not None else None

    def _format_at(self, path: Path) -> Format | None:
        if path not in self._formats:
            draft, self._formats[path] = read_format(path)
            self.drafts.append(draft)
        return self._formats[path]

    def _mapping_at(self, path: Path) -> Mapping | None:
        if path not in self._mappings:
            draft, self._mappings[path] = read_mapping(path, self._format, tuple(self._format_files))
            self.drafts.append(draft)
        return self._mappings[path]


def watched_folders(draft: Draft) -> tuple[Path, ...]:
    """Give the folders of mappings that the configuration names, else those beside it."""
    here = draft.path.parent
    if not draft.has("mappings"):
        usual = (absolute(Path("mappings"), here), absolute(Path("../mappings"), here))
        return tuple(folder for folder in usual if _is_readable(folder))
    folders = {steps: absolute(Path(name), here) for steps, name in _named(draft)}
    for steps, folder in folders.items():
        if not _is_readable(folder):
            message = _("there is no such folder that can be read: check the path, it is relative to this file.")
            draft.problem(message, *steps)
    return tuple(folders.values())


def _named(draft: Draft) -> Iterator[tuple[Steps, str]]:
    for steps in (("mappings",), *(("mappings", number) for number in draft.items("mappings"))):
        name = draft.text(*steps)
        if name is not None:
            yield steps, name


def _is_readable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)


def _by_name(folders: tuple[Path, ...], below: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for path in _files(folder / below):
            found.setdefault(path.stem, path)
    return found


def _files(folder: Path) -> list[Path]:
    if not _is_readable(folder):
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS and path.is_file())
