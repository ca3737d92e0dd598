"""The files of a folder wiki: seen, handed out and taken in as at any wiki."""

from pathlib import Path

import pytest

from bot.errors import Trouble, WikiError
from bot.wiki.folder import FolderWiki
from tests.farm.pictures import picture


@pytest.fixture
def wiki(tmp_path: Path) -> FolderWiki:
    """Give a folder with one file."""
    (tmp_path / "wiki" / "files").mkdir(parents=True)
    (tmp_path / "wiki" / "files" / "Mur.png").write_bytes(picture(1))
    return FolderWiki("dossier", tmp_path / "wiki")


def test_a_file_is_seen_and_handed_out(wiki: FolderWiki, tmp_path: Path) -> None:
    """With its bytes, and nothing where there is none."""
    seen = wiki.files.look_for(["Mur.png", "Absent.png"])
    assert set(seen) == {"Mur.png"}
    file = seen["Mur.png"]
    assert (file.mime, file.size, file.shared) == ("image/png", len(picture(1)), False)
    assert wiki.files.with_digest(file.digest) == ("Mur.png",)
    wiki.files.fetch(file, tmp_path / "fetched", 1_000)
    assert (tmp_path / "fetched").read_bytes() == picture(1)
    with pytest.raises(WikiError, match="file-too-large"):
        wiki.files.fetch(file, tmp_path / "fetched", 10)


def test_a_file_arrives_with_its_page(wiki: FolderWiki, tmp_path: Path) -> None:
    """Nobody's file is overwritten, and a new version leaves the page as people made it."""
    (path := tmp_path / "new").write_bytes(picture(2))
    with pytest.raises(WikiError) as caught:
        wiki.files.upload("Mur.png", path, "Description", "Résumé")
    assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "exists")
    wiki.files.upload("Bois.png", path, "Description", "Résumé")
    there = wiki.files.look_for(["Bois.png"])["Bois.png"]
    assert there.text == "Description"
    path.write_bytes(picture(3))
    wiki.files.upload("Bois.png", path, "Autre", "Résumé", replaces=there.digest)
    again = wiki.files.look_for(["Bois.png"])["Bois.png"]
    assert (again.text, wiki.files.with_digest(again.digest)) == ("Description", ("Bois.png",))


def test_whoever_minds_the_description_page_ends_the_upload(wiki: FolderWiki, tmp_path: Path) -> None:
    """It is read right before; where there is no file yet, nothing is read."""
    read: list[str] = []

    def heed(text: str) -> None:
        read.append(text)
        raise WikiError("dossier", Trouble.PAGE, "left-alone", "")

    (path := tmp_path / "new").write_bytes(picture(2))
    wiki.files.upload("Bois.png", path, "Description", "Résumé", heed=heed)
    there = wiki.files.look_for(["Bois.png"])["Bois.png"]
    path.write_bytes(picture(3))
    with pytest.raises(WikiError, match="left-alone"):
        wiki.files.upload("Bois.png", path, "Autre", "Résumé", replaces=there.digest, heed=heed)
    assert (read, wiki.files.look_for(["Bois.png"])["Bois.png"]) == (["Description"], there)


@pytest.mark.parametrize("name", ["../wiki.toml", ".caché", "a/b.png"])
def test_no_name_leads_out_of_the_folder(wiki: FolderWiki, tmp_path: Path, name: str) -> None:
    """Whatever a text asks for."""
    with pytest.raises(WikiError, match="badfilename"):
        wiki.files.upload(name, tmp_path, "Description", "Résumé")
