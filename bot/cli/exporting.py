"""``export``: the sheets of the selections as JSON records of their exchange format."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from bot.cli.common import RefusalError, choose_jobs, config_option, load, verbose_option, worst
from bot.cli.ending import sentence_of
from bot.errors import ConfigurationError, ExitCode, WikiError
from bot.i18n import _, language_of_environment

if TYPE_CHECKING:
    from bot.config.settings import Configuration, JobSettings
    from bot.domain.field import Format
    from bot.sync.drafts import Draft
    from bot.sync.exporting import Exported
    from bot.wikitext.reader import Unclaimed

VERSION = 1
"""Number of the layout of the document; it changes when a program that reads it would have to."""


@click.command(help=_("Give the sheets as JSON records of their exchange format, with licence and credit."))
@config_option
@click.option("--job", "jobs", multiple=True, help=_("Only this job."))
@click.option("--page", "pages", multiple=True, help=_("Only this sheet (its title at the source)."))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=_("Write to this file, whole or not."))
@click.option("--lines", is_flag=True, help=_("One record a line (JSON Lines), for big selections."))
@click.option("--schema", "format_name", metavar=_("FORMAT"), help=_("Print the JSON Schema of the records instead."))
@verbose_option
@click.pass_context
def export(
    context: click.Context,
    *,
    config: Path,
    jobs: tuple[str, ...],
    pages: tuple[str, ...],
    out: Path | None,
    lines: bool,
    format_name: str | None,
    verbose: bool,
) -> None:
    """Export the sheets, or print the schema of a format."""
    if format_name is not None:
        _print_schema(config, format_name, out)
        return
    configuration = load(config, verbose=verbose)
    export_run = _Export(configuration, pages)
    # As Ctrl-C does, so that no half-written file stays behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _opened(out, export_run) as file:
        records = export_run.records(choose_jobs(configuration, jobs))
        if lines:
            for record in records:
                print(json.dumps(record, ensure_ascii=False), file=file)
        else:
            _write(file, {"version": VERSION, "records": list(records)})
        export_run.check_pages()
    if out is not None and not export_run.is_whole:
        click.echo(_("{path} was not written, because the export is not whole.").format(path=out), err=True)
    context.exit(worst(list(export_run.codes)))


class _Export:
    """One export: what it gives, and how it ends."""

    def __init__(self, configuration: "Configuration", pages: tuple[str, ...]) -> None:
        self._configuration = configuration
        self._missing = {page.replace("_", " ").strip() for page in pages}
        self._pages = frozenset(self._missing)
        self.codes = {ExitCode.DONE}
        self.is_whole = True

    def records(self, jobs: tuple["JobSettings", ...]) -> Iterator[dict[str, Any]]:
        """Give the records of all jobs; a wiki in trouble stops no other job."""
        for job in jobs:
            try:
                yield from self._records_of(job)
            except WikiError as error:
                self.is_whole = False
                self.codes.add(error.exit_code)
                click.echo(sentence_of(error), err=True)

    def _records_of(self, job: "JobSettings") -> Iterator[dict[str, Any]]:
        from bot.config.register import load_register
        from bot.domain.reasons import WAITING, Finding
        from bot.sync.exporting import export_sheets
        from bot.sync.opening import open_wiki

        wiki = open_wiki(job.source, self._configuration.contact)
        try:
            register = load_register(self._configuration.register)
            for sheet in export_sheets(job, wiki, lambda ref: not self._pages or ref.title in self._pages, register):
                self._missing.discard(sheet.page.ref.title)
                if isinstance(sheet.found, Finding) and sheet.found.reason in WAITING:
                    self.codes.add(ExitCode.WAITING)
                yield _record(job, sheet)
        finally:
            wiki.close()

    def check_pages(self) -> None:
        """Refuse a sheet that was asked for and is in no selection, unless a wiki could not be read."""
        for page in sorted(self._missing) if self.is_whole else ():
            message = _("No job has a sheet “{page}” in its selection; write its title as it stands at the source.")
            raise RefusalError(message.format(page=page))


def _record(job: "JobSettings", sheet: "Exported") -> dict[str, Any]:
    from bot.domain.reasons import Finding
    from bot.report.records import refused_record, sheet_record

    known, found = job.mapping.format, sheet.found
    if isinstance(found, Finding):
        return refused_record(job.name, known, sheet.page, sheet.source, found)
    return sheet_record(job.name, known, sheet.page, sheet.source, found.values, found.evidence, _rest(found))


def _rest(sheet: "Draft") -> "tuple[Unclaimed, ...]":
    """Give what no rule takes; the credit lines of the sheet among it come first."""
    from bot.wikitext.reader import Unclaimed

    mentions = (Unclaimed("credit", mention.heading, mention.text) for mention in sheet.mentions)
    return (*mentions, *sheet.unclaimed)


@contextmanager
def _opened(out: Path | None, export_run: _Export | None = None) -> Iterator[IO[str]]:
    """Open the output; a file is written beside and takes its place only when the export is whole."""
    if out is None:
        try:
            # JSON is UTF-8 whatever the terminal speaks.
            with open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False) as stdout:
                yield stdout
        except BrokenPipeError as error:
            # The reader has seen enough; click would call that an error.
            raise click.exceptions.Exit(ExitCode.DONE) from error
        return
    try:
        target = out.resolve()
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8") as pipe:
                yield pipe
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with beside.open("w", encoding="utf-8") as file:
                yield file
            if export_run is None or export_run.is_whole:
                beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        message = _("{path} cannot be written: {reason}.").format(path=out, reason=error.strerror)
        raise RefusalError(message) from error


def _write(file: IO[str], value: object) -> None:
    from bot.report.data import dump

    print(dump(value), file=file)


def _print_schema(config: Path, name: str, out: Path | None) -> None:
    from bot.report.records import record_schema

    with _opened(out) as file:
        _write(file, record_schema(_format_called(name, config), language_of_environment()))


def _format_called(name: str, config: Path) -> "Format":
    """Find a format where the configuration has its mappings, which need not be there, or among those shipped."""
    from bot.config.draft import Draft
    from bot.config.formats import read_format
    from bot.config.library import watched_folders
    from bot.config.models import ConfigurationShape
    from bot.config.shipped import shipped

    folders = (*watched_folders(Draft(config.absolute(), "config", ConfigurationShape)), shipped("mappings"))
    files = {path.stem: path for folder in reversed(folders) for path in sorted((folder / "formats").glob("*.y*ml"))}
    if name not in files:
        message = _("There is no format “{name}”; there are: {known}.")
        raise click.UsageError(message.format(name=name, known=", ".join(sorted(files))))
    draft, known = read_format(files[name])
    if known is None:
        raise ConfigurationError(tuple(draft.problems))
    return known
