"""A person's word about one copy: it acts in one run, on one sheet, at one partner."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.field import Value

if TYPE_CHECKING:
    from bot.domain.merge.units import Side


class Verdict(StrEnum):
    """What a person decides about a copy."""

    ADOPT = "adopt"
    RESTORE = "restore"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on the copy of a sheet, given by its title at the source, at one partner.

    *title* is the page that is adopted, empty for the one that stands in the way. *side* holds for all fields that
    *fields* does not name, None leaves them in conflict; *texts* are values that the person wrote.
    """

    verdict: Verdict
    sheet: str
    partner: str
    title: str = ""
    side: "Side | None" = None
    fields: tuple[tuple[str, "Side"], ...] = ()
    texts: tuple[tuple[str, Value], ...] = ()

    def side_of(self, field: str) -> "Side | None":
        """Give the side that is taken for a field."""
        return dict(self.fields).get(field, self.side)
