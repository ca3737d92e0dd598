"""How long a wiki that fails is left in peace."""

from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
LANE_HELD = timedelta(minutes=1)
"""When a lane is looked at again that another run held."""
_DOUBLINGS = 10


def pause_after(failures: int) -> timedelta:
    """Give the pause after so many failures in a row: a minute, then two, four and so on up to an hour."""
    return min(FIRST * (1 << min(max(failures, 1) - 1, _DOUBLINGS)), LONGEST)
