"""Take a name out of the credits that stand at the partners, in place: nothing else of a copy changes.

What the sheets say is not asked, so that copies of sheets that are gone lose the name as well. Later credits leave it
out by the register.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.config.settings import PartnerSettings, WikiSettings
from bot.domain.forgetting import Fate, Forgetting, Place
from bot.domain.page import PageRef, Presence
from bot.domain.plan import Action, Change
from bot.errors import InterruptedRunError, LockHeldError, RepublishError, Trouble, WikiError
from bot.i18n import _, translator
from bot.store.locks import locks_for
from bot.store.values import RememberedCopy
from bot.sync.environment import Environment
from bot.sync.finding import digest_of
from bot.sync.watch import Watch, objection_of
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import without_credit
from bot.wikitext.withholding import holds_name, withhold_on_page

log = structlog.get_logger()


def forget_name(
    name: str, partners: Iterable[PartnerSettings], environment: Environment, *, writes: bool
) -> Forgetting:
    """Look for a name on all copies that we know, and take it out of their credits where *writes* is set."""
    places: list[Place] = []
    troubles: list[RepublishError] = []
    copies = [copy for copy in environment.store.all_copies() if copy.page_id is not None]
    for settings in {partner.wiki.name: partner.wiki for partner in partners}.values():
        there = [copy for copy in copies if copy.partner == settings.name]
        try:
            if there:
                for place in _at_partner(name, settings, there, environment, writes=writes):
                    places.append(place)  # one by one: what was written counts, also where the next is refused
        except (WikiError, LockHeldError, InterruptedRunError) as error:
            troubles.append(error)
    return Forgetting(tuple(places), tuple(troubles), len(copies))


def _at_partner(
    name: str, settings: WikiSettings, copies: list[RememberedCopy], environment: Environment, *, writes: bool
) -> Iterator[Place]:
    with ExitStack() as held:
        if writes:
            held.enter_context(locks_for(environment.configuration.state).hold(settings.name, "forget-name"))
        wiki = environment.open(settings)
        held.callback(wiki.close)
        yield from _Partner(name, settings, wiki, environment).places(copies, writes=writes)


class _Partner:
    """The copies of one partner."""

    def __init__(self, name: str, settings: WikiSettings, wiki: Wiki, environment: Environment) -> None:
        self._name = name
        self._settings = settings
        self._wiki = wiki
        self._environment = environment
        self._say = translator(wiki.facts().language)
        self._watch = Watch(wiki, settings)
        self._written = False

    def places(self, copies: list[RememberedCopy], *, writes: bool) -> Iterator[Place]:
        """Find the name on copies, and take it out of their credits where *writes* is set."""
        if writes:
            self._wiki.account()
        by_page = {copy.page_id: copy for copy in copies if copy.page_id is not None}
        for page_id, presence in self._wiki.look_at(by_page, with_text=True).items():
            text = presence.text or ""
            if presence.page is None or presence.model != "wikitext":
                continue
            without = withhold_on_page(text, (self._name,), self._say("name withheld on request"))
            if without != text:
                yield self._take_out(by_page[page_id], presence, without, writes=writes)
            if holds_name(without_credit(text), self._name):
                yield Place(self._settings.name, presence.title, Fate.IN_THE_TEXT)

    def _take_out(self, copy: RememberedCopy, presence: Presence, text: str, *, writes: bool) -> Place:
        place = Place(self._settings.name, presence.title, Fate.PLANNED)
        touched = presence.digest != copy.written_digest
        objection = objection_of(presence, self._settings, self._wiki) if touched else None
        if objection is not None:
            return replace(place, fate=Fate.REFUSED, finding=objection)
        return self._write(copy, presence, text, place, touched=touched) if writes else place

    def _write(self, copy: RememberedCopy, presence: Presence, text: str, place: Place, *, touched: bool) -> Place:
        base = presence.page.revision if presence.page else 0
        ref = PageRef(copy.sheet_id, copy.sheet_title, copy.sheet_revision)
        say = self._say
        summary = f"{say('A name was taken out of the credit, on request')} — {self._contact}"
        change = Change(Action.NOTICE, copy.partner, ref, presence.title, copy.state, text=text, base=base)
        self._keep_pace()
        self._watch.follow((change,))
        finding = self._watch.permit(change)
        if finding is not None:
            return replace(place, fate=Fate.REFUSED, finding=finding)
        try:
            with self._environment.stop.writing():
                written = self._wiki.update(presence.title, text, summary, base=base, since=presence.seen_at)
        except WikiError as error:
            if error.trouble is not Trouble.PAGE:
                raise
            return replace(place, fate=Fate.FAILED, info=error.info or error.code)
        # What people changed on the copy still counts as their work.
        digest = copy.written_digest if touched else digest_of(text)
        self._environment.store.remember(
            replace(copy, revision=written.revision, written_digest=digest, since=datetime.now(UTC))
        )
        log.info("name taken out", partner=copy.partner, title=presence.title, revision=written.revision)
        return replace(place, fate=Fate.TAKEN_OUT)

    @property
    def _contact(self) -> str:
        return self._environment.configuration.contact

    def _keep_pace(self) -> None:
        pause = self._settings.pace.total_seconds() if self._written else 0.0
        self._written = True
        if self._environment.stop.wait(pause):
            raise InterruptedRunError(_("The run was stopped."))
