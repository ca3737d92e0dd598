"""The farm itself: real wikis start, hold what they were given, and are watched by their proxies."""

import os
import socket
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import requests

from tests.farm.mediawiki import MediaWikiServer, SeedRevision, start_wiki
from tests.farm.requestlog import MASK, Reply, Request, error_reply, read_request
from tests.farm.seed import AUTHORS, CATEGORY, SHEET_PARAMETERS, sheet_text, sheet_title, sheets
from tests.farm.trio import Trio


def test_sheets_are_always_the_same() -> None:
    assert sheets(5) == sheets(5)
    assert sheets(5)[:3] == sheets(1)
    assert sheets(2, seed=2) != sheets(2)
    assert sheets(1)[-1].text == sheet_text(1)
    assert sheet_text(1, version=1) != sheet_text(1)


def test_sheets_have_the_size_and_the_parts_that_were_promised() -> None:
    for number in range(1, 30):
        text = sheet_text(number)
        assert 3000 < len(text.encode()) < 5000
        assert all(f"\n| {name} =" in text for name in SHEET_PARAMETERS)
        assert text.count("\n== ") == 3
        assert text.count("[[Catégorie:") == 2


def test_histories_go_forward_and_vary_in_their_authors() -> None:
    revisions = sheets(30)
    teams = {frozenset(one.user for one in revisions[start : start + 3]) for start in range(0, 90, 3)}
    assert {len(team) for team in teams} == {1, 2, 3}
    for start in range(0, 90, 3):
        assert all(one.timestamp < two.timestamp for one, two in pairwise(revisions[start : start + 3]))


def test_the_network_is_closed() -> None:
    with pytest.raises(RuntimeError, match="no network"):
        requests.get("http://192.0.2.1/", timeout=1)
    with pytest.raises(RuntimeError, match="no network"):
        requests.get("http://wiki.example.org/", timeout=1)
    with socket.socket() as probe, pytest.raises(RuntimeError, match="no network"):
        probe.connect_ex(("192.0.2.1", 80))


def test_secrets_are_masked_in_the_log() -> None:
    urlencoded = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": "session=secret"}
    request = read_request("POST", "/api.php?action=login", urlencoded, b"lgname=R&lgpassword=secret&lgtoken=secret")
    assert request.kind == "POST login"
    assert dict(request.parameters) == {"action": "login", "lgname": "R", "lgpassword": MASK, "lgtoken": MASK}
    assert "secret" not in str(request)


def test_multipart_bodies_are_read() -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="action"\r\n\r\nupload\r\n'
        b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\nsecret\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n\x89PNG\r\n--x--\r\n'
    )
    request = read_request("POST", "/api.php", {"content-type": "multipart/form-data; boundary=x"}, body)
    assert dict(request.parameters) == {"action": "upload", "token": MASK, "file": "<file of 4 bytes>"}


def test_imported_sheets_are_as_their_authors_wrote_them(wikis: Trio) -> None:
    wiki = wikis.multibao
    for number in range(1, 6):
        title = sheet_title(number)
        assert wiki.text(title) == sheet_text(number)
        assert len(wiki.history(title)) == 3
        page = wiki.person("").get(
            action="query", titles=title, prop="contributors|categories|templates", pclimit="max", cllimit="max"
        )["query"]["pages"][0]
        written = {one.user for one in sheets(5) if one.title == title}
        assert {one["name"] for one in page["contributors"]} == written <= set(AUTHORS)
        assert "anoncontributors" not in page
        assert f"Catégorie:{CATEGORY}" in {one["title"] for one in page["categories"]}
        assert "Modèle:Fiche outil" in {one["title"] for one in page["templates"]}
    members = wiki.person("").get(action="query", list="categorymembers", cmtitle=f"Catégorie:{CATEGORY}")
    assert len(members["query"]["categorymembers"]) == 5
    users = wiki.person("").get(action="query", list="embeddedin", eititle="Modèle:Fiche outil", einamespace=0)
    assert len(users["query"]["embeddedin"]) == 5


def test_templates_show_their_values(wikis: Trio) -> None:
    html = wikis.multibao.render(sheet_title(1))
    assert "<caption>Fiche 1" in html
    assert "Objectifs" in html
    assert "{{{" not in html


def test_anonymous_authors_stay_anonymous(wiki_server: MediaWikiServer) -> None:
    wiki_server.write_pages([SeedRevision("Essai", "un", "192.0.2.7"), SeedRevision("Essai", "deux", "Zoé")])
    page = wiki_server.person("").get(action="query", titles="Essai", prop="contributors")["query"]["pages"][0]
    assert page["anoncontributors"] == 1
    assert [one["name"] for one in page["contributors"]] == ["Zoé"]


def test_people_do_what_people_do(wiki_server: MediaWikiServer) -> None:
    first = wiki_server.edit("Essai", "Bonjour", user="Chloé", summary="Un mot")
    assert [(one.revision, one.user, one.comment) for one in wiki_server.history("Essai")] == [
        (first, "Chloé", "Un mot")
    ]
    wiki_server.edit("Essai", "Bonjour à toutes")
    wiki_server.hide_user(first)
    assert wiki_server.history("Essai")[-1].user == ""
    wiki_server.move("Essai", "Recette:Essai", redirect=False)
    assert wiki_server.text("Essai") is None
    wiki_server.protect("Recette:Essai")
    with pytest.raises(RuntimeError, match="protectedpage"):
        wiki_server.edit("Recette:Essai", "Encore")
    wiki_server.delete("Recette:Essai")
    assert wiki_server.revision("Recette:Essai") == 0
    wiki_server.block("Alice")
    with pytest.raises(RuntimeError, match="blocked"):
        wiki_server.edit("Autre", "Encore")


def test_the_robot_logs_in_with_its_bot_password(wiki_server: MediaWikiServer) -> None:
    answer = wiki_server.person(wiki_server.robot_user).get(action="query", meta="userinfo", uiprop="groups|rights")
    info = answer["query"]["userinfo"]
    assert info["name"] == "Robot"
    assert "bot" in info["groups"]
    assert {"edit", "createpage", "upload", "bot", "apihighlimits"} <= set(info["rights"])
    assert "delete" not in info["rights"]


def test_restore_brings_everything_back(wiki_server: MediaWikiServer) -> None:
    for _ in range(3):
        assert wiki_server.titles(100) == []
        wiki_server.edit("Recette:Essai", "Bonjour")
        assert wiki_server.titles(100) == ["Recette:Essai"]
        wiki_server.restore()


def test_settings_change_without_a_restart(wiki_server: MediaWikiServer) -> None:
    wiki_server.configure("$wgReadOnly = 'Travaux';")
    with pytest.raises(RuntimeError, match="readonly"):
        wiki_server.edit("Essai", "Bonjour")
    wiki_server.restore()
    wiki_server.edit("Essai", "Bonjour")


def test_the_proxy_counts(wiki_server: MediaWikiServer) -> None:
    mark = wiki_server.proxy.mark()
    with requests.Session() as session:
        for _ in range(2):
            session.get(wiki_server.api, params={"action": "query", "meta": "siteinfo", "format": "json"}, timeout=30)
        session.post(wiki_server.api, data={"action": "edit", "token": "secret", "format": "json"}, timeout=30)
    assert dict(wiki_server.counts(mark)) == {"GET query meta=siteinfo": 2, "POST edit": 1}
    assert wiki_server.requests(mark)[-1].parameters["token"] == MASK


def test_the_proxy_plays_faults(wiki_server: MediaWikiServer) -> None:
    def broken(request: Request) -> Reply | None:
        return error_reply("maxlag", headers={"Retry-After": "5"}) if request.action == "query" else None

    wiki_server.proxy.fault = broken
    answer = requests.get(wiki_server.api, params={"action": "query"}, timeout=30)
    assert answer.json()["error"]["code"] == "maxlag"
    assert answer.headers["Retry-After"] == "5"
    wiki_server.proxy.fault = lambda _: Reply(200, b"{", promised=100)
    with pytest.raises(requests.RequestException):
        requests.get(wiki_server.api, params={"action": "query"}, timeout=30)


def test_a_dropped_answer_was_applied(wiki_server: MediaWikiServer) -> None:
    wiki_server.proxy.drop_answer = lambda request: request.writes
    with pytest.raises(requests.ConnectionError):
        requests.post(
            wiki_server.api, data={"action": "edit", "title": "Essai", "text": "Bonjour", "token": "+\\"}, timeout=30
        )
    assert wiki_server.text("Essai") == "Bonjour"


def test_a_wiki_that_is_down_resets_connections(wiki_server: MediaWikiServer) -> None:
    with requests.Session() as session:
        session.get(wiki_server.api, timeout=30)
        wiki_server.proxy.down = True
        for _ in range(2):
            with pytest.raises(requests.ConnectionError):
                session.get(wiki_server.api, timeout=30)
        wiki_server.proxy.down = False
        assert session.get(wiki_server.api, timeout=30).ok


@pytest.mark.wiki
def test_a_stopped_wiki_leaves_nothing_behind(tmp_path_factory: pytest.TempPathFactory) -> None:
    with start_wiki(tmp_path_factory.mktemp("short") / "w", "w", site_name="W", language="en", rights_url="") as wiki:
        process = wiki.processes()
        assert len(process) > 1
    assert wiki.processes() == []
    with pytest.raises(requests.ConnectionError):
        requests.get(wiki.api, timeout=5)


@pytest.mark.wiki
def test_the_demonstration_runs_on_real_wikis() -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "tests.farm.demo", "--once"],
        cwd=root,
        env={**os.environ, "LANG": "fr_FR.UTF-8", "LC_ALL": ""},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "/wiki/Recette:" in done.stdout
    assert "Comptes pour se connecter" in done.stdout
