"""Plays a history, and checks the laws after each run."""

from collections import Counter
from collections.abc import Callable

from bot.domain.decision import Decision, Verdict
from bot.domain.merge.units import Side
from bot.domain.plan import Reason, State
from bot.errors import ExitCode
from bot.store.values import RememberedCopy
from bot.sync.runner import JobRun
from tests.life.histories.laws import check_current, check_run
from tests.life.histories.people import SELECTION, People
from tests.life.histories.stage import MemoryStage, Pages, Seen, Stage, Troubles
from tests.life.histories.steps import History
from tests.life.histories.words import credited, is_redirect, told
from tests.life.world import PARTNERS, SOURCE
from tests.memory.faults import Fault

_FINE = {ExitCode.DONE, ExitCode.WAITING}


class Teller(People):
    """One history at one stage."""

    def __init__(self, stage: Stage, seen: Counter[str] | None = None) -> None:
        super().__init__(stage)
        self.seen = Counter() if seen is None else seen
        self._state_was_lost = False
        self.backup: bytes | None = None

    def tell(self, history: History) -> None:
        """Play a history, and a last run."""
        for step in (*history, ("run",)):
            self._step(*step)

    def _step(self, kind: str, *what: object) -> None:
        deeds: dict[str, Callable[..., None]] = {
            "run": self._run,
            "faulty": self._faulty,
            "down": self._down,
            "race": self._race,
            "decide": self._decide,
            "sheet": self._sheet,
            "source": self._source,
            "copy": self._copy,
            "people": self._people,
            "foreign": self._foreign,
            "forget": self._forget,
            "keep": self._keep,
            "give back": self._give_back,
            "rebuild": self.stage.rebuild,
        }
        deeds[kind](*what)

    # The bot

    def _forget(self) -> None:
        self.stage.state.forget()
        self._state_was_lost = True

    def _keep(self) -> None:
        self.backup = self.stage.state.kept()

    def _give_back(self) -> None:
        if self.backup is not None:
            self.stage.state.give_back(self.backup)
            self._state_was_lost = True

    def _faulty(self, planted: tuple[tuple[str, bool, int, Fault], ...]) -> None:
        self._disturbed(Troubles(planted))

    def _down(self, wiki: str) -> None:
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
        self._run()
        if undisturbed is not None:
            assert self._account(self.stage) == undisturbed, "not where an undisturbed run ends"

    def _account(self, stage: Stage) -> object:
        """Give what stands at the partners and what is remembered, without the numbers that chance gives."""
        pages = {name: {page.title: page.text for page in stage.pages(name).values()} for name in PARTNERS}
        known = {(one.sheet_id, one.partner): (one.state, one.title) for one in self._remembered()}
        return pages, known

    def _remembered(self) -> tuple[RememberedCopy, ...]:
        return self.stage.state.store.all_copies()

    def _race(self, partner: str, number: int, slot: int, deed: int, place: int) -> None:
        """Let people write right before the bot does."""
        if not isinstance(self.stage, MemoryStage):
            return
        left, middle = [number], []

        def meddle(call: str) -> None:
            if call not in {"create", "update"}:
                return
            left[0] -= 1
            if left[0] == 0:
                before = self.stage.pages(partner)
                self._copy(slot, partner, deed, place)
                middle.append((before, self.stage.pages(partner)))

        self._watched(Troubles(meddle={partner: meddle}), {partner: middle})
        self._run()

    def _watched(
        self,
        troubles: Troubles | None = None,
        middle: dict[str, list[tuple[Pages, Pages]]] | None = None,
        decision: Decision | None = None,
    ) -> JobRun | None:
        before = {name: self.stage.pages(name) for name in PARTNERS}
        if self._state_was_lost:
            for name, ledger in self.ledgers.items():
                ledger.state_lost(before[name])
        self._state_was_lost = False
        source = self.stage.pages(SOURCE)
        run = self.stage.run(troubles, decision)
        assert self.stage.pages(SOURCE) == source, "the source was written"
        gives_up = decision is not None and decision.side is Side.INCOMING
        for name in PARTNERS:
            decided = decision is not None and decision.partner == name
            looks = [before[name]]
            for old, new in (middle or {}).get(name, ()):
                looks += [old, new]
            looks.append(self.stage.pages(name))
            for first, then in zip(looks[::2], looks[1::2], strict=True):
                check_run(first, then, self.ledgers[name], decided=decided, gives_up=decided and gives_up)
        if run is not None:
            self.seen.update(result.outcome.value for result in run.results)
        return run

    def _run(self) -> None:
        """Run undisturbed, then once more: nothing is left to do."""
        run = self._watched()
        assert run is not None
        assert run.exit_code in _FINE, (run.exit_code, run.troubles)
        self._check_copies()
        before = {name: self.stage.pages(name) for name in PARTNERS}
        quiet = self.stage.run()
        assert quiet is not None
        assert before == {name: self.stage.pages(name) for name in PARTNERS}, "a quiet run wrote"
        assert quiet.exit_code in _FINE

    def _decide(self, slot: int, partner: str, verdict: str, side: str) -> None:
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
        sheets = self.stage.pages(SOURCE)
        listed = {
            number: page for number, page in sheets.items() if SELECTION in page.text and not is_redirect(page.text)
        }
        for name in PARTNERS:
            ledger, pages = self.ledgers[name], self.stage.pages(name)
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


def _is_gone(fate: RememberedCopy, pages: Pages) -> bool:
    return fate.page_id is not None and fate.page_id not in pages


def _is_copy_of(sheet: int, page: Seen) -> bool:
    credit = credited(page.text)
    return credit is not None and credit.sheet == sheet


def _is_whole(text: str) -> bool:
    return "\n}}" in text and "{{Fiche outil" in text and not is_redirect(text)
