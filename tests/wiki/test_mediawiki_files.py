"""The files of a real MediaWiki: seen, fetched, and brought there without treading on anybody's toes."""

import hashlib
import time
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from bot.errors import InterruptedRunError, Trouble, WikiError
from bot.wiki.mediawiki import MediaWiki
from bot.wiki.uploads import PIECE
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.pictures import picture
from tests.farm.requestlog import Reply, Request, error_reply
from tests.wiki.mediawikis import connect

pytestmark = pytest.mark.xdist_group("one-wiki")
MAXIMUM = 10_000_000
TEXT = "Description écrite par le robot."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a picture on our disk."""
    path = tmp_path / "picture"
    path.write_bytes(picture(1))
    return path


def code_of(wiki: MediaWiki, name: str, path: Path, *, replaces: str = "") -> str:
    """Give the code by which an upload is refused, for this file alone."""
    with pytest.raises(WikiError) as caught:
        wiki.files.upload(name, path, TEXT, "Résumé", replaces=replaces)
    assert caught.value.trouble is Trouble.PAGE
    return caught.value.code


def test_a_file_is_seen_and_fetched_as_it_is(server: MediaWikiServer, wiki: MediaWiki, tmp_path: Path) -> None:
    """What the wiki says of a file is what arrives, whatever letters its name is asked by."""
    server.upload("Mur_été.png", picture(2), "Texte de la page")
    seen = wiki.files.look_for(["mur été.png", "Absent.png"])
    assert set(seen) == {"mur été.png"}
    file = seen["mur été.png"]
    digest = hashlib.sha1(picture(2)).hexdigest()
    assert (file.name, file.digest, file.mime) == ("Mur été.png", digest, "image/png")
    assert (file.user, file.text, file.shared) == ("Alice", "Texte de la page", False)
    assert wiki.files.digests(["mur été.png", "Absent.png"]) == {"mur été.png": digest}
    assert wiki.files.with_digest(digest) == ("Mur été.png",)
    assert wiki.files.with_digest("0" * 40) == ()
    wiki.files.fetch(file, tmp_path / "fetched", MAXIMUM)
    assert (tmp_path / "fetched").read_bytes() == picture(2)


def test_what_differs_from_what_was_announced_is_not_kept(
    server: MediaWikiServer, wiki: MediaWiki, tmp_path: Path
) -> None:
    """Another host, more bytes, other bytes, another kind: each is refused."""
    server.upload("Mur.png", picture(2))
    file = wiki.files.look_for(["Mur.png"])["Mur.png"]
    strangers = {
        "file-elsewhere": replace(file, address=f"http://127.0.0.1:1/{file.name}"),
        "file-too-large": replace(file, size=file.size - 1),
        "file-damaged": replace(file, digest="0" * 40),
        "file-kind": replace(file, mime="image/gif"),
        "http-404": replace(file, address=file.address + ".absent"),
    }
    for code, stranger in strangers.items():
        with pytest.raises(WikiError) as caught:
            wiki.files.fetch(stranger, tmp_path / "fetched", MAXIMUM)
        assert caught.value.code == code
    with pytest.raises(WikiError, match="file-too-large"):
        wiki.files.fetch(file, tmp_path / "fetched", file.size - 1)


def test_a_file_server_that_stumbles_is_asked_again(server: MediaWikiServer, wiki: MediaWiki, tmp_path: Path) -> None:
    """A few times; what it refuses outright is asked for once."""
    server.upload("Mur.png", picture(2))
    file = wiki.files.look_for(["Mur.png"])["Mur.png"]
    asked: list[int] = []

    def stumble(request: Request) -> Reply | None:
        if not request.path.startswith("/images/"):
            return None
        asked.append(answers.pop(0))
        return Reply(asked[-1], b"<html>Maintenance</html>") if asked[-1] else None

    server.proxy.fault = stumble
    answers = [503, 429, 200, 0]
    wiki.files.fetch(file, tmp_path / "fetched", MAXIMUM)
    assert (tmp_path / "fetched").read_bytes() == picture(2)
    assert asked == [503, 429, 200, 0]
    for some, code in (([403, 0], "http-403"), ([500] * 5, "http-500")):
        answers[:] = some
        with pytest.raises(WikiError, match=code) as caught:
            wiki.files.fetch(file, tmp_path / "fetched", MAXIMUM)
        assert caught.value.trouble is Trouble.WIKI
    assert asked[4:] == [403, 500, 500, 500, 500]


def test_a_file_arrives_with_its_description(server: MediaWikiServer, wiki: MediaWiki, path: Path) -> None:
    """One upload, one version, by the robot, marked as a robot's."""
    wiki.account()
    terms = wiki.files.terms()
    assert (terms.enabled, terms.allowed, terms.takes_ending("Mur.PNG"), terms.takes_ending("Mur.svg")) == (
        True,
        True,
        True,
        False,
    )
    wiki.files.upload("Mur neuf.png", path, TEXT, "Résumé")
    there = wiki.files.look_for(["Mur neuf.png"])["Mur neuf.png"]
    assert (there.user, there.text, there.digest) == ("Robot", TEXT, hashlib.sha1(picture(1)).hexdigest())
    query = {"list": "recentchanges", "rctype": "log", "rcprop": "flags|title|loginfo"}
    changes = server.person("").get(action="query", **query)["query"]["recentchanges"]
    assert [(one["logtype"], one["bot"]) for one in changes if one["title"] == "Fichier:Mur neuf.png"] == [
        ("upload", True)
    ]


def test_a_large_file_goes_in_pieces(server: MediaWikiServer, wiki: MediaWiki, tmp_path: Path) -> None:
    """A file of more than PHP takes at once arrives whole, also when an answer is lost on the way."""
    path = tmp_path / "large"
    path.write_bytes(data := picture(3, extra=3_000_000))
    wiki.account()
    server.proxy.reset()
    wiki.files.upload("Grand.png", path, TEXT, "Résumé")
    assert wiki.files.digests(["Grand.png"]) == {"Grand.png": hashlib.sha1(data).hexdigest()}


def test_nobodys_file_is_overwritten(server: MediaWikiServer, wiki: MediaWiki, path: Path) -> None:
    """A name that is taken, bytes that are there, a page without a file: the wiki is left as it is."""
    server.upload("Pris.png", picture(2), user="Alice")
    assert code_of(wiki, "Pris.png", path) == "exists"
    server.upload("Le même.png", picture(1), user="Alice")
    assert code_of(wiki, "Un autre.png", path) == "duplicate"
    server.edit("Fichier:Page seule.png", "Une page sans fichier.")
    path.write_bytes(picture(7))
    assert code_of(wiki, "Page seule.png", path) == "page-exists"
    assert wiki.files.digests(["Pris.png", "Un autre.png", "Page seule.png"]) == {
        "Pris.png": hashlib.sha1(picture(2)).hexdigest()
    }


def test_what_people_deleted_does_not_come_back(server: MediaWikiServer, wiki: MediaWiki, path: Path) -> None:
    """Neither under its name, nor the same bytes under another."""
    server.upload("Ancien.png", picture(1))
    server.delete("Fichier:Ancien.png")
    assert wiki.deleted_titles(["Fichier:Ancien.png", "Fichier:Jamais.png"]) == {"Fichier:Ancien.png"}
    assert code_of(wiki, "Ancien.png", path) == "was-deleted"
    assert code_of(wiki, "Nouveau.png", path) == "duplicate-archive"


def test_a_new_version_takes_the_place_of_the_one_that_was_seen(
    server: MediaWikiServer, wiki: MediaWiki, path: Path
) -> None:
    """And of no other: a version that people brought meanwhile stays, and one whose page somebody minds."""
    wiki.files.upload("Mur.png", path, TEXT, "Résumé")
    first = hashlib.sha1(picture(1)).hexdigest()
    path.write_bytes(picture(4))
    server.edit("Fichier:Mur.png", f"{{{{nobots}}}}{TEXT}")

    def heed(text: str) -> None:
        raise WikiError("partner", Trouble.PAGE, "left-alone", text)

    with pytest.raises(WikiError, match="nobots"):
        wiki.files.upload("Mur.png", path, TEXT, "Résumé", replaces=first, heed=heed)
    assert wiki.files.digests(["Mur.png"]) == {"Mur.png": first}
    wiki.files.upload("Mur.png", path, TEXT, "Résumé", replaces=first)
    second = hashlib.sha1(picture(4)).hexdigest()
    assert wiki.files.digests(["Mur.png"]) == {"Mur.png": second}
    time.sleep(1.1)  # a wiki names old versions by the second
    server.upload("Mur.png", picture(5), user="Alice")
    path.write_bytes(picture(6))
    assert code_of(wiki, "Mur.png", path, replaces=second) == "exists"
    assert wiki.files.digests(["Mur.png"]) == {"Mur.png": hashlib.sha1(picture(5)).hexdigest()}


def test_a_wiki_may_not_take_what_is_no_picture(server: MediaWikiServer, wiki: MediaWiki, path: Path) -> None:
    """The wiki's own look at the file is obeyed."""
    path.write_bytes(b"<html><script>alert(1)</script></html>")
    assert code_of(wiki, "Page.png", path) == "filetype-badmime"
    assert code_of(wiki, "Mur/a.png", path) == "badfilename"


@pytest.mark.parametrize(
    ("reply", "trouble", "sent"),
    [
        (Reply(200, b"<html>", {}), Trouble.LATER, 3),
        (Reply(503, b"", {}), Trouble.LATER, 3),
        (Reply(504, b"", {}), Trouble.LATER, 1),
        (Reply(403, b"", {}), Trouble.LATER, 1),
        (Reply(429, b"", {}), Trouble.WIKI, 4),
        (Reply(413, b"", {}), Trouble.PAGE, 1),
        (error_reply("uploaddisabled"), Trouble.PAGE, 1),
        (error_reply("readonly"), Trouble.WIKI, 4),
        (error_reply("blocked"), Trouble.WIKI, 1),
    ],
)
def test_what_keeps_a_file_out_of_the_stash_is_told_from_what_befalls_the_wiki(
    server: MediaWikiServer, wiki: MediaWiki, path: Path, reply: Reply, trouble: Trouble, sent: int
) -> None:
    """Nothing is published then, so it is never of unknown outcome."""
    stashed = list[Request]()

    def refuse(request: Request) -> Reply | None:
        if not request.parameters.get("stash"):
            return None
        stashed.append(request)
        return reply

    server.proxy.fault = refuse
    with pytest.raises(WikiError) as caught:
        wiki.files.upload("Mur.png", path, TEXT, "Résumé")
    server.proxy.reset()
    assert (caught.value.trouble, len(stashed)) == (trouble, sent)
    assert wiki.files.digests(["Mur.png"]) == {}


def test_a_stop_waits_for_no_more_pieces_of_a_file(server: MediaWikiServer, tmp_path: Path) -> None:
    """What lies in the stash is seen by nobody, so a long file can be left in the midst."""
    path, stop = tmp_path / "long", Event()
    path.write_bytes(picture(1) + bytes(2 * PIECE))
    sent = list[str]()

    def stop_then(request: Request) -> None:
        if request.parameters.get("stash"):
            sent.append(request.parameters["offset"])
            stop.set()

    server.proxy.fault = stop_then
    robot = connect(server, stop=stop)
    with pytest.raises(InterruptedRunError):
        robot.files.upload("Mur.png", path, TEXT, "Résumé")
    server.proxy.reset()
    assert sent == ["0"]
    robot.close()
