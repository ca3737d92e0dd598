"""Logs: short fixed events with key=value facts; a console on a terminal, JSON lines with priorities elsewhere."""

import logging
import os
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET = re.compile(r"password|token|secret|cookie|authorization", re.IGNORECASE)
_PRIORITY = {"debug": 7, "info": 6, "warning": 4, "error": 3, "critical": 2}

Event = MutableMapping[str, Any]


def _hide_secrets(_logger: object, _name: str, event: Event) -> Event:
    for key in event:
        if _SECRET.search(key):
            event[key] = "…"
    return event


class _WithPriority:
    """Render JSON behind the priority prefix that journald reads (sd-daemon(3))."""

    def __init__(self) -> None:
        self._render = structlog.processors.JSONRenderer(ensure_ascii=False)

    def __call__(self, logger: Any, name: str, event: Event) -> str:
        priority = _PRIORITY.get(str(event.get("level", "info")), 6)
        return f"<{priority}>{self._render(logger, name, event)!s}"


def configure_logging(*, verbose: bool, service: bool = False) -> None:
    """Send our log and that of the libraries to standard error; a service, and whatever systemd runs, says more."""
    terminal = sys.stderr.isatty()
    calm = logging.INFO if service or "JOURNAL_STREAM" in os.environ else logging.WARNING
    level = logging.DEBUG if verbose else calm
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _hide_secrets,
    ]
    # The console shows a traceback by itself, without the values of variables, which may be secrets; so does this.
    renderers: list[Any] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if terminal
        else [structlog.processors.format_exc_info, _WithPriority()]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("urllib3", "requests", "mwclient", "alembic", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
