"""The door of the room: a file becomes a configuration, or the list of all its mistakes."""

from pathlib import Path

from bot.config.comments import warn_of_cut_texts
from bot.config.contact import check_contact, read_state
from bot.config.draft import Draft
from bot.config.jobs import read_jobs
from bot.config.library import Library, watched_folders
from bot.config.models import ConfigurationHead, ConfigurationShape
from bot.config.paths import absolute
from bot.config.schema import SchemaKind, json_schema
from bot.config.settings import Configuration
from bot.config.wikis import read_wikis
from bot.errors import ConfigurationError

__all__ = ["SchemaKind", "json_schema", "load"]


def load(path: Path) -> Configuration:
    """Read the configuration with every mapping and format that it names or that stands beside it.

    Reads no secret and asks no wiki.

    Raises:
        ConfigurationError: with all problems of all files, each with its place.

    """
    draft = Draft(absolute(path), "config", ConfigurationShape)
    if not draft.is_readable:
        raise ConfigurationError(tuple(draft.problems))
    ...
