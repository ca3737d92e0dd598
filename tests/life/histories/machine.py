"""Histories as hypothesis tells them: rules that people, wikis and the bot follow in any order."""

import sys
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.life.histories.deeds import DEEDS
from tests.life.histories.stage import CHOICES
from tests.life.histories.teller import Teller
from tests.life.world import PARTNERS, SOURCE
from tests.memory.faults import Fault

AT_SOURCE = ("rename", "rename alone", "delete", "undelete", "make", "deselect", "select", "redirect", "revert")
AT_SOURCE += ("make", "retitle", "retitle", "older")
AT_COPY = ("move", "move alone", "delete", "undelete", "blank", "uncredit", "redirect", "revert", "protect", "free")
AT_COPY += ("older", "keep out", "let in", "write below", "write into the credit", "take the note out")
AT_PARTNER = ("block", "unblock", "stop", "go on")

_SLOTS = st.sampled_from((0, 0, 1))
_PARTNERS = st.sampled_from(PARTNERS)
_DEEDS = st.integers(0, len(DEEDS) - 1)
_PLACES = st.integers(0, 11)
_REQUESTS = st.tuples(st.sampled_from((SOURCE, *PARTNERS)), st.just(value=False), st.integers(1, 9))
_WRITES = st.tuples(_PARTNERS, st.just(value=True), st.sampled_from((1, 1, 2)))
_PLANTED = st.tuples(_WRITES | _REQUESTS, st.sampled_from(Fault)).map(lambda two: (*two[0], two[1]))


class Histories(RuleBasedStateMachine):
    """One history, told by a *teller*; the last step is a run."""

    def __init__(self, teller: Callable[[], Teller]) -> None:
        super().__init__()
        self.teller = teller()

    @initialize(
        choice=st.sampled_from(CHOICES), sheets=st.sampled_from((1, 1, 2)), foreign=st.sampled_from((0,) * 6 + (1,))
    )
    def begin(self, choice: str, sheets: int, foreign: int) -> None:
        """Let there be one sheet or two, and now and then a page where a copy would be."""
        self.teller.choose(choice)
        for slot in range(sheets):
            self.teller.source(slot, "make")
        if foreign:
            self.teller.foreign(0, "movilab")
        self.teller.run()

    def teardown(self) -> None:
        """Let the bot run a last time."""
        if sys.exc_info()[0] is None:
            self.teller.reopen()
            self.teller.run(twice=True)
        self.teller.stage.end()

    # People

    @rule(slot=_SLOTS, deed=_DEEDS, place=_PLACES)
    def edit_sheet(self, slot: int, deed: int, place: int) -> None:
        """Edit a sheet."""
        self.teller.sheet(slot, deed, place)

    @rule(slot=_SLOTS, partner=_PARTNERS, deed=_DEEDS, place=_PLACES)
    def edit_copy(self, slot: int, partner: str, deed: int, place: int) -> None:
        """Edit a copy."""
        self.teller.copy(slot, partner, deed, place)

    @rule(slot=_SLOTS, partner=_PARTNERS, deeds=st.tuples(_DEEDS, _DEEDS), place=_PLACES)
    def edit_both(self, slot: int, partner: str, deeds: tuple[int, int], place: int) -> None:
        """Edit a sheet and its copy, and let the bot come."""
        self.teller.sheet(slot, deeds[0], place)
        self.teller.copy(slot, partner, deeds[1], place)
        self.teller.run()

    @rule(slot=_SLOTS, act=st.sampled_from(AT_SOURCE))
    def act_at_source(self, slot: int, act: str) -> None:
        """Do something else to a sheet."""
        self.teller.source(slot, act)

    @rule(slot=_SLOTS, partner=_PARTNERS, act=st.sampled_from(AT_COPY))
    def act_at_copy(self, slot: int, partner: str, act: str) -> None:
        """Do something else to a copy."""
        self.teller.people(slot, partner, act)

    @rule(slot=_SLOTS, partner=_PARTNERS)
    def write_where_a_copy_would_be(self, slot: int, partner: str) -> None:
        """Make a page at the title of a copy."""
        self.teller.foreign(slot, partner)

    @rule(partner=_PARTNERS, act=st.sampled_from(AT_PARTNER))
    def say_no(self, partner: str, act: str) -> None:
        """Keep the bot out of a wiki, or let it in again."""
        self.teller.gate(partner, act)

    @rule(
        slot=_SLOTS,
        partner=_PARTNERS,
        verdict=st.sampled_from(("adopt", "restore", "resolve")),
        side=st.sampled_from(("incoming", "local")),
    )
    def decide(self, slot: int, partner: str, verdict: str, side: str) -> None:
        """Decide about a copy."""
        self.teller.decide(slot, partner, verdict, side)

    # The bot

    @rule(twice=st.booleans())
    def run(self, *, twice: bool) -> None:
        """Run once or twice."""
        self.teller.run(twice=twice)

    @rule(slot=_SLOTS, deed=st.none() | _DEEDS, place=_PLACES, planted=st.lists(_PLANTED, min_size=1, max_size=3))
    def run_in_trouble(
        self, slot: int, deed: int | None, place: int, planted: list[tuple[str, bool, int, Fault]]
    ) -> None:
        """Run and be killed, or lose requests or answers, then run undisturbed."""
        if deed is not None:
            self.teller.sheet(slot, deed, place)
        self.teller.faulty(tuple(planted))

    @rule(wiki=st.sampled_from((SOURCE, *PARTNERS)))
    def run_while_down(self, wiki: str) -> None:
        """Run while a wiki is down, then when it is up."""
        self.teller.down(wiki)

    @rule(
        partner=_PARTNERS,
        number=st.integers(1, 2),
        slot=_SLOTS,
        deeds=st.tuples(_DEEDS, _DEEDS),
        place=_PLACES,
    )
    def race(self, partner: str, number: int, slot: int, deeds: tuple[int, int], place: int) -> None:
        """Let people write right before the bot does."""
        self.teller.sheet(slot, deeds[0], place)
        self.teller.race(partner, number, slot, deeds[1], place)

    @rule(act=st.sampled_from(("forget", "keep", "give back", "give back", "rebuild")))
    def lose_state(self, act: str) -> None:
        """Lose the state, put a backup aside or back, restore the state from the wikis."""
        {
            "forget": self.teller.forget,
            "keep": self.teller.keep,
            "give back": self.teller.give_back,
            "rebuild": self.teller.stage.rebuild,
        }[act]()
