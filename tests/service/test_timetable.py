"""When jobs are due, whatever happens to the clock and to the service."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.service.timetable import SET_BACK, Timetable

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOURLY = Timetable(UTC, every=timedelta(hours=1))


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def served_by(timetable: Timetable, start: datetime, end: datetime, step: timedelta) -> list[datetime]:
    """Let the clock tick from *start* to *end*, and give the moments that were served."""
    now, served, all_served = start, None, []
    due = timetable.following(served, now)
    while now <= end:
        if due is not None and due <= now:
            served = timetable.latest(due, now)
            all_served.append(served)
            due = timetable.following(served, now)
        now += step
    return all_served


class TestEvery:
    def test_a_job_that_never_ran_is_due_at_once(self) -> None:
        assert HOURLY.following(None, NOON) == NOON

    def test_the_next_moment_lies_one_interval_after_the_last(self) -> None:
        assert HOURLY.following(NOON, NOON + timedelta(minutes=20)) == NOON + timedelta(hours=1)

    def test_what_a_sleeping_machine_missed_is_made_up_for_once_and_the_grid_stays(self) -> None:
        now = NOON + timedelta(hours=5, minutes=17)
        due = HOURLY.following(NOON, now)
        assert due == NOON + timedelta(hours=1)
        served = HOURLY.latest(due, now)
        assert served == NOON + timedelta(hours=5)
        assert HOURLY.following(served, now) == NOON + timedelta(hours=6)

    def test_a_clock_set_back_a_little_repeats_nothing(self) -> None:
        assert HOURLY.following(NOON, NOON - timedelta(minutes=30)) == NOON + timedelta(hours=1)

    def test_a_clock_set_back_by_years_was_wrong_before(self) -> None:
        assert HOURLY.is_absurd(NOON, NOON - timedelta(days=900))
        assert not HOURLY.is_absurd(NOON, NOON - timedelta(minutes=59))

    @given(
        st.integers(1, 300), st.lists(st.integers(1, 2000), max_size=20), st.integers(0, 10**6).map(lambda s: s * 1.5)
    )
    def test_moments_are_served_once_each_in_order_and_never_drift(
        self, minutes: int, pauses: list[int], offset: float
    ) -> None:
        timetable = Timetable(UTC, every=timedelta(minutes=minutes))
        start = NOON + timedelta(seconds=offset)
        served, now = start, start
        for pause in pauses:
            now += timedelta(minutes=pause)
            due = timetable.following(served, now)
            if due > now:
                assert due - served == timedelta(minutes=minutes)
                continue
            latest = timetable.latest(due, now)
            assert served < latest <= now < latest + timedelta(minutes=minutes)
            assert (latest - start) % timedelta(minutes=minutes) == timedelta(0)
            served = latest


class TestCron:
    def test_a_job_that_never_ran_waits_for_its_hour(self) -> None:
        nightly = Timetable(PARIS, cron="0 3 * * mon-fri")
        assert nightly.following(None, paris("2026-03-13T12:00")) == paris("2026-03-16T03:00")

    def test_a_night_that_was_missed_is_made_up_for(self) -> None:
        nightly = Timetable(PARIS, cron="0 3 * * *")
        now = paris("2026-03-16T09:12")
        due = nightly.following(paris("2026-03-13T03:00"), now)
        assert due == paris("2026-03-14T03:00")
        assert nightly.latest(due, now) == paris("2026-03-16T03:00")

    @pytest.mark.parametrize("cron", ["30 2 * * *", "15 2,14 * * *", "0 3 * * *"])
    def test_each_day_of_a_week_with_a_change_of_the_clock_has_its_run(self, cron: str) -> None:
        times = len(cron.split()[1].split(","))
        for day in ("2026-03-26", "2026-10-22"):
            start = paris(f"{day}T00:00").astimezone(UTC)
            served = served_by(Timetable(PARIS, cron=cron), start, start + timedelta(days=7), timedelta(minutes=5))
            assert len(served) == 7 * times
            assert len({moment.astimezone(PARIS).date() for moment in served}) == 7

    def test_every_quarter_of_an_hour_goes_on_through_the_hour_that_comes_twice(self) -> None:
        start = paris("2026-10-25T00:00").astimezone(UTC)
        timetable = Timetable(PARIS, cron="*/15 * * * *")
        served = served_by(timetable, start, start + timedelta(hours=6), timedelta(minutes=5))
        assert {later - earlier for earlier, later in pairwise(served)} == {timedelta(minutes=15)}

    def test_a_clock_set_back_a_little_repeats_no_moment(self) -> None:
        nightly = Timetable(UTC, cron="0 3 * * *")
        served = NOON.replace(hour=3)
        now = served - SET_BACK + timedelta(minutes=1)
        assert nightly.following(served, now) == served + timedelta(days=1)


def test_a_job_without_a_timetable_is_never_due() -> None:
    assert Timetable(UTC).following(None, NOON) is None
