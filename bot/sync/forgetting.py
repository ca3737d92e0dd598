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
from bot.domain.page import Presence
from bot.domain.plan import Action, Change
from bot.errors import InterruptedRunError, LockHeldError, RepublishError, Trouble, WikiError
from bot.i18n import _, translator
from bot.store.locks import locks_for
from bot.store.values import Intent, RememberedCopy
from bot.sync.environment import Environment
from bot.sync.finding import digest_of
from bot.sync.settling import Settler
from bot.sync.watch import Watch, objection_of
from bot.wiki.protocol import Wiki
from bot.wikitext.withholding import lines_with_name, withhold_on_page

log = structlog.get_logger()


def forget_name(
    name: str, partners: Iterable[PartnerSettings], environment: Environment, *, writes: bool
) -> Forgetting:
    """Look for a name on all copies that we know, and take it out of their credits where *writes* is set."""
    places: list[Place] = []
    troubles: list[RepublishError] = []
    known = 0
    for settings in {partner.wiki.name: partner.wiki for partner in partners}.values():
        there = _copies_at(settings.name, environment)
        known += len(there)
        try:
            if there:
                for place in _at_partner(name, settings, there, environment, writes=writes):
                    places.append(place)  # one by one: what was written counts, also where the next is refused
        except (WikiError, LockHeldError, InterruptedRunError) as error:
            troubles.append(error)
    return Forgetting(tuple(places), tuple(troubles), known)


def _at_partner(
    name: str, settings: WikiSettings, copies: list[RememberedCopy], environment: Environment, *, writes: bool
) -> Iterator[Place]:
    with ExitStack() as held:
        if writes:
            held.enter_context(locks_for(environment.configuration.state).hold(settings.name, "forget-name"))
        wiki = environment.open(settings)
        held.callback(wiki.close)
        if writes:
            _settle(settings, wiki, environment)
            copies = _copies_at(settings.name, environment)
        yield from _Partner(name, settings, wiki, environment).places(copies, writes=writes)


def _copies_at(partner: str, environment: Environment) -> list[RememberedCopy]:
    return [copy for copy in environment.store.all_copies() if copy.page_id is not None and copy.partner == partner]


def _settle(settings: WikiSettings, wiki: Wiki, environment: Environment) -> None:
    """Find out what became of writes that a killed process left open, ours or those of a run."""
    jobs = environment.configuration.jobs
    job = next(job for job in jobs for partner in job.partners if partner.wiki.name == settings.name)
    Settler(job.source.name, wiki, environment.store).settle_intents()


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
            for fate, line in lines_with_name(without, self._name):
                yield Place(self._settings.name, presence.title, fate, line=line)

    def _take_out(self, copy: RememberedCopy, presence: Presence, text: str, *, writes: bool) -> Place:
        place = Place(self._settings.name, presence.title, Fate.PLANNED)
        touched = presence.digest != copy.written_digest
        objection = objection_of(presence, self._settings, self._wiki) if touched else None
        if objection is not None:
            return replace(place, fate=Fate.REFUSED, finding=objection)
        return self._write(copy, presence, text, place, touched=touched) if writes else place

    def _write(self, copy: RememberedCopy, presence: Presence, text: str, place: Place, *, touched: bool) -> Place:
        base = presence.page.revision if presence.page else 0
        say = self._say
        summary = f"{say('A name was taken out of the credit, on request')} — {self._contact}"
        change = Change(Action.MEND, copy.partner, copy.sheet, presence.title, copy.state, text=text, base=base)
        self._keep_pace()
        self._watch.follow((change,))
        finding = self._watch.permit(change)
        if finding is not None:
            return replace(place, fate=Fate.REFUSED, finding=finding)
        # What people changed on the copy still counts as their work.
        digest = copy.written_digest if touched else digest_of(text)
        after = replace(copy, title=presence.title, written_digest=digest)
        store = self._environment.store
        store.begin(Intent(after, digest_of(text), base, datetime.now(UTC)))
        try:
            with self._environment.stop.writing():
                written = self._wiki.update(presence.title, text, summary, base=base, since=presence.seen_at)
        except WikiError as error:
            if error.trouble is not Trouble.UNKNOWN:  # else the next command or run finds out
                store.drop_intent(copy.source, copy.sheet_id, copy.partner)
            if error.trouble is not Trouble.PAGE:
                raise
            return replace(place, fate=Fate.FAILED, info=error.info or error.code)
        store.settle(replace(after, revision=written.revision, since=datetime.now(UTC)))
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
