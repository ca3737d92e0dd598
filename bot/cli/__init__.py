"""The command line: small commands, no decisions; every error becomes a sentence and an exit code."""

import gettext
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
from bot.cli import (  # noqa: E402
    checking,
    deciding,
    demonstrating,
    exporting,
    forgetting,
    licensing,
    preparing,
    rebuilding,
    serving,
    showing,
    starting,
    syncing,
    transforming,
)
from bot.cli.ending import exit_code_of  # noqa: E402
from bot.cli.usage import localise  # noqa: E402


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("Keep copies of practice sheets on partner wikis up to date, credited and licensed."),
)
@click.version_option(__version__, prog_name="republish")
def republish() -> None:
    """Gather the commands."""


for command in (
    demonstrating.demo,
    starting.init,
    checking.check,
    checking.schema,
    transforming.transforms,
    syncing.plan,
    syncing.sync,
    serving.serve,
    showing.status,
    showing.diff,
    showing.runs,
    deciding.adopt,
    deciding.resolve,
    deciding.restore,
    deciding.forget,
    licensing.licence,
    forgetting.forget_name,
    rebuilding.rebuild,
    preparing.setup,
    exporting.export,
):
    localise(command)
    republish.add_command(command)
localise(republish)


def main() -> None:
    """Run the command line and exit with the code that fits."""
    try:
        # Outside its standalone mode click gives back the code of ``context.exit``.
        code = republish.main(standalone_mode=False)
    except BaseException as error:  # noqa: BLE001 -- the one place where every error becomes an exit code
        sys.exit(exit_code_of(error))
    sys.exit(code if isinstance(code, int) else 0)
