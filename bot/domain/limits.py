"""The limits of a job: how much a plan may change before it needs a person's word."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brake:
    """The limits of a job: stop when more than *share* of the known copies and more than *at_least* would change.

    *first* is how many pages a first run may make, when no copy is known.
    """

    share: float = 0.5
    at_least: int = 10
    first: int = 300


@dataclass(frozen=True, slots=True)
class Stop:
    """A limit that a plan passes, with its numbers; *empty* when the source suddenly lists nothing."""

    partner: str
    changes: int
    known: int
    threshold: int
    empty: bool = False


def stop_for(partner: str, brake: Brake, *, known: int, listed: int, changes: int) -> Stop | None:
    """Tell whether a plan passes the limits.

    A first run, where no copy is known, has a limit of its own. A source that lists nothing while copies are known
    always passes them.
    """
    if known and not listed:
        return Stop(partner, 0, known, 0, empty=True)
    threshold = max(brake.at_least, int(known * brake.share)) if known else brake.first
    if changes > threshold:
        return Stop(partner, changes, known, threshold)
    return None
