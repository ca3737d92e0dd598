"""Content for the wikis of the farm: sheets with their histories, and the templates of three wikis."""

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.farm import words
from tests.farm.dump import SeedRevision
from tests.farm.templates import CREDIT, box, template_of

CATEGORY = "Fiches outils"
AUTHORS = ("Alice", "Benoît", "Chloé")
START = datetime(2025, 1, 6, 9, tzinfo=UTC)
SHEET_PARAMETERS = ("titre", "résumé", "objectifs", "durée", "public", "matériel", "image", "licence")
MAPPINGS = Path(__file__).parents[2] / "mappings"


def sheet_title(number: int) -> str:
    """Give the title of a generated sheet."""
    return f"Fiche {number} {words.name(number)}"


def sheet_text(number: int, seed: int = 1, version: int = 0) -> str:
    """Write the last text of a sheet; a higher version differs in the summary and in one step of the procedure."""
    return "\n".join([*_template(number, seed, version), "", *_procedure(number, seed, version), *_rest(number, seed)])


def sheets(count: int, seed: int = 1) -> list[SeedRevision]:
    """Give *count* sheets of about 4 kB, each with three revisions by one, two or three people."""
    return [revision for number in range(1, count + 1) for revision in _history(number, seed)]


def newest(revisions: Iterable[SeedRevision]) -> list[SeedRevision]:
    """Keep the last revision of each page, where very many pages need no history."""
    return list({revision.title: revision for revision in revisions}.values())


def source_templates() -> list[SeedRevision]:
    """Give the template of the source wiki, and the pages of its categories."""
    labels = {one: one.capitalize() for one in SHEET_PARAMETERS if one not in {"titre", "image"}}
    pages = {f"Catégorie:{one}": "[[Catégorie:Accueil]]" for one in (CATEGORY, *words.THEMES)}
    return _pages({"Modèle:Fiche outil": box("titre", labels, image="image"), **pages})


def movilab_templates() -> list[SeedRevision]:
    """Give the templates of the partner that has one for the credit."""
    return _pages(dict([template_of(MAPPINGS / "movilab-recette.yaml"), ("Modèle:Republication", CREDIT)]))


def brest_templates() -> list[SeedRevision]:
    """Give the template of the partner that has none for the credit."""
    return _pages(dict([template_of(MAPPINGS / "brest-fiche.yaml")]))


def _pages(texts: Mapping[str, str]) -> list[SeedRevision]:
    return [SeedRevision(title, text, "Admin", START, "Création") for title, text in texts.items()]


def _history(number: int, seed: int) -> Iterable[SeedRevision]:
    dice = random.Random(f"{seed}/{number}/histoire")
    people = dice.sample(AUTHORS, dice.choice((1, 2, 3, 3)))
    template, procedure, rest = _template(number, seed), _procedure(number, seed), _rest(number, seed)
    texts = ("\n".join(template), "\n".join([*template, "", *procedure]), "\n".join([*template, "", *procedure, *rest]))
    comments = ("Première version", "Procédure", "Informations pratiques et sources")
    for step, (text, comment) in enumerate(zip(texts, comments, strict=True)):
        when = START + timedelta(hours=number, days=7 * step)
        yield SeedRevision(sheet_title(number), text, people[step % len(people)], when, comment)


def _template(number: int, seed: int, version: int = 0) -> list[str]:
    dice = random.Random(f"{seed}/{number}/modèle")
    aims = dice.sample(words.AIMS, 3)
    summary = f"{words.name(number)}, une façon simple d’aider un groupe à {aims[0]}"
    values = {
        "titre": sheet_title(number),
        "résumé": summary + (f" (version {version})" if version else "") + ".",
        "objectifs": ", ".join(aims),
        "durée": dice.choice(words.DURATIONS),
        "public": dice.choice(words.PUBLICS),
        "matériel": dice.choice(words.THINGS),
        "image": "",
        "licence": "CC BY-SA 4.0" if number % 3 == 0 else "",
    }
    return ["{{Fiche outil", *(f"| {key} = {value}".rstrip() for key, value in values.items()), "}}"]


def _procedure(number: int, seed: int, version: int = 0) -> list[str]:
    dice = random.Random(f"{seed}/{number}/procédure")
    lines = ["== Procédure ==", words.paragraph(dice), ""]
    for step in range(1, 5):
        lines += [f"=== Étape {step} ===", words.paragraph(dice, 4)]
        if version and step == 1 + version % 4:
            lines[-1] += f" Depuis la version {version}, on commence par un tour de table."
        lines.append("")
    return [*lines, *(f"* {dice.choice(words.ADVICE)}" for _ in range(2)), ""]


def _rest(number: int, seed: int) -> list[str]:
    dice = random.Random(f"{seed}/{number}/reste")
    people = dice.randrange(4, 30)
    return [
        "== Informations pratiques ==",
        f"* '''Nombre de participants''' : à partir de {people}",
        f"* '''Lieu''' : {dice.choice(('dedans', 'dehors', 'dedans ou dehors'))}",
        "",
        "== Sources ==",
        *(f"* {book}" for book in dice.sample(words.BOOKS, 2)),
        "",
        f"[[Catégorie:{CATEGORY}]]",
        f"[[Catégorie:{words.THEMES[number % len(words.THEMES)]}]]",
    ]
