"""A job between three wikis in memory: a source, a partner with a template for the credit, and one without."""

from collections.abc import Iterable
from pathlib import Path

from bot.config.load import load
from bot.config.settings import WikiSettings
from bot.store.store import open_store
from bot.sync.environment import Environment, Options
from bot.sync.job_run import JobRun
from bot.sync.looking import look
from bot.sync.runner import run_job
from bot.sync.source_look import SourceLook
from bot.sync.stopping import StopSignal
from bot.sync.waits import Waits
from bot.wiki.protocol import Wiki
from tests.farm.dump import SeedRevision
from tests.farm.hand import Hand
from tests.farm.seed import brest_templates, movilab_templates, sheets, source_templates
from tests.memory.hand import MemoryHand
from tests.memory.wiki import MemoryWiki

ROOT = Path(__file__).parents[2]
NAMES = ("multibao", "movilab", "brest")
CONFIGURATION = f"""\
contact: https://multibao.example.org/Utilisateur:Robot
mappings: [{ROOT / "mappings"}]
wikis:
  multibao: {{api: https://multibao.example.org/api.php}}
  movilab: {{api: https://movilab.example.org/api.php, user: Robot@republish, password: {{env: NO_SECRET}}, pace: 0s}}
  brest: {{api: https://brest.example.org/api.php, user: Robot@republish, password: {{env: NO_SECRET}}, pace: 0s}}
jobs:
  outils:
    from: {{wiki: multibao, mapping: multibao-outil, select: [{{category: Fiches outils}}]}}
    to:
      - {{wiki: movilab, mapping: movilab-recette}}
      - {{wiki: brest, mapping: brest-fiche}}
"""


class MemoryBench:
    """Three wikis in memory, and the state between runs; each run has clients of its own, as a process has.

    *clients* are those of the last run: their lines tell what was asked. :meth:`prepare` gives those of the next one,
    for a test that lets them fail.
    """

    def __init__(self, folder: Path, *, sheet_count: int = 3, files: str = "link", source: str = "") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "republish.yaml"
        text = CONFIGURATION.replace("movilab-recette}", f"movilab-recette, files: {files}}}")
        path.write_text(text.replace("org/api.php}", f"org/api.php{source}}}", 1), encoding="utf-8")
        self.configuration = load(path)
        # A clock each: lanes work side by side, and times must not depend on which is faster.
        self.wikis = {name: MemoryWiki(name) for name in NAMES}
        self.hands: dict[str, Hand] = {name: MemoryHand(wiki.site) for name, wiki in self.wikis.items()}
        self._write("multibao", [*source_templates(), *sheets(sheet_count)])
        self._write("movilab", movilab_templates())
        self._write("brest", brest_templates())
        self.clients = self.prepare()
        self._prepared = True

    def prepare(self) -> dict[str, MemoryWiki]:
        """Give the clients of the next run."""
        users = {name: "" if name == "multibao" else "Robot" for name in NAMES}
        self.clients = {name: self.wikis[name].connect(users[name]) for name in NAMES}
        self._prepared = True
        return self.clients

    def run(self, options: Options = Options(), stop: StopSignal | None = None) -> JobRun:  # noqa: B008 - frozen
        """Run the job once, as a process of its own would."""
        if not self._prepared:
            self.prepare()
        self._prepared = False
        with open_store(self.configuration.state) as store:
            environment = Environment(
                self.configuration, store, stop or StopSignal(), waits=Waits(0, 0), opener=self._open
            )
            return run_job(self.configuration.jobs[0], environment, options)

    def look(self) -> None:
        """Look at all copies at movilab, as the daily look does."""
        clients = self.prepare()
        with open_store(self.configuration.state) as store:
            look(self.configuration.jobs[0], clients["movilab"], store, SourceLook(clients["multibao"]))

    def forward(self, **time: float) -> None:
        """Let time pass at all wikis, given as to :class:`datetime.timedelta`."""
        for wiki in self.wikis.values():
            wiki.site.clock.forward(**time)

    def asked(self) -> dict[str, list[str]]:
        """Give what the last run asked of each wiki."""
        return {name: client.line.calls for name, client in self.clients.items()}

    def _open(self, settings: WikiSettings) -> Wiki:
        return self.clients[settings.name]

    def _write(self, name: str, revisions: Iterable[SeedRevision]) -> None:
        for one in revisions:
            self.hands[name].edit(one.title, one.text, one.user, one.comment)
