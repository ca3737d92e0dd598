"""How long a wiki that fails is left in peace, and a file that cannot be brought."""

from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
LANE_HELD = timedelta(minutes=1)
"""When a lane is looked at again that another run held."""
_DOUBLINGS = 10
FILE_TRIES = 3
"""How many times in a row a file is tried at each run."""
_FIRST_OF_FILES = timedelta(hours=1)
_LONGEST_OF_FILES = timedelta(days=1)


def pause_after(failures: int) -> timedelta:
    """Give the pause after so many failures in a row: a minute, then two, four and so on up to an hour."""
    return min(FIRST * (1 << min(max(failures, 1) - 1, _DOUBLINGS)), LONGEST)


def pause_of_file(failures: int) -> timedelta:
    """Give the pause of a file that failed so often in a row: none at first, then an hour, two and so on up to a day.

    Longer than those of wikis, for each attempt sends the file whole.
    """
    rests = failures - FILE_TRIES
    return timedelta() if rests < 0 else min(_FIRST_OF_FILES * (1 << min(rests, _DOUBLINGS)), _LONGEST_OF_FILES)
