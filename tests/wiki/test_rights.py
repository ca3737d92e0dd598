"""What real MediaWikis say of their licence: by address and words, by words alone, or by a page of their own."""

import pytest

from bot.domain.licences.evidence import Evidence, Refused, establish
from bot.domain.licences.refusal import Refusal
from bot.wikitext.statements import notice_statement
from tests.domain.licences.spellings import INSTALLED
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.settings import php_string
from tests.wiki.mediawikis import connect

pytestmark = pytest.mark.xdist_group("one-wiki")
PAGE = "Projet:Copyrights"


def told(server: MediaWikiServer, url: str, text: str, page: str = "") -> Evidence | Refused:
    """Give what follows from the settings of a wiki, as an anonymous reader gets to know them."""
    settings = {"wgRightsUrl": url, "wgRightsText": text} | ({"wgRightsPage": page} if page else {})
    server.configure("\n".join(f"${name} = {php_string(value)};" for name, value in settings.items()))
    client = connect(server, anonymous=True)
    try:
        return establish(notice_statement(client.facts()), None)
    finally:
        client.close()


def test_what_the_installer_writes_is_read(wiki_server: MediaWikiServer) -> None:
    """Each choice of the French installer gives its licence, and “public domain” goes to a person."""
    for text, url, identifier, certainty in INSTALLED:
        found = told(wiki_server, url, text)
        if isinstance(found, Evidence):
            assert (found.licence.id, found.address) == (identifier, url)
            assert found.raw == f"{url} {text}"
        else:
            assert certainty.value in {"conflict", "none"}, text


@pytest.mark.parametrize("text", ["", "Creative Commons Attribution – Partage à l’identique"])
def test_a_page_of_the_wiki_is_named_and_not_interpreted(wiki_server: MediaWikiServer, text: str) -> None:
    """The page hides the address of the licence: people are told which page to read."""
    found = told(wiki_server, "https://creativecommons.org/licenses/by-sa/4.0/", text, PAGE)
    assert isinstance(found, Refused)
    assert found.why is Refusal.ON_PAGE
    assert found.statement is not None
    assert found.statement.address.endswith("/wiki/Projet:Copyrights")


def test_exact_words_beside_a_page_are_enough(wiki_server: MediaWikiServer) -> None:
    """The page is then where the licence is shown."""
    found = told(wiki_server, "", "CC BY-SA 3.0 FR", PAGE)
    assert isinstance(found, Evidence)
    assert (found.licence.id, found.address.endswith(PAGE)) == ("LicenseRef-CC-BY-SA-3.0-FR", True)


def test_a_wiki_without_a_licence_states_nothing(wiki_server: MediaWikiServer) -> None:
    """Neither address nor words nor page."""
    found = told(wiki_server, "", "")
    assert isinstance(found, Refused)
    assert found.why is Refusal.NO_EVIDENCE
