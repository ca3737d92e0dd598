"""Every kind of work that the engine does at a partner, its durable steps, and a process that ends before one."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.decision import Decision, Verdict
from bot.domain.merge.units import Side
from bot.store.prepared import Step
from bot.store.store import Store, open_store
from bot.sync.environment import Options
from bot.sync.job_run import JobRun
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import without_credit
from tests.life.world import World, accept_whole, copy_title, sheet, show_and_protect, whole_sheet
from tests.memory.faults import KilledError

TITLE, RENAMED = "Arpentage", "Lecture partagée"
COPY = copy_title(TITLE)
MOVILAB = ("movilab",)
PARTNER = ", on_rename: move, on_orphan: notice"
WRITES = ("create", "update", "move", "protect")
KINDS = ("create", "update", "merge", "update and move", "notice", "whole")
"""Works whose last writes are of all kinds that there are."""


@dataclass(frozen=True)
class Work:
    """One kind of work: how it comes about, the durable steps of its run in order, and the word that asks for it.

    Each step is a transaction of the state, by the name of the method, or a write at the wiki.
    """

    prepare: Callable[[World], object]
    steps: str
    decision: Decision | None = None
    copy: str = COPY
    """Where the copy stands in the end."""
    before: str = COPY
    """Where it stands before the last write."""
    configure: Callable[[World], object] = lambda world: world.configure(PARTNER)
    """Writes the configuration of its world."""

    @property
    def writes(self) -> tuple[str, ...]:
        """Name the writes of its run."""
        return tuple(step for step in self.steps.split() if step in WRITES)

    @property
    def command(self) -> tuple[str, ...]:
        """Give the words of a person who asks for it on the command line."""
        if self.decision is None:
            return ("sync", "--partner", "movilab")
        taken = ("--take", "local") if self.decision.verdict is Verdict.RESOLVE else ()
        return (self.decision.verdict.value, TITLE, "--partner", "movilab", *taken)

    def run(
        self, world: World, steps: "Steps | None" = None, wrap: Callable[[Wiki], Wiki] = lambda wiki: wiki
    ) -> JobRun:
        """Do the work; *steps* are watched, *wrap* puts faults before a wiki."""
        return run(world, self.decision, steps, wrap)

    def finish(self, world: World) -> None:
        """Let the next run come, and the person whose command died repeat it."""
        run(world)
        if self.decision is not None:
            self.run(world)


def run(
    world: World,
    decision: Decision | None = None,
    steps: "Steps | None" = None,
    wrap: Callable[[Wiki], Wiki] = lambda wiki: wiki,
) -> JobRun:
    """Run the job at one partner."""
    options = Options(MOVILAB) if decision is None else Options(MOVILAB, (TITLE,), command="test", decision=decision)
    if steps is None:
        return world.sync(options, wrap=wrap)
    return world.sync(options, wrap=steps.wiki, with_store=steps.store)


class Steps:
    """Lists the durable steps of a run, and ends the process before the one of a number (1: the first)."""

    def __init__(self, last: int = 0) -> None:
        self.taken: list[str] = []
        self._last = last

    def take(self, name: str) -> None:
        """Take a step, or die."""
        if self._last and len(self.taken) + 1 >= self._last:
            raise KilledError
        self.taken.append(name)

    def store(self, store: Store) -> None:
        """Watch all transactions that write."""
        begin, carry_out = store._writing, store._carry_out

        def watched() -> AbstractContextManager[Any]:
            self.take(sys._getframe(1).f_code.co_name)
            return begin()

        def watched_at_once(*steps: Step) -> None:
            self.take(sys._getframe(1).f_code.co_name)
            carry_out(*steps)

        store._writing = watched  # type: ignore[method-assign]
        store._carry_out = watched_at_once  # type: ignore[method-assign]

    def wiki(self, wiki: Wiki) -> Wiki:
        """Watch all writes at a wiki."""
        return _Watched(wiki, self)  # type: ignore[return-value]  # it has all the rest by __getattr__


class _Watched:
    def __init__(self, wiki: Wiki, steps: Steps) -> None:
        self._wiki = wiki
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        known = getattr(self._wiki, name)
        if name not in WRITES:
            return known

        def write(*arguments: Any, **options: Any) -> Any:
            self._steps.take(name)
            return known(*arguments, **options)

        return write


# How each work comes about


def _begin(world: World) -> str:
    world.source.create(TITLE, sheet(TITLE))
    run(world)
    return world.movilab.text(COPY) or ""


def _outdated(world: World) -> None:
    _begin(world)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))


def _edited(world: World) -> None:
    text = _begin(world)
    world.movilab.edit(COPY, text.replace("Distribuer les textes", "Distribuer les beaux textes"))
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))


def _renamed(world: World) -> None:
    _begin(world)
    world.source.move(TITLE, RENAMED, redirect=False)
    world.source.edit(RENAMED, sheet(RENAMED))


def _gone(world: World) -> None:
    world.source.create("Autre", sheet("Autre"))
    _begin(world)
    world.source.delete(TITLE)


def _back(world: World) -> None:
    world.source.create("Autre", sheet("Autre"))
    _begin(world)
    world.source.edit(TITLE, sheet(TITLE, category="Brouillons"))
    run(world)
    world.source.edit(TITLE, sheet(TITLE))


def _made_again(world: World) -> None:
    _begin(world)
    world.source.delete(TITLE)
    world.source.create(TITLE, sheet(TITLE))


def _foreign(world: World) -> None:
    world.movilab.create(COPY, "{{Recette libre\n| nom = Arpentage\n| présentation = La nôtre.\n}}\n\nUn mot.")
    world.source.create(TITLE, sheet(TITLE))
    run(world)


def _deleted(world: World) -> None:
    _outdated(world)
    world.movilab.delete(COPY)
    run(world)


def _blanked(world: World) -> None:
    _outdated(world)
    world.movilab.blank(COPY)
    run(world)


def _uncredited(world: World) -> None:
    text = _begin(world)
    world.movilab.edit(COPY, without_credit(text).rstrip().replace("Former", "Chez nous.\n\nFormer"))
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    run(world)


def _diverged(world: World) -> None:
    text = _begin(world)
    world.movilab.edit(COPY, text.replace("Lire un livre à plusieurs.", "Lire un livre à trois."))
    world.source.edit(TITLE, sheet(TITLE, summary="Lire un livre à cinq.", aims="apprendre"))


def _in_conflict(world: World) -> None:
    _diverged(world)
    run(world)


def _forgotten(world: World) -> None:
    _outdated(world)
    with open_store(world.configuration.state) as store:
        store.forget(store.all_copies()[0])


def _to_look_at(world: World) -> None:
    text = _begin(world)
    world.movilab.edit(COPY, f"{text}\n\nUn mot.")
    with open_store(world.configuration.state) as store:
        store.looked("outils movilab", datetime.now(UTC) - timedelta(days=3))


def _accepting(world: World) -> None:
    world.configure(PARTNER)
    accept_whole(world)


def _whole(world: World) -> None:
    show_and_protect(world)
    world.source.create(TITLE, whole_sheet(TITLE))


_START, _END = "start_run wiki_well", "wiki_well add_results end_run"
_UPDATE = f"{_START} begin update settle remember {_END}"
_RESTORE = Decision(Verdict.RESTORE, TITLE, "movilab")
WORKS = {
    "create": Work(
        lambda world: world.source.create(TITLE, sheet(TITLE)),
        f"{_START} begin create settle remember wiki_well looked add_results end_run",
    ),
    "whole": Work(
        _whole,
        f"{_START} begin create settle protect remember remember wiki_well looked add_results end_run",
        configure=_accepting,
    ),
    "update": Work(_outdated, _UPDATE),
    "merge": Work(_edited, _UPDATE),
    "update and move": Work(
        _renamed,
        f"{_START} begin update settle begin move settle remember wiki_well add_results end_run",
        copy=copy_title(RENAMED),
    ),
    "notice": Work(_gone, _UPDATE),
    "back from the orphans": Work(_back, _UPDATE),
    "sheet made again": Work(_made_again, _UPDATE.replace("start_run", "start_run rename_sheet")),
    "adopt": Work(_foreign, _UPDATE, Decision(Verdict.ADOPT, TITLE, "movilab")),
    "restore a deleted copy": Work(_deleted, _UPDATE.replace("update", "create"), _RESTORE),
    "restore a blanked copy": Work(_blanked, _UPDATE, _RESTORE),
    "restore the credit": Work(_uncredited, _UPDATE, _RESTORE),
    "resolve": Work(_in_conflict, _UPDATE, Decision(Verdict.RESOLVE, TITLE, "movilab", side=Side.LOCAL)),
    "recall": Work(_forgotten, _UPDATE.replace("start_run", "start_run remember")),
    "conflict": Work(_diverged, f"{_START} remember {_END}"),
    "look": Work(_to_look_at, f"{_START} remember looked end_run"),
}
