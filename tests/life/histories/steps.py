"""Histories: what happens at three wikis and to the bot, as values that can be shortened and told again."""

from collections.abc import Callable
from random import Random

from tests.life.histories.deeds import DEEDS
from tests.life.world import PARTNERS, SOURCE
from tests.memory.faults import Fault

Step = tuple[object, ...]
History = tuple[Step, ...]
SLOTS = 2
AT_SOURCE = ("rename", "rename alone", "delete", "undelete", "make", "deselect", "select", "redirect", "revert")
AT_SOURCE += ("make", "retitle")
AT_COPY = ("move", "move alone", "delete", "undelete", "blank", "uncredit", "redirect", "revert", "protect", "free")
VERDICTS, SIDES = ("adopt", "restore", "resolve"), ("incoming", "local")
_NUMBERS, _REQUESTS, _FAULTS, _DEEDS = range(12), range(1, 10), tuple(Fault), range(len(DEEDS))


def history(seed: int, steps: tuple[int, int] = (4, 13)) -> History:
    """Give the history of a seed, of so many steps."""
    dice = Random(seed)
    kinds, weights = zip(*_STEPS.items(), strict=True)
    told = dice.choices(kinds, weights, k=dice.randint(*steps))
    return (*_beginning(dice), *(_STEP[kind](dice) for kind in told))


def _beginning(dice: Random) -> History:
    """Let there be one sheet or two, and now and then a page where a copy would be."""
    made = [("source", slot, "make") for slot in range(dice.choice((1, 1, 2)))]
    foreign = [_STEP["foreign"](dice)] if dice.random() < 0.15 else []
    return (*made, *foreign, ("run",))


def _slot(dice: Random) -> int:
    return dice.choice((0, 0, 1))


def _planted(dice: Random) -> tuple[tuple[str, bool, int, Fault], ...]:
    wikis = (SOURCE, *PARTNERS, *PARTNERS)
    return tuple(
        (dice.choice(wikis), dice.random() < 0.5, dice.choice(_REQUESTS), dice.choice(_FAULTS))
        for _ in range(dice.randint(1, 3))
    )


_STEPS = {
    "run": 4,
    "sheet": 8,
    "copy": 8,
    "faulty": 5,
    "source": 4,
    "people": 4,
    "foreign": 1,
    "down": 1,
    "race": 2,
    "forget": 1,
    "keep": 1,
    "give back": 1,
    "rebuild": 0.5,
    "decide": 3,
}
"""How often each step is told."""
_STEP: dict[str, Callable[[Random], Step]] = {
    "run": lambda _dice: ("run",),
    "sheet": lambda dice: ("sheet", _slot(dice), dice.choice(_DEEDS), dice.choice(_NUMBERS)),
    "copy": lambda dice: ("copy", _slot(dice), dice.choice(PARTNERS), dice.choice(_DEEDS), dice.choice(_NUMBERS)),
    "faulty": lambda dice: ("faulty", _planted(dice)),
    "source": lambda dice: ("source", _slot(dice), dice.choice(AT_SOURCE)),
    "people": lambda dice: ("people", _slot(dice), dice.choice(PARTNERS), dice.choice(AT_COPY)),
    "foreign": lambda dice: ("foreign", _slot(dice), dice.choice(PARTNERS)),
    "down": lambda dice: ("down", dice.choice((SOURCE, *PARTNERS))),
    "race": lambda dice: (
        *("race", dice.choice(PARTNERS), dice.choice((1, 2)), _slot(dice)),
        *(dice.choice(_DEEDS), dice.choice(_NUMBERS)),
    ),
    "forget": lambda _dice: ("forget",),
    "keep": lambda _dice: ("keep",),
    "give back": lambda _dice: ("give back",),
    "rebuild": lambda _dice: ("rebuild",),
    "decide": lambda dice: ("decide", _slot(dice), dice.choice(PARTNERS), dice.choice(VERDICTS), dice.choice(SIDES)),
}


def shortest(history: History, fails: Callable[[History], bool]) -> History:
    """Leave out of a history what it does not need to fail."""
    at = 0
    while at < len(history):
        shorter = history[:at] + history[at + 1 :]
        if fails(shorter):
            history = shorter
        else:
            at += 1
    return history
