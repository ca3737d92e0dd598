"""The wikis of the adapter's tests: a real one and a made-up one."""

from collections.abc import Iterator

import pytest

from bot.wiki.mediawiki import MediaWiki
from tests.farm.mediawiki import MediaWikiServer
from tests.wiki.mediawikis import connect
from tests.wiki.recorded import RecordedWiki, recorded_wiki


@pytest.fixture
def made_up() -> Iterator[RecordedWiki]:
    """Give the made-up wiki."""
    with recorded_wiki() as wiki:
        yield wiki


@pytest.fixture
def server(wiki_server: MediaWikiServer) -> MediaWikiServer:
    """Give the wiki with one page of somebody's."""
    wiki_server.edit("Essai", "Un début.\n\nUn milieu.\n\nUne fin.")
    return wiki_server


@pytest.fixture
def wiki(server: MediaWikiServer) -> Iterator[MediaWiki]:
    """Give the robot's client."""
    client = connect(server)
    yield client
    client.close()
