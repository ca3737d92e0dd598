"""Credits at real wikis, as people read them: everybody who may be named is, nobody else, and who asks is not."""

import html
import re

import pytest

from tests.e2e.project import Project, make_project
from tests.farm.dump import SeedRevision
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.seed import sheet_text, sheet_title
from tests.farm.trio import Trio

pytestmark = pytest.mark.wiki

TITLE = "Écrire à plusieurs"
AUTHORS = tuple(f"Autrice {letter}" for letter in "ABCDEFGHIJKLM")
ASKING = AUTHORS[2]
COPIES = {"movilab": f"Recette:{TITLE}", "brest": f"{TITLE} (fiche pratique)"}
IMPORT = """\
<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="fr"><page><title>{title}</title>
<revision><timestamp>2004-01-01T00:00:00Z</timestamp><contributor><username>Yann</username></contributor>
<model>wikitext</model><format>text/x-wiki</format><text xml:space="preserve">Un début.</text></revision>
</page></mediawiki>"""


def text(version: int) -> str:
    """Write the sheet in a version."""
    return sheet_text(1, version=version).replace(sheet_title(1), TITLE)


@pytest.fixture
def project(wikis: Trio, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give a sheet by many, by an address, a temporary account, a bot, somebody hidden and somebody of another wiki."""
    source = wikis.multibao
    people = (*AUTHORS, ASKING, AUTHORS[-1], AUTHORS[-1], "192.0.2.77", "~2025-31415", "Ancien robot")
    source.write_pages([SeedRevision(TITLE, f"Version de {number}.", user) for number, user in enumerate(people)])
    dump = source.folder / "earlier.xml"
    dump.write_text(IMPORT.format(title=TITLE), encoding="utf-8")
    source.maintain("importDump.php", "--quiet", "--username-prefix=brest", str(dump))
    hidden = source.edit(TITLE, text(0), user="Benoît")
    source.edit(TITLE, text(1), user="Alice")
    source.hide_user(hidden)
    source.run_jobs()
    wikis_lines = {"multibao": "    credit: {bots: false, also_bots: [Ancien robot], party: L’Atelier des fiches}"}
    return make_project(tmp_path_factory.mktemp("project"), wikis, wikis=wikis_lines)


def credit_of(wikis: Trio, partner: str) -> tuple[str, str]:
    """Give the credit of the copy as a page shows it: its HTML, and its words."""
    rendered: str = server(wikis, partner).render(COPIES[partner])
    shown = html.unescape(rendered[rendered.index("copie de") :]).replace("\u00a0", " ")
    return shown, re.sub(r"<[^>]+>", "", shown)


def server(wikis: Trio, partner: str) -> MediaWikiServer:
    """Give a partner."""
    return wikis.movilab if partner == "movilab" else wikis.brest


def test_people_read_everything_that_a_licence_asks_for(wikis: Trio, project: Project) -> None:
    """In a template and in plain text; then a name goes on request, from both wikis and for ever."""
    assert project.run("sync", "--page", TITLE).code == 0
    permalink = f"oldid={wikis.multibao.revision(TITLE)}"
    for partner, title in COPIES.items():
        rendered, words = credit_of(wikis, partner)
        for name in (*AUTHORS, "Yann (brest)", "Alice", "L’Atelier des fiches", "Multibao", "CC-BY-SA-4.0"):
            assert name in words, (partner, name)
        assert f"{AUTHORS[-1]}, {ASKING}, " in words, "the most active come first"
        assert "et 10 autres" in words
        assert "mw-collapsible" in rendered
        assert permalink in rendered
        assert "https://creativecommons.org/licenses/by-sa/4.0/" in rendered
        for hidden in ("192.0.2.77", "~2025", "31415", "Benoît", "Ancien robot"):
            assert hidden not in (server(wikis, partner).text(title) or "")
        assert not re.search(r"\d{4}-\d\d-\d\d", words), "days are told in words"
        assert "{{{" not in words
        summary = server(wikis, partner).history(title)[0].comment
        assert permalink in summary
        assert not any(name in summary for name in (*AUTHORS, "Yann", "Alice"))
    assert "personnes anonymes (2)" in credit_of(wikis, "brest")[1]
    assert "l’auteur est masqué : 1" in credit_of(wikis, "brest")[1]


def test_a_name_is_forgotten_everywhere(wikis: Trio, project: Project) -> None:
    """First shown, then done in place, then kept through a lost state, with what only people can do told."""
    assert project.run("sync", "--page", TITLE).code == 0
    before = {partner: server(wikis, partner).text(title) or "" for partner, title in COPIES.items()}
    shown = project.run("forget-name", ASKING, "--partner", "movilab", "--dry-run")
    assert shown.code == 0, shown
    assert "would be taken out" in shown.out
    assert COPIES["brest"] not in shown.out
    assert server(wikis, "brest").text(COPIES["brest"]) == before["brest"]
    done = project.run("forget-name", ASKING, "--reason", "Asked by mail", "--by", "Jeanne Morel")
    assert (done.code, done.err) == (0, ""), done
    assert "ask the administrators of the wikis to hide them" in done.out
    for partner, title in COPIES.items():
        assert f"  {partner}: {title}" in done.out
        assert server(wikis, partner).text(title) == before[partner].replace(ASKING, "nom masqué à la demande")
        assert ASKING not in server(wikis, partner).history(title)[0].comment
    register = (project.folder / "config" / "var" / "register.yaml").read_text(encoding="utf-8")
    assert 'by: "Jeanne Morel"' in register
    assert 'reason: "Asked by mail"' in register
    again = project.run("forget-name", ASKING, "--json").json()
    assert again["places"] == []
    (project.folder / "config" / "var" / "republish.db").unlink()
    wikis.multibao.edit(TITLE, text(2), user="Alice")
    synced = project.run("sync", "--page", TITLE)
    assert synced.code == 0, synced
    for partner in COPIES:
        words = credit_of(wikis, partner)[1]
        assert ASKING not in words
        assert AUTHORS[0] in words
    assert "noms masqués à la demande : 1" in credit_of(wikis, "brest")[1]


def test_an_alarm_ends_on_a_persons_word(wikis: Trio, project: Project) -> None:
    """A sheet that was removed for copyright reasons waits at each partner until the copy is given up; it stays."""
    assert project.run("sync", "--page", TITLE).code == 0
    before = {partner: server(wikis, partner).revision(title) for partner, title in COPIES.items()}
    wikis.multibao.delete(TITLE, "Violation du droit d’auteur")
    assert project.run("sync").code == 3
    status = project.run("status")
    assert status.code == 3
    assert "ALARM" in status.out
    for partner in COPIES:
        assert project.run("sync").code == 3
        given_up = project.run("forget", TITLE, "--partner", partner)
        assert given_up.code == 0, given_up
    assert project.run("sync").code == 0
    status = project.run("status")
    assert status.code == 0, status
    assert "ALARM" not in status.out
    assert {partner: server(wikis, partner).revision(title) for partner, title in COPIES.items()} == before
