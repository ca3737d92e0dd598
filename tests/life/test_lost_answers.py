"""An answer that was lost, and people who say no before the write is sent again."""

import pytest

from bot.domain.plan import Change, Finding, Outcome, Reason
from bot.sync.watch import Watch
from bot.wiki.protocol import Wiki
from tests.life.world import World, copy_title, outcomes, sheet
from tests.memory.faults import Fault
from tests.memory.wiki import MemoryWiki

TITLE = "Arpentage"


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
