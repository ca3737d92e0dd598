"""A job from a folder of sheets to one real wiki, run in this process, with faults where a test wants them."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.config.load import load
from bot.config.settings import Configuration, WikiSettings
from bot.domain.plan import Outcome
from bot.store.store import Store, open_store
from bot.sync.environment import Environment, Options
from bot.sync.job_run import JobRun
from bot.sync.runner import run_job
from bot.sync.stopping import StopSignal
from bot.sync.waits import Waits
from bot.wiki.folder import FolderWiki
from bot.wiki.folder_names import file_name
from bot.wiki.patience import Patience
from bot.wiki.protocol import Wiki
from tests.farm.mediawiki import HistoryEntry, MediaWikiServer
from tests.farm.seed import sheet_text, sheet_title

ROOT = Path(__file__).parents[2]
PASSWORD_VARIABLE = "PARTNER_PASSWORD"
TOML = """
name = "Multibao"
language = "fr"
page = "https://multibao.example.org/wiki/{title}"
revision = "https://multibao.example.org/w/index.php?title={title}&oldid={revision}"
history = "https://multibao.example.org/w/index.php?title={title}&action=history"

[licence]
url = "https://creativecommons.org/licenses/by-sa/4.0/"
text = "CC BY-SA 4.0"
"""


@dataclass(frozen=True)
class FaultyEnvironment(Environment):
    """An environment whose wikis can be wrapped."""

    wrap: Callable[[Wiki], Wiki] = field(default=lambda wiki: wiki)

    def open(self, settings: WikiSettings) -> Wiki:
        """Open a wiki, wrapped."""
        return self.wrap(Environment.open(self, settings))


class Bench:
    """Sheets in a folder, a partner that is a real wiki, and the state between runs."""

    def __init__(self, folder: Path, partner: MediaWikiServer, *, pace: str = "0s", sheets: int = 3) -> None:
        self.folder = folder
        self.partner = partner
        self.source = folder / "source"
        self.source.mkdir(parents=True)
        self.numbers = range(1, sheets + 1)
        authors = "".join(f"{json.dumps(sheet_title(number))} = ['Chloé', 'Zoé']\n" for number in self.numbers)
        (self.source / "wiki.toml").write_text(f"{TOML}\n[authors]\n{authors}", encoding="utf-8")
        self.write_sheets()
        self.configuration = self._configure(pace)

    def write_sheets(self, version: int = 0) -> None:
        """Write all sheets in a version."""
        for number in self.numbers:
            text = sheet_text(number, version=version)
            (self.source / file_name(sheet_title(number))).write_text(f"{text}\n", encoding="utf-8")

    def run(
        self,
        *,
        wrap: Callable[[Wiki], Wiki] = lambda wiki: wiki,
        stop: StopSignal | None = None,
        patience: Patience | None = None,
        waits: Waits | None = None,
        with_store: Callable[[Store], None] = lambda _store: None,
        options: Options = Options(),  # noqa: B008 - frozen
    ) -> JobRun:
        """Run the job once, as a process of its own would."""
        with open_store(self.configuration.state) as store:
            with_store(store)
            environment = FaultyEnvironment(
                self.configuration,
                store,
                stop or StopSignal(),
                patience or Patience(attempts=2, first=0),
                waits or Waits(0, 0),
                wrap=wrap,
            )
            return run_job(self.configuration.jobs[0], environment, options)

    def copies(self) -> dict[str, str | None]:
        """Give the texts of all copies at the partner by title."""
        return {title: self.partner.text(title) for title in sorted(self.partner.titles(100))}

    def titles(self) -> list[str]:
        """Give the titles of the copies in the order in which they are written."""
        sheets = FolderWiki("multibao", self.source).look_for(map(sheet_title, self.numbers))
        ids = {title: seen.page.page_id for title, seen in sheets.items() if seen.page}
        return [f"Recette:{title}" for title in sorted(ids, key=ids.__getitem__)]

    def history(self, number: int = 0) -> list[HistoryEntry]:
        """Give the history of a copy."""
        return self.partner.history(self.titles()[number])

    def edits(self) -> list[int]:
        """Count the revisions of each copy."""
        return [len(self.history(index)) for index in range(len(self.numbers))]

    def open_intents(self) -> int:
        """Count the writes of which nobody knows what became of them."""
        with open_store(self.configuration.state) as store:
            return len(store.intents("partner"))

    def _configure(
        self,
        pace: str,
        mappings: Path = ROOT / "mappings",
        names: tuple[str, str] = ("multibao-outil", "movilab-recette"),
        category: str = "Fiches outils",
    ) -> Configuration:
        path = self.folder / "republish.yaml"
        path.write_text(
            f"""\
contact: https://multibao.example.org/Utilisateur:Robot
mappings: [{mappings}]
wikis:
  multibao: {{folder: {self.source}}}
  partner:
    api: {self.partner.api}
    user: {self.partner.robot_user}
    password: {{env: {PASSWORD_VARIABLE}}}
    pace: {pace}
jobs:
  outils:
    from: {{wiki: multibao, mapping: {names[0]}, select: [{{category: {category}}}]}}
    to: [{{wiki: partner, mapping: {names[1]}}}]
""",
            encoding="utf-8",
        )
        return load(path)


def outcomes(run: JobRun) -> list[Outcome]:
    """List what became of the changes of a run."""
    return [result.outcome for result in run.results]
