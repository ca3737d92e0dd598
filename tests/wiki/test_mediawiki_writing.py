"""Writing to a real MediaWiki: nobody is overwritten, and what is sent arrives."""

import pytest

from bot.errors import Trouble
from bot.wiki.mediawiki import MediaWiki
from tests.farm.mediawiki import MediaWikiServer
from tests.wiki.mediawikis import OTHER, TEXT, look, refused, update

pytestmark = pytest.mark.xdist_group("one-wiki")


def test_an_edit_within_the_same_second_is_no_edit_of_ours(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """The revision counts, not the time: a person who is as quick as we are wins."""
    seen = look(wiki)
    server.edit("Essai", OTHER)
    error = refused(wiki, seen)
    assert (error.trouble, error.code) == (Trouble.PAGE, "editconflict")
    assert server.text("Essai") == OTHER


def test_an_own_edit_in_between_counts_as_well(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """An old write of ours that lands late does not bring an old text back."""
    seen = look(wiki)
    update(wiki, seen, "Un texte plus neuf du robot.")
    assert refused(wiki, seen, "Un vieux texte du robot.").code == "editconflict"
    assert server.text("Essai") == "Un texte plus neuf du robot."


def test_a_silent_merge_is_noticed(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """Where the wiki mixes two edits, we know that what stands there is not what we sent."""
    seen = look(wiki)
    assert seen.page is not None
    server.edit("Essai", "Un début.\n\nUn milieu.\n\nUne autre fin.")
    written = wiki.update(
        "Essai", "Un autre début.\n\nUn milieu.\n\nUne fin.", "Résumé", base=seen.page.revision, since=seen.seen_at
    )
    assert (written.changed, written.merged) == (True, True)
    assert server.text("Essai") == "Un autre début.\n\nUn milieu.\n\nUne autre fin."


def test_a_page_deleted_meanwhile_stays_deleted(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """An update makes no page; one that was made again meanwhile by somebody else is left to them."""
    seen = look(wiki)
    server.delete("Essai")
    assert refused(wiki, seen).code in ("missingtitle", "pagedeleted")
    assert server.text("Essai") is None
    server.edit("Essai", OTHER)
    assert refused(wiki, seen).trouble is Trouble.PAGE
    assert server.text("Essai") == OTHER


def test_a_page_renamed_meanwhile_is_left_where_it_is(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """The redirect that a move leaves is not written over."""
    seen = look(wiki)
    server.move("Essai", "Essai déplacé")
    assert refused(wiki, seen).trouble is Trouble.PAGE
    assert "REDIRECT" in (server.text("Essai") or "")
    assert (server.text("Essai déplacé") or "").startswith("Un début")


def test_the_same_text_again_is_no_edit(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """An identical text changes nothing, also when somebody else wrote it first."""
    seen = look(wiki)
    server.edit("Essai", TEXT)
    written = wiki.update("Essai", f"{TEXT} \n\n", "Résumé", base=seen.page.revision if seen.page else 0)
    assert not written.changed
    assert [entry.user for entry in server.history("Essai")] == ["Alice", "Alice"]


@pytest.mark.parametrize(
    "title",
    [
        "Recette:Pâté & cie?",
        "Économie d’énergie / 50 + 5 = 55",
        'Titre « cité », "droit"',
        "日本語の題名",
        "Été\u00a0: 1",
        "C++",
        "A&amp=B",
    ],
)
def test_odd_titles_are_written_where_they_belong(server: MediaWikiServer, wiki: MediaWiki, title: str) -> None:
    """Every character that a title may hold arrives."""
    seen = wiki.look_for([title])[title]
    if seen.invalid:
        pytest.skip("no wiki can hold this title")
    assert wiki.create(seen.title, TEXT, "Résumé").title == seen.title
    assert server.text(seen.title) == TEXT


@pytest.mark.parametrize("size", [400, 31_000, 600_000])
def test_texts_of_every_size_arrive(server: MediaWikiServer, wiki: MediaWiki, size: int) -> None:
    """A large text full of accents goes out in parts and not three times as large."""
    text = ("é😀&=%+\u00a0\n" * (size // 8)).rstrip()
    mark = server.proxy.mark()
    wiki.create("Long", text, "Résumé")
    assert server.text("Long") == text
    (request,) = [one for one in server.requests(mark) if one.action == "edit"]
    assert request.headers["content-type"].startswith("multipart/form-data") == (size > 1_000)
    if size > 1_000:
        assert request.size < len(text.encode()) + 3000


@pytest.mark.parametrize(
    "text", ["Été de\u0301but", "a\r\nb\rc", "fin \n\t\n", "\n\ndébut", "Å\u212b \u2126", "fin\u00a0"]
)
def test_texts_are_sent_as_they_are_stored(server: MediaWikiServer, wiki: MediaWiki, text: str) -> None:
    """The digest that we expect is the digest that the wiki counts."""
    from bot.sync.finding import digest_of

    wiki.create("Normal", text, "Résumé")
    assert look(wiki, "Normal").digest == digest_of(text)


def test_long_summaries_do_no_harm(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """A summary longer than the wiki keeps is cut, not refused."""
    wiki.create("Long", TEXT, "é" * 900)
    assert len(server.history("Long")[0].comment) == 500
