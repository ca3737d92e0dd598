"""``serve``: run the jobs when they are due, for ever."""

from pathlib import Path

import click

from bot.cli.common import config_option, load, verbose_option
from bot.i18n import _


@click.command(
    help=_(
        "Run the jobs when they are due, until SIGTERM; SIGHUP loads the configuration anew. This is what systemd runs."
    )
)
@config_option
@verbose_option
@click.pass_context
def serve(context: click.Context, config: Path, verbose: bool) -> None:
    """Run the service."""
    from tzlocal import get_localzone

    from bot.config.load import load as load_configuration
    from bot.log import configure_logging
    from bot.service.service import Service
    from bot.store.store import open_store

    configuration = load(config, verbose=verbose)
    configure_logging(verbose=verbose, service=True)
    with open_store(configuration.state) as store:
        service = Service(lambda: load_configuration(config), store, zone=get_localzone())
        context.exit(service.run())
