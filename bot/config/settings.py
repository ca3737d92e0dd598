"""The configuration as checked values; every name in it is known to exist."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from bot.config.secrets import Secret
from bot.domain.embedding import Embedding
from bot.domain.licences.evidence import Declaration
from bot.domain.licences.judge import Regime
from bot.domain.limits import Brake
from bot.domain.mapping import Mapping
from bot.domain.selection import Selection


class Files(StrEnum):
    """What becomes of the pictures and files of a sheet."""

    LINK = "link"
    COPY = "copy"
    SHARED = "shared"
    DROP = "drop"


class OnOrphan(StrEnum):
    """What becomes of a copy whose sheet is gone: nothing, a category, or a sentence below its credit."""

    NOTHING = "nothing"
    CATEGORY = "category"
    NOTICE = "notice"


class OnRename(StrEnum):
    """Whether a copy follows when its sheet is renamed."""

    KEEP = "keep"
    MOVE = "move"


IN_USE = (
    *("En cours", "Plusieurs en cours", "Correction en cours", "En travaux", "Travaux", "Travaux en cours"),
    *("Inuse", "In use", "In creation"),
)
"""Templates that say on French and English wikis that somebody is at work on a page."""


@dataclass(frozen=True, slots=True)
class CreditSettings:
    """How the sheets of a source are credited: bots named or not (*also_bots* by name), and the credited party."""

    bots: bool = True
    also_bots: tuple[str, ...] = ()
    party: str = ""


@dataclass(frozen=True, slots=True)
class WikiSettings:
    """A wiki of the configuration: either *api* (the address of api.php) or *folder* is set.

    *licence* is a default that a named person declares for this wiki, as source or as partner, *file_licence* one for
    its files. *stop_page* None means the one below the page of the account; *in_use* names templates.
    """

    name: str
    api: str | None = None
    folder: Path | None = None
    user: str | None = None
    password: Secret | None = None
    pace: timedelta = timedelta(seconds=10)
    accepts: tuple[Regime, ...] = (Regime.ADAPTATION,)
    non_commercial: bool = False
    licence: Declaration | None = None
    file_licence: Declaration | None = None
    stop_page: str | None = None
    opt_out: str | None = None
    in_use: tuple[str, ...] = IN_USE
    obey_messages: bool = True
    credit: CreditSettings = field(default_factory=CreditSettings)
    report: str | None = None
    """The page on which the bot tells people there what it republishes; none without it."""


@dataclass(frozen=True, slots=True)
class PartnerSettings:
    """A partner of a job."""

    wiki: WikiSettings
    mapping: Mapping
    files: Files = Files.LINK
    embedding: Embedding = field(default_factory=Embedding)
    on_orphan: OnOrphan = OnOrphan.NOTHING
    orphan_category: str = ""
    """Category of orphaned copies; empty for the usual one in the partner's language."""
    on_rename: OnRename = OnRename.KEEP


@dataclass(frozen=True, slots=True)
class JobSettings:
    """A job: one selection at one source, one or more partners, one schedule."""

    name: str
    description: str
    source: WikiSettings
    mapping: Mapping
    selection: Selection
    partners: tuple[PartnerSettings, ...]
    every: timedelta | None = None
    cron: str | None = None
    brake: Brake = field(default_factory=Brake)
    look: timedelta = timedelta(days=1)
    jitter: timedelta = timedelta(minutes=1)
    """By how much a run may begin late, so that many services do not ask one wiki all at the same moment."""


@dataclass(frozen=True, slots=True)
class MetricsSettings:
    """Where metrics are shown: in a file that others read, or at an address of this machine, host and port."""

    textfile: Path | None = None
    listen: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Configuration:
    """A whole configuration; *state* is a database address with an absolute path, *register* a file beside it."""

    path: Path
    contact: str
    language: str
    state: str
    register: Path
    wikis: tuple[WikiSettings, ...]
    jobs: tuple[JobSettings, ...]
    warnings: tuple[str, ...] = ()
    """What loads but is not what people may expect, each with its place."""
    keep: timedelta = timedelta(days=90)
    """How long runs and what they did are remembered; what is known of the copies stays for ever."""
    metrics: MetricsSettings = field(default_factory=MetricsSettings)

    def wiki(self, name: str) -> WikiSettings:
        """Give the settings of a wiki that is known to exist."""
        return next(wiki for wiki in self.wikis if wiki.name == name)
