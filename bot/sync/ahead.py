"""Fetching ahead: what has come from a wiki is worked on while more of it comes."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

_Thing = TypeVar("_Thing")


def ahead(some: Iterable[_Thing]) -> Iterator[_Thing]:
    """Give all of some things in their order, while a thread of its own goes on fetching the next.

    What goes wrong with fetching is raised here, after the things that came before.
    """
    fetched = SimpleQueue[tuple[_Thing] | None]()

    def fetch() -> None:
        try:
            for thing in some:
                fetched.put((thing,))
        finally:
            fetched.put(None)

    with ThreadPoolExecutor(max_workers=1) as pool:
        fetching = pool.submit(fetch)
        while (came := fetched.get()) is not None:
            yield from came
        fetching.result()
