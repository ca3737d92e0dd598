"""Keeping the reports on wikis: each is written at most once a run, and only when it tells something new."""

from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import structlog

from bot.config.settings import JobSettings, WikiSettings
from bot.domain.page import Presence
from bot.domain.plan import Result, State
from bot.domain.title import Title, may_hold_report, normalise
from bot.domain.told import Told, ToldCopy
from bot.domain.wiki import WikiFacts
from bot.errors import InterruptedRunError, LockHeldError, RepublishError, Trouble, WikiError
from bot.i18n import _, translator
from bot.store.counts import KnownReport
from bot.store.locks import locks_for
from bot.store.values import RememberedCopy
from bot.sync.environment import Environment, ReportPages
from bot.sync.watch import Watch, account_of, objection_of
from bot.wiki.protocol import HasRights, Wiki
from bot.wikitext.escape import as_stored
from bot.wikitext.report_place import add_report, is_named, put_report

log = structlog.get_logger()

_NEXT_TIME = frozenset({"editconflict", "articleexists"})
"""Somebody was at work on the page; the next run tries again."""


def keep_reports(
    job: JobSettings, environment: Environment, source: Wiki, partners: tuple[Wiki, ...], results: tuple[Result, ...]
) -> tuple[RepublishError, ...]:
    """Write the reports of a job that have moved, on *partners* and on its source, and give what kept us from it.

    The lanes of the partners must be held, and what the run did there be remembered; *results* tell whose pace to keep.
    """
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
            self._wiki.name, self._job.name, "", now
        )
        tried = known.refused == digest and known.at <= now < known.at + self._job.look
        if known.digest == digest or tried or not (told.copies or known.digest):
            return
        code = self._bring(told, known, paced=paced)
        if code:
            log.warning("report not written", wiki=self._wiki.name, page=self._page, code=code)
        if code in _NEXT_TIME:
            return
        if code:
            self._store.keep_report(replace(known, at=now, refused=digest, why=code))
        else:
            self._store.keep_report(replace(known, at=now, digest=digest, refused="", why=""))

    def _told(self) -> Told:
        partner = () if self._wiki is self._source else (self._wiki.name,)
        copies = self._store.copies(self._job.source.name, partner or None)
        ours = (copy for copy in copies if copy.job == self._job.name)
        rows = sorted(map(_row, ours), key=lambda row: (row.sheet, row.partner))
        return Told(self._job.name, self._job.description, self._source.name, self._wiki.name, tuple(rows))

    def _bring(self, told: Told, known: KnownReport, *, paced: bool) -> str:
        """Write the report where people let us; give the code that tells why not, empty when it stands there."""
        self._wiki.account()
        title = normalise(self._page, self._wiki.facts())
        account = account_of(self._settings)
        if not isinstance(title, Title) or not may_hold_report(title, self._wiki.facts(), account):
            return "title-not-allowed"
        present = self._wiki.look_for([title.text], with_text=True)[title.text]
        why = self._objection(present, known)
        if why:
            return why
        text = self._text(told, present, known)
        if text is None:
            return "taken-away"
        if as_stored(text) == as_stored(present.text or ""):
            return ""
        return self._write(title.text, text, present, paced=paced)

    def _objection(self, present: Presence, known: KnownReport) -> str:
        """Tell why people do not want the report on a page, empty when they do not mind."""
        if present.page is None:
            if present.invalid:
                return "title-not-allowed"
            gone = known.digest or self._wiki.deleted_titles([present.title])
            return "taken-away" if gone else self._protected(present)
        if present.page.redirect or present.model != "wikitext":
            return "not-wikitext" if present.model != "wikitext" else "redirect"
        if objection_of(present, self._settings, self._wiki) is not None:
            return "bots-excluded"
        return self._protected(present)

    def _protected(self, present: Presence) -> str:
        rights = self._wiki.rights() if isinstance(self._wiki, HasRights) else None
        right = present.protection
        return "protectedpage" if right and right not in (rights or ()) else ""

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

    def _write(self, title: str, text: str, present: Presence, *, paced: bool) -> str:
        stop, pace = self._environment.stop, self._settings.pace.total_seconds()
        if stop.wait(pace if paced else 0.0):
            raise InterruptedRunError(_("The run was stopped."))
        watch = Watch(self._wiki, self._settings)
        watch.look()
        if watch.ruled_out(title) is not None:
            return "opted-out"
        say = translator(self._wiki.facts().language)
        summary = f"{say('Report of the republishing robot')} — {self._environment.configuration.contact}"
        base = present.page.revision if present.page else None
        save = partial(self._wiki.write_house, title, text, summary, base=base, since=present.seen_at)
        try:
            with stop.writing():
                written = save()
        except WikiError as error:
            return self._not_written(error, title, text)
        log.info("report written", wiki=self._wiki.name, title=title, revision=written.revision)
        return ""

    def _not_written(self, error: WikiError, title: str, text: str) -> str:
        """Tell a refusal of this page from a trouble of the wiki, and look for a write whose answer was lost."""
        if error.trouble is Trouble.PAGE:
            return error.code
        if error.trouble is Trouble.UNKNOWN:
            present = self._wiki.look_for([title], with_text=True)[title]
            if as_stored(present.text or "") == as_stored(text):
                return ""
        raise error


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
