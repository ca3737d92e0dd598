"""A project of an administrator in a folder: configuration, mappings, state, and the commands run on it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.farm.trio import Trio

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Read its output as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Project:
    """A configuration on disk."""

    folder: Path
    environment: dict[str, str]

    @property
    def config(self) -> Path:
        """Give the configuration file."""
        return self.folder / "config" / "republish.yaml"

    def run(self, *arguments: str, seconds: int = 240) -> Ended:
        """Run ``republish`` as an administrator does."""
        command = [sys.executable, "-m", "bot", arguments[0], "--config", str(self.config), *arguments[1:]]
        environment = os.environ | {"LANGUAGE": "en"} | self.environment
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
        return Ended(done.returncode, done.stdout, done.stderr)


def make_project(
    folder: Path, trio: Trio, *, language: str = "en", job: str = "", wikis: dict[str, str] | None = None
) -> Project:
    """Write the configuration that copies the sheets of a trio's source to its two partners.

    *job* is added to the job, *wikis* holds further lines of a wiki by its name.
    """
    extra = wikis or {}
    (folder / "config").mkdir(parents=True)
    text = f"""\
contact: https://multibao.example.org/Utilisateur:Robot
language: {language}
mappings: [{ROOT / "mappings"}]
wikis:
  multibao:
    api: {trio.multibao.api}
{extra.get("multibao", "")}
  movilab:
    api: {trio.movilab.api}
    user: {trio.movilab.robot_user}
    password: {{env: MOVILAB_PASSWORD}}
    pace: 0s
{extra.get("movilab", "")}
  brest:
    api: {trio.brest.api}
    user: {trio.brest.robot_user}
    password: {{env: BREST_PASSWORD}}
    pace: 0s
{extra.get("brest", "")}
jobs:
  outils:
    from:
      wiki: multibao
      mapping: multibao-outil
      select:
        - category: Fiches outils
    to:
      - {{wiki: movilab, mapping: movilab-recette}}
      - {{wiki: brest, mapping: brest-fiche}}
{job}
"""
    (folder / "config" / "republish.yaml").write_text(text, encoding="utf-8")
    passwords = {"MOVILAB_PASSWORD": trio.movilab.robot_password, "BREST_PASSWORD": trio.brest.robot_password}
    return Project(folder, passwords)
