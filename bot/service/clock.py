"""The clock on the wall, which people and time servers may set."""

from datetime import UTC, datetime, timedelta
from time import monotonic

_JUMP = timedelta(seconds=30)


class WallClock:
    """Notices when the clock on the wall was set, by a clock that nobody can set; a machine that slept counts too."""

    def __init__(self) -> None:
        self._offset = self._now()

    def was_set(self) -> bool:
        """Tell whether the clock was set by more than half a minute since the last call."""
        before, self._offset = self._offset, self._now()
        return abs(self._offset - before) > _JUMP

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC) - timedelta(seconds=monotonic())
