"""The wiki in memory does what a real MediaWiki does: the same stories are told at both, and the accounts compared.

``REPUBLISH_STORIES=2000`` tells more of them, other ones each time.
"""

import os
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.memory.hand import MemoryHand
from tests.memory.real import RealWiki
from tests.memory.stories import STORIES, Step, Telling, afterwards
from tests.memory.wiki import MemoryWiki

pytestmark = pytest.mark.xdist_group("one-wiki")

TOLD = int(os.environ.get("REPUBLISH_STORIES", "0"))
TOGETHER = 20


def in_memory(stories: list[tuple[Step, ...]], words: list[str]) -> list[list[object]]:
    """Tell stories at a wiki in memory, and give the accounts."""
    wiki = MemoryWiki()
    tellings = [Telling(wiki, MemoryHand(wiki.site), own) for own in words]
    for telling, story in zip(tellings, stories, strict=True):
        telling.tell(story)
    return afterwards(tellings, wiki)


@settings(
    max_examples=max(1, (TOLD or 60) // TOGETHER),
    derandomize=not TOLD,
    deadline=None,
    phases=(Phase.explicit, Phase.generate, *((Phase.shrink,) if TOLD else ())),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(STORIES, min_size=TOGETHER, max_size=TOGETHER, unique=True))
@pytest.mark.timeout(3600)
def test_memory_and_mediawiki_tell_the_same(real: RealWiki, stories: list[tuple[Step, ...]]) -> None:
    words = [f"H{uuid4().hex[:10]}" for _story in stories]
    for story, told, meant in zip(stories, in_memory(stories, words), real.tell(stories, words), strict=True):
        for mine, theirs in zip(told, meant, strict=True):
            assert mine == theirs, story


@settings(max_examples=200, deadline=None)
@given(st.lists(STORIES, min_size=1, max_size=3))
def test_stories_in_memory_are_the_same_each_time(stories: list[tuple[Step, ...]]) -> None:
    words = [f"H{number}" for number, _story in enumerate(stories)]
    assert in_memory(stories, words) == in_memory(stories, words)
