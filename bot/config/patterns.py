"""Checks of patterns with ``{name}`` holes."""

import re

from bot.config.draft import Draft
from bot.config.nearest import hint
from bot.domain.duration import DURATION_HOLES, parse_duration, write_duration
from bot.domain.kinds.dates import DATE_HOLES, PartialDate, fill_date, parse_date
from bot.domain.pattern import HOLE, fill, holes
from bot.i18n import _

_SAMPLES = (5, 60, 90, 1500)
"""Durations in minutes that a pattern must be able to say."""


def check_holes(draft: Draft, pattern: str, known: tuple[str, ...], *steps: str | int) -> None:
    """Note every hole of a pattern that nothing can fill, and braces that make no hole."""
    unknown = [name for name in holes(pattern) if name not in known]
    for name in unknown:
        message = _("nothing fills {hole} here: {hint}").format(hole="{" + name + "}", hint=hint(name, known))
        draft.problem(message, *steps)
    if not unknown and re.search(r"[{}]", HOLE.sub("", pattern)):
        draft.problem(_("a brace of the pattern has no partner: write holes like {name}."), *steps)


def check_title(draft: Draft, pattern: str, fields: tuple[str, ...]) -> None:
    """Check the pattern of a page title."""
    check_holes(draft, pattern, (*fields, "page"), "title")
    if not holes(pattern) and draft.is_clean("title"):
        message = _("every page would have the same title: put a field in, for example {hole}.")
        draft.problem(message.format(hole="{" + (fields[0] if fields else "page") + "}"), "title")


def check_duration(draft: Draft, pattern: str, *steps: str | int) -> None:
    """Check the pattern of a duration, and warn where what it writes means something else."""
    check_holes(draft, pattern, DURATION_HOLES, *steps)
    if not draft.is_clean(*steps):
        return
    for minutes in _SAMPLES:
        written = write_duration(minutes, pattern)
        if parse_duration(written) != minutes:
            message = _("{minutes} minutes would be written “{written}”, and not be read back so: add units.")
            draft.problem(message.format(minutes=minutes, written=written), *steps)
            return


def check_date(draft: Draft, pattern: str, language: str, *steps: str | int) -> None:
    """Check the pattern of a date, and note where what it writes would be read as another date."""
    check_holes(draft, pattern, DATE_HOLES, *steps)
    if not draft.is_clean(*steps):
        return
    names = holes(pattern)
    for sample in (PartialDate(2026, 3, 1), PartialDate(2026, 12, 4)):
        filled = fill_date(sample, names, language) or {}
        written = fill(pattern, lambda name, filled=filled: filled[name])  # type: ignore[misc]
        month = sample.month if "month" in names or "mm" in names else None
        day = sample.day if "day" in names or "dd" in names else None
        if parse_date(written) != PartialDate(sample.year, month, day):
            message = _("a date would be written “{written}”, and not be read back so: write the month as a word.")
            draft.problem(message.format(written=written), *steps)
            return
