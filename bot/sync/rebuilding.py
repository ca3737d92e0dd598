"""Restore the state from the wikis: each copy bears its source, page and revision, and the wikis know what we wrote."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bot.config.settings import JobSettings
from bot.errors import LockHeldError, RepublishError, WikiError
from bot.store.locks import locks_for
from bot.store.values import RememberedCopy
from bot.sync.environment import Environment
from bot.sync.materials import Source
from bot.sync.recalling import memories_of, recall_all
from bot.wiki.protocol import Wiki


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was found of one job at one partner, or what stood in the way."""

    job: str
    partner: str
    found: tuple[RememberedCopy, ...] = ()
    known: int = 0
    trouble: RepublishError | None = None


def rebuild(jobs: tuple[JobSettings, ...], environment: Environment, partners: tuple[str, ...]) -> tuple[Rebuilt, ...]:
    """Find the copies of jobs that the state does not hold, and remember them.

    Sheets that the jobs list come first, so that a copy of a sheet that is gone goes to a job that no other claims.
    """
    listed = [done for job in jobs for done in _rebuild_job(job, environment, partners, unlisted=False)]
    gone = [done for job in jobs for done in _rebuild_job(job, environment, partners, unlisted=True)]
    extra = {(done.job, done.partner): done.found for done in gone}
    return tuple(
        Rebuilt(
            done.job, done.partner, (*done.found, *extra.get((done.job, done.partner), ())), done.known, done.trouble
        )
        for done in listed
    )


def _rebuild_job(
    job: JobSettings, environment: Environment, partners: tuple[str, ...], *, unlisted: bool
) -> Iterator[Rebuilt]:
    with ExitStack() as held:
        wiki = held.enter_context(_opened(job.source.name, environment))
        try:
            source = Source(wiki, wiki.facts(), wiki.select(job.selection))
        except WikiError as error:
            yield Rebuilt(job.name, job.source.name, trouble=error)
            return
        for partner in job.partners:
            name = partner.wiki.name
            if not partners or name in partners:
                yield _rebuild_partner(job, environment, source, name, unlisted=unlisted)


def _rebuild_partner(
    job: JobSettings, environment: Environment, source: Source, partner: str, *, unlisted: bool
) -> Rebuilt:
    store = environment.store
    memory = memories_of(job, environment.configuration, store, (partner,), store.all_copies())[partner]
    known = sum(1 for copy in memory.copies.values() if copy.page_id is not None)
    locks = locks_for(environment.configuration.state)
    try:
        with locks.hold(partner, "rebuild"), _opened(partner, environment) as wiki:
            found = recall_all(job, source, wiki, memory, unlisted=unlisted)
    except (WikiError, LockHeldError) as error:
        return Rebuilt(job.name, partner, known=known, trouble=error)
    for copy in found:
        store.remember(copy)
    return Rebuilt(job.name, partner, found, known)


@contextmanager
def _opened(name: str, environment: Environment) -> Iterator[Wiki]:
    wiki = environment.open(environment.configuration.wiki(name))
    try:
        yield wiki
    finally:
        wiki.close()
