"""``demo``: the main job on folders of pages, without server, account or network."""

import shutil
from pathlib import Path

import click

from bot.cli.common import load, verbose_option
from bot.i18n import _


@click.command(
    help=_("Run the main job on three small wikis that are folders of pages; a second run finds nothing to do.")
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("republish-demo"),
    show_default=True,
    help=_("Where the demonstration lives."),
)
@verbose_option
@click.pass_context
def demo(context: click.Context, folder: Path, verbose: bool) -> None:
    """Plan and sync the demonstration, and show where to look."""
    from bot.cli.syncing import synchronise
    from bot.config.shipped import shipped
    from bot.report.terminal import console, show_plan
    from bot.store.store import open_for_reading
    from bot.sync.environment import Environment, Options
    from bot.sync.runner import plan_job

    config = folder / "republish.yaml"
    if not config.exists():
        shutil.copytree(shipped("config") / "demo", folder, dirs_exist_ok=True)
        click.echo(_("The demonstration is in {folder}.").format(folder=folder))
    configuration = load(config, verbose=verbose)
    with open_for_reading(configuration.state) as store:
        for job in configuration.jobs:
            planned = plan_job(job, Environment(configuration, store), Options(command="plan"))
            console().print(show_plan(planned.plan, details=False))
    code = synchronise(configuration, configuration.jobs, Options(command="demo"))
    _show_where(folder, configuration.wikis)
    context.exit(code)


def _show_where(folder: Path, wikis: tuple[object, ...]) -> None:
    from bot.config.settings import WikiSettings

    for wiki in wikis:
        if isinstance(wiki, WikiSettings) and wiki.folder is not None:
            pages = sorted(path.name for path in wiki.folder.glob("*.wiki"))
            click.echo(f"\n{wiki.name}: {wiki.folder} ({len(pages)})")
            for name in pages:
                click.echo(f"  {name}")
    hint = _("Change a page in {folder} with any editor and run the same command again.")
    click.echo("\n" + hint.format(folder=folder))
