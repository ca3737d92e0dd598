"""Secrets stand outside the configuration, which only says where."""

import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.errors import ConfigurationError, Problem
from bot.i18n import _


class SecretPlace(StrEnum):
    """Where a secret is kept."""

    ENV = "env"
    FILE = "file"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True)
class Secret:
    """The place of a secret, never the secret; *file*, *line* and *column* say where the configuration names it.

    No message repeats *name*: people write the secret itself where its name belongs.
    """

    place: SecretPlace
    name: str
    file: str = ""
    line: int = 0
    column: int = 0

    def reveal(self) -> str:
        """Read the secret now.

        Raises:
            ConfigurationError: it is not there, empty, or readable by everybody.

        """
        value = self._from_environment() if self.place is SecretPlace.ENV else self._from_file(self.path())
        if not value:
            raise self._problem(_("the secret named here is empty or missing: set it before you start the bot."))
        return value

    def path(self) -> Path:
        """Give the file that holds the secret; systemd puts credentials below ``$CREDENTIALS_DIRECTORY``."""
        if self.place is SecretPlace.CREDENTIAL:
            return Path(os.environ.get("CREDENTIALS_DIRECTORY", "/run/credentials")) / self.name
        return Path(self.name)

    def _from_environment(self) -> str:
        return os.environ.get(self.name, "").strip()

    def _from_file(self, path: Path) -> str:
        try:
            if self.place is SecretPlace.FILE and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
                raise self._problem(_("other users can read the secret file: run chmod 600 on it."))
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise self._problem(
                _("the secret named here cannot be read: give the bot a file that it may read.")
            ) from error

    def _problem(self, message: str) -> ConfigurationError:
        return ConfigurationError((Problem(self.file, self.line, self.column, message),))
