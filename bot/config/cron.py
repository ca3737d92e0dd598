"""Cron expressions: five fields, and weekdays by name only."""

import re

from bot.i18n import _

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12))
_PART = re.compile(r"(?:\*|(?P<first>[0-9]{1,4})(?:-(?P<last>[0-9]{1,4}))?)(?:/(?P<step>[0-9]{1,4}))?")


def fault_of_cron(text: str) -> str | None:
    """Say what is wrong with a cron expression, None when nothing is.

    Whatever passes is understood by APScheduler, whose weekdays begin with Monday = 0.
    """
    fields = text.split()
    if len(fields) != 5:
        return _(
            "a cron expression has five fields (minute, hour, day, month, weekday), here are {count}: "
            "write for example “0 3 * * mon-fri”."
        ).format(count=len(fields))
    *numbers, weekday = fields
    if re.search(r"[0-9]", weekday.partition("/")[0]):
        return _(
            "weekdays are named, not numbered: 0 means Sunday for cron but not for every program; "
            "write mon, tue, wed, thu, fri, sat or sun, for example “0 3 * * mon-fri”."
        )
    for field, (low, high) in zip(numbers, _RANGES, strict=True):
        names = _MONTHS if high == 12 else ()
        if not all(_is_name(part, names) or _is_number(part, low, high) for part in field.split(",")):
            return _("“{field}” is not a time of cron: numbers from {low} to {high}, *, 1-5 and */5 are.").format(
                field=field, low=low, high=high
            )
    if not all(part == "*" or _is_name(part, _WEEKDAYS) for part in weekday.split(",")):
        return _("“{field}” is not a weekday: write mon, tue, wed, thu, fri, sat or sun, or mon-fri.").format(
            field=weekday
        )
    return None


def _is_name(part: str, names: tuple[str, ...]) -> bool:
    first, dash, last = part.lower().partition("-")
    if first not in names:
        return False
    return not dash or (last in names and names.index(first) <= names.index(last))


def _is_number(part: str, low: int, high: int) -> bool:
    match = _PART.fullmatch(part)
    if match is None:
        return False
    first = int(match["first"]) if match["first"] else low
    last = int(match["last"]) if match["last"] else high
    step = int(match["step"]) if match["step"] else 1
    return low <= first <= last <= high and 1 <= step <= last - first + (0 if match["step"] else 1)
