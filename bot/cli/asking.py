"""What a command was asked for: the options that commands share, read once, and the configuration they lead to."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import check_partners, choose_jobs, config_option, json_option, load, verbose_option
from bot.i18n import _

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings

_Command = Callable[..., int]
_job = click.option("--job", "jobs", multiple=True, help=_("Only this job."))
_partners = click.option("--partner", "partners", multiple=True, help=_("Only this partner."))
_pages = click.option("--page", "pages", multiple=True, help=_("Only this sheet (its title at the source)."))


@dataclass(frozen=True, slots=True)
class Asked:
    """The jobs, partners and sheets that a command is about; no partners or no pages mean all."""

    configuration: "Configuration"
    jobs: "tuple[JobSettings, ...]"
    partners: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class AskedCopy:
    """The one copy that a person decides about, and the jobs that may have made it."""

    configuration: "Configuration"
    jobs: "tuple[JobSettings, ...]"
    page: str
    partner: str
    as_json: bool = False


def about_jobs(command: _Command) -> Callable[..., None]:
    """Add ``--config``, ``--job``, ``--partner``, ``--json`` and ``--verbose``, and exit with the command's code."""

    @config_option
    @_job
    @_partners
    @json_option
    @verbose_option
    @click.pass_context
    @wraps(command)
    def asked(
        context: click.Context,
        /,
        *,
        config: Path,
        jobs: tuple[str, ...],
        partners: tuple[str, ...],
        as_json: bool,
        verbose: bool,
        pages: tuple[str, ...] = (),
        **own: Any,
    ) -> None:
        configuration = load(config, verbose=verbose)
        chosen = choose_jobs(configuration, jobs)
        check_partners(chosen, partners)
        pages = tuple(map(title_of, pages))
        context.exit(command(Asked(configuration, chosen, partners, pages, as_json), **own))

    return asked


def about_pages(command: _Command) -> Callable[..., None]:
    """Add ``--page`` to what :func:`about_jobs` adds."""
    return _pages(about_jobs(command))


def about_one_copy(command: _Command) -> Callable[..., None]:
    """Add the title of a sheet, ``--partner``, and what all commands have; exit with the command's code."""

    @click.argument("page")
    @click.option("--partner", required=True, help=_("The partner whose copy it is."))
    @config_option
    @_job
    @json_option
    @verbose_option
    @click.pass_context
    @wraps(command)
    def asked(
        context: click.Context,
        /,
        *,
        page: str,
        partner: str,
        config: Path,
        jobs: tuple[str, ...],
        as_json: bool,
        verbose: bool,
        **own: Any,
    ) -> None:
        configuration = load(config, verbose=verbose)
        chosen = choose_jobs(configuration, jobs)
        check_partners(chosen, (partner,))
        serving = tuple(job for job in chosen if partner in {one.wiki.name for one in job.partners})
        context.exit(command(AskedCopy(configuration, serving, title_of(page), partner, as_json), **own))

    return asked


def title_of(page: str) -> str:
    """Read a title as people copy it, from a page or from an address."""
    from bot.domain.title import title_in_address

    return title_in_address(page) or page.replace("_", " ").strip()
