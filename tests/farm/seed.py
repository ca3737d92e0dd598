"""Content for the wikis of the farm: sheets with their histories, and the templates of three wikis."""

import json
import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from tests.farm import words
from tests.farm.dump import SeedRevision

CATEGORY = "Fiches outils"
AUTHORS = ("Alice", "Benoît", "Chloé")
START = datetime(2025, 1, 6, 9, tzinfo=UTC)
SHEET_PARAMETERS = ("titre", "résumé", "objectifs", "durée", "public", "matériel", "image", "licence")
RECIPE_PARAMETERS = ("nom", "présentation", "objectifs", "durée", "thèmes", "photo", "géo")
BREST_PARAMETERS = ("titre", "chapeau", "objectifs", "durée", "participants", "mots-clés", "illustration")


def sheet_title(number: int) -> str:
    """Give the title of a generated sheet."""
    return f"Fiche {number} {words.name(number)}"


def sheet_text(number: int, seed: int = 1, version: int = 0) -> str:
    """Write the last text of a sheet; a higher version differs in the summary and in one step of the procedure."""
    return "\n".join([*_template(number, seed, version), "", *_procedure(number, seed, version), *_rest(number, seed)])


def sheets(count: int, seed: int = 1) -> list[SeedRevision]:
    """Give *count* sheets of about 4 kB, each with three revisions by one, two or three people."""
    return [revision for number in range(1, count + 1) for revision in _history(number, seed)]


def source_templates() -> list[SeedRevision]:
    """Give the template of the source wiki, with the pages of its categories."""
    labels = {one: one.capitalize() for one in SHEET_PARAMETERS if one not in {"titre", "image"}}
    pages = {f"Catégorie:{one}": "[[Catégorie:Accueil]]" for one in (CATEGORY, *words.THEMES)}
    return _pages({"Modèle:Fiche outil": infobox("titre", labels, image="image"), **pages})


def movilab_templates() -> list[SeedRevision]:
    """Give the templates of the partner that has one for the credit."""
    labels = {one: one.capitalize() for one in RECIPE_PARAMETERS if one not in {"nom", "photo"}}
    recipe = infobox("nom", labels, image="photo")
    return _pages({"Modèle:Recette libre": recipe, "Modèle:Republication": REPUBLICATION})


def brest_templates() -> list[SeedRevision]:
    """Give the template of the partner that has none for the credit."""
    labels = {one: one.capitalize() for one in BREST_PARAMETERS if one not in {"titre", "illustration"}}
    return _pages({"Modèle:Fiche Brest": infobox("titre", labels, image="illustration")})


def infobox(heading: str, labels: Mapping[str, str], image: str = "") -> str:
    """Write a template that shows the values that are given, and documents its parameters."""
    shown = [PICTURE.replace("IMAGE", image)] if image else []
    shown += ['<table class="wikitable fiche">', CAPTION]
    shown += [ROW.replace("KEY", key).replace("LABEL", label) for key, label in labels.items()]
    known = json.dumps({"params": {key: {} for key in (heading, *labels, *([image] if image else []))}})
    body = "\n".join([*shown, "</table>"]).replace("HEADING", heading)
    return f"<includeonly>{body}</includeonly><noinclude><templatedata>{known}</templatedata></noinclude>"


PICTURE = "{{#if:{{{IMAGE|}}}|[[Fichier:{{{IMAGE}}}|thumb|{{{HEADING|}}}]]}}"
CAPTION = "<caption>{{{HEADING|{{PAGENAME}}}}}</caption>"
ROW = "{{#if:{{{KEY|}}}|<tr><th>LABEL</th><td>\n{{{KEY}}}</td></tr>}}"


REPUBLICATION = """<includeonly><div class="republication-modele">
Cette page est une copie de [{{{lien}}} {{{titre}}}], par {{{auteurs|}}}\
{{#if:{{{anonymes|}}}|&#32;({{{anonymes}}} contributions anonymes)}}\
{{#if:{{{masqués|}}}|&#32;({{{masqués}}} noms masqués)}}, depuis {{{wiki}}} ({{{adresse}}}, page {{{page}}}).

Révision [{{{permalien}}} {{{révision}}}] du {{{date_source}}} ([{{{historique}}} historique]), \
copiée le {{{date_copie}}}.

Licence : [{{{licence_url}}} {{{licence}}}] ({{{licence_id}}}). {{{régime|}}}\
{{#if:{{{preuve|}}}|&#32;Preuve : {{{preuve}}}.}}

Modifications par le robot : {{{modifications|aucune}}}. Contact : {{{contact|}}}
</div></includeonly><noinclude><templatedata>{"params": {"titre": {}, "wiki": {}, "adresse": {}, "page": {}, \
"révision": {}, "lien": {}, "permalien": {}, "historique": {}, "auteurs": {}, "anonymes": {}, "masqués": {}, \
"licence": {}, "licence_id": {}, "licence_url": {}, "régime": {}, "date_source": {}, "date_copie": {}, \
"modifications": {}, "preuve": {}, "contact": {}}}</templatedata></noinclude>"""


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
