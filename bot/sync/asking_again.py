"""Asking wikis that are told as failing whether they serve us, where a run had nothing to write to them.

A run that has nothing to write asks its partners nothing. Without this, a wiki that failed once would be told as
failing, and tried, for as long as no sheet moves.
"""

from collections.abc import Iterable

from bot.errors import InterruptedRunError, WikiError
from bot.sync.books import Books
from bot.sync.environment import Environment
from bot.sync.watch import Watch
from bot.wiki.protocol import Wiki


def ask_again(environment: Environment, books: Books, partners: Iterable[Wiki]) -> None:
    """Ask those of *partners* that failed before and not in this run, as before a write, and note what they answer.

    A run that only plans asks nobody.
    """
    if not books.writes:
        return
    failing = {one.wiki for one in environment.store.health()}
    failing -= {one.wiki for one in books.troubles if isinstance(one, WikiError)}
    for wiki in partners:
        if wiki.name in failing and not environment.stop.is_set():
            try:
                wiki.account()
                Watch(wiki, environment.configuration.wiki(wiki.name)).look()
            except (WikiError, InterruptedRunError) as error:
                books.note(error)
            else:
                books.well(wiki.name)
