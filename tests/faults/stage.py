"""Three wikis and a project that are put before the same run again and again, and what stands there after it."""

import json
import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from bot.cli import republish
from tests.e2e.project import make_project
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.pictures import picture
from tests.farm.seed import sheet_text, sheet_title
from tests.farm.trio import Trio
from tests.faults.doors import make_certificates
from tests.processes.running import Ended, Running

READY = "ready"
CATEGORY = "Fiches à l’épreuve"
FIRST, RENAMED, SECOND = "Fiche à l’épreuve", "Fiche renommée", "Seconde fiche à l’épreuve"
FILE = "Libre.png"
PARTNERS = ("movilab", "brest")
_PAGES = """
    SELECT page_namespace, page_title, content_sha1, actor_name FROM page
    JOIN revision ON rev_page = page_id JOIN actor ON actor_id = rev_actor
    JOIN slots ON slot_revision_id = rev_id JOIN content ON content_id = slot_content_id
    ORDER BY page_namespace, page_title, rev_id
"""
_FILES = "SELECT -6, img_name, img_sha1, '' FROM image UNION ALL SELECT -7, oi_name, oi_sha1, '' FROM oldimage"

Standing = dict[str, tuple[tuple[str, str], ...]]
"""What stands at a wiki: the texts (by SHA-1) and authors of all revisions, oldest first, by page."""


@dataclass(frozen=True)
class After:
    """How a command ended, and what it and its state tell."""

    ended: Ended
    told: list[dict[str, Any]]
    status: dict[str, Any]
    last_run: dict[str, Any]


class Stage:
    """Wikis before a run that updates, moves and creates copies and brings a file."""

    def __init__(self, folder: Path, trio: Trio) -> None:
        self.trio = trio
        self.project = make_project(folder / "project", trio)
        self.certificates = folder / "certificates"
        make_certificates(self.certificates)
        self._saved = folder / "state"
        self._prepare()
        self.before = self.standing()
        undisturbed = self.sync()
        assert undisturbed.ended.code == 0, undisturbed.ended.err
        self.expected = self.standing()

    def _prepare(self) -> None:
        source = self.trio.multibao
        config = self.project.config
        movilab = "mapping: movilab-recette"
        job = config.read_text(encoding="utf-8").replace(movilab, f"{movilab}, files: copy, on_rename: move")
        config.write_text(job.replace("Fiches outils", CATEGORY), encoding="utf-8")
        source.edit(f"Catégorie:{CATEGORY}", "Ce qui est mis à l’épreuve.")
        source.edit(FIRST, _sheet(FIRST))
        source.run_jobs()
        first = self.sync()
        assert first.ended.code == 0, first.ended.err
        source.move(FIRST, RENAMED, redirect=False)
        source.edit(RENAMED, _sheet(RENAMED, version=1))
        source.upload(FILE, picture(1), "{{Fichier|description=Une photo|auteur=Zoé|licence=CC BY-SA 4.0}}")
        source.edit(SECOND, _sheet(SECOND).replace("| image =", f"| image = {FILE}"))
        source.run_jobs()
        self.trio.snapshot(READY)
        shutil.copytree(self._var, self._saved)

    @property
    def _var(self) -> Path:
        return self.project.config.parent / "var"

    def wiki(self, name: str) -> MediaWikiServer:
        """Give a wiki by its name."""
        return {wiki.name: wiki for wiki in self.trio}[name]

    def begin(self) -> None:
        """Put wikis and state back to where the run is to begin."""
        for wiki in self.trio:
            wiki.restore(READY)
        shutil.rmtree(self._var)
        shutil.copytree(self._saved, self._var)

    def sync(self, prepare: Callable[[], object] | None = None) -> After:
        """Run the command, and ask what it and its state tell."""
        command = ("sync", "--json", "--config", str(self.project.config))
        trusted = {"REQUESTS_CA_BUNDLE": str(self.certificates / "ca.pem"), "RES_OPTIONS": "timeout:1 attempts:1"}
        ended = Running(command, self.project.environment | trusted, prepare=prepare).wait(90)
        runs = self._ask("runs", "--limit", "1")
        return After(ended, _read(ended.out), self._ask("status"), runs[0] if runs else {})

    def _ask(self, *words: str) -> Any:
        """Ask a command that only reads, in this process."""
        command = [*words, "--json", "--config", str(self.project.config)]
        return _read(CliRunner().invoke(republish, command, standalone_mode=False).stdout)

    @contextmanager
    def reached_at(self, wiki: str, place: str) -> Iterator[None]:
        """Let the configuration name another place for a wiki."""
        config = self.project.config
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace(self.wiki(wiki).url, place), encoding="utf-8")
        try:
            yield
        finally:
            config.write_text(text, encoding="utf-8")

    def standing(self) -> dict[str, Standing]:
        """Tell what stands at the partners, from their databases."""
        return {name: _standing(self.wiki(name)) for name in PARTNERS}

    def open_intents(self) -> int:
        """Count the writes of which the bot does not know what became of them."""
        with closing(sqlite3.connect(self._var / "republish.db")) as state:
            return int(state.execute("SELECT count(*) FROM intents").fetchone()[0])

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the state, as a backup does: nobody else can write to it."""
        file = self._var / "republish.db"
        with closing(sqlite3.connect(file, isolation_level=None, timeout=60, check_same_thread=False)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield

    def state_files(self) -> list[Path]:
        """List the files of the state."""
        return [path for path in self._var.rglob("*") if path.is_file()]


def _sheet(title: str, version: int = 0) -> str:
    text = sheet_text(1, version=version).replace(sheet_title(1), title)
    return text.replace("[[Catégorie:Fiches outils]]", f"[[Catégorie:{CATEGORY}]]")


def results_of(after: After) -> dict[tuple[str, str], list[str]]:
    """Give what was told to have become of each copy, by partner and sheet."""
    told: dict[tuple[str, str], list[str]] = {}
    for run in after.told:
        for result in run["results"]:
            told.setdefault((result["partner"], result["sheet"]), []).append(result["outcome"])
    return told


def _read(out: str) -> Any:
    return json.loads(out) if out.startswith(("[", "{")) else []


def _standing(wiki: MediaWikiServer) -> Standing:
    found: Standing = {}
    with closing(sqlite3.connect(wiki.folder / "db" / "wiki.sqlite")) as database:
        for space, title, digest, who in (*database.execute(_PAGES), *database.execute(_FILES)):
            name = f"{space}:{_words(title)}"
            found[name] = (*found.get(name, ()), (_words(digest), _words(who)))
    return found


def _words(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def hurry(seconds: float) -> Callable[[], None]:
    """Give what makes a command wait for no wiki longer than that, and pause hardly ever; its rules stay the same."""
    return partial(_hurry, seconds)


def _hurry(seconds: float) -> None:
    from bot.sync import lane
    from bot.sync.waits import Waits
    from bot.wiki import deadline, downloads, mediawiki, transport
    from bot.wiki.patience import Patience

    transport.CONNECT_SECONDS = transport.READ_SECONDS = transport.WRITE_SECONDS = seconds  # type: ignore[assignment]  # whole in earnest
    downloads.CONNECT_SECONDS = downloads.READ_SECONDS = seconds  # type: ignore[assignment]  # whole in earnest
    deadline.WHOLE_SECONDS = 2 * seconds
    mediawiki.Patience = partial(Patience, first=0.0)  # type: ignore[misc,assignment]  # only in this process
    lane.Waits = partial(Waits, 0.02, 0.02)  # type: ignore[misc,assignment]  # only in this process


def wait_less_for_the_state() -> None:
    """Let this process wait only shortly for a state that another one holds."""
    from bot.store import database

    database.PATIENCE = 0.3  # type: ignore[assignment]  # whole in earnest


def cramp(more: int) -> None:
    """Let this process have only so many bytes of memory more."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
