"""The wiki in memory keeps the contract of all adapters."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.domain.page import Contributors
from bot.errors import Trouble, WikiError
from bot.wiki.protocol import Wiki
from tests.farm.hand import Hand
from tests.farm.install import ROBOT
from tests.memory.faults import Fault, KilledError
from tests.memory.hand import MemoryHand
from tests.memory.wiki import MemoryWiki
from tests.wiki.contract import SUMMARY, TEXT, WikiContract


class MemoryFarm:
    """A wiki in memory for the contract."""

    keeps_log = keeps_history = True
    expands = protects = True

    def __init__(self) -> None:
        self.wiki = MemoryWiki()
        self.hand: Hand = MemoryHand(self.wiki.site)

    @contextmanager
    def protecting(self) -> Iterator[Wiki]:
        self.wiki.site.administrators.add(ROBOT)
        yield self.wiki
        self.wiki.site.administrators.discard(ROBOT)

    def put(self, title: str, text: str, user: str = "Alice") -> None:
        self.hand.edit(title, text, user)

    def delete(self, title: str) -> None:
        self.hand.delete(title)


@pytest.fixture
def farm() -> MemoryFarm:
    return MemoryFarm()


class TestMemoryKeepsTheContract(WikiContract):
    """A wiki in memory is a wiki like any other."""


# Faults


@pytest.mark.parametrize(("fault", "arrived"), [(Fault.LOST_BEFORE, False), (Fault.LOST_AFTER, True)])
def test_an_answer_is_lost_before_or_after_the_write(farm: MemoryFarm, fault: Fault, arrived: bool) -> None:
    farm.wiki.line.fail_write(2, fault)
    farm.wiki.create("Débat", TEXT, SUMMARY)
    with pytest.raises(WikiError) as caught:
        farm.wiki.create("Écoute", TEXT, SUMMARY)
    assert caught.value.trouble is Trouble.UNKNOWN
    assert (farm.hand.text("Écoute") == TEXT) is arrived
    assert farm.wiki.create("Atelier", TEXT, SUMMARY).changed


@pytest.mark.parametrize(("fault", "arrived"), [(Fault.KILLED_BEFORE, False), (Fault.KILLED_AFTER, True)])
def test_a_process_ends_before_or_after_the_write(farm: MemoryFarm, fault: Fault, arrived: bool) -> None:
    farm.wiki.line.fail_write(1, fault)
    with pytest.raises(KilledError):
        farm.wiki.create("Débat", TEXT, SUMMARY)
    assert (farm.hand.text("Débat") == TEXT) is arrived


def test_a_wiki_that_is_down_answers_nothing(farm: MemoryFarm) -> None:
    farm.wiki.line.down = True
    for ask in (farm.wiki.account, lambda: farm.wiki.look_for(["Débat"])):
        with pytest.raises(WikiError, match="unreachable"):
            ask()
    farm.wiki.line.mend()
    assert farm.wiki.account() == "Robot"


def test_the_line_fails_at_the_request_that_was_chosen(farm: MemoryFarm) -> None:
    farm.wiki.line.fail(2, Fault.LOST_AFTER)
    assert not farm.wiki.deleted_titles(["Débat"])
    with pytest.raises(WikiError, match="connection-lost"):
        farm.wiki.look_for(["Débat"])
    assert farm.wiki.line.calls == ["deleted_titles", "look_for"]


# What administrators do


def test_a_blocked_robot_is_told_at_login_and_at_its_next_write(farm: MemoryFarm) -> None:
    farm.wiki.account()
    farm.hand.block("Robot", "Trop vite")
    for act in (lambda: farm.wiki.create("Débat", TEXT, SUMMARY), farm.wiki.connect().account):
        with pytest.raises(WikiError) as caught:
            act()
        assert (caught.value.trouble, caught.value.code, caught.value.info) == (Trouble.WIKI, "blocked", "Trop vite")
    farm.hand.unblock()
    assert farm.wiki.create("Débat", TEXT, SUMMARY).changed


def test_hidden_authors_are_counted_never_named(farm: MemoryFarm) -> None:
    first = farm.hand.edit("Débat", "Un.", "Alice")
    farm.hand.edit("Débat", "Deux.", "")
    farm.hand.edit("Débat", "Trois.", "Chloé")
    farm.hand.hide_user(first)
    (page,) = farm.wiki.read([1])
    assert page.contributors == Contributors(("Chloé",), 1, 1)
    assert [entry.user for entry in farm.hand.history("Débat")] == ["Chloé", "127.0.0.1", ""]
