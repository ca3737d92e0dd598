"""The requests of commands that are no runs: counted in the state when they end, and shown where metrics are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.config.settings import Configuration
    from bot.store.store import Store
    from bot.wiki.traffic import Traffic


@contextmanager
def counting(configuration: "Configuration", store: "Store") -> "Iterator[Traffic]":
    """Give what counts requests, and add them to the state in the end, however it ends."""
    from bot.sync.counting import requests_in
    from bot.wiki.traffic import Traffic

    traffic = Traffic()
    try:
        yield traffic
    finally:
        store.count(requests_in(traffic))
        show_metrics(configuration, store)


def show_metrics(configuration: "Configuration", store: "Store") -> None:
    """Write the metrics into their file, where the configuration names one."""
    if configuration.metrics.textfile is not None:
        from bot.report.metrics import write_textfile

        write_textfile(configuration, store)
