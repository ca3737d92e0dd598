"""What the operator reads of wikis and runs, in words."""

from datetime import datetime, timedelta, timezone

from bot.report.words import describe_health, moment
from bot.store.values import WikiHealth


def test_times_read_alike() -> None:
    """To the minute and with their zone, whatever zone they come in."""
    paris = datetime(2026, 3, 1, 15, 5, 59, tzinfo=timezone(timedelta(hours=1)))
    assert moment(paris) == "2026-03-01 14:05 UTC"
    assert "2026-03-01 14:05 UTC" in describe_health(WikiHealth("brest", paris, "maxlag", "", 1, paris))
