"""A clock that stands still until it is told to go on."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The time of a wiki in memory, in whole seconds; *step* passes with each write."""

    def __init__(self, now: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC), step: timedelta = timedelta(seconds=1)):
        self.now = now
        self.step = step

    def tick(self) -> datetime:
        """Let one step pass, and give the time."""
        self.now += self.step
        return self.now

    def forward(self, **time: float) -> None:
        """Let time pass, given as to :class:`datetime.timedelta`."""
        self.now += timedelta(**time)
