"""What must hold after each run of the bot, told from the pages alone."""

from collections import defaultdict
from dataclasses import dataclass, field

from tests.life.histories.stage import Pages, Seen
from tests.life.histories.words import (
    credited,
    is_redirect,
    owned,
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

    def people_did(self, before: Pages, after: Pages) -> None:
        """Take down what people did between two looks."""
        for number, page in after.items():
            old = before.get(number)
            if old is None:
                self.doubled.add(number)
                self.touched.add(number)
            elif old != page:
                if old.title != page.title and old.title not in {one.title for one in after.values()}:
                    self.moved_alone.add(number)
                self.touched.add(number)
                strays = self.strays[number]
                strays |= owned(page.text) - owned(old.text)
                strays -= words(page.text) - owned(page.text)
                there = words(page.text) - strays
                self.struck[number] |= words(old.text) - there
                self.struck[number] -= there
                self.returning |= owned(old.text) - words(page.text)

    def state_lost(self, pages: Pages) -> None:
        """Forget pages that nothing tells of any more: moved without a redirect, then deleted."""
        for made in self.made.values():
            made.difference_update(self.moved_alone - pages.keys())

    def sheet_lost(self, gone: frozenset[str]) -> None:
        """Take down that words are gone from a sheet: they may come back by it."""
        self.returning |= gone

    def decided(self, number: int, wanted: frozenset[str], page: Seen) -> None:
        """Take down what a person decided against."""
        self.struck[number] |= wanted - words(page.text)
        self.struck[number] -= words(page.text)


def check_run(before: Pages, after: Pages, ledger: Ledger, *, decided: bool, gives_up: bool = False) -> None:
    """Check what a run did at one partner; *decided* when a person asked, *gives_up* when for the sheet's text."""
    assert before.keys() <= after.keys(), f"pages are gone: {before.keys() - after.keys()}"
    for number, page in after.items():
        old = before.get(number)
        if old is None:
            _check_made(number, page, ledger, decided=decided)
        elif page != old:
            _check_changed(number, old, page, ledger, decided=decided, gives_up=gives_up)
    _check_once(after, ledger)


def _check_made(number: int, page: Seen, ledger: Ledger, *, decided: bool) -> None:
    credit = credited(page.text)
    assert credit is not None, f"made without a credit: {page}"
    assert decided or not ledger.made[credit.sheet], f"made again: {page.title}, earlier {ledger.made[credit.sheet]}"
    ledger.made[credit.sheet].add(number)


def _check_changed(number: int, old: Seen, new: Seen, ledger: Ledger, *, decided: bool, gives_up: bool) -> None:
    assert new.title == old.title, f"moved: {old.title} to {new.title}"
    assert new.text != old.text, f"written without a change: {new.title}"
    credit = credited(new.text)
    assert credit is not None, f"credit lost: {new}"
    ledger.made[credit.sheet].add(number)
    if not decided:
        assert credited(old.text) is not None, f"written though it is no copy: {old}"
        assert not is_redirect(old.text), f"redirect written: {old}"
    if gives_up:
        return
    lost = words_of_people(old.text) - words(new.text)
    assert not lost, f"work of people is gone: {sorted(lost)}\n{old.text}\n----\n{new.text}"
    back = ledger.struck[number] & words(new.text) - owned(new.text) - ledger.returning
    ledger.struck[number] -= words(new.text)
    assert decided or not back, f"what people took out is back: {sorted(back)}\n{old.text}\n----\n{new.text}"


def _check_once(pages: Pages, ledger: Ledger) -> None:
    found: dict[int, list[str]] = defaultdict(list)
    for number, page in pages.items():
        credit = credited(page.text)
        if credit is not None and number not in ledger.doubled:
            found[credit.sheet].append(page.title)
    twice = {sheet: titles for sheet, titles in found.items() if len(titles) > 1}
    assert not twice, f"two copies of one sheet: {twice}"


def check_current(page: Seen, wanted: frozenset[str], struck: set[str]) -> None:
    """Check that a copy holds what its sheet says, but for what people took out."""
    lacking = wanted - struck - words(page.text)
    assert not lacking, f"the copy lacks {sorted(lacking)}:\n{page.text}"
