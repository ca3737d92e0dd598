"""Lets the bot run among people, in good days and bad ones, and checks the laws after each run."""

from collections import Counter

from bot.domain.decision import Decision, Verdict
from bot.domain.merge.units import Side
from bot.domain.plan import State
from bot.domain.reasons import Reason
from bot.errors import ExitCode
from bot.store.values import RememberedCopy
from bot.sync.job_run import JobRun
from tests.life.histories.laws import Judge, check_current
from tests.life.histories.people import SELECTION, People
from tests.life.histories.stage import MemoryStage, Pages, Planted, Seen, Stage, Troubles
from tests.life.histories.words import credited, is_redirect, title_told, told
from tests.life.world import PARTNERS, SOURCE

_FINE = {ExitCode.DONE, ExitCode.WAITING}


class Teller(People):
    """One history at one stage."""

    def __init__(self, stage: Stage, seen: Counter[str] | None = None) -> None:
        super().__init__(stage)
        self.seen = Counter() if seen is None else seen
        self._state_was_lost = False
        self.backup: bytes | None = None
        self._looked: dict[str, Pages] = {}
        self._sheets: Pages = {}
        self._decision: Decision | None = None

    def choose(self, choice: str) -> None:
        """Choose one of the configurations."""
        self.stage.choose(choice)

    # The bot

    def forget(self) -> None:
        """Lose the state."""
        self.stage.state.forget()
        self._state_was_lost = True

    def keep(self) -> None:
        """Put a backup of the state aside."""
        self.backup = self.stage.state.kept()

    def give_back(self) -> None:
        """Put the backup in the place of the state."""
        if self.backup is not None:
            self.stage.state.give_back(self.backup)
            self._state_was_lost = True

    def faulty(self, planted: tuple[Planted, ...]) -> None:
        """Run with faults, then without."""
        self._disturbed(Troubles(planted))

    def down(self, wiki: str) -> None:
        """Run while a wiki is down, then when it is up."""
        self._disturbed(Troubles(down=frozenset({wiki})))

    def _disturbed(self, troubles: Troubles) -> None:
        undisturbed = None
        if isinstance(self.stage, MemoryStage):
            known = self.stage.state.kept()
            other = self.stage.fork()
            other.run()
            undisturbed = self._account(other)
            self.stage.state.give_back(known)
        run = self._watched(troubles)
        assert run is None or run.exit_code in {*_FINE, ExitCode.LATER}, (run.exit_code, run.troubles)
        self.seen["killed" if run is None else "disturbed"] += 1
        self.run()
        if undisturbed is not None:
            assert self._account(self.stage) == undisturbed, "not where an undisturbed run ends"

    def _account(self, stage: Stage) -> object:
        """Give what stands at the partners and what is remembered, without the numbers that chance gives."""
        pages = {name: {page.title: page.text for page in stage.pages(name).values()} for name in PARTNERS}
        known = {(one.sheet_id, one.partner): (one.state, one.title) for one in self._remembered()}
        return pages, known

    def _remembered(self) -> tuple[RememberedCopy, ...]:
        return self.stage.state.store.all_copies()

    def race(self, partner: str, number: int, slot: int, deed: int, place: int) -> None:
        """Let people write right before the bot does."""
        if not isinstance(self.stage, MemoryStage):
            return
        left = [number]

        def meddle(call: str) -> None:
            if call not in {"create", "update"}:
                return
            left[0] -= 1
            if left[0] == 0:
                self._judge(partner)
                self.copy(slot, partner, deed, place)
                self._looked[partner] = self.stage.pages(partner)

        self._watched(Troubles(meddle={partner: meddle}))
        self.run()

    def _watched(self, troubles: Troubles | None = None, decision: Decision | None = None) -> JobRun | None:
        """Run once, and judge what that did."""
        self._looked = {name: self.stage.pages(name) for name in PARTNERS}
        self._sheets, self._decision = self.stage.pages(SOURCE), decision
        if self._state_was_lost:
            for name, ledger in self.ledgers.items():
                wanted = {one: title_told(name, it.text, it.title) for one, it in self._sheets.items()}
                ledger.state_lost(self._looked[name], wanted)
        self._state_was_lost = False
        run = self.stage.run(troubles, decision)
        assert self.stage.pages(SOURCE) == self._sheets, "the source was written"
        for name in PARTNERS:
            self._judge(name)
        if run is not None:
            self.seen.update(result.outcome.value for result in run.results)
        return run

    def _judge(self, partner: str) -> None:
        """Judge what the bot did at a partner since the last look."""
        decision = self._decision
        decided = decision is not None and decision.partner == partner
        judge = Judge(
            partner,
            self.ledgers[partner],
            self._sheets,
            frozenset(_listed(self._sheets)),
            notes="on_orphan" in self.stage.choice,
            moves="on_rename" in self.stage.choice,
            decided=decided,
            gives_up=decided and decision is not None and decision.side is Side.INCOMING,
        )
        judge.check(self._looked[partner], self.stage.pages(partner))

    def run(self, *, twice: bool = False) -> None:
        """Run undisturbed, and maybe once more: nothing is left to do."""
        run = self._watched()
        assert run is not None
        assert run.exit_code in self._fine(), (run.exit_code, run.troubles)
        self._check_copies()
        if twice:
            self._run_quietly()

    def _run_quietly(self) -> None:
        before = {name: self.stage.pages(name) for name in PARTNERS}
        quiet = self.stage.run()
        assert quiet is not None
        assert before == {name: self.stage.pages(name) for name in PARTNERS}, "a quiet run wrote"
        assert quiet.exit_code in self._fine()

    def _fine(self) -> set[ExitCode]:
        """Give how a run may end that nothing disturbs but people who keep the bot out."""
        return {*_FINE, ExitCode.LATER} if any(ledger.closed for ledger in self.ledgers.values()) else _FINE

    def decide(self, slot: int, partner: str, verdict: str, side: str) -> None:
        """Let a person decide about a copy."""
        page = self.stage.pages(SOURCE).get(self.sheets.get(slot, 0))
        if page is None:
            return
        before = self.stage.pages(partner)
        self._watched(decision=Decision(Verdict(verdict), page.title, partner, side=Side(side)))
        for number, one in self.stage.pages(partner).items():
            if one != before.get(number):
                self.ledgers[partner].decided(number, told(page.text), one)
                self.seen[f"decided {verdict}"] += 1

    def _check_copies(self) -> None:
        """Check that each sheet of the selection has a copy that says the same, or a reason that people gave."""
        fates = {(one.sheet_id, one.partner): one for one in self._remembered()}
        listed = _listed(self.stage.pages(SOURCE))
        for name in PARTNERS:
            ledger, pages = self.ledgers[name], self.stage.pages(name)
            if ledger.closed:
                continue
            for number, sheet in listed.items():
                fate = fates[number, name]
                self.seen[f"{fate.state.value}: {fate.reason.value if fate.reason else '-'}"] += 1
                if not _is_whole(sheet.text) or fate.reason is Reason.WIKI_REFUSED:
                    continue
                page = next((one for one in pages.items() if _is_copy_of(number, one[1])), None)
                if fate.state in (State.CURRENT, State.EDITED):
                    # A quiet run does not look at the partners: what people removed may not have been seen yet.
                    assert page is not None or fate.page_id in ledger.touched or _is_gone(fate, pages), fate
                    if page is not None:
                        check_current(page[1], told(sheet.text), ledger.struck[page[0]])
                else:
                    known = {fate.page_id, page[0] if page else None}
                    in_the_way = fate.state in (State.FOREIGN, State.REMOVED)
                    assert known & ledger.touched or in_the_way, f"nobody touched it: {fate}\n{page}"


def _listed(sheets: Pages) -> Pages:
    return {number: page for number, page in sheets.items() if SELECTION in page.text and not is_redirect(page.text)}


def _is_gone(fate: RememberedCopy, pages: Pages) -> bool:
    return fate.page_id is not None and fate.page_id not in pages


def _is_copy_of(sheet: int, page: Seen) -> bool:
    credit = credited(page.text)
    return credit is not None and credit.sheet == sheet


def _is_whole(text: str) -> bool:
    return "\n}}" in text and "{{Fiche outil" in text and not is_redirect(text)
