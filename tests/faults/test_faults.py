"""Each class of faults once, before real wikis; bin/faults tries them all (docs/faults.md)."""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.farm.install import missing
from tests.faults.combinations import all_combinations
from tests.faults.elsewhere import Elsewhere
from tests.faults.stage import Stage
from tests.faults.trying import attempt

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("faults")]

EACH_CLASS = (
    "list/html/once",  # content
    "texts/http-503/for-ever",  # http
    "look/redirect-307/once",  # redirect
    "permit/maxlag/once",  # busy
    "login/login-failed/once",  # login
    "edit/reset/after-acted/once",  # network
    "connect/expired-certificate/movilab",  # connection
    "edit/internal-DBQueryError/before-acted/once",  # internal
    "edit/badtoken/once",  # session
    "edit/blocked/once",  # rights
    "edit/protectedpage/once",  # page
    "move/articleexists/once",  # conflict
    "edit/badvalue/once",  # bug
    "upload/verification-error/once",  # upload
)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """Give a server to which redirects lead."""
    with Elsewhere() as server:
        yield server


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Give three wikis before a run."""
    if missing():
        pytest.skip(missing())
    made = Stage(tmp_path_factory.mktemp("faults"))
    yield made
    made.stop()


@pytest.mark.parametrize("name", EACH_CLASS)
def test_a_fault_harms_nothing_and_is_told_as_it_is(stage: Stage, elsewhere: Elsewhere, name: str) -> None:
    """Nothing is doubled, lost or told wrongly, other wikis are served, and the run behind it makes all good."""
    combination = all_combinations(elsewhere.port)[name]
    assert elsewhere.watched(partial(attempt, stage, combination)).faults == ()


def test_each_class_is_tried_here_and_no_name_is_given_twice() -> None:
    """The whole list holds enough, and the fast part holds one of each class."""
    every = all_combinations(0)
    assert len(every) >= 200
    assert {every[name].family for name in EACH_CLASS} == {one.family for one in every.values()}
