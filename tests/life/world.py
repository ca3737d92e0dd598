"""A source and two partners with people at work, in memory or real, and the bot that runs between them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.config.load import load
from bot.config.register import change_register
from bot.config.settings import Configuration, WikiSettings
from bot.domain.decision import Decision
from bot.domain.forgetting import Forgetting
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.domain.register import ForgottenName
from bot.store.place import make_folder
from bot.store.store import Store, open_store
from bot.store.values import RememberedCopy
from bot.sync.environment import Environment, Options
from bot.sync.forgetting import forget_name
from bot.sync.job_run import JobRun
from bot.sync.looking import look
from bot.sync.opening import open_wiki
from bot.sync.rebuilding import Rebuilt, rebuild
from bot.sync.runner import compare_job, plan_job, run_job
from bot.sync.source_look import SourceLook
from bot.sync.waits import Waits
from bot.wiki.patience import Patience
from bot.wiki.protocol import Wiki
from tests.farm.hand import Hand
from tests.farm.install import ROBOT
from tests.farm.trio import Trio
from tests.memory.clock import Clock
from tests.memory.hand import MemoryHand
from tests.memory.wiki import MemoryWiki

ROOT = Path(__file__).parents[2]
MAPPINGS = ROOT / "mappings"
PASSWORD = "LIFE_PASSWORD"
SOURCE, PARTNERS = "multibao", ("movilab", "brest")
STEPS = (
    "Former des groupes de trois. Distribuer les textes à lire.\n\n"
    "Chacun lit pendant une heure. Puis chacun résume sa partie.\n"
)


def sheet(
    title: str,
    *,
    summary: str = "Lire un livre à plusieurs.",
    aims: str = "coopérer, apprendre",
    steps: str = STEPS,
    category: str = "Fiches outils",
) -> str:
    """Write a sheet as Multibao does."""
    return (
        f"{{{{Fiche outil\n| titre = {title}\n| résumé = {summary}\n| objectifs = {aims}\n"
        "| licence = CC BY-SA 4.0\n}}\n\n"
        f"== Procédure ==\n{steps}\n== Sources ==\nNos essais.\n\n[[Catégorie:{category}]]"
    )


def whole_sheet(title: str, summary: str = "Lire un livre à plusieurs.") -> str:
    """Write a sheet that may only be shown whole."""
    return sheet(title, summary=summary).replace("CC BY-SA 4.0", "CC BY-ND 4.0")


SHOWN = "; {{{titre|}}} : {{{résumé|}}}"
"""What the source shows of the template of a sheet."""


def accept_whole(world: "World") -> None:
    """Let the first partner accept whole sheets."""
    text = (world.folder / "republish.yaml").read_text(encoding="utf-8")
    api = f"movilab: {{api: {world.configuration.wiki('movilab').api}"
    world.reload(text.replace(api, f"{api}, accepts: [adaptation, whole]"))


def take_whole(world: "World") -> None:
    """Let the first partner take whole sheets, from a source that shows them."""
    accept_whole(world)
    show_and_protect(world)


def show_and_protect(world: "World") -> None:
    """Give the source its template, and let the robot protect pages at the first partner."""
    world.movilab.let_protect()
    world.source.edit("Modèle:Fiche outil", SHOWN)


def copy_title(title: str, partner: str = "movilab") -> str:
    """Give the title of a copy at a partner."""
    return f"Recette:{title}" if partner == "movilab" else title


_READ: dict[str, Configuration] = {}


def _read(path: Path, text: str) -> Configuration:
    """Read a configuration with our mappings; a text that was read in another folder says the same of this one."""
    if text not in _READ:
        _READ[text] = load(path)
    known, old, new = _READ[text], _READ[text].path.parent, path.parent
    moved = {"state": known.state.replace(str(old), str(new)), "register": new / known.register.relative_to(old)}
    return replace(known, path=path, **moved)


def _begin_state(path: Path) -> None:
    """Put an empty state in its place; making one takes longer than most runs."""
    if not path.exists():
        make_folder(path.parent)
        path.write_bytes(_empty_state())


@cache
def _empty_state() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_store(f"sqlite:///{path}").close()
        return path.read_bytes()


@dataclass(frozen=True)
class WorldEnvironment(Environment):
    """An environment whose wikis the world opens."""

    opener: Callable[[WikiSettings], Wiki | None] = field(default=lambda _settings: None)
    wrap: Callable[[Wiki], Wiki] = field(default=lambda wiki: wiki)

    def open(self, settings: WikiSettings) -> Wiki:
        """Open a wiki of the world."""
        return self.wrap(
            self.opener(settings)
            or open_wiki(settings, self.configuration.contact, patience=self.patience, stop=self.stop)
        )


class World:
    """Three wikis and the state of the bot between its runs.

    *opener* gives the wiki of given settings; where it gives None, the wiki is opened as in earnest.
    """

    def __init__(
        self,
        folder: Path,
        hands: Mapping[str, Hand],
        apis: Mapping[str, str],
        opener: Callable[[WikiSettings], Wiki | None],
    ) -> None:
        self.folder = folder
        self.hands = hands
        self._apis = apis
        self._opener = opener
        self.configuration = self.configure()
        _begin_state(folder / "var" / "republish.db")

    def configure(
        self,
        partner: str = "",
        job: str = "",
        mappings: Path = MAPPINGS,
        select: str = "{category: Fiches outils}",
    ) -> Configuration:
        """Write the configuration; *partner* is added to both partners, *job* to the job."""
        self.folder.mkdir(parents=True, exist_ok=True)
        wikis = "".join(
            f"  {name}: {{api: {api}, user: {ROBOT}@republish, password: {{env: {PASSWORD}}}, pace: 0s}}\n"
            for name, api in self._apis.items()
        )
        text = f"""\
contact: https://multibao.example.org/Utilisateur:Robot
language: en
mappings: [{mappings}]
wikis:
{wikis}
jobs:
  outils:
    from: {{wiki: multibao, mapping: multibao-outil, select: [{select}]}}
    to:
      - {{wiki: movilab, mapping: movilab-recette{partner}}}
      - {{wiki: brest, mapping: brest-fiche{partner}}}
{job}
"""
        path = self.folder / "republish.yaml"
        path.write_text(text, encoding="utf-8")
        self.configuration = _read(path, text) if mappings == MAPPINGS else load(path)
        return self.configuration

    def reload(self, text: str) -> None:
        """Give the configuration another text."""
        path = self.folder / "republish.yaml"
        path.write_text(text, encoding="utf-8")
        self.configuration = load(path)

    @property
    def source(self) -> Hand:
        """Give the people at the source."""
        return self.hands[SOURCE]

    @property
    def movilab(self) -> Hand:
        """Give the people at the first partner."""
        return self.hands["movilab"]

    # The bot

    def sync(
        self,
        options: Options | None = None,
        *,
        decision: Decision | None = None,
        job: int = 0,
        wrap: Callable[[Wiki], Wiki] = lambda wiki: wiki,
        with_store: Callable[[Store], None] = lambda _store: None,
    ) -> JobRun:
        """Run a job once, as a process of its own would; *wrap* and *with_store* put faults into its parts."""
        chosen = options or Options()
        if decision is not None:
            chosen = Options((decision.partner,), (decision.sheet,), command="test", decision=decision)
        with open_store(self.configuration.state) as store:
            with_store(store)
            return run_job(self.configuration.jobs[job], self._environment(store, wrap), chosen)

    def plan(self, options: Options | None = None) -> JobRun:
        """Plan the job."""
        with open_store(self.configuration.state) as store:
            return plan_job(self.configuration.jobs[0], self._environment(store), options or Options())

    def compare(self, title: str, partner: str = "movilab") -> JobRun:
        """Compare the copy of a sheet."""
        with open_store(self.configuration.state) as store:
            options = Options((partner,), (title,), command="diff")
            return compare_job(self.configuration.jobs[0], self._environment(store), options)

    def look(self) -> None:
        """Look at all copies, as the daily look does."""
        with open_store(self.configuration.state) as store:
            for partner in PARTNERS:
                with self.robot(partner) as wiki, self.robot(SOURCE) as source:
                    look(self.configuration.jobs[0], wiki, store, SourceLook(source))

    def robot(self, name: str) -> AbstractContextManager[Wiki]:
        """Give the bot's own account at a wiki, for what it writes outside of the engine."""
        return closing(self._environment(None).open(self.configuration.wiki(name)))

    def rebuild(self) -> tuple[Rebuilt, ...]:
        """Restore the state from the wikis."""
        with open_store(self.configuration.state) as store:
            return rebuild(self.configuration.jobs, self._environment(store), ())

    def forget_name(
        self,
        name: str,
        *,
        writes: bool = True,
        wrap: Callable[[Wiki], Wiki] = lambda wiki: wiki,
        with_store: Callable[[Store], None] = lambda _store: None,
    ) -> Forgetting:
        """Take a name out of all credits, for ever; or only say where it stands."""
        asked = ForgottenName(name, datetime.now(UTC).date(), "on request")
        if writes:
            change_register(self.configuration.register, lambda register: register.with_forgotten(asked))
        partners = self.configuration.jobs[0].partners
        with open_store(self.configuration.state) as store:
            with_store(store)
            return forget_name(name, partners, self._environment(store, wrap), writes=writes)

    def lose_state(self) -> None:
        """Throw away what the bot remembers."""
        for end in ("", "-wal", "-shm"):
            (self.folder / "var" / f"republish.db{end}").unlink(missing_ok=True)

    def copy(self, title: str, partner: str = "movilab") -> RememberedCopy:
        """Give what is remembered of the copy of a sheet."""
        with open_store(self.configuration.state) as store:
            return next(one for one in store.all_copies() if (one.sheet_title, one.partner) == (title, partner))

    def fate(self, title: str, partner: str = "movilab") -> tuple[State, Reason | None]:
        """Give state and reason of the copy of a sheet."""
        copy = self.copy(title, partner)
        return copy.state, copy.reason

    def _environment(self, store: object, wrap: Callable[[Wiki], Wiki] = lambda wiki: wiki) -> WorldEnvironment:
        return WorldEnvironment(
            self.configuration,
            store,  # type: ignore[arg-type]  # a Store; the name would be a second import of the same thing
            patience=Patience(attempts=2, first=0),
            waits=Waits(0, 0),
            opener=self._opener,
            wrap=wrap,
        )


def memory_wikis() -> dict[str, MemoryWiki]:
    """Make three wikis in memory."""
    # What a wiki did is looked for since the day when we began it: its clock goes as ours.
    return {name: MemoryWiki(name, clock=Clock(datetime.now(UTC))) for name in (SOURCE, *PARTNERS)}


def memory_world(folder: Path, wikis: Mapping[str, MemoryWiki] | None = None) -> World:
    """Make a world in memory, of wikis that are there already or of new ones."""
    known = memory_wikis() if wikis is None else wikis
    hands = {name: MemoryHand(wiki.site) for name, wiki in known.items()}
    apis = {name: f"https://{name}.example.org/api.php" for name in known}
    return World(folder, hands, apis, lambda settings: known[settings.name].connect())


EMPTY = "empty"


def empty(trio: Trio) -> Trio:
    """Take the sheets away that three wikis begin with, and remember that under a name."""
    trio.restore()
    for title in trio.multibao.titles():
        trio.multibao.delete(title)
    trio.snapshot(EMPTY)
    return trio


def real_world(folder: Path, trio: Trio) -> World:
    """Make a world of three real wikis, as they were when they were made empty."""
    trio.restore(EMPTY)
    hands: dict[str, Hand] = {SOURCE: trio.multibao, "movilab": trio.movilab, "brest": trio.brest}
    return World(
        folder, hands, {name: wiki.api for name, wiki in zip(hands, trio, strict=True)}, lambda _settings: None
    )


def outcomes(run: JobRun) -> dict[tuple[str, str], list[Outcome]]:
    """Give what became of each sheet at each partner."""
    found: dict[tuple[str, str], list[Outcome]] = {}
    for result in run.results:
        found.setdefault((result.change.sheet.title, result.change.partner), []).append(result.outcome)
    return found
