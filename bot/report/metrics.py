"""The state as metrics for Prometheus; all of it is read from the state, so that any process may tell it.

Names follow https://prometheus.io/docs/practices/naming/.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector

from bot import __version__
from bot.config.settings import Configuration
from bot.domain.reasons import WAITING
from bot.errors import ExitCode, StateError
from bot.store.counts import Counted, Standing, Tally
from bot.store.store import Store
from bot.store.values import RememberedRun

log = structlog.get_logger()

_SUCCESS = (ExitCode.DONE, ExitCode.WAITING)
_FOR_ALL = 0o644


class StateCollector(Collector):
    """Tells a state whenever it is asked."""

    def __init__(self, configuration: Configuration, store: Store) -> None:
        self._configuration = configuration
        self._store = store

    def collect(self) -> Iterable[Metric]:
        """Read the state, and give all metrics; where it cannot be read, only that."""
        info = GaugeMetricFamily("republish_build_info", "Version of the bot; always 1.", labels=["version"])
        info.add_metric([__version__], 1)
        readable = GaugeMetricFamily("republish_state_readable", "Whether the state could be read.")
        try:
            told = tuple(self._told())
        except StateError as error:
            log.warning("metrics not complete", problem=str(error))
            told = ()
        readable.add_metric([], 1 if told else 0)
        return (info, readable, *told)

    def _told(self) -> Iterator[Metric]:
        # Counters must go on; of all else, only what the configuration still names: nobody could end an alert about it.
        jobs = self._configuration.jobs
        names, lanes = {job.name for job in jobs}, {(job.name, to.wiki.name) for job in jobs for to in job.partners}
        yield from _counts(self._store.tallies())
        yield from _copies(one for one in self._store.standings() if (one.job, one.partner) in lanes)
        yield from _runs(run for run in self._store.newest_runs() if run.job in names)
        yield from self._wikis()
        following = _moments("republish_next_run", "When the service looks at a job next.", ["job"])
        for one in self._store.scheduled():
            if one.job in names:
                _add(following, [one.job], one.next_at)
        yield following

    def _wikis(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("republish_wiki_up", "Whether a wiki answered when it was last asked.", labels=["wiki"])
        since = _moments("republish_wiki_failing_since", "Since when a wiki fails, and why.", ["wiki", "code"])
        paused = _moments("republish_wiki_paused_until", "Until when a failing wiki is left in peace.", ["wiki"])
        failing = {one.wiki: one for one in self._store.health()}
        for wiki in self._configuration.wikis:
            up.add_metric([wiki.name], 0 if wiki.name in failing else 1)
            if wiki.name in failing:
                _add(since, [wiki.name, failing[wiki.name].code], failing[wiki.name].since)
                _add(paused, [wiki.name], failing[wiki.name].again_at)
        yield from (up, since, paused)


def _counts(tallies: tuple[Tally, ...]) -> Iterator[Metric]:
    runs = CounterMetricFamily("republish_runs", "Runs that ended, by how they ended.", labels=["job", "result"])
    outcomes = CounterMetricFamily(
        "republish_outcomes", "What became of planned changes.", labels=["job", "partner", "outcome"]
    )
    requests = CounterMetricFamily(
        "republish_requests", "Requests to a wiki, by action of its API.", labels=["wiki", "kind"]
    )
    failures = CounterMetricFamily(
        "republish_request_failures", "Requests without a good answer, by what that meant.", labels=["wiki", "class"]
    )
    took = SummaryMetricFamily("republish_run_duration_seconds", "How long the runs of a job took.", labels=["job"])
    ended: dict[str, float] = {}
    for one in tallies:
        match one.counted:
            case Counted.RUNS:
                runs.add_metric([one.job, one.word], one.value)
                ended[one.job] = ended.get(one.job, 0) + one.value
            case Counted.OUTCOMES:
                outcomes.add_metric([one.job, one.wiki, one.word], one.value)
            case Counted.REQUESTS:
                requests.add_metric([one.wiki, one.word], one.value)
            case Counted.FAILURES:
                failures.add_metric([one.wiki, one.word], one.value)
    for one in tallies:
        if one.counted is Counted.SECONDS:
            took.add_metric([one.job], count_value=int(ended.get(one.job, 0)), sum_value=one.value)
    yield from (runs, took, outcomes, requests, failures)


def _copies(standings: Iterable[Standing]) -> Iterator[Metric]:
    copies = GaugeMetricFamily("republish_copies", "Copies by state.", labels=["job", "partner", "state"])
    waiting = GaugeMetricFamily(
        "republish_waiting", "Copies that wait for a person, and why.", labels=["job", "partner", "reason"]
    )
    since = _moments("republish_waiting_since", "Since when the first of these copies waits.", ["job", "partner"])
    counts: dict[tuple[str, str, str], int] = {}
    oldest: dict[tuple[str, str], datetime] = {}
    for one in standings:
        key = (one.job, one.partner, one.state.value)
        counts[key] = counts.get(key, 0) + one.count
        if one.reason in WAITING:
            waiting.add_metric([one.job, one.partner, str(one.reason)], one.count)
            if one.since is not None:
                place = (one.job, one.partner)
                oldest[place] = min(one.since, oldest.get(place, one.since))
    for key, count in counts.items():
        copies.add_metric(key, count)
    for place, moment in oldest.items():
        _add(since, place, moment)
    yield from (copies, waiting, since)


def _runs(runs: Iterable[RememberedRun]) -> Iterator[Metric]:
    last = _moments("republish_last_run", "When the last run of a job ended.", ["job"])
    success = _moments(
        "republish_last_success", "When a job last went through, with pages left to people or not.", ["job"]
    )
    ended = [run for run in runs if run.ended_at is not None]
    through = [run for run in ended if run.exit_code in _SUCCESS and not run.note]  # a note says why nothing was done
    for metric, of_kind in ((last, ended), (success, through)):
        for job, run in {run.job: run for run in of_kind}.items():
            _add(metric, [job], run.ended_at)
    yield from (last, success)


def _moments(name: str, told: str, labels: list[str]) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{name}_timestamp_seconds", told, labels=labels)


def _add(metric: GaugeMetricFamily, labels: Iterable[str], moment: datetime | None) -> None:
    if moment is not None:
        metric.add_metric(list(labels), moment.timestamp())


def registry_of(configuration: Configuration, store: Store) -> CollectorRegistry:
    """Give all that is told of a state, for whoever asks."""
    registry = CollectorRegistry()
    registry.register(StateCollector(configuration, store))
    return registry


def write_textfile(configuration: Configuration, store: Store) -> None:
    """Write the metrics into the file of the configuration, at one stroke; nothing where it names none.

    A file that cannot be written is told in the log: it must not keep a run from ending well.
    """
    path = configuration.metrics.textfile
    if path is None:
        return
    try:
        _replace(path, generate_latest(registry_of(configuration, store)))
    except OSError as error:
        log.warning("metrics not written", file=str(path), problem=error.strerror or str(error))


def _replace(path: Path, content: bytes) -> None:
    # Not write_to_textfile of the library: below a strict umask, nobody else could read its file.
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(number, "wb") as file:
            file.write(content)
            os.fchmod(number, _FOR_ALL)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
