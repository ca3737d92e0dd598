"""Whatever a real MediaWiki refuses is sorted by what it means."""

import contextlib
import sqlite3

import pytest

from bot.errors import Trouble, WikiError
from bot.wiki.mediawiki import MediaWiki
from tests.farm.install import ROBOT
from tests.farm.mediawiki import MediaWikiServer
from tests.wiki.mediawikis import TEXT, connect, look, refused, sent

pytestmark = pytest.mark.xdist_group("one-wiki")

CAPTCHA = """wfLoadExtension( 'ConfirmEdit' );
$wgCaptchaTriggers['edit'] = $wgCaptchaTriggers['create'] = true; $wgGroupPermissions['bot']['skipcaptcha'] = false;
$wgGroupPermissions['*']['skipcaptcha'] = false; $wgGrantPermissions['basic']['skipcaptcha'] = false;"""

SETTINGS = {
    "readonly": ("$wgReadOnly = 'Travaux';", Trouble.WIKI, "readonly"),
    "rate": ("$wgRateLimits['edit']['user'] = [ 0, 60 ];", Trouble.WIKI, "ratelimited"),
    "captcha": (CAPTCHA, Trouble.WIKI, "captcha"),
    "mail": ("$wgEmailConfirmToEdit = true;", Trouble.WIKI, "confirmemail"),
    "size": ("$wgMaxArticleSize = 0.01;", Trouble.PAGE, "contenttoobig"),
    "spam": ("$wgSpamRegex = [ '/robot/' ];", Trouble.PAGE, "spamprotectionmatch"),
    "namespace": ("$wgNamespaceProtection[0] = [ 'editinterface' ];", Trouble.PAGE, "protectednamespace"),
    "hook": ("$wgHooks['EditFilterMergedContent'][] = fn () => false;", Trouble.PAGE, "hookaborted"),
    "database": (
        "$wgHooks['EditFilterMergedContent'][] = function () { throw new DBUnexpectedError( null, 'x' ); };",
        Trouble.UNKNOWN,
        "internal_api_error_DBUnexpectedError",
    ),
    "exception": (
        "$wgShowExceptionDetails = true; $wgHooks['MultiContentSave'][] = function () { throw new Exception( 'x' ); };",
        Trouble.UNKNOWN,
        "internal_api_error_Exception",
    ),
    "fatal": ("$wgHooks['MultiContentSave'][] = function () { exit; };", Trouble.UNKNOWN, "not-json"),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_refusals_are_sorted(server: MediaWikiServer, wiki: MediaWiki, case: str) -> None:
    """Each refusal of a real wiki has its code and its meaning."""
    extra, trouble, code = SETTINGS[case]
    seen = look(wiki)
    wiki.account()
    server.configure(extra)
    mark = server.proxy.mark()
    error = refused(wiki, seen, TEXT * 20)
    assert (error.trouble, error.code) == (trouble, code)
    assert len(sent(server, mark)) == (4 if case in ("readonly", "rate") else 1)
    assert "/usr/share" not in error.info
    assert server.robot_password not in f"{error!r} {error}"


def test_blocks_are_obeyed(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """A full block ends the work at the wiki; a partial one concerns its pages only."""
    seen = look(wiki)
    wiki.account()
    admin = server.person("Admin")
    partial = {"partial": True, "pagerestrictions": "Essai", "allowusertalk": True, "reason": "Essai"}
    admin.post(action="block", user=ROBOT, **partial)
    assert (refused(wiki, seen).trouble, refused(wiki, seen).code) == (Trouble.PAGE, "blocked")
    assert wiki.create("Autre", TEXT, "Résumé").changed
    assert connect(server).account() == ROBOT
    server.unblock()
    server.block(reason="Trop de copies")
    error = refused(wiki, seen)
    assert (error.trouble, error.code) == (Trouble.WIKI, "blocked")
    assert "Trop de copies" in error.info
    with pytest.raises(WikiError, match="Trop de copies"):
        connect(server).account()


def test_protections_are_obeyed(server: MediaWikiServer, wiki: MediaWiki) -> None:
    """A protected page, a protected title, and a page protected with another one."""
    seen = look(wiki)
    server.protect("Essai")
    server.protect("Jamais")
    assert wiki.look_for(["Jamais"])["Jamais"].protection == "editprotected"
    assert (refused(wiki, seen).trouble, refused(wiki, seen).code) == (Trouble.PAGE, "protectedpage")
    with pytest.raises(WikiError) as caught:
        wiki.create("Jamais", TEXT, "Résumé")
    assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "protectedpage")


@pytest.mark.parametrize(
    ("actions", "trouble"),
    [(("disallow",), Trouble.PAGE), (("warn",), Trouble.PAGE), (("disallow", "block"), Trouble.WIKI)],
)
def test_filters_are_obeyed(
    server: MediaWikiServer, wiki: MediaWiki, actions: tuple[str, ...], trouble: Trouble
) -> None:
    """A filter that refuses or warns is not asked twice; one that blocks ends the work."""
    seen = look(wiki)
    add_filter(server, actions)
    server.configure("wfLoadExtension( 'AbuseFilter' ); $wgAbuseFilterActions['block'] = true;")
    wiki.account()
    mark = server.proxy.mark()
    error = refused(wiki, seen)
    assert error.code.startswith("abusefilter-")
    assert error.trouble is trouble
    assert "Pas de robots" in error.info
    assert len(sent(server, mark)) == 1
    assert server.text("Essai") != TEXT


def add_filter(server: MediaWikiServer, actions: tuple[str, ...]) -> None:
    """Put an abuse filter for texts about robots into the wiki."""
    with contextlib.closing(sqlite3.connect(server.folder / "db/wiki.sqlite", timeout=30)) as database, database:
        database.execute(
            "INSERT INTO abuse_filter (af_id, af_pattern, af_user, af_user_text, af_timestamp, af_enabled, af_comments,"
            " af_public_comments, af_hidden, af_hit_count, af_throttled, af_deleted, af_actions, af_global, af_group)"
            " VALUES (1, 'added_lines rlike \"robot\"', 1, 'Admin', '20260101000000', 1, '', 'Pas de robots',"
            " 0, 0, 0, 0, ?, 0, 'default')",
            (",".join(actions),),
        )
        parameters = {"warn": "abusefilter-warning", "block": "blocktalk\n1 hour\n1 hour"}
        database.executemany(
            "INSERT INTO abuse_filter_action (afa_filter, afa_consequence, afa_parameters) VALUES (1, ?, ?)",
            [(action, parameters.get(action, "")) for action in actions],
        )


@pytest.mark.parametrize(
    ("extension", "page", "rule", "code"),
    [
        ("SpamBlacklist", "MediaWiki:Spam-blacklist", "spam\\.example\\.org", "spamblacklist"),
        ("TitleBlacklist", "MediaWiki:Titleblacklist", "Recette:Interdit.*", "titleblacklist-forbidden"),
    ],
)
def test_blacklists_are_obeyed(
    server: MediaWikiServer, wiki: MediaWiki, extension: str, page: str, rule: str, code: str
) -> None:
    """A forbidden address and a forbidden title concern the page, and the reason is told."""
    local = "$wgBlacklistSettings['spam']['files'] = []; $wgLogSpamBlacklistHits = false;"
    server.configure(f"wfLoadExtension( '{extension}' ); {local if extension == 'SpamBlacklist' else ''}")
    server.edit(page, rule, user="Admin")
    with pytest.raises(WikiError) as caught:
        wiki.create("Recette:Interdit", "Voir https://spam.example.org/page", "Résumé")
    assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, code)
    assert server.text("Recette:Interdit") is None
