"""A home for configurations: the samples of the documentation, written as they stand."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.config.load import load
from bot.config.settings import Configuration
from bot.errors import ConfigurationError, Problem

CONFIG, FORMAT, SOURCE, PARTNER, BREST = (
    "config/republish.yaml",
    "mappings/formats/fiche-pratique.yaml",
    "mappings/multibao-outil.yaml",
    "mappings/movilab-recette.yaml",
    "mappings/brest-fiche.yaml",
)

SAMPLES = {
    CONFIG: """\
contact: https://wiki.example.org/Utilisateur:Robot   # required: goes into the User-Agent and the summaries
language: fr                                          # of messages, summaries and reports: fr or en
state: sqlite:///var/republish.db                     # relative paths are relative to this file

wikis:
  multibao:
    api: https://multibao.example.org/api.php
  movilab:
    api: https://movilab.example.org/api.php
    user: Robot@republish
    password: {env: MOVILAB_PASSWORD}                 # or {file: path} or {credential: name}
    pace: 5s                                          # between two edits
    accepts: [adaptation, marked]                     # which cells of the licence matrix this partner takes
  brest:
    api: https://wiki-brest.example.org/api.php
    user: Robot@republish
    password: {credential: brest}
    non_commercial: true

jobs:
  outils:
    description: The cooperation tools of Multibao, for Movilab and wiki-Brest
    from:
      wiki: multibao
      mapping: multibao-outil
      select:
        - category: Fiches outils
        - template: Fiche outil
      exclude:
        - category: Brouillons
    to:
      - {wiki: movilab, mapping: movilab-recette}
      - {wiki: brest, mapping: brest-fiche, files: copy}
    every: 1h                                         # or cron: "0 3 * * mon-fri"
    limits: {changes: 50%, at_least: 10}
""",
    FORMAT: """\
format: fiche-pratique
description: {fr: Fiche pratique de la coopération, en: Cooperation practice sheet}
fields:
  titre:         {kind: text, required: true, label: {fr: Titre, en: Title}}
  resume:        {kind: text, label: {fr: En une phrase, en: In one sentence}}
  objectifs:     {kind: list}
  participants:  {kind: text}
  duree:         {kind: duration}
  deroule:       {kind: text}
  mots_cles:     {kind: list}
  image:         {kind: file}
  lieu:          {kind: coordinates}
  sources:       {kind: text}
  licence:       {kind: licence}
""",
    SOURCE: """\
mapping: multibao-outil
format: fiche-pratique
title: "{titre}"
template: Fiche outil
fields:
  titre:        {parameter: titre, default: "{page}"}
  resume:       {parameter: [résumé, resume]}
  objectifs:    {parameter: objectifs, separator: ","}
  participants: {item: Nombre de participants, in: Informations pratiques}   # "* **Nombre…** : à partir de 12"
  duree:        {parameter: durée}
  deroule:      {section: [Procédure, Déroulé]}
  mots_cles:    {categories: true, except: [Fiches outils]}
  image:        {parameter: image}
  sources:      {section: Sources}
  licence:      {parameter: licence}
rest: deroule                       # text that no rule claims goes to the end of this field; or: report
""",
    PARTNER: """\
mapping: movilab-recette
format: fiche-pratique
title: "Recette:{titre}"
template: Recette libre
fields:
  titre:        {parameter: nom}
  resume:       {parameter: présentation}
  objectifs:    {parameter: objectifs, separator: "; "}
  duree:        {parameter: durée, write: {duration: "{hours} h {minutes}"}}
  deroule:      {section: Déroulé}
  mots_cles:    {parameter: thèmes, separator: ";", values: {gouvernance: Gouvernance partagée}, otherwise: keep}
  image:        {parameter: photo}
  lieu:         {parameter: géo}
  sources:      {section: Sources, owner: source}      # owner: source | partner | both (both is the default)
categories: [Recettes libres, "Recettes de {source.name}"]
credit: {template: Republication, place: bottom}
""",
    BREST: """\
mapping: brest-fiche
format: fiche-pratique
title: "{titre} (fiche pratique)"
template: Fiche de pratique
fields:
  titre:    {parameter: intitulé}
  deroule:  {section: Déroulement}
  sources:  {section: Matériel et sources}
""",
}


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with a configuration and its mappings."""

    folder: Path

    def write(self, file: str, text: str | bytes) -> Path:
        """Write a file, making its folder."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def change(self, file: str, before: str, after: str) -> None:
        """Replace the one place where a sample holds *before*."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {file}"
        self.write(file, text.replace(before, after))

    def load(self) -> Configuration:
        """Load the configuration."""
        return load(self.folder / CONFIG)

    def problems(self) -> tuple[Problem, ...]:
        """Load the configuration, which must fail, and give its problems with paths from this folder."""
        with pytest.raises(ConfigurationError) as caught:
            self.load()
        return tuple(
            Problem(str(Path(problem.file).relative_to(self.folder)), problem.line, problem.column, problem.message)
            for problem in caught.value.problems
        )


def home_in(folder: Path) -> Home:
    """Make a folder with all samples as they stand."""
    home = Home(folder)
    for file, text in SAMPLES.items():
        home.write(file, text)
    return home
