"""What is remembered of a run as a whole: why it could not do all, and what it adds to the counts that outlive it."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from bot.domain.limits import Stop
from bot.domain.plan import Result
from bot.errors import ExitCode, RepublishError
from bot.i18n import _
from bot.store.counts import Counted, Tally
from bot.wiki.traffic import Traffic


def note_of(stops: Iterable[Stop], troubles: Iterable[RepublishError]) -> str:
    """Say what kept a run from doing all, a line each; empty where nothing did."""
    return "\n".join((*map(_told, stops), *map(str, troubles)))


def _told(stop: Stop) -> str:
    if stop.empty:
        sentence = _(
            "Nothing was written: the source lists no sheet any more, and {known} copies are known at {partner}."
        )
    else:
        sentence = _("Nothing was written: {changes} pages of {partner} would change, and the limit is {threshold}.")
    way_on = _("Look at “republish plan”; to go on this once, say “republish sync --beyond-limits”.")
    facts = {"changes": stop.changes, "partner": stop.partner, "threshold": stop.threshold, "known": stop.known}
    return f"{sentence.format(**facts)} {way_on}"


def counted_in(
    job: str, results: Iterable[Result], exit_code: ExitCode, took: timedelta, traffic: Traffic
) -> tuple[Tally, ...]:
    """Count a run that has ended: itself, its time, its outcomes and its requests."""
    outcomes = Counter((result.change.partner, result.outcome.value) for result in results)
    return (
        Tally(Counted.RUNS, 1, job, word=exit_code.name.lower()),
        # A clock that was set back meanwhile must not take away from what was counted.
        Tally(Counted.SECONDS, max(took.total_seconds(), 0.0), job),
        *(Tally(Counted.OUTCOMES, count, job, wiki, word) for (wiki, word), count in outcomes.items()),
        *requests_in(traffic),
    )


def requests_in(traffic: Traffic) -> tuple[Tally, ...]:
    """Count the requests that were not counted yet."""
    requests, failures = traffic.take()
    return (
        *(Tally(Counted.REQUESTS, count, "", wiki, kind) for wiki, kind, count in requests),
        *(Tally(Counted.FAILURES, count, "", wiki, word) for wiki, word, count in failures),
    )
