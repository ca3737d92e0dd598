"""Watching for what people of a partner tell the bot: a stop page, a message, a block, pages that they rule out.

One request tells it all, and it is asked right before every single write. Only where the configuration wants no pace
does an answer serve a few writes, from the sixth write of a run on, or from the first of a long one.
"""

from collections.abc import Iterable
from dataclasses import replace
from time import monotonic

import structlog

from bot.config.settings import WikiSettings
from bot.domain.page import PROTECTING, Presence
from bot.domain.plan import REWRITES, Action, Change, State
from bot.domain.reasons import Finding, Reason
from bot.domain.signals import Signals
from bot.domain.wiki import USER, USER_TALK, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.answers import told_block
from bot.wiki.protocol import Wiki
from bot.wikitext.exclusion import objection
from bot.wikitext.house_pages import OptOut, read_opt_out, says_stop

log = structlog.get_logger()

FRESH = 1.0
"""For how many seconds an answer holds."""
CLOSELY = 5
"""How many writes of a run are each preceded by a look whatever the pace; most runs write no more."""
LONG = 50
"""From how many candidates on a run is long: its first writes, gone in a moment without a pace, are like all others."""
SERVES = 8
"""How many writes an answer serves after these where the pace leaves no second between two, however slow the wiki."""
_AHEAD = 20
"""How many copies that come next are looked at together, where a look serves more than one write."""
_STOP = ("Stop", "stop")


class Watch:
    """What the people of one partner tell the bot; :meth:`permit` is asked before each write."""

    def __init__(self, wiki: Wiki, settings: WikiSettings, candidates: int = 0) -> None:
        """Take the partner, and how many sheets may lead to writes."""
        self.wiki = wiki
        self.settings = settings
        self.has_tried = False
        """Whether people were asked, or it was tried."""
        self._closely = CLOSELY if candidates < LONG else 0
        self._account = account_of(settings)
        self._coming: tuple[Change, ...] = ()
        self._seen: dict[str, Presence] = {}
        self._opt_out: OptOut | None = None
        self._rights: frozenset[str] | None = None
        self._at: float | None = None
        self._served = 0
        self._permitted = 0

    def follow(self, changes: Iterable[Change]) -> None:
        """Take note of the changes that come, in their order, so that copies are looked at several at a time."""
        self._coming = tuple(change for change in changes if change.action in REWRITES)

    @property
    def has_looked(self) -> bool:
        """Tell whether it is known what people say."""
        return self._at is not None

    def permit(self, change: Change) -> Finding | None:
        """Look when it is time to; give the reason why people do not want this change, None when they do not mind.

        Raises:
            WikiError: ``Trouble.STOPPED`` or a block, when nothing at all may be written; any other when the wiki
                could not be asked, and then nothing may be written either.

        """
        if self._is_due(change):
            self.look(change)
        self._served += 1
        self._permitted += 1
        return self.ruled_out(change.title) or self._objection(change) or self.unprotectable(change)

    def _is_due(self, change: Change) -> bool:
        unseen = change.action in REWRITES and change.title not in self._seen
        if self._at is None or unseen:
            return True
        is_old = monotonic() - self._at > FRESH
        if self._watches_closely():
            return is_old or self._served > 0
        return is_old and self._served >= SERVES

    def _watches_closely(self, after: int = 0) -> bool:
        """Tell whether the write that comes *after* so many others is preceded by a look of its own."""
        return self._permitted + after < self._closely or self.settings.pace.total_seconds() >= FRESH

    def ruled_out(self, title: str) -> Finding | None:
        """Tell whether people list a page among those that the bot must leave alone, as far as we have looked."""
        if self._opt_out is None or not self._opt_out.covers(title, self.wiki.facts()):
            return None
        return Finding(Reason.OPTED_OUT, (("page", self.settings.opt_out or ""),))

    def rules_out_all(self, namespace: int) -> bool:
        """Tell whether people list a whole namespace, as far as we have looked."""
        return self._opt_out is not None and namespace in self._opt_out.namespaces

    def protected(self, change: Change) -> Finding | None:
        """Tell whether a page is protected against us, as far as is known before it is written."""
        right = change.protection
        if not right or self._rights is None or right in self._rights or change.action is Action.MOVE:
            return None
        code = "protectedtitle" if change.page_id is None else "protectedpage"
        info = _("editing it takes the right “{right}”").format(right=right)
        return Finding(Reason.WIKI_REFUSED, (("code", code), ("info", info)))

    def unprotectable(self, change: Change) -> Finding | None:
        """Tell whether the page has to be protected with this change and we may not do that, as far as is known."""
        missing = [right for right in PROTECTING if right not in (self._rights or ())]
        if not change.protects or self._rights is None or not missing:
            return None
        return Finding(Reason.UNPROTECTABLE, (("partner", self.wiki.name), ("rights", ", ".join(missing))))

    def look(self, change: Change | None = None) -> None:
        """Ask now, also about the copies that come from *change* on; raises as :meth:`permit` does."""
        self._at, self.has_tried = None, True
        start = self._coming.index(change) if change in self._coming else len(self._coming)
        ahead = 1 if self._watches_closely(after=1) else _AHEAD
        copies = [one.title for one in self._coming[start : start + ahead]]
        stops, talk, opt_out = stop_pages(self.settings, self.wiki.facts()), self._talk_page(), self.settings.opt_out
        houses = [*stops, *([talk] if talk else []), *([opt_out] if opt_out else [])]
        signals = self.wiki.signals(dict.fromkeys([*houses, *copies]))
        self._heed_block(signals)
        for stop in stops:
            self._heed_stop_page(signals.page(stop))
        if signals.message and talk:
            raise self._stopped("talk-message", self._told_message(signals.page(talk), talk))
        self._opt_out = self._read_opt_out(signals.page(opt_out)) if opt_out else OptOut()
        self._rights = signals.rights
        self._seen = {title: page for title in copies if (page := signals.page(title)) is not None}
        self._at, self._served = monotonic(), 0

    def _talk_page(self) -> str:
        watched = self._account and self.settings.obey_messages
        return f"{_space(self.wiki.facts(), USER_TALK)}:{self._account}" if watched else ""

    def _heed_block(self, signals: Signals) -> None:
        if signals.block is not None:
            raise WikiError(self.wiki.name, Trouble.WIKI, "blocked", told_block(signals.block))

    def _heed_stop_page(self, page: Presence | None) -> None:
        if page is not None and page.invalid:
            raise self._no_title(page)
        if page is None or page.page is None:
            return
        if page.model != "wikitext" or says_stop(page.text or ""):
            info = _("something stands on the page “{page}” (last edited by {user}): “{text}”")
            raise self._stopped(
                "stop-page", info.format(page=page.title, user=page.user or "?", text=_beginning(page.text or ""))
            )

    def _read_opt_out(self, page: Presence | None) -> OptOut:
        if page is None or page.page is None:
            if page is not None and page.invalid:
                raise self._no_title(page)
            if self._opt_out is None:
                log.warning("opt-out page missing", partner=self.wiki.name, page=self.settings.opt_out)
            return OptOut()
        if page.page.redirect or page.model != "wikitext":
            info = _("the page “{page}”, which lists what the bot leaves alone, has been moved (last edited by {user})")
            raise self._stopped("opt-out-moved", info.format(page=page.title, user=page.user or "?"))
        return read_opt_out(page.text or "", self.wiki.facts())

    def _told_message(self, page: Presence | None, talk: str) -> str:
        info = _("there is a new message on the page “{page}” (last edited by {user})")
        known = page is not None and page.page is not None
        return info.format(page=page.title if page else talk, user=page.user if page and known else "?")

    def _objection(self, change: Change) -> Finding | None:
        """Tell what people have written on a copy since the plan looked at it."""
        page = self._seen.get(change.title)
        if page is None or page.page is None or page.page.revision == change.base:
            return None
        return objection_of(page, self.settings, self.wiki)

    def _stopped(self, code: str, info: str) -> WikiError:
        return WikiError(self.wiki.name, Trouble.STOPPED, code, info)

    def _no_title(self, page: Presence) -> WikiError:
        info = _("the configuration names the page “{page}”, which that wiki cannot have")
        return WikiError(self.wiki.name, Trouble.WIKI, "no-such-title", info.format(page=page.asked))


def stop_pages(settings: WikiSettings, facts: WikiFacts) -> tuple[str, ...]:
    """Give the titles of the pages that stop the bot at a wiki, the usual one first; none without an account."""
    if settings.stop_page:
        return (settings.stop_page,)
    account = account_of(settings)
    return tuple(f"{_space(facts, USER)}:{account}/{word}" for word in _STOP) if account else ()


def _space(facts: WikiFacts, number: int) -> str:
    space = facts.namespace(number)
    return space.name if space else {USER: "User", USER_TALK: "User talk"}[number]


def account_of(settings: WikiSettings) -> str:
    """Give the account that writes at a wiki, as its bot password names it; empty where there is none."""
    return (settings.user or "").partition("@")[0].replace("_", " ").strip()


def objection_of(page: Presence, settings: WikiSettings, wiki: Wiki) -> Finding | None:
    """Give the reason why a copy wants to be left alone by its own text, with who edited it last."""
    return objection(page.text or "", account_of(settings), settings.in_use, wiki.facts(), editor=page.user)


def heed(
    changes: tuple[Change, ...], watch: Watch, trouble: WikiError | None = None
) -> tuple[tuple[Change, ...], WikiError | None]:
    """Take out of a part of a plan what people of the partner rule out, and give what keeps us from writing at all.

    A plan that writes nothing asks nothing, and one of several parts asks once; *trouble* is what an earlier part met.
    """
    if trouble is not None or all(change.action is Action.SKIP for change in changes):
        return changes, trouble
    try:
        if not watch.has_looked:
            watch.look()
    except WikiError as error:
        return changes, error
    return tuple(_left(change, watch) for change in changes), None


def _left(change: Change, watch: Watch) -> Change:
    if change.action is Action.SKIP:
        return change
    finding = watch.ruled_out(change.title) or watch.protected(change) or watch.unprotectable(change)
    if finding is None:
        return change
    # A page that still has to be protected goes on waiting for that, whatever its text says.
    state = State.OUTDATED if change.action is Action.PROTECT else change.state
    return replace(change, action=Action.SKIP, finding=finding, state=state, text="", summary="")


def _beginning(text: str, longest: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
