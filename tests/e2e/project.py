"""A project of an administrator in a folder: configuration, mappings, state, and the commands run on it."""

from dataclasses import dataclass
from pathlib import Path

from tests.farm.trio import Trio
from tests.processes.running import ROOT, Ended, Running

__all__ = ["ROOT", "Ended", "Project", "make_project"]


@dataclass(frozen=True)
class Project:
    """A configuration on disk."""

    folder: Path
    environment: dict[str, str]

    @property
    def config(self) -> Path:
        """Give the configuration file."""
        return self.folder / "config" / "republish.yaml"

    def start(self, command: str, *words: str, most: int = 0) -> Running:
        """Start ``republish``; with *most*, no file may grow beyond so many bytes."""
        return Running((command, "--config", str(self.config), *words), self.environment, most=most)

    def run(self, command: str, *words: str) -> Ended:
        """Run ``republish`` as an administrator does."""
        return self.start(command, *words).wait()


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
