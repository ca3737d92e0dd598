"""What came of a run of a job, and with which code it ends."""

from dataclasses import dataclass

from bot.domain.plan import Outcome, Plan, Result
from bot.domain.reasons import WAITING
from bot.errors import ExitCode, RepublishError


@dataclass(frozen=True, slots=True)
class JobRun:
    """What a run of a job planned and did, and what stood in its way."""

    plan: Plan
    results: tuple[Result, ...] = ()
    troubles: tuple[RepublishError, ...] = ()
    postponed: tuple[tuple[str, int], ...] = ()
    """Sheets per partner that could not even be planned."""
    still_waiting: int = 0
    """Copies that wait for a person, besides those that the results tell."""

    @property
    def exit_code(self) -> ExitCode:
        """Say how the run ended: login refused, later, waiting for a person, or done."""
        codes = {trouble.exit_code for trouble in self.troubles}
        for code in (ExitCode.BUG, ExitCode.INTERRUPTED, ExitCode.CONFIGURATION, ExitCode.LOGIN, ExitCode.LATER):
            if code in codes:
                return code
        waits = any(c.finding is not None and c.finding.reason in WAITING for c in self.plan.changes)
        failed = any(r.outcome in (Outcome.FAILED, Outcome.CONFLICT, Outcome.POSTPONED) for r in self.results)
        waits = waits or ExitCode.WAITING in codes or failed or self.still_waiting > 0 or bool(self.plan.stops)
        return ExitCode.WAITING if waits else ExitCode.DONE
