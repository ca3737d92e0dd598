"""What must hold after each run of the bot, told from the pages alone."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.life.histories.stage import Pages, Seen
from tests.life.histories.words import (
    NO_BOTS,
    credited,
    credits_on,
    is_noted,
    is_redirect,
    owned,
    titles_told,
    without_note,
    words,
    words_of_people,
)


@dataclass
class Ledger:
    """What people did to the pages of one partner, as far as the laws ask for it."""

    struck: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Words that people took out of a page."""
    strays: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Words that people moved into the section that belongs to the source: given up."""
    returning: set[str] = field(default_factory=set)
    """Words that the source once took out itself, or that people took out where the source has the last word."""
    touched: set[int] = field(default_factory=set)
    """Pages that people ever changed."""
    doubled: set[int] = field(default_factory=set)
    """Pages that people brought back, maybe beside another."""
    moved_alone: set[int] = field(default_factory=set)
    """Pages that people moved without a redirect."""
    made: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Pages that the bot made, by the sheet."""
    placed: dict[int, str] = field(default_factory=dict)
    """The title that the bot gave each page last."""
    hushed: set[int] = field(default_factory=set)
    """Pages out of which people took the word that their sheet is gone."""
    closed: set[str] = field(default_factory=set)
    """How people keep the bot from writing anything at all: a block, a stop page."""

    def people_did(self, before: Pages, after: Pages) -> None:
        """Take down what people did between two looks."""
        for number, page in after.items():
            old = before.get(number)
            if old is None:
                self.doubled.add(number)
                self.touched.add(number)
            elif old != page:
                self._people_changed(number, old, page, {one.title for one in after.values()})

    def _people_changed(self, number: int, old: Seen, page: Seen, titles: set[str]) -> None:
        if old.title != page.title and old.title not in titles:
            self.moved_alone.add(number)
        if is_noted(old.text) and not is_noted(page.text):
            self.hushed.add(number)
        self.touched.add(number)
        strays = self.strays[number]
        strays |= owned(page.text) - owned(old.text)
        strays -= words(page.text) - owned(page.text)
        there = words(page.text) - strays
        self.struck[number] |= words(old.text) - there
        self.struck[number] -= there
        self.returning |= owned(old.text) - words(page.text)

    def state_lost(self, pages: Pages, wanted: Mapping[int, str]) -> None:
        """Forget pages that nothing tells of any more: deleted, and not under the title that their sheet gives now.

        Either people moved them away without a redirect, or the sheet has another title since; *wanted* is the title
        that each sheet gives.
        """
        for sheet, made in self.made.items():
            gone = made - pages.keys()
            made -= {one for one in gone if one in self.moved_alone or self.placed.get(one) != wanted.get(sheet)}
        self.hushed.clear()

    def sheet_lost(self, gone: frozenset[str]) -> None:
        """Take down that words are gone from a sheet: they may come back by it."""
        self.returning |= gone

    def decided(self, number: int, wanted: frozenset[str], page: Seen) -> None:
        """Take down what a person decided against."""
        self.struck[number] |= wanted - words(page.text)
        self.struck[number] -= words(page.text)


@dataclass(frozen=True)
class Judge:
    """What a run could know and was allowed to do at one partner.

    *sheets* are the pages of the source, *listed* those that the job republishes; *decided* when a person asked for the
    run, *gives_up* when that was for the sheet's text.
    """

    partner: str
    ledger: Ledger
    sheets: Pages
    listed: frozenset[int]
    notes: bool = False
    moves: bool = False
    decided: bool = False
    gives_up: bool = False

    def check(self, before: Pages, after: Pages) -> None:
        """Check what the bot did at the partner between two looks."""
        if self.ledger.closed:
            assert before == after, f"written in spite of {self.ledger.closed}"
        moved = self._moved(before, after)
        gone = {before[number].title for number in before.keys() - after.keys()}
        assert gone <= {after[number].title for number in moved}, f"pages are gone: {gone}"
        for number, page in after.items():
            old = before.get(number)
            if old is None and is_redirect(page.text):
                assert page.title in moved.values(), f"a redirect that nobody asked for: {page}"
            elif old is None:
                self._check_made(number, page)
            elif page != old:
                self._check_changed(number, old, page)
        self._check_once(after)
        self.ledger.hushed -= {one for one, page in after.items() if self._is_listed(page)}

    def _moved(self, before: Pages, after: Pages) -> dict[int, str]:
        """Give the old titles of the pages that the bot has moved."""
        both = before.keys() & after.keys()
        return {number: before[number].title for number in both if before[number].title != after[number].title}

    def _is_listed(self, page: Seen) -> bool:
        credit = credited(page.text)
        return credit is not None and credit.sheet in self.listed

    def _check_made(self, number: int, page: Seen) -> None:
        credit, made = credited(page.text), self.ledger.made
        assert credit is not None, f"made without a credit: {page}"
        assert self.decided or not made[credit.sheet], f"made again: {page.title}, earlier {made[credit.sheet]}"
        made[credit.sheet].add(number)
        self.ledger.placed[number] = page.title

    def _check_changed(self, number: int, old: Seen, new: Seen) -> None:
        credit = credited(new.text)
        assert credit is not None, f"credit lost: {new}"
        assert credits_on(new.text) == max(1, credits_on(old.text)), f"credited twice: {new}"
        self.ledger.made[credit.sheet].add(number)
        if old.title != new.title:
            self._check_moved(number, old, new, credit.sheet)
        else:
            assert new.text != old.text, f"written without a change: {new.title}"
        if not self.decided:
            assert credited(old.text) is not None, f"written though it is no copy: {old}"
            assert not is_redirect(old.text), f"redirect written: {old}"
            assert NO_BOTS not in old.text, f"written in spite of {NO_BOTS}: {old}"
            if credit.sheet not in self.listed:
                self._check_orphan(number, old, new)
        if not self.gives_up:
            self._check_words(number, old.text, new.text)

    def _check_moved(self, number: int, old: Seen, new: Seen, sheet: int) -> None:
        assert self.moves, f"moved: {old.title} to {new.title}"
        placed = self.ledger.placed.get(number)
        assert old.title == placed, f"moved from where people put it: {old.title}, not {placed}"
        wanted = titles_told(self.partner, self.sheets[sheet].text, self.sheets[sheet].title)
        assert new.title in wanted, f"moved to {new.title}, not to one of {wanted}"
        self.ledger.placed[number] = new.title

    def _check_orphan(self, number: int, old: Seen, new: Seen) -> None:
        assert self.notes, f"orphan written: {old}"
        assert number not in self.ledger.hushed, f"said again that the sheet is gone: {new}"
        assert not is_noted(old.text), f"orphan written twice: {old}"
        assert without_note(new.text) == old.text, f"more than a note: {new}"

    def _check_words(self, number: int, old: str, new: str) -> None:
        lost = words_of_people(old) - words(new)
        assert not lost, f"work of people is gone: {sorted(lost)}\n{old}\n----\n{new}"
        struck = self.ledger.struck[number]
        back = struck & words(new) - owned(new) - self.ledger.returning
        struck -= words(new)
        assert self.decided or not back, f"what people took out is back: {sorted(back)}\n{old}\n----\n{new}"

    def _check_once(self, pages: Pages) -> None:
        found: dict[int, list[str]] = defaultdict(list)
        for number, page in pages.items():
            credit = credited(page.text)
            if credit is not None and number not in self.ledger.doubled:
                found[credit.sheet].append(page.title)
        twice = {sheet: titles for sheet, titles in found.items() if len(titles) > 1}
        assert not twice, f"two copies of one sheet: {twice}"


def check_current(page: Seen, wanted: frozenset[str], struck: set[str]) -> None:
    """Check that a copy holds what its sheet says, but for what people took out."""
    lacking = wanted - struck - words(page.text)
    assert not lacking, f"the copy lacks {sorted(lacking)}:\n{page.text}"
