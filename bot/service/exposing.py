"""Where the service shows its metrics: the file of the configuration, and an address of this machine."""

from threading import Thread
from typing import Any

import structlog
from prometheus_client import start_http_server

from bot.config.settings import Configuration
from bot.report.metrics import registry_of, write_textfile
from bot.store.store import Store

log = structlog.get_logger()


class Exposition:
    """Shows the metrics of a state as the configuration says."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._configuration: Configuration | None = None
        self._listening: tuple[Any, Thread] | None = None

    def follow(self, configuration: Configuration) -> None:
        """Show the metrics where a configuration says, and no longer where an earlier one said."""
        self.close()
        self._configuration = configuration
        if configuration.metrics.listen is not None:
            self._listen(configuration, *configuration.metrics.listen)
        self.write()

    def write(self) -> None:
        """Write the file anew."""
        if self._configuration is not None:
            write_textfile(self._configuration, self._store)

    def close(self) -> None:
        """Answer no more."""
        if self._listening is not None:
            server, thread = self._listening
            self._listening = None
            server.shutdown()
            server.server_close()
            thread.join()

    def _listen(self, configuration: Configuration, host: str, port: int) -> None:
        registry = registry_of(configuration, self._store)
        try:
            self._listening = start_http_server(port, host, registry)
        except OSError as error:
            # Copies matter more than figures: the service goes on without.
            log.error("metrics not served", address=f"{host}:{port}", problem=error.strerror or str(error))
        else:
            log.info("metrics served", address=f"{host}:{port}")
