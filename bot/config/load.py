"""The door of the room: a file becomes a configuration, or the list of all its mistakes."""

import re
from pathlib import Path

from bot.config.addresses import (
    absolute_state,
    beside_state,
    fault_of_contact,
    fault_of_listen,
    fault_of_state,
    loopback_address,
)
from bot.config.comments import warn_of_cut_texts
from bot.config.draft import Draft
from bot.config.jobs import read_jobs
from bot.config.library import Library, watched_folders
from bot.config.models import ConfigurationHead, ConfigurationShape
from bot.config.paths import absolute
from bot.config.register import problems_in
from bot.config.schema import SchemaKind, json_schema
from bot.config.settings import Configuration, MetricsSettings
from bot.config.wikis import read_wikis
from bot.errors import ConfigurationError
from bot.i18n import _

__all__ = ["SchemaKind", "json_schema", "language_of", "load"]

_LANGUAGE = re.compile(r"""^language:[ \t]*["']?(fr|en)\b""", re.MULTILINE)


def load(path: Path) -> Configuration:
    """Read the configuration with every mapping and format that it names or that stands beside it.

    Reads no secret and asks no wiki.

    Raises:
        ConfigurationError: with all problems of all files, each with its place.

    """
    draft = Draft(absolute(path), "config", ConfigurationShape)
    if not draft.is_readable:
        raise ConfigurationError(tuple(draft.problems))
    warn_of_cut_texts(draft)
    head = _read_head(draft)
    library = Library(watched_folders(draft))
    library.check_watched()
    register = _register_of(draft, head)
    wikis = read_wikis(draft)
    jobs = read_jobs(draft, wikis, library)
    drafts = (draft, *library.drafts)
    problems = (
        *(problem for each in drafts for problem in each.problems),
        *(problems_in(register) if register else ()),
    )
    if problems or head is None or register is None:
        raise ConfigurationError(problems)
    warnings = sorted({warning for each in drafts for warning in each.warnings})
    return Configuration(
        path=draft.path,
        contact=head.contact,
        language=head.language,
        state=absolute_state(head.state, draft.path.parent),
        register=register,
        wikis=wikis,
        jobs=jobs,
        warnings=tuple(map(str, warnings)),
        keep=head.keep,
        metrics=_metrics_of(head, draft.path.parent),
    )


def language_of(path: Path) -> str | None:
    """Give the language that a file asks for, also where all else in it is wrong; None where nobody can tell."""
    try:
        found = _LANGUAGE.search(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return None
    return found[1] if found else None


def _register_of(draft: Draft, head: ConfigurationHead | None) -> Path | None:
    """Tell where the register lies; None where the configuration is wrong there."""
    folder = draft.path.parent
    if head is None or not draft.is_clean("state"):
        return None
    return absolute(Path(head.register_file), folder) if head.register_file else beside_state(head.state, folder)


def _metrics_of(head: ConfigurationHead, folder: Path) -> MetricsSettings:
    told = head.metrics
    return MetricsSettings(
        absolute(Path(told.textfile), folder) if told.textfile else None,
        loopback_address(told.listen) if told.listen else None,
    )


def _read_head(draft: Draft) -> ConfigurationHead | None:
    head = draft.piece(ConfigurationHead)
    for steps, fault_of in (
        (("contact",), fault_of_contact),
        (("state",), fault_of_state),
        (("metrics", "listen"), fault_of_listen),
    ):
        text = draft.text(*steps)
        fault = fault_of(text) if text is not None else None
        if fault:
            draft.problem(fault, *steps)
    if head is not None and not head.keep:
        draft.problem(_("no time at all is too short: write for example 90d."), "keep")
    return head
