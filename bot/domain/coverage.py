"""What live sheets hold of what the mappings expect, as counts with a few examples."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.reasons import WAITING, Facts, Reason
from bot.errors import ExitCode, WikiError

EXAMPLES = 3
"""Examples that are kept of each count, so that memory does not grow with the selection."""


class Subject(StrEnum):
    """What is counted, each in sheets."""

    # At the source; the name is a field but where something else is said.
    SHEET = "sheet"
    PRESENT = "present"  # part: the name by which the page has the place
    FOUND = "found"
    EMPTY = "empty"
    ABSENT = "absent"
    DEFAULT = "default"
    UNPARSABLE = "unparsable"
    UNCLAIMED = "unclaimed"  # name: the kind of place, part: its name on the page
    READ_OTHERWISE = "read otherwise"  # name: a parameter
    OTHER_TEMPLATE = "other template"  # name: a template on a page without the one that the mapping reads
    # At the source and at a partner.
    REFUSED = "refused"  # name: the reason, part: the field
    # At a partner.
    COPY = "copy"
    REGIME = "regime"  # name: the cell of the licence matrix
    VALUE_MISSING = "value missing"  # part: the value that the table lacks
    OUTSIDE_TREE = "outside the tree"  # part: the category that the tree of the partner lacks
    LOST = "lost"  # part: why
    TEMPLATE = "template"  # name: a template that a copy calls beside its own
    NOTICE = "notice"  # name: the code of what people should know of a copy, part: what it is about


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing noted of one sheet."""

    subject: Subject
    name: str = ""
    part: str = ""
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sheet that stands for others in a count."""

    sheet: str
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sheets bear the same mark."""

    subject: Subject
    name: str
    part: str
    count: int
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Tallies:
    """All counts of one wiki, the greatest first."""

    rows: tuple[Tally, ...] = ()

    def of(self, subject: Subject, name: str | None = None) -> tuple[Tally, ...]:
        """Give the counts of a subject, or those of one name."""
        return tuple(row for row in self.rows if row.subject is subject and name in (None, row.name))

    def count(self, subject: Subject, name: str | None = None) -> int:
        """Add the counts of a subject up, or those of one name."""
        return sum(row.count for row in self.of(subject, name))


class Collector:
    """Counts marks sheet by sheet."""

    def __init__(self) -> None:
        self._found: dict[tuple[Subject, str, str], tuple[int, tuple[Example, ...]]] = {}

    def add(self, sheet: str, marks: Iterable[Mark]) -> None:
        """Count the marks of one sheet; what stands there twice counts once."""
        for key, mark in {(mark.subject, mark.name, mark.part): mark for mark in marks}.items():
            count, examples = self._found.get(key, (0, ()))
            if len(examples) < EXAMPLES:
                examples = (*examples, Example(sheet, mark.facts))
            self._found[key] = (count + 1, examples)

    def result(self) -> Tallies:
        """Give what was counted."""
        rows = (Tally(*key, count, examples) for key, (count, examples) in self._found.items())
        return Tallies(tuple(sorted(rows, key=lambda row: (-row.count, row.subject, row.name, row.part))))


@dataclass(frozen=True, slots=True)
class RulePlaces:
    """A rule of a mapping: its field, and where it looks: kinds of places, each with the names it knows there."""

    field: str
    kind: str
    places: tuple[tuple[str, tuple[str, ...]], ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class NeverMatched:
    """A rule whose place no sheet has; *near* is the nearest name that sheets really have.

    *documented* says that the template of the wiki knows the parameter, so that only no sheet uses it yet.
    """

    rule: RulePlaces
    near: str | None = None
    documented: bool = False


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """The sheets of a selection, as the source's mapping reads them; *near* is the template they use instead."""

    wiki: str
    mapping: str
    templates: tuple[str, ...]
    listed: int
    tallies: Tallies
    rules: tuple[RulePlaces, ...]
    never: tuple[NeverMatched, ...] = ()
    near: str | None = None
    rest: str | None = None

    @property
    def is_wrong(self) -> bool:
        """Tell whether the configuration cannot be right: no sheet, or a rule that matches none."""
        return not self.tallies.count(Subject.SHEET) or any(not rule.documented for rule in self.never)


@dataclass(frozen=True, slots=True)
class MissingTemplate:
    """A template that a partner lacks; *role* is page, credit or text."""

    role: str
    name: str
    count: int = 0
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountCoverage:
    """The bot's account at a partner, and what it may do there."""

    name: str
    edits: bool
    creates: bool
    bot: bool


@dataclass(frozen=True, slots=True)
class PartnerCoverage:
    """What the sheets would become at a partner.

    *account* is None where nobody logs in, *licence* is empty where it is unknown.
    """

    wiki: str
    mapping: str
    licence: str = ""
    account: AccountCoverage | None = None
    tallies: Tallies = Tallies()
    missing: tuple[MissingTemplate, ...] = ()
    unknown: tuple[str, ...] = ()
    """Parameters that the mapping writes and the partner's template does not know."""
    lacking: tuple[str, ...] = ()
    """Parameters of the credit that the partner's credit template does not show."""
    barring: tuple[str, ...] = ()
    """Those of them for want of which the template is never used."""
    barring_some: tuple[str, ...] = ()
    """Those of them for want of which it is not used where a credit has them."""
    troubles: tuple[WikiError, ...] = ()
    answered: bool = True
    unprotectable: tuple[str, ...] = ()
    """Rights for want of which no sheet is copied whole there, though the partner takes such sheets."""
    tables: tuple[tuple[str, str], ...] = ()
    """What becomes of values that a value table or category tree lacks, by field."""

    def otherwise(self, field: str) -> str:
        """Say what becomes of a value of a field that its value table or category tree lacks: keep, drop or error."""
        return dict(self.tables).get(field, "")


@dataclass(frozen=True, slots=True)
class JobCoverage:
    """A job held against its live wikis; *source* is None when the source could not be read."""

    job: str
    source: SourceCoverage | None
    partners: tuple[PartnerCoverage, ...]
    troubles: tuple[WikiError, ...] = ()

    @property
    def exit_codes(self) -> frozenset[ExitCode]:
        """Say how the check ended: wrong configuration, login refused, later, sheets that wait for a person."""
        troubles = (*self.troubles, *(trouble for partner in self.partners for trouble in partner.troubles))
        codes = {ExitCode.DONE, *(trouble.exit_code for trouble in troubles)}
        if self.source is not None and self.source.is_wrong:
            codes.add(ExitCode.CONFIGURATION)
        counted = [part.tallies for part in (self.source, *self.partners) if part is not None]
        if any(Reason(row.name) in WAITING for tallies in counted for row in tallies.of(Subject.REFUSED)):
            codes.add(ExitCode.WAITING)
        return frozenset(codes)
