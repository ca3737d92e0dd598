"""What people decided once and for all: kept in a file that they can read, beside a state that can be thrown away."""

import hashlib
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain.licences.judge import Regime


class Ruling(StrEnum):
    """What a person says of the licence of a sheet."""

    ACCEPT = "accept"
    REFUSE = "refuse"


def seal(evidence: str) -> str:
    """Digest the words that a decision was made on: SHA-256, whatever blanks stand around and between them."""
    words = " ".join(unicodedata.normalize("NFC", evidence).split())
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LicenceDecision:
    """A person's word about the licence of one sheet, known by its page id at the source *wiki*.

    It holds for the words that stood as *evidence* then, and for no others. *partner* is empty where it holds for all;
    *licence* is the id that the person reads out of the evidence, *regime* the most that a copy may be; either may be
    left open.
    """

    wiki: str
    page_id: int
    sheet: str
    ruling: Ruling
    by: str
    on: date
    reason: str
    evidence: str
    partner: str = ""
    licence: str = ""
    regime: Regime | None = None

    def holds_for(self, evidence: str) -> bool:
        """Tell whether the sheet still says what the person read."""
        return seal(self.evidence) == seal(evidence)


@dataclass(frozen=True, slots=True)
class ForgottenName:
    """A name that somebody asked us to take out of all credits."""

    name: str
    on: date
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that people decided once and for all."""

    decisions: tuple[LicenceDecision, ...] = ()
    forgotten_names: tuple[ForgottenName, ...] = ()

    def decisions_on(self, wiki: str, page_id: int) -> tuple[LicenceDecision, ...]:
        """Give what was decided about a sheet, at each partner and at all."""
        return tuple(one for one in self.decisions if (one.wiki, one.page_id) == (wiki, page_id))

    def with_decision(self, decision: LicenceDecision) -> "Register":
        """Add a decision, in place of earlier ones about the same sheet and partner; one for all replaces each."""
        sheet, partner = (decision.wiki, decision.page_id), decision.partner
        others = tuple(
            one for one in self.decisions if (one.wiki, one.page_id) != sheet or (partner and one.partner != partner)
        )
        return replace(self, decisions=(*others, decision))

    @property
    def forgotten(self) -> frozenset[str]:
        """Give the names that no credit names any more."""
        return frozenset(one.name for one in self.forgotten_names)

    def with_forgotten(self, forgotten: ForgottenName) -> "Register":
        """Add a name to be forgotten; one that is there already stays as it was asked first."""
        known = any(one.name == forgotten.name for one in self.forgotten_names)
        return self if known else replace(self, forgotten_names=(*self.forgotten_names, forgotten))
