"""A folder as a wiki: the contract, and what only folders do."""

import errno
import json
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.page import Contributors, Written
from bot.domain.selection import InCategory, InNamespace, Named, Selection, UsesTemplate
from bot.errors import Trouble, WikiError
from bot.wiki.folder import FolderWiki
from bot.wiki.folder_log import LOG_NAME
from bot.wiki.folder_names import file_name, title_in
from bot.wiki.folder_pages import FolderPages
from bot.wiki.protocol import Wiki
from tests.wiki.contract import SUMMARY, TEXT, WikiContract

TOML = """
name = "Boîte à outils"
language = "fr"
page = "https://outils.example.org/wiki/{title}"
revision = "https://outils.example.org/w/index.php?title={title}&oldid={revision}"
history = "https://outils.example.org/w/index.php?title={title}&action=history"

[licence]
url = "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"
text = "CC BY-SA 4.0"

[namespaces]
Recette = 100
"""


class FolderFarm:
    """A folder, and people who edit its files."""

    keeps_log = False
    expands = False
    keeps_history = False
    protects = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authors: dict[str, list[str]] = {}
        folder.mkdir()
        (folder / "wiki.toml").write_text(TOML, encoding="utf-8")
        self.wiki = FolderWiki("outils", folder)

    def protecting(self) -> AbstractContextManager[Wiki]:
        return nullcontext(self.wiki)

    def put(self, title: str, text: str, user: str = "Alice") -> None:
        (self.folder / file_name(title)).write_text(f"{text}\n", encoding="utf-8", newline="")
        self.authors.setdefault(title, []).append(user)
        rows = "\n".join(f"{json.dumps(page)} = {json.dumps(names)}" for page, names in self.authors.items())
        (self.folder / "wiki.toml").write_text(f"{TOML}\n[authors]\n{rows}\n", encoding="utf-8")

    def delete(self, title: str) -> None:
        (self.folder / file_name(title)).unlink()


@pytest.fixture
def farm(tmp_path: Path) -> FolderFarm:
    return FolderFarm(tmp_path / "outils")


class TestFolderKeepsTheContract(WikiContract):
    """A folder is a wiki like any other."""


# File names

TITLES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(TITLES)
def test_a_file_name_gives_its_title_back(title: str) -> None:
    assert title_in(file_name(title)) == title


@given(TITLES)
def test_a_file_name_is_plain_and_visible(title: str) -> None:
    name = file_name(title)
    assert not re.search(r'[\x00-\x1f/\\:*?"<>|]', name)
    assert not name.startswith(".")
    assert name.endswith(".wiki")


def test_a_file_name_stays_readable() -> None:
    assert file_name("Recette:Café débat") == "Recette%3ACafé débat.wiki"
    assert file_name("100 % coop ?") == "100 %25 coop %3F.wiki"
    assert file_name(".htaccess") == "%2Ehtaccess.wiki"


@pytest.mark.parametrize("name", ["Café_débat.wiki", "café débat.wiki", "Cafe\u0301 de\u0301bat.wiki"])
def test_people_may_name_files_as_they_like(farm: FolderFarm, name: str) -> None:
    (farm.folder / name).write_text(TEXT, encoding="utf-8")
    page = farm.wiki.look_for(["Café débat"])["Café débat"].page
    assert page is not None
    written = farm.wiki.update("Café débat", "Un autre texte.", SUMMARY, base=page.revision)
    assert written.title == "Café débat"
    assert (farm.folder / name).read_text(encoding="utf-8") == "Un autre texte.\n"


def test_two_files_for_one_title_are_refused(farm: FolderFarm) -> None:
    for name in ("Café débat.wiki", "Café_débat.wiki"):
        (farm.folder / name).write_text("Un texte.", encoding="utf-8")
    with pytest.raises(WikiError) as caught:
        farm.wiki.look_for(["Autre"])
    assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "ambiguous-title")
    assert "Café débat.wiki" in caught.value.info
    assert "Café_débat.wiki" in caught.value.info


def test_files_that_are_no_pages_are_left_alone(farm: FolderFarm, tmp_path: Path) -> None:
    secret = tmp_path / "secret.wiki"
    secret.write_text("Un secret.", encoding="utf-8")
    (farm.folder / "Lien.wiki").symlink_to(secret)
    (farm.folder / "Notes #3.wiki").write_text("Pas un titre.", encoding="utf-8")
    (farm.folder / ".caché.wiki").write_text("Un brouillon d’éditeur.", encoding="utf-8")
    (farm.folder / "Lisez-moi.md").write_text("Pas une page.", encoding="utf-8")
    (farm.folder / "Dossier.wiki").mkdir()
    os.mkfifo(farm.folder / "Tuyau.wiki")
    (farm.folder / os.fsdecode(b"Caf\xe9.wiki")).write_text("Un nom en latin-1.", encoding="utf-8")
    farm.put("Débat", "Un texte.")
    assert [ref.title for ref in farm.wiki.select(Selection((InNamespace(0),)))] == ["Débat"]
    assert farm.wiki.look_for(["Lien"])["Lien"].page is None
    with pytest.raises(WikiError) as caught:
        farm.wiki.create("Lien", "Un texte.", SUMMARY)
    assert caught.value.code == "articleexists"
    assert secret.read_text(encoding="utf-8") == "Un secret."


def test_a_title_too_long_for_a_file_is_invalid(farm: FolderFarm) -> None:
    title = "?" * 100
    assert farm.wiki.look_for([title])[title].invalid
    with pytest.raises(WikiError, match="invalidtitle"):
        farm.wiki.create(title, TEXT, SUMMARY)


def test_a_title_that_is_half_a_character_is_invalid(farm: FolderFarm) -> None:
    assert farm.wiki.look_for(["A\ud800"])["A\ud800"].invalid


# Identity


def test_ids_are_stable_and_fit_in_48_bits(farm: FolderFarm, tmp_path: Path) -> None:
    other = FolderFarm(tmp_path / "ailleurs")
    for one in (farm, other):
        one.put("Café débat", TEXT)
    selection = Selection((Named(("Café débat",)),))
    (ref,) = farm.wiki.select(selection)
    assert other.wiki.select(selection) == (ref,)
    assert 0 < ref.page_id < 2**48
    assert 0 < ref.revision < 2**48
    farm.put("Café débat", f"{TEXT}\n\n  ")
    assert farm.wiki.select(selection) == (ref,)
    farm.put("Café débat", f"{TEXT}.")
    assert farm.wiki.select(selection)[0].revision != ref.revision


@given(text=st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: text.strip(" \t\r\n")))
def test_what_is_written_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    wiki = FolderWiki("outils", tmp_path_factory.mktemp("outils"))
    written = wiki.create("Débat", text, SUMMARY)
    (page,) = wiki.read([written.page_id])
    assert page.ref.revision == written.revision
    assert not wiki.update("Débat", text, SUMMARY, base=written.revision).changed
    assert not wiki.update("Débat", page.text, SUMMARY, base=written.revision).changed


def test_a_byte_order_mark_is_not_text(farm: FolderFarm) -> None:
    (farm.folder / "Débat.wiki").write_bytes(b"\xef\xbb\xbfUn texte.\r\n")
    assert farm.wiki.look_for(["Débat"], with_text=True)["Débat"].text == "Un texte."


# Writing


def test_a_written_file_ends_with_one_line_end(farm: FolderFarm) -> None:
    farm.wiki.create("Débat", "Un texte.\n\n", SUMMARY)
    assert (farm.folder / "Débat.wiki").read_bytes() == b"Un texte.\n"


def test_writing_keeps_the_mode_of_a_file_and_leaves_nothing_behind(farm: FolderFarm) -> None:
    farm.put("Débat", "Un texte.")
    path = farm.folder / "Débat.wiki"
    path.chmod(0o664)
    page = farm.wiki.look_for(["Débat"])["Débat"].page
    assert page is not None
    farm.wiki.update("Débat", TEXT, SUMMARY, base=page.revision)
    assert path.stat().st_mode & 0o777 == 0o664
    assert {entry.name for entry in farm.folder.iterdir()} == {"Débat.wiki", "wiki.toml", LOG_NAME}


def test_a_new_file_follows_the_umask(farm: FolderFarm) -> None:
    old = os.umask(0o027)
    try:
        farm.wiki.create("Débat", TEXT, SUMMARY)
    finally:
        os.umask(old)
    assert (farm.folder / "Débat.wiki").stat().st_mode & 0o777 == 0o640


def test_each_write_is_told_to_people(farm: FolderFarm) -> None:
    created = farm.wiki.create("Débat", "Un texte.", SUMMARY)
    farm.wiki.update("Débat", "Un texte.", SUMMARY, base=created.revision)
    updated = farm.wiki.update("Débat", TEXT, "Une mise à jour", base=created.revision)
    lines = [json.loads(line) for line in (farm.folder / LOG_NAME).read_text(encoding="utf-8").splitlines()]
    assert [line["revision"] for line in lines] == [created.revision, updated.revision]
    assert [line["summary"] for line in lines] == [SUMMARY, "Une mise à jour"]
    assert all(datetime.fromisoformat(line["time"]).tzinfo for line in lines)


def test_a_history_that_cannot_be_kept_stops_no_write(farm: FolderFarm) -> None:
    (farm.folder / LOG_NAME).mkdir()
    assert farm.wiki.create("Débat", TEXT, SUMMARY).changed


def test_the_same_text_can_be_written_again_after_a_power_cut(farm: FolderFarm) -> None:
    created = farm.wiki.create("Débat", "Un texte.", SUMMARY)
    farm.wiki.update("Débat", TEXT, SUMMARY, base=created.revision)
    assert not farm.wiki.update("Débat", TEXT, SUMMARY, base=created.revision).changed


def test_a_page_that_comes_up_while_we_write_is_kept(farm: FolderFarm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FolderPages, "files", lambda self: {})
    farm.put("Débat", "Le texte de quelqu’un.")
    with pytest.raises(WikiError, match="articleexists"):
        farm.wiki.create("Débat", TEXT, SUMMARY)
    assert (farm.folder / "Débat.wiki").read_text(encoding="utf-8") == "Le texte de quelqu’un.\n"


@pytest.mark.parametrize("there", [False, True])
def test_disks_without_hard_links_will_do(farm: FolderFarm, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    def no_link(_source: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    if not there:
        farm.wiki.create("Débat", TEXT, SUMMARY)
        assert (farm.folder / "Débat.wiki").read_text(encoding="utf-8") == f"{TEXT}\n"
        return
    monkeypatch.setattr(FolderPages, "files", lambda self: {})
    farm.put("Débat", "Le texte de quelqu’un.")
    with pytest.raises(WikiError, match="articleexists"):
        farm.wiki.create("Débat", TEXT, SUMMARY)
    assert (farm.folder / "Débat.wiki").read_text(encoding="utf-8") == "Le texte de quelqu’un.\n"


# The folder


def test_a_partner_folder_is_made_at_the_first_write(tmp_path: Path) -> None:
    wiki = FolderWiki("brest", tmp_path / "wikis" / "brest")
    assert wiki.look_for(["Débat"])["Débat"].page is None
    assert wiki.look_at([42])[42].page is None
    assert wiki.facts().site_name == "brest"
    assert wiki.facts().address == "folder:brest"
    assert not (tmp_path / "wikis").exists()
    with pytest.raises(WikiError, match="missingtitle"):
        wiki.update("Débat", TEXT, SUMMARY, base=1)
    assert not (tmp_path / "wikis").exists()
    wiki.create("Débat", TEXT, SUMMARY)
    assert (tmp_path / "wikis" / "brest" / "Débat.wiki").is_file()


def test_a_source_folder_must_be_there(tmp_path: Path) -> None:
    wiki = FolderWiki("outils", tmp_path / "outlis")
    for use in (lambda: wiki.select(Selection((InNamespace(0),))), lambda: list(wiki.read([1]))):
        with pytest.raises(WikiError) as caught:
            use()
        assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "folder-missing")
        assert "outlis" in caught.value.info


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "outils").write_text("Un fichier.", encoding="utf-8")
    wiki = FolderWiki("outils", tmp_path / "outils")
    for use in (lambda: wiki.look_for(["Débat"]), lambda: wiki.create("Débat", TEXT, SUMMARY)):
        with pytest.raises(WikiError) as caught:
            use()
        assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "folder-missing")


@pytest.mark.parametrize(
    ("number", "trouble", "code"),
    [
        (errno.ENOSPC, Trouble.LATER, "disk-full"),
        (errno.EACCES, Trouble.WIKI, "not-writable"),
        (errno.EROFS, Trouble.WIKI, "not-writable"),
        (errno.EIO, Trouble.LATER, "file-trouble"),
    ],
)
def test_trouble_with_the_disk_harms_no_page(
    farm: FolderFarm, monkeypatch: pytest.MonkeyPatch, number: int, trouble: Trouble, code: str
) -> None:
    farm.put("Débat", "Un texte.")
    page = farm.wiki.look_for(["Débat"])["Débat"].page
    assert page is not None

    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    writes: tuple[Callable[[], Written], ...] = (
        lambda: farm.wiki.create("Écoute", TEXT, SUMMARY),
        lambda: farm.wiki.update("Débat", TEXT, SUMMARY, base=page.revision),
    )
    for write in writes:
        with pytest.raises(WikiError) as caught:
            write()
        assert (caught.value.trouble, caught.value.code) == (trouble, code)
    assert {entry.name for entry in farm.folder.iterdir()} == {"Débat.wiki", "wiki.toml"}
    assert (farm.folder / "Débat.wiki").read_text(encoding="utf-8") == "Un texte.\n"


def test_a_file_that_is_not_utf_8_is_named(farm: FolderFarm) -> None:
    (farm.folder / "Débat.wiki").write_bytes("Un débat".encode("latin-1"))
    with pytest.raises(WikiError) as caught:
        farm.wiki.select(Selection((InNamespace(0),)))
    assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "bad-encoding")
    assert "Débat.wiki" in caught.value.info


def test_a_namespace_that_does_not_exist_is_told(farm: FolderFarm) -> None:
    with pytest.raises(WikiError) as caught:
        farm.wiki.select(Selection((InNamespace("Recettes"),)))
    assert caught.value.code == "unknown-namespace"
    assert "Recette" in caught.value.info


def test_exclusions_reach_into_every_namespace(farm: FolderFarm) -> None:
    farm.put("Projet:Débat", "{{Fiche}} [[Catégorie:Brouillons]]")
    selection = Selection((UsesTemplate("Fiche", namespace=4),), (InCategory("Brouillons"),))
    assert farm.wiki.select(selection) == ()


@pytest.mark.parametrize("call", ["{{{Fiche|}}}", "{{#if:Fiche|oui}}", "{{Fiches|a}}", "<pre>{{Fiche}}</pre>"])
def test_what_looks_like_a_template_is_none(farm: FolderFarm, call: str) -> None:
    farm.put("Débat", f"Un texte {call}.")
    assert farm.wiki.select(Selection((UsesTemplate("Fiche"),))) == ()


# wiki.toml


def test_authors_and_dates_come_from_wiki_toml(farm: FolderFarm) -> None:
    farm.put("Café débat", TEXT)
    farm.put("Écoute", TEXT)
    people = (
        '[authors]\n"café_débat" = ["Jeanne Morel", "Ali Benkacem", "Jeanne Morel"]\n'
        '[anonymous]\n"Café débat" = 2\n[dates]\n"Café débat" = 2024-05-12\n'
    )
    (farm.folder / "wiki.toml").write_text(TOML + people, encoding="utf-8")
    pages = {page.ref.title: page for page in farm.wiki.read(_ids(farm, "Café débat", "Écoute"))}
    assert pages["Café débat"].contributors == Contributors(("Ali Benkacem", "Jeanne Morel"), 2)
    assert pages["Café débat"].written_at == datetime(2024, 5, 12, tzinfo=UTC)
    assert not pages["Écoute"].contributors
    assert pages["Écoute"].written_at == pages["Écoute"].written_at.replace(microsecond=0)


def test_a_folder_without_wiki_toml_is_a_french_wiki(tmp_path: Path) -> None:
    facts = FolderWiki("essai", tmp_path).facts()
    assert (facts.site_name, facts.address, facts.language) == (tmp_path.name, "folder:essai", "fr")
    assert facts.page_url("Débat") == facts.permalink("Débat", 1) == facts.history_url("Débat") == ""


def test_an_english_folder_has_english_namespaces(tmp_path: Path) -> None:
    (tmp_path / "wiki.toml").write_text('language = "en"\n[namespaces]\n"Kategorie" = 14\n', encoding="utf-8")
    facts = FolderWiki("essai", tmp_path).facts()
    assert facts.names_of(10) == ("template",)
    assert facts.names_of(14) == ("kategorie", "category")


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("name = 3", 1, "double quotes"),
        ('language = "fr"\nnom = "Outils"', 2, "nom"),
        ("\n[namespaces]\nCatégorie = 14", 3, "double quotes"),
        ("[namespaces]\nRecette = 0", 2, "Recette"),
        ("[namespaces]\nRecette = true", 2, "Recette"),
        ("namespaces = 100", 1, "table"),
        ('page = "https://example.org/{titre}"', 1, "{title}"),
        ('page = "outils.example.org"', 1, "https://"),
        ('[licence]\nlien = "https://example.org"', 2, "lien"),
        ('[authors]\n"Débat" = "Jeanne Morel"', 2, "Débat"),
        ('[authors]\n"Débat" = ["Jeanne", 3]', 2, "Débat"),
        ('[authors]\n"A|b" = ["Jeanne Morel"]', 2, "A|b"),
        ('[authors]\n"A b" = ["Jeanne"]\n"A_b" = ["Ali"]', 3, "A_b"),
        ('[anonymous]\n"Débat" = -1', 2, "Débat"),
        ('[dates]\n"Débat" = "2024-05-12"', 2, "Débat"),
    ],
)
def test_a_mistake_in_wiki_toml_is_shown_with_its_line(tmp_path: Path, source: str, line: int, words: str) -> None:
    (tmp_path / "wiki.toml").write_text(source, encoding="utf-8")
    with pytest.raises(WikiError) as caught:
        FolderWiki("essai", tmp_path).facts()
    assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "bad-wiki-toml")
    assert f"wiki.toml:{line}: " in caught.value.info
    assert words in caught.value.info


def test_a_wiki_toml_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "wiki.toml").write_bytes('name = "Boîte"'.encode("latin-1"))
    with pytest.raises(WikiError, match=r"wiki\.toml:1: "):
        FolderWiki("essai", tmp_path).facts()


# The demo

DEMO = Path(__file__).parents[2] / "config" / "demo"


def test_the_demo_has_sheets_with_authors_and_leaves_the_draft_out() -> None:
    wiki = FolderWiki("outils", DEMO / "outils")
    include = (InCategory("Fiches outils"), UsesTemplate("Fiche outil"))
    refs = wiki.select(Selection(include, (InCategory("Brouillons"),)))
    pages = list(wiki.read(ref.page_id for ref in refs))
    assert len(pages) == 10
    assert all(page.contributors.names and page.written_at.year < 2025 for page in pages)
    assert not {"Marche exploratoire", "Débat mobile", "Accueil"} & {page.ref.title for page in pages}


@pytest.mark.parametrize(("partner", "template"), [("movilab", True), ("brest", False)])
def test_the_partners_of_the_demo_begin_empty(partner: str, template: bool) -> None:
    wiki = FolderWiki(partner, DEMO / partner)
    assert wiki.facts().notice.url.startswith("https://creativecommons.org/licenses/by-sa/")
    assert wiki.select(Selection((InNamespace(0),))) == ()
    credit = wiki.look_for(["Modèle:Republication"])["Modèle:Republication"]
    assert bool(credit.page) is template


def _ids(farm: FolderFarm, *titles: str) -> list[int]:
    presences = farm.wiki.look_for(titles)
    return [presence.page.page_id for presence in presences.values() if presence.page]
