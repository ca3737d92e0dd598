"""``transforms``: what mappings can do to a value, from the table of all transforms."""

import click

from bot.cli.common import json_option
from bot.i18n import _


@click.command(help=_("List the transforms that a mapping can use, or explain those named."))
@click.argument("names", nargs=-1)
@json_option
def transforms(names: tuple[str, ...], as_json: bool) -> None:
    """List the transforms."""
    from bot.domain.transforms.table import TRANSFORMS
    from bot.report.data import dump

    for name in names:
        if name not in TRANSFORMS:
            message = _("There is no transform “{name}”; there are: {known}.")
            raise click.UsageError(message.format(name=name, known=", ".join(TRANSFORMS)))
    described = [_described(name) for name in names or TRANSFORMS]
    if as_json:
        click.echo(dump(described))
        return
    for each in described:
        click.echo(_shown(each))


def _described(name: str) -> dict[str, object]:
    """Describe a transform in the operator's language, ready for JSON."""
    from bot.domain.transforms.table import TRANSFORMS, plain_option

    transform = TRANSFORMS[name]
    translated = _  # The sentences stand in the table, where they are marked for the translators.
    return {
        "name": name,
        "description": translated(transform.description),
        "takes": transform.takes.value,
        "gives": transform.gives.value,
        "read_back": transform.back.value,
        "kinds": [kind.value for kind in sorted(transform.kinds)],
        "options": [
            {
                "name": option.name,
                "sort": option.sort.value,
                "description": translated(option.description),
                "required": option.default is None,
                "default": plain_option(option.default),
                "words": list(option.words),
            }
            for option in transform.options
        ],
        "example": {
            "options": {key: plain_option(value) for key, value in transform.example.options},
            "before": plain_option(transform.example.before),
            "after": plain_option(transform.example.after),
        },
    }


def _shown(each: dict[str, object]) -> str:
    """Lay a transform out for people."""
    from bot.domain.transforms.table import TRANSFORMS, example_line

    transform = TRANSFORMS[str(each["name"])]
    back = {
        "text": _("is read back as the same text"),
        "value": _("is read back as the same value"),
        "no": _("is not read back"),
    }
    lines = [f"{transform.name}: {each['description']}", f"    {back[transform.back.value]}"]
    for option in transform.options:
        words = f" ({', '.join(option.words)})" if option.words else ""
        must = _("required") if option.default is None else _("default “{default}”").format(default=option.default)
        translated = _
        lines.append(f"    {option.name}: {translated(option.description)}{words} [{must}]")
    return "\n".join([*lines, f"    {example_line(transform)}"])
