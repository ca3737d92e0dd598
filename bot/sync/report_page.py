"""A page of reports on a wiki: what its people say to the bot there, and careful writing."""

import hashlib
from functools import partial

import structlog

from bot.config.settings import WikiSettings
from bot.domain.page import Presence
from bot.domain.title import Title, may_hold_report, normalise
from bot.errors import InterruptedRunError, Trouble, WikiError
from bot.i18n import _, translator
from bot.sync.environment import Environment
from bot.sync.watch import Watch, account_of, objection_of
from bot.wiki.protocol import HasRights, Wiki
from bot.wikitext.escape import as_stored

log = structlog.get_logger()

NEXT_TIME = frozenset({"editconflict", "articleexists"})
"""Somebody was at work on the page; the next run tries again."""


class ReportPage:
    """The page *page* of a wiki; the wiki must be written to by nobody else of us."""

    def __init__(self, wiki: Wiki, settings: WikiSettings, environment: Environment, page: str) -> None:
        self._wiki = wiki
        self._settings = settings
        self._environment = environment
        self._page = page

    def look(self) -> tuple[Presence | None, str]:
        """Give the page as it stands, where it may stand at all, and the code that tells why people do not want us.

        Raises:
            WikiError: the wiki could not be asked.

        """
        self._wiki.account()
        title = normalise(self._page, self._wiki.facts())
        if not isinstance(title, Title) or not may_hold_report(title, self._wiki.facts(), account_of(self._settings)):
            return None, "title-not-allowed"
        present = self._wiki.look_for([title.text], with_text=True)[title.text]
        return present, self._objection(present)

    def _objection(self, present: Presence) -> str:
        if present.page is None:
            return "title-not-allowed" if present.invalid else self._protected(present)
        if present.page.redirect or present.model != "wikitext":
            return "not-wikitext" if present.model != "wikitext" else "redirect"
        if objection_of(present, self._settings, self._wiki) is not None:
            return "bots-excluded"
        return self._protected(present)

    def _protected(self, present: Presence) -> str:
        rights = self._wiki.rights() if isinstance(self._wiki, HasRights) else None
        right = present.protection
        return "protectedpage" if right and right not in (rights or ()) else ""

    def write(self, text: str, present: Presence, *, paced: bool) -> str:
        """Give the page a text; give the code that tells why not, empty when it stands there.

        Raises:
            WikiError: the wiki failed, or its people have stopped the bot.
            InterruptedRunError: the run is stopped, and nothing was written.

        """
        if as_stored(text) == as_stored(present.text or ""):
            return ""
        stop, pace = self._environment.stop, self._settings.pace.total_seconds()
        if stop.wait(pace if paced else 0.0):
            raise InterruptedRunError(_("The run was stopped."))
        title = present.title
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


def signature_of(section: str) -> str:
    """Digest a section as its wiki keeps it, by which we know it for ours."""
    return hashlib.sha256(as_stored(section).encode()).hexdigest() if section else ""
