"""Reading a real MediaWiki: many pages, hidden and imported people, private wikis."""

from collections.abc import Iterator

import pytest

from bot.config.settings import WikiSettings
from bot.domain.doing import Doing
from bot.domain.selection import InCategory, Named, Selection
from bot.errors import Trouble, WikiError
from bot.sync.opening import open_wiki
from tests.farm.mediawiki import MediaWikiServer, SeedRevision
from tests.wiki.mediawikis import AGENT, WikiFarm, connect

pytestmark = pytest.mark.xdist_group("one-wiki")
PRIVATE = "$wgGroupPermissions['*']['read'] = false; $wgGroupPermissions['*']['edit'] = false;"


@pytest.fixture
def farm(wiki_server: MediaWikiServer) -> Iterator[WikiFarm]:
    """Give the wiki, emptied."""
    farm = WikiFarm(wiki_server)
    yield farm
    farm.close()


def read(farm: WikiFarm, title: str) -> tuple[tuple[str, ...], int, int]:
    """Give the names behind a page, and the numbers of anonymous and hidden people."""
    wiki = connect(farm.server, anonymous=True)
    seen = wiki.look_for([title])[title].page
    assert seen is not None
    (page,) = wiki.read([seen.page_id])
    people = page.contributors
    return people.names, people.anonymous, people.hidden


# Many pages


def test_many_pages_are_listed_and_read_to_the_last(farm: WikiFarm) -> None:
    """Listings of several answers, and texts in batches of fifty, are whole; a robot with rights asks less often."""
    server = farm.server
    server.write_pages(
        SeedRevision(f"Fiche {number:03}", f"Texte {number}. [[Catégorie:Fiches]]", user)
        for number in range(120)
        for user in ("Alice", "Zoé")
    )
    server.configure("$wgAPIMaxResultSize = 16000;")
    for anonymous, batches in ((True, 3), (False, 1)):
        wiki = connect(server, anonymous=anonymous)
        if not anonymous:
            wiki.account()
        mark = server.proxy.mark()
        listed = wiki.select(Selection((InCategory("Fiches"),)))
        assert [ref.title for ref in listed] == [f"Fiche {number:03}" for number in range(120)]
        pages = list(wiki.read([ref.page_id for ref in listed]))
        assert sorted(page.text for page in pages) == sorted(
            f"Texte {number}. [[Catégorie:Fiches]]" for number in range(120)
        )
        assert all(set(page.contributors.names) == {"Alice", "Zoé"} for page in pages)
        asked = {request.parameters["pageids"] for request in server.requests(mark) if "pageids" in request.parameters}
        assert len(asked) == batches
        seen = wiki.look_for([ref.title for ref in listed], with_text=True)
        assert all(one.text for one in seen.values())
        assert len(wiki.look_at([ref.page_id for ref in listed])) == 120


def test_a_long_listing_is_followed(farm: WikiFarm) -> None:
    """More pages than one answer holds are all found; whoever waits is told how far it is, in reading as well."""
    farm.server.write_pages(SeedRevision(f"Fiche {number}", "Un. [[Catégorie:Fiches]]") for number in range(520))
    mark = farm.server.proxy.mark()
    told: list[tuple[Doing, int, int | None]] = []
    settings = WikiSettings(farm.server.name, farm.server.api)
    wiki = open_wiki(settings, AGENT, notice=lambda _wiki, doing, done, total: told.append((doing, done, total)))
    listed = wiki.select(Selection((InCategory("Fiches"),)))
    assert len(listed) == 520
    assert sum(request.parameters.get("generator") == "categorymembers" for request in farm.server.requests(mark)) == 2
    assert len(list(wiki.read([ref.page_id for ref in listed[:60]]))) == 60
    assert told == [(Doing.LISTING, 500, None), *((Doing.READING, done, 60) for done in range(1, 61))]


def test_subcategories_in_a_loop_end(farm: WikiFarm) -> None:
    """Two categories that hold each other are each listed once."""
    farm.put("Catégorie:Un", "[[Catégorie:Deux]]")
    farm.put("Catégorie:Deux", "[[Catégorie:Un]]")
    farm.put("Fiche", "Un texte. [[Catégorie:Deux]]")
    mark = farm.server.proxy.mark()
    assert [ref.title for ref in farm.wiki.select(Selection((InCategory("Un", depth=9),)))] == ["Fiche"]
    assert len(farm.server.requests(mark)) <= 6


def test_a_category_that_nobody_has_heard_of_is_empty(farm: WikiFarm) -> None:
    """A category without pages gives an empty listing; what that means is for others to say."""
    assert farm.wiki.select(Selection((InCategory("Rien"), Named(("Rien", "A|B", ""))))) == ()


# People


def test_people_behind_a_page(farm: WikiFarm) -> None:
    """Addresses are counted, hidden people are counted, imported people are named as the wiki names them."""
    server = farm.server
    server.write_pages(
        [
            SeedRevision("Essai", "un", "192.0.2.7"),
            SeedRevision("Essai", "deux", "2001:db8::7"),
            SeedRevision("Essai", "trois", "Zoé"),
        ]
    )
    assert read(farm, "Essai") == (("Zoé",), 2, 0)
    farm.put("Essai", "quatre", "Chloé")
    hidden = server.edit("Essai", "cinq", user="Benoît")
    server.edit("Essai", "six", user="Alice")
    server.hide_user(hidden)
    assert read(farm, "Essai") == (("Alice", "Chloé", "Zoé"), 2, 1)
    server.hide_user(server.revision("Essai"))
    assert read(farm, "Essai") == (("Chloé", "Zoé"), 2, 2)


def test_imported_people_keep_their_names(farm: WikiFarm) -> None:
    """Authors that came with an import are people with names, not addresses."""
    dump = farm.server.folder / "import.xml"
    dump.write_text(
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="fr"><page>'
        "<title>Importée</title><revision><timestamp>2024-01-01T00:00:00Z</timestamp>"
        "<contributor><username>Yann</username></contributor><model>wikitext</model><format>text/x-wiki</format>"
        '<text xml:space="preserve">Un texte ~~~~ </text></revision></page></mediawiki>',
        encoding="utf-8",
    )
    farm.server.maintain("importDump.php", "--quiet", "--username-prefix=brest", str(dump))
    assert read(farm, "Importée") == (("brest>Yann",), 0, 0)


def test_the_most_active_of_many_authors_come_first(farm: WikiFarm) -> None:
    """Through all parts of a long history; temporary accounts and addresses that came with an import have no names."""
    authors = [f"Personne {letter}" for letter in "ABCDEFGHIJKLM"]
    turns = [*authors, *(["Personne M"] * 3), *(["Personne C"] * 2), "~2025-1234", "~2025-777"]
    revisions = "".join(
        f"<revision><timestamp>2024-01-01T00:00:{number:02}Z</timestamp><contributor><username>{name}</username>"
        "</contributor><model>wikitext</model><format>text/x-wiki</format>"
        f'<text xml:space="preserve">{number}</text></revision>'
        for number, name in enumerate(turns)
    )
    dump = farm.server.folder / "many.xml"
    dump.write_text(
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="fr"><page>'
        f"<title>À beaucoup</title>{revisions}</page></mediawiki>",
        encoding="utf-8",
    )
    farm.server.maintain("importDump.php", "--quiet", "--username-prefix=brest", str(dump))
    names, anonymous, hidden = read(farm, "À beaucoup")
    assert names[:3] == ("brest>Personne M", "brest>Personne C", "brest>Personne A")
    assert (set(names), anonymous, hidden) == ({f"brest>{name}" for name in authors}, 2, 0)


def test_the_bots_of_a_wiki_are_known(farm: WikiFarm) -> None:
    """Those of its group of bots."""
    assert connect(farm.server, anonymous=True).bots() == {"Robot"}


# Private wikis


def test_a_private_wiki_is_read_with_its_account(farm: WikiFarm) -> None:
    """Facts, listings and texts of a private wiki come after a login that nobody had to ask for."""
    farm.put("Essai", "Un texte. [[Catégorie:Fiches]]")
    farm.server.configure(PRIVATE)
    wiki = connect(farm.server)
    mark = farm.server.proxy.mark()
    assert wiki.facts().language == "fr"
    (ref,) = wiki.select(Selection((InCategory("Fiches"),)))
    assert [page.text for page in wiki.read([ref.page_id])] == ["Un texte. [[Catégorie:Fiches]]"]
    assert wiki.update("Essai", "Un autre texte.", "Résumé", base=ref.revision).changed
    assert farm.server.counts(mark)["POST login"] == 1


def test_a_private_wiki_without_an_account_says_so(farm: WikiFarm) -> None:
    """Without a login, and with a wrong one, the reason is told, and the password is tried once."""
    farm.server.configure(PRIVATE)
    with pytest.raises(WikiError) as caught:
        connect(farm.server, anonymous=True).facts()
    assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "readapidenied")
    mark = farm.server.proxy.mark()
    wiki = connect(farm.server, password="0" * 32)
    for _ in range(3):
        with pytest.raises(WikiError) as caught:
            wiki.facts()
        assert (caught.value.trouble, caught.value.code) == (Trouble.LOGIN, "login-refused")
    assert farm.server.counts(mark)["POST login"] == 1
