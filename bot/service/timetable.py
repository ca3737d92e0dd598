"""When a job is due; the moments lie on a grid that restarts, long runs and late starts do not shift."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from apscheduler.triggers.cron import CronTrigger

from bot.config.settings import JobSettings

SET_BACK = timedelta(hours=3)
"""A clock that goes back by more than this, and by more than an interval, was wrong before."""
_STALE = timedelta(days=2)
_HOUR_FIELD = 1


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a job is due: *every* so often counted on from the last time, or by *cron* in the time of *zone*."""

    zone: tzinfo
    every: timedelta | None = None
    cron: str | None = None

    @property
    def is_kept(self) -> bool:
        """Tell whether the job is ever due by itself."""
        return self.every is not None or self.cron is not None

    def following(self, served: datetime | None, now: datetime) -> datetime | None:
        """Give the first moment due after *served*, the last one served; a moment that has passed is due at once.

        Moments are aware. None when the job has no timetable.
        """
        if self.every is not None:
            return _on_grid(self.every, served, now)
        if self.cron is not None:
            return self._by_cron(served, now)
        return None

    def is_absurd(self, served: datetime, now: datetime) -> bool:
        """Tell whether *served* lies so far ahead of *now* that the clock was wrong then."""
        return served - now > max(self.every or SET_BACK, SET_BACK)

    def latest(self, due: datetime, now: datetime) -> datetime:
        """Give the last moment that has passed: many missed runs are made up for by one, which serves this moment."""
        if self.every is not None:
            return due + self.every * max(0, (now - due) // self.every)
        passed = due
        for moment in self._moments(max(due, now - _STALE)):
            if moment > now:
                break
            passed = moment
        return passed

    def _by_cron(self, served: datetime | None, now: datetime) -> datetime | None:
        if served is None:
            return next(self._moments(now), None)
        return next((moment for moment in self._moments(served) if not self._is_repeated(served, moment)), None)

    def _moments(self, after: datetime) -> Iterator[datetime]:
        # In UTC throughout: two times of one zone are compared by what the clock shows, which repeats itself in autumn.
        trigger = CronTrigger.from_crontab(self.cron, timezone=self.zone)
        moment = after.astimezone(UTC)
        while (found := trigger.get_next_fire_time(None, moment + timedelta(microseconds=1))) is not None:
            moment = found.astimezone(UTC)
            yield moment

    def _is_repeated(self, served: datetime, moment: datetime) -> bool:
        """Tell whether a clock set back in autumn shows for the second time an hour that the expression names."""
        hours = (self.cron or "").split()[_HOUR_FIELD]
        told, before = moment.astimezone(self.zone), served.astimezone(self.zone)
        return not hours.startswith("*") and told.replace(tzinfo=None) <= before.replace(tzinfo=None)


def timetable_of(job: JobSettings, zone: tzinfo) -> Timetable:
    """Give the timetable of a job."""
    return Timetable(zone, job.every, job.cron)


def _on_grid(every: timedelta, served: datetime | None, now: datetime) -> datetime:
    return now if served is None else served + every
