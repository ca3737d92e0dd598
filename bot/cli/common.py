"""What several commands share: options, loading the configuration, choosing jobs."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import click

from bot.errors import ExitCode
from bot.i18n import _, use_language

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings

_Command = TypeVar("_Command", bound=Callable[..., object])

DEFAULT_CONFIG = Path("config/republish.yaml")

dry_run_option = click.option(
    "--dry-run", "--simulate", "dry_run", is_flag=True, help=_("Only show what would change.")
)


def config_option(command: _Command) -> _Command:
    """Add ``--config``."""
    return click.option(
        "--config",
        "-c",
        "config",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="REPUBLISH_CONFIG",
        default=DEFAULT_CONFIG,
        show_default=True,
        help=_("The configuration file."),
    )(command)


def json_option(command: _Command) -> _Command:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help=_("Write JSON, for programs."))(command)


def verbose_option(command: _Command) -> _Command:
    """Add ``--verbose``."""
    return click.option("--verbose", "-v", is_flag=True, help=_("Say more in the log."))(command)


@contextmanager
def reading_the_program() -> Iterator[None]:
    """Look for no garbage while modules are imported: they leave none, and the looking is a tenth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what has been read stays, and need not be looked at again
        gc.enable()


def load(path: Path, *, verbose: bool = False) -> "Configuration":
    """Load the configuration, and speak its language from now on."""
    with reading_the_program():
        from bot.config.load import language_of
        from bot.config.load import load as load_configuration
        from bot.log import configure_logging

    configure_logging(verbose=verbose)
    asked = "REPUBLISH_LANGUAGE" in os.environ
    language = language_of(path)
    if language and not asked:
        use_language(language)  # before anything is found wrong, which is told in it
    configuration = load_configuration(path)
    if not asked:
        use_language(configuration.language)
    return configuration


def choose_jobs(configuration: "Configuration", names: tuple[str, ...]) -> tuple["JobSettings", ...]:
    """Give the jobs asked for, all when none is named."""
    known = {job.name: job for job in configuration.jobs}
    for name in names:
        _known(name, tuple(known), _("job"))
    return tuple(job for job in configuration.jobs if not names or job.name in names)


def check_partners(jobs: tuple["JobSettings", ...], names: tuple[str, ...]) -> None:
    """Refuse a partner that none of the jobs has."""
    known = tuple(partner.wiki.name for job in jobs for partner in job.partners)
    for name in names:
        _known(name, known, _("partner"))


def _known(name: str, known: tuple[str, ...], what: str) -> None:
    if name not in known:
        from bot.config.nearest import nearest

        message = _("There is no {what} “{name}” in the configuration; there are: {known}.")
        told = message.format(what=what, name=name, known=", ".join(dict.fromkeys(known)))
        near = nearest(name, known)
        raise click.UsageError(told + (" " + _("Did you mean “{near}”?").format(near=near) if near else ""))


def worst(codes: list[ExitCode]) -> ExitCode:
    """Give the exit code that matters most when several jobs ran."""
    order = (
        ExitCode.BUG,
        ExitCode.INTERRUPTED,
        ExitCode.CONFIGURATION,
        ExitCode.LOGIN,
        ExitCode.LATER,
        ExitCode.WAITING,
        ExitCode.DONE,
    )
    return next((code for code in order if code in codes), ExitCode.DONE)


class RefusalError(click.ClickException):
    """What was asked for is written rightly and cannot be done: the sentence alone is told, without the usage."""

    exit_code = int(ExitCode.USAGE)

    def show(self, file: IO[str] | None = None) -> None:
        """Tell why."""
        click.echo(self.format_message(), file=file, err=file is None)
