"""``install-service``: the units of systemd, installed with the path of this program."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import RefusalError
from bot.errors import ExitCode
from bot.i18n import _

if TYPE_CHECKING:
    from bot.service.installing import Piece, Variant

_RUNNING = Path("/run/systemd/system")
"""Stands where systemd runs the machine, see sd_booted(3)."""

Commands = tuple[tuple[str, ...], ...]


@click.command(
    "install-service",
    help=_(
        "Install the service below systemd: its account, its folders, and its units with the path of this program. "
        "Shows what it will do, and asks; a file that you have changed stays as it is."
    ),
)
@click.option("--timer", is_flag=True, help=_("A sync every hour instead of the service that runs always."))
@click.option("--yes", is_flag=True, help=_("Install without asking, for scripts."))
@click.option("--print", "prints", is_flag=True, help=_("Only show the files."))
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    help=_("Write the files into this folder instead of the system, and start nothing; for packages."),
)
@click.option(
    "--program",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("The program that the units start, where it is not this one."),
)
@click.pass_context
def install_service(
    context: click.Context, *, timer: bool, yes: bool, prints: bool, root: Path | None, program: Path | None
) -> None:
    """Install the service."""
    from bot.service.installing import Fate, Variant, pieces

    variant = Variant.TIMER if timer else Variant.SERVICE
    files = pieces(variant, _program(program))
    if prints:
        click.echo("\n".join(f"# /{file.place}\n{file.text}" for file in files), nl=False)
        return
    if root is None and os.geteuid() != 0:
        raise RefusalError(_("Only root can install a service: run the same command with sudo."))
    base = root or Path("/")
    fates = {file: file.fate(base) for file in files}
    wanted = tuple(file for file, fate in fates.items() if fate in (Fate.NEW, Fate.UPDATED))
    commands = _commands(variant, changed=bool(wanted)) if root is None else ()
    for file, fate in fates.items():
        click.echo(_fate_in_words(fate).format(path=base / file.place))
    for command in commands:
        click.echo(_("{command} will be run.").format(command=" ".join(command)))
    if not yes and (wanted or commands) and not _agreed():
        context.exit(ExitCode.WAITING)
    _install(wanted, commands, base)
    for line in _next(variant, tuple(file for file, fate in fates.items() if fate is Fate.LEFT), root):
        click.echo(line)


def _program(asked: Path | None) -> str:
    """Give the command line of the units, and refuse a program that they could not start."""
    from bot.service.installing import command_line, this_program, unreachable

    words = (asked.absolute(),) if asked else this_program()
    hidden = unreachable(words[0]) if asked is None else None
    if hidden is not None:
        message = _(
            "The service could not start {program}: it cannot see or enter {path}. Install the bot where everybody "
            "may read it, such as /opt/republish, with the Python of the system; or name another program by --program."
        )
        raise RefusalError(message.format(program=words[0], path=hidden))
    return command_line(words)


def _fate_in_words(fate: str) -> str:
    return {
        "new": _("{path} will be written."),
        "updated": _("{path} will be brought up to date."),
        "same": _("{path} stands already."),
        "left": _("{path} is not as we wrote it, and stays as it is."),
    }[fate]


def _commands(variant: "Variant", *, changed: bool) -> Commands:
    """Give what is run once the files stand, in order; nothing of systemctl where systemd does not run."""
    from bot.service.installing import CONFIGURATION, UNITS

    made: Commands = (
        ("systemd-sysusers", "/etc/sysusers.d/republish.conf"),
        ("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/republish.conf"),
    )
    if not _RUNNING.is_dir():
        return made
    other = variant.other.unit
    leaves: Commands = (("systemctl", "disable", "--now", other),) if (Path("/") / UNITS / other).exists() else ()
    starts: Commands = (("systemctl", "enable", *(("--now",) if CONFIGURATION.exists() else ()), variant.unit),)
    again: Commands = (("systemctl", "try-restart", variant.unit),) if changed and CONFIGURATION.exists() else ()
    return (*made, ("systemctl", "daemon-reload"), *leaves, *starts, *again)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        click.echo(_("Nothing was installed: look at it, then say --yes."), err=True)
        return False
    agreed = click.confirm(_("Install this?"))
    if not agreed:
        click.echo(_("Nothing was installed."), err=True)
    return agreed


def _install(files: "tuple[Piece, ...]", commands: Commands, base: Path) -> None:
    for file in files:
        try:
            file.write(base)
        except OSError as error:
            message = _("{path} could not be written: {problem}.")
            raise RefusalError(message.format(path=base / file.place, problem=error.strerror or error)) from None
    for command in commands:
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed commands
            problem = done.stderr.strip() or str(done.returncode) if done.returncode else ""
        except OSError as error:
            problem = error.strerror or str(error)
        if problem:
            message = _("{command} has failed: {problem}. Mend that, then run this command again.")
            raise RefusalError(message.format(command=" ".join(command), problem=problem))


def _next(variant: "Variant", left: "tuple[Piece, ...]", root: Path | None) -> "tuple[str, ...]":
    """Say what to do next."""
    from bot.service.installing import CONFIGURATION, UNITS

    edited = _(
        "Changes of yours belong into a file beside the unit: systemctl edit {unit}. To have ours again, move {path} "
        "away and run this command once more."
    )
    units = (file for file in left if file.place.parent == UNITS)
    lines = [edited.format(unit=file.place.name, path=f"/{file.place}") for file in units]
    if root is None and not _RUNNING.is_dir():
        lines.append(_("systemd does not run here: nothing was enabled or started."))
    if not CONFIGURATION.exists() or root is not None:
        written = _("Write the configuration: republish init /etc/republish, then put your wikis into {path}.")
        lines.append(written.format(path=CONFIGURATION))
    lines.append(_("Check it: republish check --config {path}").format(path=CONFIGURATION))
    lines.append(_("Start it, or start it again: systemctl restart {unit}").format(unit=variant.unit))
    service = variant.unit.partition(".")[0]
    look = _("Look at it: systemctl status {unit}; journalctl -u {service} -f")
    lines.append(look.format(unit=variant.unit, service=service))
    return tuple(lines)
