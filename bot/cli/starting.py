"""``init``: a first configuration to change."""

import shutil
from pathlib import Path

import click

from bot.i18n import _


@click.command(help=_("Write a first configuration with its mappings into a folder."))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def init(folder: Path) -> None:
    """Write the sample configuration and mappings, overwriting nothing."""
    from bot.config.shipped import shipped

    pairs = [(shipped("config") / "republish.yaml", folder / "config" / "republish.yaml")]
    pairs += [
        (path, folder / "config" / "schema" / path.name) for path in (shipped("config") / "schema").glob("*.json")
    ]
    mappings = shipped("mappings")
    pairs += [(path, folder / "mappings" / path.relative_to(mappings)) for path in sorted(mappings.rglob("*.yaml"))]
    for origin, destination in pairs:
        if destination.exists():
            click.echo(_("{path} exists and stays as it is.").format(path=destination))
            continue
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, destination)
        click.echo(_("{path} written.").format(path=destination))
    config = folder / "config" / "republish.yaml"
    click.echo(_("Now put your wikis into {path}, then run: republish check --config {path}").format(path=config))
