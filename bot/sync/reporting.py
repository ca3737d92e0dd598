"""Keeping the reports on wikis: each is written at most once a run, and only when it tells something new."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.config.settings import JobSettings, WikiSettings
from bot.domain.page import Presence
from bot.domain.pauses import pause_of_file
from bot.domain.plan import Result, State
from bot.domain.told import Told, ToldCopy, ToldFile
from bot.domain.wiki import WikiFacts
from bot.errors import InterruptedRunError, LockHeldError, RepublishError, WikiError
from bot.store.counts import KnownReport
from bot.store.locks import locks_for
from bot.store.values import RememberedCopy, RememberedFile
from bot.sync.environment import Environment, ReportPages
from bot.sync.leftovers import take_leftovers_away
from bot.sync.report_page import NEXT_TIME, ReportPage, signature_of
from bot.wiki.protocol import Wiki
from bot.wikitext.report_place import add_report, is_named, put_report, section_of

log = structlog.get_logger()


def keep_reports(
    job: JobSettings, environment: Environment, source: Wiki, partners: tuple[Wiki, ...], results: tuple[Result, ...]
) -> tuple[RepublishError, ...]:
    """Write the reports of a job that have moved, on *partners* and on its source, and give what kept us from it.

    The lanes of the partners must be held, and what the run did there be remembered; *results* tell whose pace to keep.
    """
    take_leftovers_away(environment, {partner.name: partner for partner in partners}, job.look)
    written = {result.change.partner for result in results if result.revision is not None}
    troubles: list[RepublishError] = []
    for wiki in (*partners, source):
        settings = environment.configuration.wiki(wiki.name)
        if environment.pages is None or not settings.report or environment.stop.is_set():
            continue
        report = _Report(job, environment, environment.pages, wiki, settings, partners, source)
        try:
            with ExitStack() as held:
                if wiki is source:
                    held.enter_context(locks_for(environment.configuration.state).hold(wiki.name, "report"))
                report.keep(paced=wiki.name in written)
        except LockHeldError:
            log.info("report left to the next run", wiki=wiki.name)
        except (WikiError, InterruptedRunError) as error:
            troubles.append(error)
    return tuple(troubles)


class _Report:
    """The report of a job on one wiki."""

    def __init__(
        self,
        job: JobSettings,
        environment: Environment,
        pages: ReportPages,
        wiki: Wiki,
        settings: WikiSettings,
        partners: tuple[Wiki, ...],
        source: Wiki,
    ) -> None:
        self._job = job
        self._environment = environment
        self._pages = pages
        self._store = environment.store
        self._wiki = wiki
        self._settings = settings
        self._partners = {partner.name: partner for partner in partners}
        self._source = source
        self._page = settings.report or ""

    def keep(self, *, paced: bool) -> None:
        """Write the report where it tells something new.

        Raises:
            WikiError: the wiki could not be asked, or its people have stopped the bot.
            InterruptedRunError: the run is stopped, and nothing was written.

        """
        told = self._told()
        digest, now = told.digest(), datetime.now(UTC)
        known = self._store.report(self._wiki.name, self._job.name) or KnownReport(
            self._wiki.name, self._job.name, "", now, page=self._page
        )
        tried = known.refused == digest and known.at <= now < known.at + self._job.look
        is_elsewhere = known.page not in ("", self._page)  # until it can be taken away there
        if is_elsewhere or known.digest == digest or tried or not (told.copies or known.digest):
            return
        code, section = self._bring(told, known, paced=paced)
        if code:
            log.warning("report not written", wiki=self._wiki.name, page=self._page, code=code)
        if code in NEXT_TIME:
            return
        if code:
            now_known = replace(known, at=now, refused=digest, why=code)
        else:
            signed = signature_of(section)
            now_known = KnownReport(self._wiki.name, self._job.name, digest, now, page=self._page, section=signed)
        self._store.keep_report(now_known)

    def _told(self) -> Told:
        partner = () if self._wiki is self._source else (self._wiki.name,)
        copies = self._store.copies(self._job.source.name, partner or None)
        ours = [copy for copy in copies if copy.job == self._job.name]
        rows = sorted(map(_row, ours), key=lambda row: (row.sheet, row.partner))
        files = tuple(_files_of(ours, self._store.waiting_files()))
        job, contact = self._job, self._environment.configuration.contact
        return Told(job.name, job.description, self._source.name, self._wiki.name, tuple(rows), files, contact)

    def _bring(self, told: Told, known: KnownReport, *, paced: bool) -> tuple[str, str]:
        """Write the report where people let us; give why not, as a code that is empty when it stands, and its text."""
        page = ReportPage(self._wiki, self._settings, self._environment, self._page)
        present, why = page.look()
        if present is None or why:
            return why, ""
        if present.page is None and (known.digest or self._wiki.deleted_titles([present.title])):
            return "taken-away", ""
        text = self._text(told, present, known)
        if text is None:
            return "taken-away", ""
        return page.write(text, present, paced=paced), section_of(text, self._job.name) or ""

    def _text(self, told: Told, present: Presence, known: KnownReport) -> str | None:
        """Give the whole page with the new report; None where people took it off the page."""
        text, job = present.text or "", self._job.name
        language = self._wiki.facts().language
        report = self._pages.report_text(told, self._wikis(told))
        placed = put_report(text, job, report)
        if placed is not None:
            return placed
        if known.digest or is_named(text, job):
            return None
        return add_report(text or self._pages.introduction(language), job, report)

    def _wikis(self, told: Told) -> dict[str, WikiFacts]:
        """Give what is known of the wikis that the report links to; one that does not answer gets no link."""
        known = {wiki.name: wiki.facts() for wiki in (self._source, self._wiki)}
        for name in sorted({copy.partner for copy in told.copies} - known.keys()):
            with suppress(WikiError):
                known[name] = self._facts_of(name)
        return known

    def _facts_of(self, name: str) -> WikiFacts:
        if name in self._partners:
            return self._partners[name].facts()
        wiki = self._environment.open(self._environment.configuration.wiki(name))
        try:
            return wiki.facts()
        finally:
            wiki.close()


def _files_of(copies: Iterable[RememberedCopy], waiting: Iterable[RememberedFile]) -> Iterator[ToldFile]:
    """Give the files of these copies that have failed so often that they rest between two attempts."""
    sheets = {(copy.source, copy.sheet_id, copy.partner): copy.sheet_title for copy in copies}
    for file in waiting:
        sheet = sheets.get((file.source, file.sheet_id, file.partner))
        if sheet is not None and file.attempts is not None and pause_of_file(file.attempts.failures):
            yield ToldFile(file.partner, sheet, file.name, file.attempts.since.date())


def _row(copy: RememberedCopy) -> ToldCopy:
    return ToldCopy(
        partner=copy.partner,
        sheet=copy.sheet_title,
        sheet_revision=copy.sheet_revision if copy.reason is not None else 0,
        title=copy.title,
        stands=copy.page_id is not None and copy.state is not State.REMOVED,
        state=copy.state,
        reason=copy.reason,
        facts=copy.facts,
        since=copy.since.date() if copy.since and copy.reason is not None else None,
        copied_on=copy.copied_at.date() if copy.copied_at else None,
        copied_revision=copy.copied_revision if copy.reason is not None else None,
        licence=copy.licence,
    )
