"""What a run is asked for, and what it needs from outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.config.settings import Configuration, WikiSettings
from bot.domain.decision import Decision
from bot.domain.doing import Notice, unnoticed
from bot.domain.page import PageRef
from bot.domain.plan import Pin
from bot.domain.told import Told
from bot.domain.wiki import WikiFacts
from bot.store.store import Store
from bot.sync.opening import open_wiki
from bot.sync.stopping import StopSignal
from bot.sync.waits import Waits
from bot.wiki.patience import Patience
from bot.wiki.protocol import Wiki
from bot.wiki.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Options:
    """What one call asks for; empty tuples mean all."""

    partners: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    limit: int | None = None
    beyond_limits: bool = False
    command: str = "sync"
    decision: Decision | None = None
    pins: tuple[Pin, ...] | None = None
    """The changes of a saved plan; None when any change may be carried out."""

    def wants(self, ref: PageRef) -> bool:
        """Tell whether a sheet is among those asked for."""
        return not self.pages or ref.title in {page.replace("_", " ").strip() for page in self.pages}


class ReportPages(Protocol):
    """Writes the reports that the bot keeps on wikis."""

    def report_text(self, told: Told, wikis: Mapping[str, WikiFacts]) -> str:
        """Write the report of a job for the wiki that it stands on; *wikis* holds what is known of wikis, by name."""
        ...

    def introduction(self, language: str) -> str:
        """Write what stands above the first report of a page."""
        ...


@dataclass(frozen=True, slots=True)
class Environment:
    """What a run needs from outside; tests shorten the waits and bring wikis of their own by *opener*."""

    configuration: Configuration
    store: Store
    stop: StopSignal = field(default_factory=StopSignal)
    patience: Patience | None = None
    waits: Waits | None = None
    expect: Callable[[str, int], None] = lambda _partner, _total: None
    advance: Callable[[str], None] = lambda _partner: None
    notice: Notice = unnoticed
    """Takes what is done before anything is written."""
    opener: Callable[[WikiSettings], Wiki] | None = None
    pages: ReportPages | None = None
    """How reports on wikis are written; without it none is."""
    traffic: Traffic = field(default_factory=Traffic)
    """Counts the requests of one run."""

    def open(self, settings: WikiSettings) -> Wiki:
        """Open a wiki of the configuration."""
        if self.opener is not None:
            return self.opener(settings)
        contact, traffic, notice = self.configuration.contact, self.traffic, self.notice
        return open_wiki(settings, contact, patience=self.patience, stop=self.stop, traffic=traffic, notice=notice)
