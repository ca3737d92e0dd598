"""Each class of faults once, before real wikis; bin/faults tries them all (docs/faults.md)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

import pytest

from bot.errors import ExitCode
from tests.farm.proxy import Disturbance
from tests.farm.trio import Trio
from tests.faults import wire
from tests.faults.combinations import Combination, all_combinations
from tests.faults.elsewhere import Elsewhere
from tests.faults.kinds import KINDS
from tests.faults.laws import breaches_in_the_end
from tests.faults.stage import Stage, cramp, hurry, wait_less_for_the_state
from tests.faults.trying import PATIENT, attempt, befallen

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("three")]

EACH_CLASS = (
    "list/html/once",  # content
    "list/http-503/for-ever",  # http
    "look/redirect-307/once",  # redirect
    "edit/reset/after-acted/once",  # network
    "connect/expired-certificate/movilab",  # connection
    "edit/internal-DBQueryError/before-acted/once",  # internal
    "edit/badtoken/once",  # session
    "edit/blocked/once",  # rights
    "edit/protectedpage/once",  # page
    "move/articleexists/once",  # conflict
    "edit/badvalue/once",  # bug
    "upload/verification-error/once",  # upload
    "stash/html/before-acted/for-ever",  # content, of uploads alone
)
AT_ONCE = ("edit/readonly/for-ever", "login/login-failed/once")
"""Of the classes busy and login: these come together, at two wikis."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """Give a server to which redirects lead."""
    with Elsewhere() as server:
        yield server


@pytest.fixture(scope="module")
def stage(three_wikis: Trio, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Give three wikis before a run."""
    three_wikis.restore()
    return Stage(tmp_path_factory.mktemp("faults"), three_wikis)


@pytest.mark.parametrize("name", EACH_CLASS)
def test_a_fault_harms_nothing_and_is_told_as_it_is(stage: Stage, elsewhere: Elsewhere, name: str) -> None:
    """Nothing is doubled, lost or told wrongly, other wikis are served, and the run behind it makes all good."""
    combination = all_combinations(elsewhere.port)[name]
    assert elsewhere.watched(partial(attempt, stage, combination)).faults == ()


def test_two_wikis_that_fail_at_once_are_both_told(stage: Stage) -> None:
    """The exit code is that of the graver one; each is named with its reason, and the next run makes all good."""
    stage.begin()
    busy, refused = map(all_combinations(0).__getitem__, AT_ONCE)
    assert isinstance(busy, Combination)
    assert isinstance(refused, Combination)
    refused = replace(refused, kind=replace(refused.kind, wiki="brest"))
    with befallen(stage, busy) as busy_met, befallen(stage, refused) as refused_met:
        after = stage.sync(hurry(PATIENT))
        assert (busy_met(), refused_met()) == (True, True)
    assert (after.ended.code, "Traceback" in after.ended.err) == (ExitCode.LOGIN, False)
    told = {(one["wiki"], one["code"]) for run in after.told for one in run["troubles"]}
    assert told == {("movilab", "readonly"), ("brest", "login-refused")}
    assert {one["wiki"] for one in after.status["wikis_in_trouble"]} == {"movilab", "brest"}
    assert list(breaches_in_the_end(stage, stage.sync())) == []


def test_memory_that_runs_out_ends_the_run_and_the_next_one_makes_all_good(stage: Stage) -> None:
    """A sentence and no traceback, the exit code that says “later”, and nothing lost or doubled."""
    stage.begin()
    blanks = Disturbance(acts=True, send=wire.framed(after=b" " * (30 << 20)))
    stage.trio.movilab.proxy.disturb = lambda request: blanks if KINDS["read-back"].matches(request) else None
    ended = stage.sync(partial(cramp, 50 << 20)).ended
    stage.trio.movilab.proxy.reset()
    assert (ended.code, ended.err.count("memory ran out"), "Traceback" in ended.err) == (75, 1, False), ended.err
    assert list(breaches_in_the_end(stage, stage.sync())) == []


def test_a_locked_state_ends_the_run_and_the_next_one_makes_all_good(stage: Stage) -> None:
    """A sentence that says what to do, before a run and between an edit and its answer; nothing is lost or doubled."""
    stage.begin()
    with stage.locked():
        before = stage.sync(wait_less_for_the_state).ended
    assert stage.standing() == stage.before
    with ExitStack() as held:
        lock = once(lambda: held.enter_context(stage.locked()))
        stage.trio.movilab.proxy.disturb = lambda request: lock() if KINDS["edit"].matches(request) else None
        within = stage.sync(wait_less_for_the_state).ended
        stage.trio.movilab.proxy.reset()
        assert stage.open_intents() > 0
    assert stage.standing()["movilab"] != stage.before["movilab"]
    for ended in (before, within):
        assert (ended.code, "Traceback" in ended.err) == (ExitCode.LATER, False), ended.err
        assert [[one["code"] for one in run["troubles"]] for run in ended.json()] == [["StateError"]]
        assert ended.err.count("in use by another process and did not become free") == 1
        assert "Try again later; if it lasts, look for a backup or another program" in ended.err
    assert list(breaches_in_the_end(stage, stage.sync())) == []


def once(act: Callable[[], None]) -> Callable[[], None]:
    """Do something at the first call only, whichever thread makes it."""
    left = [act]

    def called() -> None:
        if left:
            left.pop()()

    return called


def test_each_class_is_tried_here_and_no_name_is_given_twice() -> None:
    """The whole list holds enough, and the fast part holds one of each class."""
    every = all_combinations(0)
    assert len(every) >= 200
    assert {every[name].family for name in (*EACH_CLASS, *AT_ONCE)} == {one.family for one in every.values()}
