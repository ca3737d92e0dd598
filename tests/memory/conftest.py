"""The real wiki to which the one in memory is compared."""

import pytest

from tests.farm.mediawiki import MediaWikiServer
from tests.memory.real import RealWiki


@pytest.fixture(scope="module")
def real(one_wiki: MediaWikiServer) -> RealWiki:
    """Give the real wiki; each story has titles of its own."""
    one_wiki.restore()
    return RealWiki(one_wiki)
