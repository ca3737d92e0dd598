"""One job of the service: what is due, what fell behind, and carrying it out."""

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.config.settings import Configuration, JobSettings
from bot.domain.pauses import FIRST, LANE_HELD, LONGEST
from bot.errors import ConfigurationError, ExitCode, InterruptedRunError, LockHeldError, StateError
from bot.report import wiki_page
from bot.service.timetable import Timetable
from bot.store.locks import SERVING
from bot.store.store import Store
from bot.sync.environment import Environment, Options
from bot.sync.job_run import JobRun
from bot.sync.runner import run_job
from bot.sync.stopping import StopSignal

log = structlog.get_logger()


@dataclass(slots=True)
class Duty:
    """What the service owes to one job; *behind* are the partners that the last runs could not serve."""

    job: JobSettings
    timetable: Timetable
    served: datetime | None = None
    behind: frozenset[str] = frozenset()
    again: datetime | None = None
    """When those that are behind are looked at again."""
    unfinished: bool = False
    """Whether the last run was cut short, so that the job is due at once."""
    running: StopSignal | None = None
    entry: str = ""
    """The name of its entry in the scheduler; empty when it has none that waits."""

    def trust_the_clock(self, now: datetime) -> None:
        """Count on from now when the moment served last lies so far ahead that the clock must have been wrong then."""
        if self.served is not None and self.timetable.is_absurd(self.served, now):
            self.served = now

    def next_at(self, now: datetime) -> datetime | None:
        """Tell when the job is to be looked at next, None when never."""
        if self.unfinished:
            return now
        moments = [at for at in (self.timetable.following(self.served, now), self.again) if at is not None]
        return min(moments, default=None)

    def partners(self) -> frozenset[str]:
        """Name all partners of the job."""
        return frozenset(partner.wiki.name for partner in self.job.partners)

    def wanted(self, now: datetime) -> frozenset[str]:
        """Name the partners to serve now: all when the job is due by its timetable, else those that are behind."""
        due = self.timetable.following(self.served, now)
        if self.unfinished or (due is not None and due <= now):
            return self.partners()
        return self.behind


def take_up(job: JobSettings, timetable: Timetable, store: Store, now: datetime) -> Duty:
    """Give the duty for a job as the state knows it: what was served, whether a run was cut short, who is behind."""
    served = next((one.served_at for one in store.scheduled() if one.job == job.name), None)
    last = next(iter(store.runs(job.name, limit=1)), None)
    cut = last is not None and last.command == SERVING and last.exit_code in (None, ExitCode.INTERRUPTED)
    duty = Duty(job, timetable, served, unfinished=cut)
    if timetable.every is None and served is None and timetable.cron is not None:
        duty.served = now  # a new job waits for its hour, also when the service is started anew before
        store.serve(job.name, now)
    _fall_behind(duty, store, duty.partners(), now)
    return duty


def begin(duty: Duty, store: Store, now: datetime) -> frozenset[str]:
    """Count the moment that is due as served, and name the partners to serve.

    It counts when the run begins: a run that is cut short is taken up again as unfinished, never as another moment.
    """
    wanted = duty.wanted(now)
    due = duty.timetable.following(duty.served, now)
    if due is not None and due <= now:
        duty.served = duty.timetable.latest(due, now)
        store.serve(duty.job.name, duty.served)
    return wanted


def perform(duty: Duty, wanted: frozenset[str], configuration: Configuration, store: Store, stop: StopSignal) -> None:
    """Run the job for the partners in *wanted*, but for wikis that are left in peace; note who is behind.

    Raises:
        StateError: the state failed the run.
        ConfigurationError: the register, which is read at each run, has mistakes; nothing was done.

    """
    now = datetime.now(UTC)
    resting = {one.wiki: one for one in store.health() if one.is_at_rest(now)}
    served = wanted - resting.keys() if duty.job.source.name not in resting else frozenset()
    run = None
    if served:
        options = Options(tuple(sorted(served)) if served != duty.partners() else (), command=SERVING)
        run = run_job(duty.job, Environment(configuration, store, stop, pages=wiki_page), options)
        _say(run)
        for trouble in run.troubles:
            if isinstance(trouble, StateError | ConfigurationError):  # nobody knows what is due: put off as a whole
                raise trouble
    elif wanted:  # and so the source is asked for nothing
        for one in (resting[name] for name in sorted({duty.job.source.name, *wanted} & resting.keys())):
            log.info("wiki at rest", job=duty.job.name, wiki=one.wiki, until=one.again_at.isoformat(), code=one.code)
    duty.unfinished = stop.is_set() and bool(served)
    _fall_behind(duty, store, wanted | duty.behind, datetime.now(UTC), run)


def _fall_behind(duty: Duty, store: Store, asked: frozenset[str], now: datetime, run: JobRun | None = None) -> None:
    """Note which partners could not be served, and when to look again."""
    health = {one.wiki: one for one in store.health()}
    held = frozenset(one.partner for one in run.troubles if isinstance(one, LockHeldError)) if run else frozenset()
    source = health.get(duty.job.source.name)
    duty.behind = asked if source else frozenset(name for name in asked if name in health or name in held)
    moments = [source.again_at] if source else [health[name].again_at for name in duty.behind if name in health]
    moments += [now + LANE_HELD] if held else []
    if run is not None:  # of a wiki whose pause has passed, it has learnt nothing new: its lane was held, for one
        moments = [at if at > now else now + FIRST for at in moments]
    soonest = min(moments, default=None)
    # A clock that was set back must not leave them behind for longer than the longest pause.
    duty.again = None if soonest is None else min(soonest, now + LONGEST)


def _say(run: JobRun) -> None:
    for stop in run.plan.stops:
        log.warning(
            "limit reached", job=run.plan.job, partner=stop.partner, changes=stop.changes, threshold=stop.threshold
        )
    for trouble in run.troubles:
        match trouble:
            case LockHeldError():
                log.info("lane held", job=run.plan.job, partner=trouble.partner)
            case InterruptedRunError():
                log.info("run stopped", job=run.plan.job)
            case StateError() | ConfigurationError():
                pass  # told by the service
            case _:
                log.warning("trouble", job=run.plan.job, what=str(trouble))
