"""Moving pages on a real MediaWiki: what is lost, refused or moved along."""

import pytest

from bot.errors import Trouble, WikiError
from bot.wiki.mediawiki import MediaWiki
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.requestlog import Request
from tests.wiki.mediawikis import connect, look, sent

pytestmark = pytest.mark.xdist_group("one-wiki")


def is_move(request: Request) -> bool:
    """Recognise the request that moves."""
    return request.action == "move"


def refused_move(wiki: MediaWiki, title: str = "Essai mouvant", source: str = "Essai") -> WikiError:
    """Give the refusal of a move of what stands at a title."""
    page = look(wiki, source).page
    assert page is not None
    with pytest.raises(WikiError) as caught:
        wiki.move(page.page_id, title, "Résumé", base=page.revision)
    return caught.value


def test_a_move_is_sent_once_with_its_guards(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """The page is named by its id, the talk page goes along, no warning is overridden."""
    server.edit("Discussion:Essai", "Une question.")
    page = look(wiki).page
    assert page is not None
    mark = server.proxy.mark()
    moved = wiki.move(page.page_id, "Essai mouvant", "Résumé", base=page.revision)
    (parameters,) = sent(server, mark, "move")
    assert (parameters["fromid"], parameters["to"]) == (str(page.page_id), "Essai mouvant")
    assert parameters["assertuser"] == "Robot"
    assert not {"noredirect", "ignorewarnings", "movesubpages"} & set(parameters)
    assert server.text("Discussion:Essai mouvant") == "Une question."
    newest, before = server.history("Essai mouvant")
    assert (newest.revision, newest.parent, newest.user) == (moved.revision, page.revision, "Robot")
    assert before.revision == page.revision
    assert "Résumé" in newest.comment


def test_a_lost_answer_of_a_move_is_of_unknown_outcome(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """The page has moved, we do not know, and nothing is sent twice."""
    wiki.account()
    server.proxy.drop_answer = is_move
    mark = server.proxy.mark()
    assert refused_move(wiki).trouble is Trouble.UNKNOWN
    assert len(sent(server, mark, "move")) == 1
    assert server.revision("Essai mouvant")


def test_an_edit_that_comes_in_between_is_told(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """MediaWiki takes no base for a move: the edit of a person moves along, and we know of it."""
    page = look(wiki).page
    assert page is not None

    def meddle(request: Request) -> None:
        if is_move(request):
            server.edit("Essai", "Le texte de quelqu’un.")

    server.proxy.fault = meddle
    moved = wiki.move(page.page_id, "Essai mouvant", "Résumé", base=page.revision)
    assert moved.merged
    assert server.text("Essai mouvant") == "Le texte de quelqu’un."
    assert server.revision("Essai mouvant") == moved.revision


def test_a_missing_right_to_move_says_what_to_do(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """Nothing is sent where the account may not move, and edits go on."""
    server.configure("$wgGroupPermissions['user']['move'] = false;")
    mark = server.proxy.mark()
    error = refused_move(wiki)
    assert (error.trouble, error.code) == (Trouble.PAGE, "cantmove")
    assert "grant" in error.info
    assert not sent(server, mark, "move")


def test_a_protected_page_is_not_moved(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """Protection counts for moves too, and is seen by a look."""
    server.protect("Essai")
    assert look(wiki).protection == "editprotected"
    error = refused_move(wiki)
    assert (error.trouble, error.code) == (Trouble.PAGE, "protectedpage")
    assert look(wiki, "Essai mouvant").page is None


def test_a_redirect_to_another_page_is_not_moved_over(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """MediaWiki names the case otherwise than we do."""
    server.edit("Ailleurs", "Un texte.")
    server.edit("Renvoi", "#REDIRECTION [[Ailleurs]]")
    assert refused_move(wiki, "Renvoi").code == "articleexists"
    assert refused_move(wiki, "Ailleurs").code == "articleexists"


def test_an_anonymous_client_has_no_contributions(server: MediaWikiServer) -> None:
    """The edits of an address are nobody's."""
    assert connect(server, anonymous=True).contributions() == ()


def test_a_hidden_text_is_not_given(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """What administrators have hidden stays hidden."""
    old = server.revision("Essai")
    new = server.edit("Essai", "Un texte plus neuf.")
    server.hide_user(old, "content")
    assert wiki.texts([old, new]) == {new: "Un texte plus neuf."}


def test_a_page_is_titled_by_who_moved_it_last(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """Edits and protections give no title; moves do, and before the first of them who made the page."""
    made = wiki.create("Essai à nous", "Un texte.", "Résumé")
    server.protect("Essai à nous")
    server.protect("Essai à nous", "all")
    server.edit("Essai à nous", "Un texte à tous.")
    assert wiki.titled_by(made.page_id) == "Robot"
    server.move("Essai à nous", "Essai à vous", redirect=False)
    wiki.update("Essai à vous", "Un texte à nous.", "Résumé", base=server.revision("Essai à vous"))
    assert wiki.titled_by(made.page_id) == "Admin"
    wiki.move(made.page_id, "Essai à eux", "Résumé", base=server.revision("Essai à vous"))
    server.edit("Essai à eux", "Un texte à eux.")
    assert wiki.titled_by(made.page_id) == "Robot"
    server.delete("Essai à eux")
    assert wiki.titled_by(made.page_id) == ""


def test_nobody_is_said_to_have_titled_a_page_where_that_is_hidden(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """A hidden text could be that of a move; a hidden name is nobody's."""
    made = wiki.create("Essai à nous", "Un texte.", "Résumé")
    hidden = server.edit("Essai à nous", "Un texte à taire.")
    server.edit("Essai à nous", "Un texte.")
    server.hide_user(hidden, "content")
    assert wiki.titled_by(made.page_id) == ""
    server.move("Essai à nous", "Essai à vous")
    assert wiki.titled_by(made.page_id) == "Admin"
    server.hide_user(server.revision("Essai à vous"))
    assert wiki.titled_by(made.page_id) == ""
