"""Answers to writes that were lost: no write is lost with them, and none is done twice."""

from collections.abc import Iterator

import pytest

from bot.domain.plan import Change, Outcome
from bot.domain.reasons import Finding, Reason
from bot.sync.watch import Watch
from bot.wiki.protocol import Wiki
from tests.farm.proxy import CountingProxy
from tests.farm.requestlog import Reply, Request
from tests.life.crashing import KINDS, WORKS
from tests.life.staging import MemoryStage, RealStage, end_of
from tests.life.world import World, copy_title, outcomes, sheet
from tests.memory.faults import Fault
from tests.memory.wiki import MemoryWiki

pytestmark = pytest.mark.xdist_group("three")

TITLE = "Arpentage"
BROKEN = Reply(body=b"{", promised=100)
BEFORE, AFTER = Fault.LOST_BEFORE, Fault.LOST_AFTER
DONE = {Outcome.CREATED, Outcome.UPDATED, Outcome.MERGED, Outcome.MOVED}


def losses() -> Iterator[object]:
    """Give each work that writes, and what is lost of its last write and of those that follow it."""
    for name, work in WORKS.items():
        for lost in ((BEFORE,), (AFTER,), (BEFORE, BEFORE), (BEFORE, AFTER)) if work.writes else ():
            yield pytest.param("memory", name, lost, id="-".join((name, *(each.name.lower() for each in lost))))


@pytest.mark.parametrize(("stage", "name", "lost"), tuple(losses()), indirect=["stage"])
def test_a_lost_answer_in_memory(stage: MemoryStage, name: str, lost: tuple[Fault, ...]) -> None:
    """One loss is found out about at once, by looking; after two the page is left, and the next run finds out."""
    expected, work = stage.undisturbed(name), WORKS[name]

    def lossy(wiki: Wiki) -> Wiki:
        if isinstance(wiki, MemoryWiki) and wiki.name == "movilab":
            for number, fault in enumerate(lost, len(work.writes)):
                wiki.line.fail_write(number, fault)
        return wiki

    world = stage.begin(work)
    done = outcomes(work.run(world, wrap=lossy))
    if len(lost) == 1:
        assert {outcome for told in done.values() for outcome in told} <= DONE | {Outcome.UNCHANGED}
        assert end_of(world).intents == 0
    work.finish(world)
    assert end_of(world) == expected


class Loss:
    """Stands before a wiki and loses the answer to one write, or the write itself."""

    def __init__(self, proxy: CountingProxy, number: int, fault: Fault) -> None:
        self.met = 0
        self._number = number
        if fault is BEFORE:
            proxy.fault = lambda request: BROKEN if self._is_met(request) else None
        else:
            proxy.drop_answer = self._is_met

    def _is_met(self, request: Request) -> bool:
        self.met += request.writes
        return request.writes and self.met == self._number


@pytest.mark.wiki
@pytest.mark.parametrize("fault", [BEFORE, AFTER], ids=["did-not-arrive", "answer-lost"])
@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("stage", ["real"], indirect=True)
def test_a_lost_answer_of_a_real_wiki(stage: RealStage, name: str, fault: Fault) -> None:
    """A write that is cut off on its way, or whose answer is: the same run ends it, and it is made once."""
    expected, work = stage.undisturbed(name), WORKS[name]
    world = stage.begin(work)
    loss = Loss(stage.trio.movilab.proxy, len(work.writes), fault)
    work.run(world)
    stage.trio.movilab.proxy.reset()
    assert loss.met == len(work.writes) + (fault is BEFORE)
    work.finish(world)
    assert end_of(world) == expected


def test_a_lost_write_is_not_sent_again_against_the_will_of_people(
    memory: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who puts the page on the opt-out list after the first sending is heard before the second."""
    memory.source.create(TITLE, sheet(TITLE))
    asked: list[str] = []

    def permit(_watch: Watch, change: Change) -> Finding | None:
        asked.append(change.partner)
        no = Finding(Reason.OPTED_OUT, (("page", "Projet:Robot"),))
        return no if asked.count("movilab") == 2 and change.partner == "movilab" else None

    def lossy(wiki: Wiki) -> Wiki:
        if isinstance(wiki, MemoryWiki) and wiki.name == "movilab":
            wiki.line.fail_write(1, Fault.LOST_BEFORE)
        return wiki

    monkeypatch.setattr(Watch, "permit", permit)
    assert outcomes(memory.sync(wrap=lossy))[TITLE, "movilab"] == [Outcome.REFUSED]
    assert asked.count("movilab") == 2
    assert memory.movilab.text(copy_title(TITLE)) is None
