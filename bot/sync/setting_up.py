"""Setting a partner up: its house pages are planned, shown to a person, and written where people left ours alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

import structlog

from bot.config.settings import WikiSettings
from bot.domain.page import Presence, Written
from bot.domain.plan import Outcome
from bot.domain.setup import HousePage, HouseResult, HouseStep, Role, Step, Why
from bot.domain.title import Title, may_be_house_page, normalise
from bot.domain.wiki import WikiFacts
from bot.errors import InterruptedRunError, RepublishError, Trouble, WikiError
from bot.i18n import _, translator
from bot.sync.stopping import StopSignal
from bot.sync.waits import Waits
from bot.sync.watch import Watch, account_of, objection_of
from bot.wiki.protocol import HasRights, Wiki
from bot.wikitext.credit_template import lacking_parameters
from bot.wikitext.escape import as_stored
from bot.wikitext.signature import digest_of, signature_of, signed

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SetupPlan:
    """What setup would do at one partner; *trouble* is what keeps it from writing there at all."""

    partner: str
    steps: tuple[HouseStep, ...]
    trouble: WikiError | None = None

    @property
    def writes(self) -> bool:
        """Tell whether any page would be written."""
        return any(step.writes for step in self.steps)


def plan_setup(pages: tuple[HousePage, ...], wiki: Wiki, settings: WikiSettings) -> SetupPlan:
    """Look at all house pages of a partner, and decide about each."""
    wiki.account()
    rights = wiki.rights() if isinstance(wiki, HasRights) else None
    facts = wiki.facts()
    seen = wiki.look_for([page.title for page in pages], with_text=True)
    missing = [page.title for page in pages if seen[page.title].page is None and not seen[page.title].invalid]
    deleted = wiki.deleted_titles(missing) if missing else frozenset()
    steps = tuple(_decide(page, seen[page.title], facts, account_of(settings), deleted=deleted) for page in pages)
    steps = tuple(_permitted(step, wiki, settings, rights) for step in steps)
    if not any(step.writes for step in steps):
        return SetupPlan(wiki.name, steps)
    watch = Watch(wiki, settings)
    try:
        watch.look()
    except WikiError as error:
        return SetupPlan(wiki.name, steps, error)
    return SetupPlan(wiki.name, tuple(_not_ruled_out(step, watch) for step in steps))


def _decide(
    page: HousePage, present: Presence, facts: WikiFacts, account: str, *, deleted: frozenset[str]
) -> HouseStep:
    title = normalise(page.title, facts)
    if present.invalid or not isinstance(title, Title) or not may_be_house_page(title, facts, account):
        return HouseStep(page, Step.LEAVE, present, Why.TITLE)
    if present.page is None:
        gone = page.title in deleted
        return HouseStep(page, Step.LEAVE if gone else Step.CREATE, present, Why.DELETED if gone else None)
    if present.page.redirect:
        return HouseStep(page, Step.LEAVE, present, Why.REDIRECT, present.target)
    if present.model != "wikitext":
        return HouseStep(page, Step.LEAVE, present, Why.MODEL, present.model)
    return _compare(page, present, facts)


def _compare(page: HousePage, present: Presence, facts: WikiFacts) -> HouseStep:
    """Compare a page that stands there with ours, by the signature that tells what setup wrote last."""
    text, wanted = present.text or "", digest_of(page.text)
    signature = signature_of(text)
    if signature is not None and signature.intact:
        return HouseStep(page, Step.SAME if signature.digest == wanted else Step.UPDATE, present)
    lacking = lacking_parameters(text, facts) if page.role is Role.TEMPLATE else ()
    if lacking:
        return HouseStep(page, Step.LEAVE, present, Why.LACKING, lacking=lacking)
    if signature is not None and signature.digest != wanted:
        return HouseStep(page, Step.LEAVE, present, Why.CHANGED)
    return HouseStep(page, Step.KEEP, present)


def _permitted(step: HouseStep, wiki: Wiki, settings: WikiSettings, rights: frozenset[str] | None) -> HouseStep:
    """Leave a page that its protection, our rights or its own text keep us from."""
    if not step.writes:
        return step
    if step.step is Step.CREATE:
        barred = rights is not None and "createpage" not in rights
        return _left(step, Why.RIGHT, "createpage") if barred else step
    protection = step.present.protection
    if protection and protection not in (rights or ()):
        return _left(step, Why.PROTECTED, protection)
    objection = objection_of(step.present, settings, wiki)
    return _left(step, Why.OBJECTION, dict(objection.facts).get("template", "")) if objection else step


def _not_ruled_out(step: HouseStep, watch: Watch) -> HouseStep:
    finding = watch.ruled_out(step.page.title) if step.writes else None
    return _left(step, Why.OBJECTION, dict(finding.facts).get("page", "")) if finding else step


def _left(step: HouseStep, why: Why, detail: str) -> HouseStep:
    return HouseStep(step.page, Step.LEAVE, step.present, why, detail)


class SetupLane:
    """Writes the house pages of a plan, one at a time, at the pace of the wiki; *stop* ends it between two pages."""

    def __init__(
        self, wiki: Wiki, settings: WikiSettings, contact: str, stop: StopSignal, *, waits: Waits | None = None
    ) -> None:
        self._wiki = wiki
        self._settings = settings
        self._contact = contact
        self._stop = stop
        self._waits = waits or Waits()
        self._last_write: float | None = None

    def apply(self, plan: SetupPlan) -> Iterator[HouseResult]:
        """Carry out the steps that write; after a trouble of the whole wiki the others are postponed."""
        watch, trouble = Watch(self._wiki, self._settings), plan.trouble
        for step in plan.steps:
            if not step.writes:
                continue
            if trouble is not None:
                yield HouseResult(step, Outcome.POSTPONED, trouble)
                continue
            result = self._carry_out(step, watch)
            if result.outcome is Outcome.POSTPONED and isinstance(result.trouble, WikiError):
                trouble = result.trouble
            yield result

    def _carry_out(self, step: HouseStep, watch: Watch) -> HouseResult:
        try:
            self._keep_pace()
            watch.look()
            written = self._write(step)
        except WikiError as error:
            log.warning("house page not written", wiki=self._wiki.name, title=step.page.title, code=error.code)
            outcome = Outcome.FAILED if error.trouble is Trouble.PAGE else Outcome.POSTPONED
            return HouseResult(step, outcome, error)
        log.info("house page written", wiki=self._wiki.name, title=written.title, revision=written.revision)
        done = Outcome.CREATED if step.step is Step.CREATE else Outcome.UPDATED
        return HouseResult(step, done if written.changed else Outcome.UNCHANGED)

    def _write(self, step: HouseStep) -> Written:
        """Write once; when the answer is lost, look whether it arrived, and send nothing twice."""
        page, base = step.page, step.present.page.revision if step.present.page else None
        say = translator(self._wiki.facts().language)
        summary = f"{say('Preparing this wiki for the republishing robot')} — {self._contact}"
        try:
            with self._stop.writing():
                text, since = signed(page.text), step.present.seen_at
                return self._wiki.write_house(page.title, text, summary, base=base, since=since)
        except WikiError as error:
            if error.trouble is not Trouble.UNKNOWN:
                raise
            return self._found(page) or self._give_up(error)

    def _found(self, page: HousePage) -> Written | None:
        for pause in (self._waits.first, self._waits.second):
            self._stop.wait(pause)
            present = self._wiki.look_for([page.title], with_text=True)[page.title]
            if present.page is not None and as_stored(present.text or "") == as_stored(signed(page.text)):
                return Written(present.page.page_id, present.title, present.page.revision)
        return None

    def _give_up(self, error: WikiError) -> Written:
        info = _("the answer was lost and the page does not stand there yet; run setup again")
        raise WikiError(error.wiki, Trouble.LATER, error.code, info) from error

    def _keep_pace(self) -> None:
        pace = self._settings.pace.total_seconds()
        due = 0.0 if self._last_write is None else self._last_write + pace - monotonic()
        if self._stop.wait(max(0.0, due)):
            raise InterruptedRunError(_("The run was stopped."))
        self._last_write = monotonic()


def troubles_of(results: tuple[HouseResult, ...]) -> tuple[RepublishError, ...]:
    """Give the troubles that ended the work, each once."""
    found = (one.trouble for one in results if one.outcome is Outcome.POSTPONED and one.trouble is not None)
    return tuple(dict.fromkeys(found))
