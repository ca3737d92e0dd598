"""Of twelve sheets four cannot be copied as they are: each is told with page, field and reason, the others go on."""

import pytest

from tests.e2e.project import Project, make_project
from tests.farm.seed import CATEGORY, START, SeedRevision, sheet_title
from tests.farm.trio import Trio

pytestmark = pytest.mark.wiki

REDIRECT = "Modèle:Fiche outil ancienne"
PARTS = ("Liste", "Titre", "Signature", "Lien ouvert")
MENDED = {
    "Liste": ("parler; écouter, dire", "parler et écouter, dire"),
    "Titre": ("| titre = Fiche {41}", "| titre = Fiche 41"),
    "Signature": ("Un mot de ~~~~.", "Un mot de Zoé."),
    "Lien ouvert": ("Un [[lien resté ouvert", "Un [[lien]] fermé"),
}
"""What is wrong on each sheet, and how people mend it."""
TITLES = {"Titre": "Fiche 41"}
ENGLISH = {
    "Liste": "The field “objectifs” would not read back from the copy: “parler; écouter, dire” would become",
    "Titre": "titled “Recette:Fiche {41}” (it holds a character that titles cannot have). Change the field “titre” of",
    "Signature": "The field “resume” holds “~~~~.”, which a wiki changes when it is saved.",
    "Lien ouvert": "The template “Fiche outil” cannot be read safely, because it stands inside or holds "
    "“[[lien resté ouvert”.",
}
FRENCH = {
    "Liste": "Le champ « objectifs » ne se relirait pas",
    "Titre": "« Recette:Fiche {41} » (",
    "Signature": "Le champ « resume » contient « ~~~~. », qu’un wiki transforme à l’enregistrement.",
    "Lien ouvert": "« [[lien resté ouvert »",
}


def faulty(name: str) -> str:
    """Write a sheet with one fault."""
    values = {"titre": TITLES.get(name, name), "résumé": "Court.", "objectifs": "dire"}
    values |= {
        "Liste": {"objectifs": MENDED["Liste"][0]},
        "Titre": {"titre": "Fiche {41}"},
        "Signature": {"résumé": MENDED["Signature"][0]},
        "Lien ouvert": {"résumé": MENDED["Lien ouvert"][0]},
    }[name]
    return page("Fiche outil", values)


def page(template: str, values: dict[str, str]) -> str:
    """Write a sheet."""
    lines = [f"{{{{{template}", *(f"| {key} = {value}" for key, value in values.items()), "}}"]
    return "\n".join((*lines, "== Procédure ==", "On commence.", f"[[Catégorie:{CATEGORY}]]"))


@pytest.fixture
def trio(wikis: Trio) -> Trio:
    """Give three wikis with five right sheets, four wrong ones, and three that use a redirect of the template."""
    texts = {REDIRECT: "#REDIRECTION [[Modèle:Fiche outil]]", **{name: faulty(name) for name in PARTS}}
    names = (f"Ancienne {number}" for number in (1, 2, 3))
    texts |= {name: page("Fiche outil ancienne", {"titre": name, "résumé": "Court."}) for name in names}
    # An import stores texts as they are, where saving would change them.
    wikis.multibao.write_pages([SeedRevision(title, text, "Zoé", START, "") for title, text in texts.items()])
    return wikis


def words(text: str) -> str:
    """Give what a terminal shows as one line."""
    return " ".join(text.split())


def redirects_asked(trio: Trio, marks: list[int]) -> list[int]:
    """Count the questions for redirects of templates that reached each wiki since its mark."""
    return [
        sum(request.parameters.get("prop") == "redirects" for request in wiki.requests(mark))
        for wiki, mark in zip(trio, marks, strict=True)
    ]


def test_refused_sheets_are_told_and_copied_once_mended(trio: Trio, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Exit 3 with a reason for each sheet in both languages, eight copies; after mending all twelve."""
    french: Project = make_project(tmp_path_factory.mktemp("french") / "p", trio, language="fr")
    plan = french.run("plan")
    for name, sentence in FRENCH.items():
        assert sentence in words(plan.out), name

    project = make_project(tmp_path_factory.mktemp("english") / "p", trio)
    marks = [wiki.proxy.mark() for wiki in trio]
    ended = project.run("sync")
    assert ended.code == 3
    for name, sentence in ENGLISH.items():
        assert sentence in words(ended.out), name
    assert "created: 17" in ended.out
    right = [*(sheet_title(number) for number in range(1, 6)), *(f"Ancienne {number}" for number in (1, 2, 3))]
    assert sorted(trio.movilab.titles(100)) == sorted(f"Recette:{title}" for title in right)
    # A semicolon parts nothing at the other partner, whose lists stand between commas.
    assert trio.brest.text("Liste (fiche pratique)")
    assert redirects_asked(trio, marks) == [1, 0, 0]
    _check_told(project)

    marks = [wiki.proxy.mark() for wiki in trio]
    assert project.run("sync").code == 3
    assert redirects_asked(trio, marks) == [0, 0, 0]

    for name, (wrong, right_words) in MENDED.items():
        trio.multibao.edit(name, faulty(name).replace(wrong, right_words), user="Chloé")
    mended = project.run("sync")
    assert mended.code == 0
    assert {f"Recette:{TITLES.get(name, name)}" for name in PARTS} <= set(trio.movilab.titles(100))


def _check_told(project: Project) -> None:
    """Check that programs are told the page, the field and the reason of each refusal as well."""
    copies = project.run("status", "--json").json()["copies"]
    told = {copy["sheet"]["title"]: copy for copy in copies if copy["partner"] == "movilab" and copy["reason"]}
    assert set(told) == set(PARTS)
