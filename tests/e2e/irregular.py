"""A hundred sheets as people really write them: most are right, some are wrong, each in one way that is counted."""

from collections.abc import Mapping
from pathlib import Path

from tests.e2e.project import Project
from tests.farm.dump import SeedRevision
from tests.farm.seed import START
from tests.farm.trio import Trio

SHEETS = 100
COPY = '<div class="republication" data-wiki="https://ailleurs.example.org/" data-page="7" data-revision="9">x</div>'

FORMAT = """\
format: essai
fields:
  titre:        {kind: text, required: true}
  resume:       {kind: text}
  objectifs:    {kind: list}
  participants: {kind: text}
  duree:        {kind: duration}
  deroule:      {kind: text}
  mots_cles:    {kind: list}
  image:        {kind: file}
  lieu:         {kind: text}
  sources:      {kind: text}
  licence:      {kind: licence}
"""
SOURCE = """\
mapping: essai-outil
format: essai
title: "{titre}"
template: Fiche outil
fields:
  titre:        {parameter: titre}
  resume:       {parameter: [résumé, resume], default: "Une fiche."}
  objectifs:    {parameter: objectifs, separator: ","}
  participants: {item: Nombre de participants, in: Informations pratiques}
  duree:        {parameter: durée}
  deroule:      {section: [Procédure, Déroulé]}
  mots_cles:    {categories: true, except: [Fiches outils]}
  image:        {parameter: image}
LIEU
  sources:      {section: Sources}
  licence:      {parameter: licence}
rest: deroule
"""
NEVER = "  lieu:         {parameter: lieux}"
MOVILAB = """\
mapping: essai-recette
format: essai
title: "Recette:{titre}"
template: Recette libre
fields:
  titre:        {parameter: nom}
  resume:       {parameter: présentation}
  objectifs:    {parameter: objectifs, separator: ";"}
  duree:        {parameter: durée}
  deroule:      {section: Déroulé}
  mots_cles:    {parameter: thèmes, separator: ";", values: {Gouvernance: Gouvernance partagée}, otherwise: keep}
  sources:      {section: Sources}
constants: {genre: outil}
credit: {template: Republication, place: bottom}
"""
BREST = """\
mapping: essai-fiche
format: essai
title: "{titre} (fiche)"
template: Fiche qui manque
fields:
  titre:        {parameter: intitulé}
  resume:       {parameter: accroche}
  objectifs:    {parameter: buts, separator: ","}
  participants: {parameter: personnes, values: {à partir de 4: 4 et plus}, otherwise: error}
  duree:        {parameter: temps}
  deroule:      {section: Déroulement}
  mots_cles:    {categories: true}
  sources:      {section: Sources}
credit: {template: Republication, place: bottom}
"""
CONFIGURATION = """\
contact: https://multibao.example.org/Utilisateur:Robot
language: en
mappings: [mappings]
wikis:
  multibao: {{api: "{multibao}"}}
  movilab: {{api: "{movilab}", user: {user}, password: {{env: MOVILAB_PASSWORD}}}}
  brest: {{api: "{brest}", user: {user}, password: {{env: BREST_PASSWORD}}}}
jobs:
  essai:
    from: {{wiki: multibao, mapping: essai-outil, select: [{{category: Fiches outils}}]}}
    to: [{{wiki: movilab, mapping: essai-recette}}, {{wiki: brest, mapping: essai-fiche}}]
  propre:
    from: {{wiki: multibao, mapping: essai-propre, select: [{{category: Fiches outils}}]}}
    to: [{{wiki: movilab, mapping: essai-recette}}, {{wiki: brest, mapping: essai-fiche}}]
"""


def name(number: int) -> str:
    """Give the title of a sheet."""
    return f"Fiche {number:03}"


def irregular_sheets() -> list[SeedRevision]:
    """Give the hundred sheets."""
    return [SeedRevision(name(n), _text(n), "Alice", START, "Création") for n in range(1, SHEETS + 1)]


def _text(number: int) -> str:
    """Write a sheet; each range of numbers is wrong in its own way."""
    if number <= 2:
        return "{{Fiche outils|titre=x}}\n[[Catégorie:Fiches outils]]"
    values = {
        "titre": name(number),
        "résumé": "Un résumé.",
        "objectifs": "parler, écouter",
        "durée": "2 h",
        "image": "",
        "licence": "",
    }
    values |= _planted(number)
    if 3 <= number <= 5:
        values["resume"] = values.pop("résumé")
    heading = "Procedures" if 15 <= number <= 18 else "Procédure"
    step = "{{Citation|La parole circule.}}" if 29 <= number <= 34 else "On commence."
    people = "une foule" if 35 <= number <= 37 else "à partir de 4"
    parts = [
        "\n".join(["{{Fiche outil", *(f"| {key} = {value}" for key, value in values.items()), "}}"]),
        f"== {heading} ==\n{step}",
        f"== Informations pratiques ==\n* '''Nombre de participants''' : {people}",
        "== Sources ==\n* Un livre",
        COPY if number == 40 else "",
        "[[Catégorie:Fiches outils]]\n" + "[[Catégorie:Gouvernance]]" * (number not in range(42, 52)),
        "[[Catégorie:Débat]]" * (number in range(42, 52)),
    ]
    return "\n\n".join(filter(None, parts))


def _planted(number: int) -> Mapping[str, str]:
    """Give the parameters that are wrong on a sheet."""
    plants = [
        (range(6, 13), {"public": "tous"}),
        (range(13, 15), {"lieu": "Brest"}),
        (range(19, 21), {"titre": ""}),
        (range(21, 26), {"durée": "le temps qu’il faut"}),
        (range(26, 29), {"licence": "CC BY-SA"}),
        (range(39, 40), {"titre": name(38)}),
        (range(41, 42), {"titre": "Fiche {41}"}),
        (range(52, 54), {"résumé": ""}),
    ]
    return next((values for numbers, values in plants if number in numbers), {})


def make_irregular_project(folder: Path, trio: Trio) -> Project:
    """Write a configuration whose mappings fit the sheets but for one rule; the job ``propre`` has not that rule."""
    mappings = folder / "config" / "mappings"
    (mappings / "formats").mkdir(parents=True)
    (mappings / "formats" / "essai.yaml").write_text(FORMAT, encoding="utf-8")
    clean = SOURCE.replace("LIEU\n", "").replace("essai-outil", "essai-propre")
    files = {
        "essai-outil": SOURCE.replace("LIEU", NEVER),
        "essai-propre": clean,
        "essai-recette": MOVILAB,
        "essai-fiche": BREST,
    }
    for stem, text in files.items():
        (mappings / f"{stem}.yaml").write_text(text, encoding="utf-8")
    apis = {wiki.name: wiki.api for wiki in trio}
    text = CONFIGURATION.format(**apis, user=trio.movilab.robot_user)
    (folder / "config" / "republish.yaml").write_text(text, encoding="utf-8")
    passwords = {"MOVILAB_PASSWORD": trio.movilab.robot_password, "BREST_PASSWORD": trio.brest.robot_password}
    return Project(folder, passwords)
