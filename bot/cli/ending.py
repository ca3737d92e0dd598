"""How a command ends: one ladder from errors to sentences and exit codes."""

import sys

import click

from bot.errors import ConfigurationError, ExitCode, RepublishError, WikiError
from bot.i18n import _


def exit_code_of(error: BaseException) -> int:
    """Say what went wrong on standard error, and give the exit code."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case SystemExit():
            return error.code if isinstance(error.code, int) else int(ExitCode.BUG)
        case click.Abort() | KeyboardInterrupt():
            _say(_("Interrupted."))
            return ExitCode.INTERRUPTED
        case click.ClickException():
            error.show()
            return error.exit_code
        case BrokenPipeError():
            # The reader of our output has seen enough; nothing more can be told to it.
            sys.stderr.close()
            return ExitCode.DONE
        case MemoryError():
            _say(_("The memory ran out. What was written is remembered; give the bot more memory, and run it again."))
            return ExitCode.LATER
        case RepublishError():
            _say(sentence_of(error))
            return error.exit_code
        case _:
            return _bug(error)


def sentence_of(error: RepublishError) -> str:
    """Put an error into words for the operator."""
    from bot.report.words import describe_trouble

    if isinstance(error, WikiError):
        return describe_trouble(error)
    if isinstance(error, ConfigurationError):
        count = len(error.problems)
        return f"{error}\n" + _("Problems found: {count}.").format(count=count)
    return str(error)


def _bug(error: BaseException) -> int:
    import traceback

    traceback.print_exception(error)
    _say(_("This is a bug of the program, not of your configuration: please report it with the lines above."))
    return ExitCode.BUG


def _say(text: str) -> None:
    click.echo(text, err=True)
