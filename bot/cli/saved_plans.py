"""Plans in files: saved by ``plan --out``, carried out by ``sync --plan``."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import RefusalError
from bot.errors import WikiError
from bot.i18n import _

if TYPE_CHECKING:
    from bot.config.settings import Configuration
    from bot.domain.plan import Pin
    from bot.sync.environment import Options
    from bot.sync.job_run import JobRun

_VERSION = 1


@dataclass(frozen=True, slots=True)
class SavedJob:
    """What a saved plan changes in one job, at the partners that could be asked."""

    job: str
    partners: tuple[str, ...]
    pins: "tuple[Pin, ...]"


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What a saved plan changes, and what it was narrowed to."""

    jobs: tuple[SavedJob, ...]
    pages: tuple[str, ...]
    limit: int | None

    def narrow(self, options: "Options", job: str) -> "Options":
        """Give the options that make the same plan of a job anew, and let only this plan pass."""
        saved = next(each for each in self.jobs if each.job == job)
        return replace(options, partners=saved.partners, pages=self.pages, limit=self.limit, pins=saved.pins)


def check_plan_file(path: Path) -> None:
    """Refuse to save a plan over a file that is something else.

    Raises:
        RefusalError: such a file stands there.

    """
    if path.exists() and _load(path) is None:
        message = _("The file {path} exists and is no saved plan: it is not written over. Choose another name.")
        raise RefusalError(message.format(path=path))


def write_plan(path: Path, configuration: "Configuration", runs: "list[JobRun]", options: "Options") -> None:
    """Save plans as JSON, whole or not at all; a partner that could not be asked is left out.

    Raises:
        RefusalError: the file cannot be written.

    """
    from bot.report.data import dump, plan_data

    served = {run.plan.job: _served(configuration, run, options) for run in runs}
    whole = [run for run in runs if served[run.plan.job]]
    if not whole:
        click.echo(_("No plan is saved: no wiki could be asked."), err=True)
        return
    plans = [plan_data(run.plan) | {"partners": served[run.plan.job]} for run in whole]
    scope = {"pages": options.pages, "limit": options.limit}
    data = {"version": _VERSION, "wikis": _addresses(configuration), "scope": scope, "jobs": plans}
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_text(dump(data) + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        message = _("The plan cannot be saved in {path}: {why}.").format(path=path, why=error.strerror)
        raise RefusalError(message) from error
    click.echo(_("Plan saved in {path}: “republish sync --plan {path}” carries it out.").format(path=path), err=True)
    left = sorted({str(trouble.wiki) for run in runs for trouble in run.troubles if isinstance(trouble, WikiError)})
    if left:
        message = _("The plan holds nothing for {wikis}, which could not be asked.")
        click.echo(message.format(wikis=", ".join(left)), err=True)


def _served(configuration: "Configuration", run: "JobRun", options: "Options") -> list[str]:
    """Name the partners that a plan speaks for."""
    silent = {trouble.wiki for trouble in run.troubles if isinstance(trouble, WikiError)}
    job = next(job for job in configuration.jobs if job.name == run.plan.job)
    if job.source.name in silent:
        return []
    names = (partner.wiki.name for partner in job.partners)
    return [name for name in names if name not in silent and (not options.partners or name in options.partners)]


def _addresses(configuration: "Configuration") -> dict[str, str]:
    """Give what tells wikis of one name apart."""
    return {wiki.name: wiki.api or str(wiki.folder) for wiki in configuration.wikis}


def read_plan(path: Path, configuration: "Configuration", jobs: tuple[str, ...]) -> SavedPlan:
    """Read a saved plan.

    Raises:
        RefusalError: the file is no saved plan, is one of other wikis, or does not hold the jobs asked for.

    """
    if not path.is_file():
        raise RefusalError(_("There is no saved plan {path}.").format(path=path))
    loaded = _load(path)
    if loaded is None:
        message = _("The file {path} is no plan of “republish plan --out”: make a new one.").format(path=path)
        raise RefusalError(message)
    plan, wikis = loaded
    known = {job.name for job in configuration.jobs}
    strange = [each.job for each in plan.jobs if each.job not in known]
    if strange or wikis != _addresses(configuration):
        raise RefusalError(_("The plan {path} was made with another configuration.").format(path=path))
    held = {each.job for each in plan.jobs}
    missing = [job for job in jobs if job not in held]
    if missing:
        message = _("The plan {path} does not hold the job {jobs}: name the jobs it was made for with --job.")
        raise RefusalError(message.format(path=path, jobs=", ".join(missing)))
    return plan


def _load(path: Path) -> tuple[SavedPlan, dict[str, str]] | None:
    """Read a saved plan and the wikis it is for; None for a file that is something else."""
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        return (_read(saved), dict(saved["wikis"])) if saved["version"] == _VERSION else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _read(saved: dict[str, Any]) -> SavedPlan:
    scope = saved["scope"]
    return SavedPlan(
        tuple(
            SavedJob(str(plan["job"]), tuple(map(str, plan["partners"])), tuple(map(_pin, _writes(plan))))
            for plan in saved["jobs"]
        ),
        tuple(map(str, scope["pages"])),
        None if scope["limit"] is None else int(scope["limit"]),
    )


def _writes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [change for change in plan["changes"] if change["action"] != "skip"]


def _pin(change: dict[str, Any]) -> "Pin":
    from bot.domain.plan import Pin

    sheet, copy = change["sheet"], change["copy"]
    return Pin(
        str(change["partner"]),
        str(change["action"]),
        str(sheet["title"]),
        int(sheet["revision"]),
        str(change["new_title"] or copy["title"]),
        None if copy["base"] is None else int(copy["base"]),
        str(change["content"]),
    )
