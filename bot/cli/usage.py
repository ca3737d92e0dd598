"""The words that stand for options and arguments in the usage of commands, in the language of the operator.

Click translates its sentences, but neither ``[OPTIONS]`` nor the names that it makes of arguments and types.
"""

import click

from bot.i18n import _


def localise(command: click.Command) -> None:
    """Name options, arguments and their values in the usage and the help of a command."""
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
    arguments, values = _arguments(), _values()
    for parameter in command.params:
        if parameter.metavar is not None:
            continue
        if isinstance(parameter, click.Argument) and parameter.name in arguments:
            parameter.metavar = _framed(arguments[parameter.name], parameter)
        elif isinstance(parameter, click.Option) and not parameter.is_flag and parameter.type in values:
            parameter.metavar = values[parameter.type]


def _framed(name: str, argument: click.Argument) -> str:
    """Show as click does that an argument may be left out, or given several times."""
    shown = name if argument.required else f"[{name}]"
    return shown if argument.nargs == 1 else f"{shown}..."


def _arguments() -> dict[str | None, str]:
    return {
        "sheet": _("SHEET"),
        "page": _("PAGE"),
        "name": _("NAME"),
        "names": _("NAMES"),
        "number": _("NUMBER"),
        "partner": _("PARTNER"),
        "folder": _("FOLDER"),
    }


def _values() -> dict[click.ParamType[object], str]:
    return {click.STRING: _("TEXT"), click.INT: _("INTEGER")}
