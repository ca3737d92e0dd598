"""Pictures and other files, from one command to what stands at the partner: each outcome on real wikis."""

import hashlib
from pathlib import Path

import pytest

from bot.config.load import load
from bot.store.counts import Counted
from bot.store.store import open_for_reading
from tests.e2e.project import Project, make_project
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.pictures import picture
from tests.farm.trio import Trio

pytestmark = pytest.mark.wiki

FORM = "{{{{Fichier|description=Une photo|auteur={author}|licence={licence}}}}}"
FREE = FORM.format(author="Jeanne Fée", licence="CC BY-SA 4.0")
SHEET = """\
{{Fiche outil
| titre = Mur de photos
| résumé = Accrocher des photos.
| image = Libre.png
| licence = CC BY-SA 4.0
}}
== Procédure ==
[[Fichier:Protégée.png|vignette|Le logo]]
[[Fichier:Inconnue CC-BY-SA.png|vignette|Sans rien]]
[[Fichier:Double.png|vignette|Le double]]
[[Image:prise.png|vignette|Un nom pris]]
[[Fichier:Grande.png|Une grande]] et [[Média:Texte.pdf|le texte]]
<gallery>
Nouvelle.png|Une version
Commune.png|Des communs
Partie.png|Bientôt partie
Supprimée.png|Supprimée là-bas
</gallery>

[[Catégorie:Fiches outils]]
"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
COPIED = "Copiée sans changement par un robot pour la page «\u00a0["
COPY = "Recette:Mur de photos"
AT_SOURCE = {
    "Libre.png": (picture(1), FREE),
    "Protégée.png": (picture(2), "Logo de la ville. Tous droits réservés."),
    "Inconnue CC-BY-SA.png": (picture(3), "Une photo de l’atelier."),
    "Double.png": (picture(4), FREE),
    "Prise.png": (picture(5), FREE),
    "Grande.png": (picture(6, extra=1_600_000), FREE),
    "Texte.pdf": (PDF, FREE),
    "Nouvelle.png": (picture(7), "{{CC-BY-SA-4.0}}"),
    "Commune.png": (picture(8), "Sans licence ici."),
    "Partie.png": (picture(9), FREE),
    "Supprimée.png": (picture(10), FREE),
    "Ailleurs.png": (picture(12), FREE),
}


def sha1(data: bytes) -> str:
    """Give the SHA-1 of a file as wikis do."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def files(wiki: MediaWikiServer) -> dict[str, tuple[str, str]]:
    """List the files of a wiki itself: SHA-1 and who uploaded it, by name."""
    rows = wiki.person("").get(action="query", list="allimages", aiprop="sha1|user", aisort="name", ailimit="max")
    return {one["title"].partition(":")[2]: (one["sha1"], one["user"]) for one in rows["query"]["allimages"]}


@pytest.fixture
def project(wikis: Trio, tmp_path: Path) -> Project:
    """Give a job that copies files to movilab, which shares those of brest, and has some already."""
    source, partner, commons = wikis
    source.configure("$wgFileExtensions[] = 'pdf';")
    partner.configure(
        "$wgMaxUploadSize = 1500000;\n"
        "$wgForeignFileRepos[] = [ 'class' => ForeignAPIRepo::class, 'name' => 'communs', "
        f"'apibase' => '{commons.api}', 'fetchDescription' => false, 'apiMetadataExpiry' => 0 ];"
    )
    for name, (data, text) in AT_SOURCE.items():
        source.upload(name, data, text)
    commons.upload("Commune.png", picture(8))
    commons.upload("Sous un autre nom.png", picture(12))
    partner.upload("Déjà là.png", picture(4), "La nôtre.")
    partner.upload("Prise.png", picture(20), "Une autre image.")
    partner.upload("Supprimée.png", picture(21))
    partner.delete("Fichier:Supprimée.png")
    source.edit("Mur de photos", SHEET, user="Alice")
    source.run_jobs()
    made = make_project(tmp_path / "project", wikis)
    text = made.config.read_text(encoding="utf-8").replace("movilab-recette}", "movilab-recette, files: copy}")
    made.config.write_text(text.replace("      - {wiki: brest, mapping: brest-fiche}\n", ""), encoding="utf-8")
    return made


def test_every_file_meets_its_fate(project: Project, wikis: Trio) -> None:
    """Ten files, ten fates; a quiet run asks the partner nothing; new versions, deletions and people's are followed."""
    source, partner, _ = wikis
    plan = project.run("plan", "--page", "Mur de photos")
    assert plan.code == 0, plan.err
    assert "4 files to copy." in plan.out
    assert set(files(partner)) == {"Déjà là.png", "Prise.png"}

    ended = project.run("sync")
    assert (ended.code, ended.err) == (0, "")
    with open_for_reading(load(project.config).state) as store:
        fetched = [one.value for one in store.tallies() if (one.counted, one.word) == (Counted.REQUESTS, "download")]
    assert fetched == [4]
    there = files(partner)
    assert there == {
        "Déjà là.png": (sha1(picture(4)), "Alice"),
        "Libre.png": (sha1(picture(1)), "Robot"),
        "Nouvelle.png": (sha1(picture(7)), "Robot"),
        "Partie.png": (sha1(picture(9)), "Robot"),
        "Prise (Multibao).png": (sha1(picture(5)), "Robot"),
        "Prise.png": (sha1(picture(20)), "Alice"),
    }
    text = partner.text(COPY) or ""
    for shown in (
        "photo = Libre.png",
        "[[Fichier:Déjà là.png|vignette|Le double]]",
        "[[Fichier:Prise (Multibao).png|vignette|Un nom pris]]",
        "\nNouvelle.png|Une version\nCommune.png|Des communs\nPartie.png|Bientôt partie\n</gallery>",
        f"[{source.url}/wiki/Fichier:Prot%C3%A9g%C3%A9e.png Le logo]",
        f"[{source.url}/wiki/Fichier:Grande.png Une grande]",
        f"* [{source.url}/wiki/Fichier:Supprim%C3%A9e.png Supprimée là-bas]",
        f"[{source.url}/wiki/Fichier:Libre.png Libre.png] par Jeanne Fée, [{LICENCE} CC BY-SA 4.0]",
        f"[{source.url}/wiki/Fichier:Inconnue_CC-BY-SA.png Inconnue CC-BY-SA.png]\u00a0» remplacée par un lien",
    ):
        assert shown in text, shown
    described = partner.text("Fichier:Prise (Multibao).png") or ""
    for said in (f"[{source.url}/wiki/Fichier:Prise.png Prise.png]", "Jeanne Fée", f"[{LICENCE} CC BY-SA 4.0]", COPIED):
        assert said in described, said
    assert "Alice" in (partner.text("Fichier:Nouvelle.png") or "")

    mark = partner.proxy.mark()
    assert project.run("sync").code == 0
    assert partner.requests(mark) == []

    # A new version, a file that goes, and one of ours that people of the partner have replaced.
    source.upload("Nouvelle.png", picture(70), user="Alice")
    source.upload("Prise.png", picture(50), user="Alice")
    source.delete("Fichier:Partie.png")
    partner.upload("Prise (Multibao).png", picture(51), user="Benoît")
    before = partner.revision(COPY)
    plan = project.run("plan", "--page", "Mur de photos", "--verbose")
    assert "1 file to copy." in plan.out, plan.out
    ended = project.run("sync")
    assert (ended.code, ended.err) == (0, "")
    assert "at the partner it is not ours any more" in ended.out
    there = files(partner)
    assert there["Nouvelle.png"] == (sha1(picture(70)), "Robot")
    assert there["Prise (Multibao).png"] == (sha1(picture(51)), "Benoît")
    assert there["Partie.png"] == (sha1(picture(9)), "Robot")
    assert partner.revision(COPY) == before

    source.edit("Mur de photos", SHEET.replace("Un nom pris", "Un autre mot"), user="Alice")
    source.run_jobs()
    assert project.run("sync").code == 0
    text = partner.text(COPY) or ""
    assert "\nNouvelle.png|Une version\nCommune.png|Des communs\nPartie.png|Bientôt partie\n</gallery>" in text
    assert "[[Fichier:Prise (Multibao).png|vignette|Un autre mot]]" in text
    assert files(partner) == there
