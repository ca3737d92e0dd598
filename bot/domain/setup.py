"""Setup: the house pages that a partner needs, by which a community rules the bot and which its copies call."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.page import Presence
from bot.domain.plan import Outcome
from bot.domain.wiki import WikiFacts
from bot.errors import RepublishError


class Role(StrEnum):
    """What a house page is for."""

    CATEGORY = "category"
    DOCUMENTATION = "documentation"
    TEMPLATE = "template"
    OPT_OUT = "opt-out"
    ROBOT = "robot"
    STOP = "stop"


class Step(StrEnum):
    """What setup does with a house page."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    """Nothing: it stands as setup wrote it."""
    KEEP = "keep"
    """Nothing: people wrote it, and nothing is missing."""
    LEAVE = "leave"
    """Nothing, for a reason that a person should know."""


class Why(StrEnum):
    """Why a house page is left to people."""

    CHANGED = "changed"
    LACKING = "lacking"
    REDIRECT = "redirect"
    MODEL = "model"
    DELETED = "deleted"
    PROTECTED = "protected"
    OBJECTION = "objection"
    TITLE = "title"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class HousePage:
    """A house page as it should stand, without the signature of setup."""

    role: Role
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class HouseStep:
    """What setup does with one house page, and what stands there; *lacking* are parameters of the credit."""

    page: HousePage
    step: Step
    present: Presence
    why: Why | None = None
    detail: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Tell whether this writes a page."""
        return self.step in (Step.CREATE, Step.UPDATE)

    @property
    def waits(self) -> bool:
        """Tell whether a person has something to do; a page that people deleted is missed only when copies call it."""
        return self.why is not None and (self.why is not Why.DELETED or self.page.role is Role.TEMPLATE)


@dataclass(frozen=True, slots=True)
class HouseResult:
    """What became of one step."""

    step: HouseStep
    outcome: Outcome
    trouble: RepublishError | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the copies of one job come from, in the words of its description."""

    wiki: str
    address: str
    description: str


@dataclass(frozen=True, slots=True)
class House:
    """What house pages say of the bot at one partner.

    *account* and *stop_page* are empty where nobody logs in, *opt_out* where the configuration names none.
    *own_templates* are those of the *templates* that setup wrote, or may write.
    """

    facts: WikiFacts
    account: str
    contact: str
    origins: tuple[Origin, ...]
    templates: tuple[str, ...]
    own_templates: tuple[str, ...]
    orphan_categories: tuple[str, ...]
    stop_page: str
    opt_out: str
    takes_marked: bool
    obeys_messages: bool
