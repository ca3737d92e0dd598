"""What becomes of the templates that texts of sheets call, at one partner."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a call of a template."""

    KEEP = "keep"
    DROP = "drop"
    TEXT = "text"  # the values of its parameters, as text
    EXPAND = "expand"  # what the source makes of it


class ExpansionFault(StrEnum):
    """Why what the source makes of a call cannot stand in a copy."""

    NOT_TOLD = "not expanded there"
    MISSING = "missing there"
    ERROR = "expands to an error"
    STRIP_MARKER = "expands to a marker"
    TOO_LARGE = "expands to too much"


@dataclass(frozen=True, slots=True)
class Replacement:
    """What becomes of the calls of one template; *parameters* pairs names at the source with names at the partner."""

    template: str
    fate: Fate = Fate.KEEP
    name: str = ""
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Embedding:
    """What becomes of all templates in texts; *otherwise* holds for those that no replacement names."""

    replacements: tuple[Replacement, ...] = ()
    otherwise: Fate = Fate.KEEP

    @property
    def expands(self) -> bool:
        """Tell whether the source must be asked what it makes of any call."""
        return Fate.EXPAND in (self.otherwise, *(each.fate for each in self.replacements))
