"""Reports whose job has left their page: they are taken away, once, where they still stand as we wrote them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.config.settings import Configuration, WikiSettings
from bot.errors import InterruptedRunError, LockHeldError, WikiError
from bot.store.counts import KnownReport
from bot.store.locks import locks_for
from bot.sync.environment import Environment
from bot.sync.report_page import NEXT_TIME, ReportPage, signature_of
from bot.wiki.protocol import Wiki
from bot.wikitext.report_place import section_of, without_report

log = structlog.get_logger()


def take_leftovers_away(environment: Environment, held: Mapping[str, Wiki], pause: timedelta) -> None:
    """Take away the reports of jobs that are gone, that no longer serve their wiki, or whose page is another one.

    *held* are the partners whose lanes are ours already. What cannot be taken away now is tried again after *pause*; it
    keeps no run from ending well.
    """
    configuration, now = environment.configuration, datetime.now(UTC)
    for known in environment.store.reports():
        tried = bool(known.why) and known.at <= now < known.at + pause
        settings = next((wiki for wiki in configuration.wikis if wiki.name == known.wiki), None)
        if tried or settings is None or environment.stop.is_set() or not is_leftover(known, configuration):
            continue
        try:
            with _reached(environment, held, settings) as wiki:
                code = _take_away(known, ReportPage(wiki, settings, environment, known.page or settings.report or ""))
        except (LockHeldError, InterruptedRunError):
            continue
        except WikiError as error:
            code = error.code
        _remember(known, code, environment)


def is_leftover(known: KnownReport, configuration: Configuration) -> bool:
    """Tell whether nobody keeps up a report any more; one that never stood is one of them."""
    job = next((job for job in configuration.jobs if job.name == known.job), None)
    served = {job.source.name, *(partner.wiki.name for partner in job.partners)} if job else set()
    page = next((wiki.report for wiki in configuration.wikis if wiki.name == known.wiki), None)
    return known.wiki not in served or not page or known.page not in ("", page)


@contextmanager
def _reached(environment: Environment, held: Mapping[str, Wiki], settings: WikiSettings) -> Iterator[Wiki]:
    if settings.name in held:
        yield held[settings.name]
        return
    with locks_for(environment.configuration.state).hold(settings.name, "report"):
        wiki = environment.open(settings)
        try:
            yield wiki
        finally:
            wiki.close()


def _take_away(known: KnownReport, page: ReportPage) -> str:
    """Take a report off its page; give the code that tells why it stays although it is ours, else nothing."""
    if not known.digest:
        return ""
    present, why = page.look()
    text = present.text or "" if present else ""
    section = section_of(text, known.job)
    if present is None or section is None:
        return ""
    if signature_of(section) != known.section:
        # Another installation may keep it up now, or people wrote in it.
        log.warning("report left where it stands", wiki=known.wiki, title=present.title, job=known.job)
        return ""
    return why or page.write(without_report(text, known.job), present, paced=False)


def _remember(known: KnownReport, code: str, environment: Environment) -> None:
    if not code:
        environment.store.forget_report(known.wiki, known.job)
    elif code not in NEXT_TIME:
        log.warning("report not taken away", wiki=known.wiki, job=known.job, code=code)
        environment.store.keep_report(replace(known, at=datetime.now(UTC), why=code))
