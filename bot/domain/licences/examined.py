"""The licence of one sheet, looked at closely, for people who decide."""

from dataclasses import dataclass
from datetime import date

from bot.domain.licences.admission import Admission, Standing
from bot.domain.licences.judge import Judgement, Outcome, Terms
from bot.domain.page import PageRef
from bot.domain.reasons import Finding, Reason
from bot.errors import WikiError


@dataclass(frozen=True, slots=True)
class AtPartner:
    """What becomes of a sheet at the partner of that *name*.

    *judgement* is that of the matrix, with what people decided where that still holds; *found* is what comes of it.
    *trouble* is set, and nothing else is known, where the partner did not answer.
    """

    name: str
    terms: Terms | None = None
    judgement: Judgement | None = None
    found: Admission | Finding | None = None
    trouble: WikiError | None = None

    @property
    def outcome(self) -> Outcome | None:
        """Say what becomes of the sheet."""
        if isinstance(self.found, Finding) and self.found.reason is Reason.LICENCE_DECIDED:
            return Outcome.REFUSED
        if isinstance(self.found, Finding) and self.judgement is not None and self.judgement.regime is not None:
            return Outcome.REFUSED if self.found.reason is Reason.LICENCE_REFUSED else Outcome.PERSON_DECIDES
        return self.judgement.outcome if self.judgement else None


@dataclass(frozen=True, slots=True)
class Examined:
    """The licence of one sheet of a job; with a *fault* the sheet cannot be read, and no licence is looked for."""

    job: str
    source: str
    ref: PageRef
    written_on: date
    permalink: str
    standing: Standing | None = None
    partners: tuple[AtPartner, ...] = ()
    fault: Finding | None = None

    @property
    def waits(self) -> bool:
        """Tell whether the sheet is refused, or waits for a person, at any partner that answered."""
        return self.fault is not None or any(isinstance(each.found, Finding) for each in self.partners)
