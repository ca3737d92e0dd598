"""Things are taken in their order while the next are fetched."""

from collections.abc import Iterator
from threading import Event

import pytest

from bot.sync.ahead import ahead

PATIENCE = 60.0


def test_all_come_in_their_order() -> None:
    assert list(ahead(iter(range(500)))) == list(range(500))
    assert list(ahead(())) == []


def test_the_next_is_fetched_while_one_is_worked_on() -> None:
    fetched_next = Event()

    def things() -> Iterator[int]:
        yield 1
        fetched_next.set()
        yield 2

    taken = ahead(things())
    assert next(taken) == 1
    assert fetched_next.wait(PATIENCE)
    assert list(taken) == [2]


def test_what_came_before_an_error_is_worked_on_first() -> None:
    def things() -> Iterator[int]:
        yield 1
        raise OSError("the line is cut")

    taken = ahead(things())
    assert next(taken) == 1
    with pytest.raises(OSError, match="the line is cut"):
        next(taken)
