"""What the state tells of itself: counts that outlive the runs, copies that stand alike, and what is forgotten."""

from collections.abc import Callable
from datetime import timedelta

from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.errors import ExitCode
from bot.store.counts import Counted, KnownReport, Standing, Tally
from bot.store.store import Store
from bot.store.values import RememberedCopy, RememberedResult
from tests.store.conftest import MORNING

DAY = timedelta(days=1)
Build = Callable[..., RememberedCopy]


def run(
    store: Store, day: int, exit_code: ExitCode | None = ExitCode.DONE, *counted: Tally, job: str = "outils"
) -> int:
    """Store a run of a day, with one result; what is older than twenty days is forgotten then."""
    number = store.start_run(job, "serve", MORNING + day * DAY)
    store.add_results(number, [RememberedResult(number, "movilab", "F", "F", Outcome.CREATED)])
    if exit_code is not None:
        at = MORNING + day * DAY + timedelta(minutes=1)
        store.end_run(number, at=at, exit_code=exit_code, listed=1, counts={}, counted=counted, forget=at - 20 * DAY)
    return number


def test_old_runs_are_forgotten_but_those_that_tell_where_a_job_stands(store: Store) -> None:
    """Of each job, the newest run that went through, that failed and that was cut short stay, with their results."""
    forgotten = [run(store, 0), run(store, 1), run(store, 2, ExitCode.LATER), run(store, 3, None)]
    kept = [run(store, 4, ExitCode.LATER), run(store, 5, None), run(store, 6, job="autre")]
    assert len(store.runs()) == 7
    new = [run(store, 30), run(store, 31)]
    assert sorted(one.run_id for one in store.runs()) == sorted([*kept, *new])
    assert [len(store.results(number)) for number in (*forgotten, *new)] == [0, 0, 0, 0, 1, 1]
    assert store.runs("outils", limit=1)[0].run_id == new[-1]


def test_counts_grow_and_outlive_the_runs(store: Store) -> None:
    """What was counted in two runs is added up, also once both are forgotten."""
    created = Tally(Counted.OUTCOMES, 3, "outils", "movilab", "created")
    run(store, 0, ExitCode.DONE, created, Tally(Counted.RUNS, 1, "outils", word="done"))
    run(store, 30, ExitCode.DONE, created)
    assert len(store.runs()) == 1
    assert store.tallies() == (
        Tally(Counted.OUTCOMES, 6, "outils", "movilab", "created"),
        Tally(Counted.RUNS, 1, "outils", word="done"),
    )


def test_copies_that_stand_alike_are_counted(store: Store, a_copy: Build) -> None:
    """By job, partner, state and reason, with the moment since when the first of them stands so."""
    waits = {"state": State.DIVERGED, "reason": Reason.COPY_DIVERGED}
    for number, facts in enumerate(({}, {}, waits, waits | {"since": MORNING - DAY})):
        store.remember(a_copy(sheet_id=number, **facts))
    assert store.standings() == (
        Standing("outils", "movilab", State.CURRENT, None, 2, MORNING),
        Standing("outils", "movilab", State.DIVERGED, Reason.COPY_DIVERGED, 2, MORNING - DAY),
    )


def test_what_is_known_of_a_report_is_kept(store: Store) -> None:
    assert store.report("movilab", "outils") is None
    for digest, why in (("a", ""), ("b", "protectedpage")):
        known = KnownReport("movilab", "outils", digest, MORNING, "c", why)
        store.keep_report(known)
        assert store.report("movilab", "outils") == known
        assert store.reports() == (known,)
    assert store.report("brest", "outils") is None
