"""The command line: small commands, no decisions; every error becomes a sentence and an exit code."""

import gettext
import importlib
import os
import sys
from pathlib import Path

from bot.i18n import _, language_of_environment

# Click translates its own messages through the default domain of gettext; it must be set before click is used.
gettext.bindtextdomain("messages", Path(__file__).parent.parent / "locale")
gettext.textdomain("messages")
os.environ.setdefault("LANGUAGE", language_of_environment())

import click  # noqa: E402 -- see above

from bot import __version__  # noqa: E402
from bot.cli.ending import exit_code_of  # noqa: E402
from bot.cli.usage import localise  # noqa: E402

_COMMANDS = {
    "demo": "demonstrating",
    "init": "starting",
    "check": "checking",
    "schema": "checking",
    "transforms": "transforming",
    "plan": "syncing",
    "sync": "syncing",
    "serve": "serving",
    "status": "showing",
    "diff": "showing",
    "runs": "showing",
    "adopt": "deciding",
    "resolve": "deciding",
    "restore": "deciding",
    "forget": "deciding",
    "licence": "licensing",
    "forget-name": "forgetting",
    "rebuild": "rebuilding",
    "setup": "preparing",
    "export": "exporting",
    "install-service": "installing",
}
"""The commands, and the modules of this room that hold them."""


class _Commands(click.Group):
    """Imports a command only when it is called or listed, so that none waits for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands by name."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command in the language of the operator."""
        # Click names those that are near to a word that is no command, out of all that it knows.
        for name in (cmd_name,) if cmd_name in _COMMANDS else _COMMANDS:
            if name not in self.commands:
                module = importlib.import_module(f"bot.cli.{_COMMANDS[name]}")
                command = getattr(module, name.replace("-", "_"))
                localise(command)
                self.add_command(command)
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("Keep copies of practice sheets on partner wikis up to date, credited and licensed."),
)
@click.version_option(__version__, prog_name="republish")
def republish() -> None:
    """Gather the commands."""


localise(republish)


def main() -> None:
    """Run the command line and exit with the code that fits."""
    try:
        # Outside its standalone mode click gives back the code of ``context.exit``.
        code = republish.main(standalone_mode=False)
    except BaseException as error:  # noqa: BLE001 -- the one place where every error becomes an exit code
        sys.exit(exit_code_of(error))
    sys.exit(code if isinstance(code, int) else 0)
