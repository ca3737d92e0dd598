"""How long we wait for a wiki, and how the wait ends at once when we are asked to stop."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from bot.errors import InterruptedRunError, Trouble, WikiError
from bot.i18n import _

_Answer = TypeVar("_Answer")
_FIRST_WAITS = {"ratelimited": 60.0, "readonly": 60.0, "maxlag": 5.0}


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a thing is tried, and the pause before the second try in seconds; pauses double up to *longest*."""

    attempts: int = 4
    first: float = 1.0
    longest: float = 120.0
    between: float = 8.0
    """Seconds from one write to the next once the wiki has said that we are too quick; each time it says so, twice as
    many: newcomers may make 8 edits a minute (https://www.mediawiki.org/wiki/Manual:$wgRateLimits)."""

    def slower(self, between: float) -> float:
        """Give the seconds between two writes when as many were too few."""
        return min(max(2 * between, self.between), self.longest) if self.first else 0.0


def persist(ask: Callable[[], _Answer], patience: Patience, stop: Event) -> _Answer:
    """Ask again as long as the wiki says "later"; when patience ends, the wiki counts as out of reach for now.

    Raises:
        WikiError: with the trouble of the last answer, LATER turned into WIKI.
        InterruptedRunError: the stop event was set while we waited; what the wiki had to do was not done.

    """

    try:
        return ask()
    except WikiError as error:
        if error.trouble is not Trouble.LATER:
            raise
        failure = error
    return _persist_after(failure, ask, patience, stop)


def _persist_after(failure: WikiError, ask: Callable[[], _Answer], patience: Patience, stop: Event) -> _Answer:
    """Ask again what has failed once; most questions never come here, and need no loop to be made for them."""
    first = [failure]

    def answer() -> _Answer:
        if first:
            raise first.pop()
        return ask()

    def sleep(seconds: float) -> None:
        if stop.wait(seconds):
            raise InterruptedRunError(_("The run was stopped."))

    retrying = Retrying(
        retry=retry_if_exception(lambda error: isinstance(error, WikiError) and error.trouble is Trouble.LATER),
        wait=lambda state: _pause(state, patience),
        stop=stop_after_attempt(patience.attempts),
        sleep=sleep,
        reraise=True,
    )
    try:
        return retrying(answer)
    except WikiError as error:
        if error.trouble is Trouble.LATER:
            raise WikiError(error.wiki, Trouble.WIKI, error.code, error.info, error.retry_after) from None
        raise


def _pause(state: RetryCallState, patience: Patience) -> float:
    error = state.outcome.exception() if state.outcome else None
    code = error.code if isinstance(error, WikiError) else ""
    asked = error.retry_after if isinstance(error, WikiError) else None
    first = max(patience.first, _FIRST_WAITS.get(code, 0.0)) if patience.first else 0.0
    own = min(first * 2 ** (state.attempt_number - 1), patience.longest)
    return float(max(own, asked or 0.0))
