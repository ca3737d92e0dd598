"""The error tree and the exit codes.

RepublishError                 a sentence for the operator, never a traceback
├── ConfigurationError         every problem of the configuration, each with its place
├── WikiError                  one answer of a wiki, sorted by what it means for us
├── LockHeldError              somebody else is writing to this partner
├── StateError                 what we remember cannot be read or written
├── PlanMovedError             what a saved plan was made from is no longer so
└── InterruptedRunError        the operator or the system asked us to stop
"""

from dataclasses import dataclass
from enum import Enum, IntEnum

from bot.i18n import _


class ExitCode(IntEnum):
    """What the process tells its caller; 75, 77 and 78 are those of sysexits.h."""

    DONE = 0
    BUG = 1
    USAGE = 2
    WAITING = 3
    LATER = 75
    LOGIN = 77
    CONFIGURATION = 78
    INTERRUPTED = 130


class RepublishError(Exception):
    """Something the operator can understand and mend; its text is a whole sentence."""

    exit_code = ExitCode.BUG


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a configuration file; *line* and *column* count from one, zero when unknown."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message}"


class ConfigurationError(RepublishError):
    """All the problems of a configuration at once."""

    exit_code = ExitCode.CONFIGURATION

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Trouble(Enum):
    """What an answer of a wiki means for the work at hand."""

    PAGE = "page"  # this page for good: record it, go on with the next page
    LATER = "later"  # try again later
    WIKI = "wiki"  # this wiki for now: stop here, go on with the others
    STOPPED = "stopped"  # people of this wiki told us to stop: nothing is written there until they say otherwise
    LOGIN = "login"  # the wiki refuses our account
    UNKNOWN = "unknown"  # the write may or may not have happened: read again and decide
    BUG = "bug"  # our own request was wrong


class WikiError(RepublishError):
    """A wiki refused, failed or stayed silent.

    *code* is the wiki's own error code, *info* its explanation, cleaned of addresses and secrets.
    """

    def __init__(
        self, wiki: str, trouble: Trouble, code: str, info: str = "", retry_after: float | None = None
    ) -> None:
        self.wiki = wiki
        self.trouble = trouble
        self.code = code
        self.info = info
        self.retry_after = retry_after
        super().__init__(_("The wiki {wiki} answered “{code}”: {info}").format(wiki=wiki, code=code, info=info or "–"))

    @property
    def exit_code(self) -> ExitCode:  # type: ignore[override]  # depends on the trouble, not on the class
        """Tell the caller whether to come back later, or whom to ask."""
        codes = {Trouble.LOGIN: ExitCode.LOGIN, Trouble.BUG: ExitCode.BUG, Trouble.STOPPED: ExitCode.WAITING}
        return codes.get(self.trouble, ExitCode.LATER)


class LockHeldError(RepublishError):
    """Another run is writing to *partner*."""

    exit_code = ExitCode.LATER

    def __init__(self, partner: str, sentence: str) -> None:
        self.partner = partner
        super().__init__(sentence)


class StateError(RepublishError):
    """The state cannot be read or written."""

    exit_code = ExitCode.LATER


class PlanMovedError(RepublishError):
    """What a saved plan was made from is no longer so."""

    exit_code = ExitCode.WAITING


class InterruptedRunError(RepublishError):
    """The operator or the system asked us to stop."""

    exit_code = ExitCode.INTERRUPTED
