"""Runs that never told their end: their process was killed, or the state failed them to the last."""

import structlog

from bot.store.locks import locks_for, of_run
from bot.store.place import place_of
from bot.store.store import Store

log = structlog.get_logger()


def end_lost_runs(store: Store, url: str) -> None:
    """Close in the state at *url* each run that nobody is at any more, with the last moment at which it lived.

    A run holds a lock as long as it is at work, which the kernel frees with its process. Would one be closed that has
    just begun and not taken its lock yet, its own end would take the place of this one.

    Raises:
        StateError: the state cannot be read or written.

    """
    place = place_of(url)
    if place is None or place.path is None:  # a state in memory ends with the process that knows its runs
        return
    locks = locks_for(url)
    for run in store.open_runs():
        name = of_run(run.run_id)
        if locks.holder(name) is not None:
            continue
        signs = (run.started_at, locks.last_sign(name), store.last_write(run))
        lived = max(at for at in signs if at is not None)
        store.end_lost_run(run.run_id, lived)
        locks.remove(name)
        log.warning("run never ended", job=run.job, run=run.run_id, lived_until=lived.isoformat())
