"""The adapter of MediaWiki keeps the contract on a real wiki."""

from collections.abc import Iterator

import pytest

from tests.farm.mediawiki import MediaWikiServer
from tests.wiki.contract import WikiContract
from tests.wiki.mediawikis import WikiFarm

pytestmark = pytest.mark.xdist_group("one-wiki")


@pytest.fixture(scope="module", autouse=True)
def _as_it_was(one_wiki: MediaWikiServer) -> None:
    """Leave nothing of the modules before, such as a block or a page of the same title."""
    one_wiki.restore()
    one_wiki.proxy.reset()


@pytest.fixture
def farm(one_wiki: MediaWikiServer) -> Iterator[WikiFarm]:
    """Give the real wiki; the tests of the contract use titles of their own and need no empty one."""
    farm = WikiFarm(one_wiki)
    yield farm
    farm.close()


class TestMediaWikiKeepsTheContract(WikiContract):
    """A real MediaWiki is a wiki like any other."""
