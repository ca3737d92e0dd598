"""The state as metrics: what Prometheus reads of it, and what happens when it cannot be read or written."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from bot.config.load import load
from bot.config.settings import Configuration, MetricsSettings
from bot.domain.plan import State
from bot.domain.reasons import Reason
from bot.errors import ExitCode, StateError
from bot.report.metrics import registry_of, write_textfile
from bot.store.counts import Counted, Tally
from bot.store.store import Store, open_store
from bot.store.values import RememberedCopy, WikiHealth

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONFIG = """\
contact: https://wiki.example.org/Utilisateur:Robot
state: sqlite:///state.db
metrics: {textfile: republish.prom}
wikis:
  multibao: {folder: multibao}
  movilab: {folder: movilab}
jobs:
  outils:
    from: {wiki: multibao, mapping: multibao-outil, select: [{category: Fiches outils}]}
    to: [{wiki: movilab, mapping: movilab-recette}]
"""


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    """Give a configuration of two wikis, whose metrics go into a file."""
    path = tmp_path / "republish.yaml"
    path.write_text(CONFIG)
    return load(path)


def fill(store: Store) -> None:
    """Let a state hold something of everything."""
    for number, reason in enumerate((None, Reason.COPY_DIVERGED, Reason.COPY_DIVERGED, Reason.COPY_EDITED)):
        state = {None: State.CURRENT, Reason.COPY_EDITED: State.EDITED}.get(reason, State.DIVERGED)
        copy = RememberedCopy("multibao", number, "movilab", "outils", "F", 1, "", "F", state, "", reason=reason)
        store.remember(replace(copy, since=NOON - timedelta(days=number)))
    for hours, code in ((0, ExitCode.DONE), (1, ExitCode.LATER)):
        at = NOON + timedelta(hours=hours)
        run = store.start_run("outils", "sync", at)
        counted = (
            Tally(Counted.RUNS, 1, "outils", word=code.name.lower()),
            Tally(Counted.SECONDS, 2.5, "outils"),
            Tally(Counted.OUTCOMES, 3, "outils", "movilab", "created"),
            Tally(Counted.REQUESTS, 10, "", "movilab", "edit"),
            Tally(Counted.FAILURES, 1, "", "movilab", "later"),
        )
        store.end_run(run, at=at + timedelta(seconds=9), exit_code=code, listed=4, counts={}, counted=counted)
    store.wiki_failed(WikiHealth("movilab", NOON, "readonly", "", last_at=NOON))
    store.plan_next("outils", NOON + timedelta(hours=2))


def add_what_is_gone(store: Store) -> None:
    """Let a state hold what no configuration names any more: a job, which copied to a wiki that failed."""
    run = store.start_run("old", "serve", NOON)
    store.end_run(run, at=NOON, exit_code=ExitCode.DONE, listed=1, counts={})
    store.plan_next("old", NOON)
    store.wiki_failed(WikiHealth("brest", NOON, "unreachable", "", last_at=NOON))
    copy = RememberedCopy("multibao", 1, "brest", "old", "F", 1, "", "F", State.DIVERGED, "", since=NOON)
    store.remember(replace(copy, reason=Reason.COPY_DIVERGED))


def stop_at_a_limit(store: Store) -> None:
    """Let the newest run stop at a limit."""
    run = store.start_run("outils", "serve", NOON + timedelta(hours=3))
    at = NOON + timedelta(hours=3)
    store.end_run(run, at=at, exit_code=ExitCode.WAITING, listed=1, counts={}, note="Nothing was written.")


def samples(text: str) -> dict[str, float]:
    """Read metrics: value by name and labels, the labels in alphabetical order of their names."""
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {" ".join((one.name, *one.labels.values())): one.value for one in found}


def test_a_state_is_told_whole(configuration: Configuration) -> None:
    """Every figure has its value, and the documentation names exactly the metrics that there are."""
    with open_store(configuration.state) as store:
        fill(store)
        write_textfile(configuration, store)
    file = configuration.metrics.textfile
    assert file is not None
    told = samples(file.read_text())
    noon = NOON.timestamp()
    assert {name: value for name, value in told.items() if not name.startswith("republish_build_info")} == {
        "republish_state_readable": 1,
        "republish_runs_total outils done": 1,
        "republish_runs_total outils later": 1,
        "republish_run_duration_seconds_count outils": 2,
        "republish_run_duration_seconds_sum outils": 5,
        "republish_outcomes_total outils created movilab": 6,
        "republish_requests_total edit movilab": 20,
        "republish_request_failures_total later movilab": 2,
        "republish_copies outils movilab current": 1,
        "republish_copies outils movilab diverged": 2,
        "republish_copies outils movilab edited": 1,
        "republish_waiting outils movilab copy diverged": 2,
        "republish_waiting_since_timestamp_seconds outils movilab": noon - 2 * 86400,
        "republish_last_run_timestamp_seconds outils": noon + 3609,
        "republish_last_success_timestamp_seconds outils": noon + 9,
        "republish_next_run_timestamp_seconds outils": noon + 7200,
        "republish_wiki_up multibao": 1,
        "republish_wiki_up movilab": 0,
        "republish_wiki_failing_since_timestamp_seconds readonly movilab": noon,
        "republish_wiki_paused_until_timestamp_seconds movilab": noon + 60,
    }
    documented = re.findall(r"^\| `(\w+)`", (ROOT / "docs" / "metrics.md").read_text(), re.MULTILINE)
    metrics = {re.sub("_(count|sum)$", "", name.split(" ")[0]) for name in told}
    assert sorted(documented) == sorted(metrics)
    alerts = (ROOT / "docs" / "metrics.md").read_text().partition("## Alerts")[2]
    assert set(re.findall(r"\brepublish_\w+", alerts)) <= metrics


def test_what_is_gone_from_the_configuration_alerts_nobody(configuration: Configuration) -> None:
    """A job that was taken out or got another name would stand still for ever, and its wiki fail for ever."""
    with open_store(configuration.state) as store:
        fill(store)
        before = generate_latest(registry_of(configuration, store))
        add_what_is_gone(store)
        assert generate_latest(registry_of(configuration, store)) == before


def test_a_run_that_stopped_at_a_limit_is_no_success(configuration: Configuration) -> None:
    """It wrote nothing, and will not until somebody looks: the alert on jobs that stand still has to tell it."""
    with open_store(configuration.state) as store:
        fill(store)
        stop_at_a_limit(store)
        told = samples(generate_latest(registry_of(configuration, store)).decode())
    assert told["republish_last_run_timestamp_seconds outils"] == NOON.timestamp() + 3 * 3600
    assert told["republish_last_success_timestamp_seconds outils"] == NOON.timestamp() + 9


def test_a_state_that_cannot_be_read_is_told(configuration: Configuration, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prometheus learns that nothing is known, rather than nothing at all."""
    with open_store(configuration.state) as store:

        def fail() -> None:
            raise StateError("damaged")

        monkeypatch.setattr(store, "standings", fail)
        with capture_logs() as logs:
            told = samples(generate_latest(registry_of(configuration, store)).decode())
    assert told["republish_state_readable"] == 0
    assert len(told) == 2
    assert logs[0]["problem"] == "damaged"


def test_a_file_that_cannot_be_written_stops_nothing(configuration: Configuration, tmp_path: Path) -> None:
    """The old file stays whole, nothing is left beside it, and the log says why."""
    (tmp_path / "republish.prom").mkdir()
    with open_store(configuration.state) as store, capture_logs() as logs:
        write_textfile(configuration, store)
        write_textfile(replace(configuration, metrics=MetricsSettings(tmp_path / "nowhere" / "a.prom")), store)
    assert [log["event"] for log in logs] == ["metrics not written", "metrics not written"]
    assert not list(tmp_path.glob(".republish.prom.*"))
