"""Cron expressions."""

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from bot.config.cron import fault_of_cron


@pytest.mark.parametrize(
    "text",
    [
        "0 3 * * mon-fri",
        "*/15 * * * *",
        "0,30 8-18/2 1 jan-mar,sep Mon,Wed",
        "5 4 * * sun",
        "0 0 31 12 *",
    ],
)
def test_what_people_write_is_understood(text: str) -> None:
    """The usual forms have no fault, and the scheduler takes them."""
    assert fault_of_cron(text) is None
    assert CronTrigger.from_crontab(text, timezone="UTC")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@daily", "five fields"),
        ("0 3 * *", "five fields"),
        ("0 0 3 * * mon", "five fields"),
        ("0 3 * * 0", "0 means Sunday"),
        ("0 3 * * 1-5", "0 means Sunday"),
        ("0 3 * * fri-mon", "not a weekday"),
        ("0 3 * * monday", "not a weekday"),
        ("60 3 * * *", "from 0 to 59"),
        ("0 3 0 * *", "from 1 to 31"),
        ("0 3 * 13 *", "from 1 to 12"),
        ("0 5-3 * * *", "from 0 to 23"),
        ("0 */0 * * *", "from 0 to 23"),
        ("0 ٣ * * *", "from 0 to 23"),
    ],
)
def test_what_is_no_time_has_a_fault(text: str, words: str) -> None:
    """Each field is checked, and weekdays are never numbers."""
    assert words in str(fault_of_cron(text))


_NUMBERS = st.integers(-1, 61).map(str)
_PARTS = st.one_of(
    st.just("*"),
    _NUMBERS,
    st.builds("{}-{}".format, _NUMBERS, _NUMBERS),
    st.builds("*/{}".format, _NUMBERS),
    st.builds("{}-{}/{}".format, _NUMBERS, _NUMBERS, _NUMBERS),
    st.builds("{}/{}".format, _NUMBERS, _NUMBERS),
    st.sampled_from(["jan", "feb-dec", "dec-jan", "mon", "mon-fri", "sun-mon", "last", "mon/2", "*/mon", ""]),
)
_FIELDS = st.lists(_PARTS, min_size=1, max_size=2).map(",".join)


@given(st.lists(_FIELDS, min_size=5, max_size=5).map(" ".join))
def test_the_scheduler_takes_whatever_has_no_fault(text: str) -> None:
    """What passes here never fails later in the service."""
    if fault_of_cron(text) is None:
        assert CronTrigger.from_crontab(text, timezone="UTC")
