"""Mappings: how one wiki writes one format. The same mapping reads at a source and writes at a partner."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from bot.domain.field import Field, Format
from bot.domain.licences.offers import Offer
from bot.domain.transform import Step

USUAL_DEPTH = 5
"""How many levels of a category tree count where a rule does not say."""


class Owner(StrEnum):
    """Who may change a field of a copy."""

    SOURCE = "source"
    PARTNER = "partner"
    BOTH = "both"


class Otherwise(StrEnum):
    """What to do with a value that a value table does not know."""

    KEEP = "keep"
    DROP = "drop"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the sheet's template, or *of* another; the first name is written, all are read.

    The call of that other stands on the page, or *inside* a parameter of the sheet's template.
    """

    names: tuple[str, ...]
    of: str | None = None
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A property of Semantic MediaWiki; the first name is written, all are read."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstImage:
    """The first picture of the page; it belongs to the field alone where it stands before the first heading."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section, as a rule with its subsections; the first heading is written, all are read."""

    headings: tuple[str, ...]
    subsections: bool = True


@dataclass(frozen=True, slots=True)
class Lead:
    """The text before the first heading, beside the template of the sheet."""


class ItemForm(StrEnum):
    """How a labelled item is written; all forms are read."""

    LIST = "list"
    DEFINITION = "definition"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled item of a list or table, ``* **Label** : value``, in a section or in the text before the first."""

    labels: tuple[str, ...]
    section: str | None = None
    form: ItemForm = ItemForm.LIST


@dataclass(frozen=True, slots=True)
class Categories:
    """The categories of the page, but those named here (and those that the mapping itself adds).

    With *patterns*, only categories of those names: a pattern with a hole gives what stands there, else the name.
    With *roots*, only categories that stand below one of those in the wiki's tree, at most *depth* levels down.
    """

    excluded: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    depth: int = USUAL_DEPTH


@dataclass(frozen=True, slots=True)
class PageTitle:
    """The page title, read through the title pattern of the mapping."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is the same for every sheet; nothing is read or written on the page."""

    value: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A template that repeats, one call for each record; its first name is written, all are read.

    The calls stand *inside* a parameter of the sheet's template, else in a section or anywhere on the page. Each of
    *rules* has a parameter of the call as its place.
    """

    templates: tuple[str, ...]
    rules: "tuple[Rule, ...]"
    inside: str | None = None
    section: str | None = None


Carrier = Parameter | Section | Lead | Item | Categories | Property | FirstImage | PageTitle | Constant | Repeated


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Several places in order: the first that has a value is read, the first is written."""

    carriers: tuple[Carrier, ...]


@dataclass(frozen=True)
class Rule:
    """Where one field stands on the page, and how its value is spelt there.

    *values* are pairs of the format's word and this wiki's word. *default* may hold ``{page}``. *read* and *write*
    are the transforms between the page and the format; where only one way is given, the other undoes it if it can.
    What follows from a rule is worked out once, because it serves for every page.
    """

    field: Field
    carrier: Carrier | AnyOf
    separator: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    otherwise: Otherwise = Otherwise.KEEP
    default: str | None = None
    duration: str | None = None
    owner: Owner = Owner.BOTH
    read: tuple[Step, ...] = ()
    write: tuple[Step, ...] = ()

    @cached_property
    def writing(self) -> tuple[Step, ...]:
        """Give the transforms of writing; a pattern of a duration alone is one."""
        return self.write or ((Step("duration", (("to", self.duration),)),) if self.duration is not None else ())

    @cached_property
    def carriers(self) -> tuple[Carrier, ...]:
        """Give the places of the field in the order in which they are read."""
        return self.carrier.carriers if isinstance(self.carrier, AnyOf) else (self.carrier,)

    @cached_property
    def _of_one_place(self) -> "tuple[Rule, ...]":
        return tuple(replace(self, carrier=carrier) for carrier in self.carriers)

    def at(self, carrier: Carrier) -> "Rule":
        """Give the same rule with one place only."""
        if self.carrier is carrier:
            return self
        own = next((rule for rule in self._of_one_place if rule.carrier is carrier), None)
        return own or replace(self, carrier=carrier)

    @cached_property
    def written(self) -> "Rule":
        """Give the same rule with the one place that is written, the first."""
        return self.at(self.carriers[0])

    @cached_property
    def bare(self) -> "Rule":
        """Give a rule that reads what stands on the page: without transforms, value table and default."""
        plain = replace(self, read=(), write=(), duration=None, values=(), default=None)
        carriers = tuple(map(_bare_carrier, self.carriers))
        return replace(plain, carrier=AnyOf(carriers) if isinstance(self.carrier, AnyOf) else carriers[0])


def _bare_carrier(carrier: Carrier) -> Carrier:
    if isinstance(carrier, Repeated):
        return replace(carrier, rules=tuple(rule.bare for rule in carrier.rules))
    return carrier


CREDIT_HEADINGS = (
    *(
        "Source",
        "Sources",
        "Sources et références",
        "Référence",
        "Références",
        "Crédit",
        "Crédits",
        "Auteur",
        "Auteurs",
    ),
    *("Autrice", "Autrices", "Auteurs et autrices", "Autrices et auteurs", "Auteurices", "Contributeurs"),
    *("Contributrices", "Contributeurs et contributrices", "Contributrices et contributeurs", "Remerciements"),
    *("Droits d’auteur", "Droits d'auteur", "Mentions", "Attribution", "Licence", "License", "Copyright"),
    *("Reference", "References", "Sources and references", "Credit", "Credits", "Author", "Authors", "Contributors"),
    *("Acknowledgements", "Acknowledgments"),
)
"""What the credit lines of a sheet are called in French and English: headings, parameters, labels."""


@dataclass(frozen=True, slots=True)
class CreditPlace:
    """Where and by which template a copy bears its credit; plain wikitext where there is no template.

    *headings* are those of the credit lines that sheets hold themselves: no mapping drops them.
    """

    template: str | None = None
    top: bool = False
    headings: tuple[str, ...] = CREDIT_HEADINGS


@dataclass(frozen=True, slots=True)
class LicencePlaces:
    """Where pages of a wiki state their licence, beside the fields that hold one.

    *templates* and *categories* are pairs of a name and the licence that it stands for. *sections* hold sentences that
    may name the licence of the sheet; *parts* are sections under a licence of their own, which they state.
    """

    templates: tuple[tuple[str, Offer], ...] = ()
    categories: tuple[tuple[str, Offer], ...] = ()
    sections: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """How one wiki writes one format."""

    name: str
    format: Format
    title: str
    templates: tuple[str, ...]
    rules: tuple[Rule, ...]
    rest: str | None = None
    """Field that takes the text which no rule claims; None to report it only."""
    categories: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    credit: CreditPlace = CreditPlace()
    level: int = 2
    """Level of the headings that are written."""
    licences: LicencePlaces = LicencePlaces()

    @cached_property
    def bare(self) -> "Mapping":
        """Give a mapping that reads what stands on a page: without transforms, value tables and defaults.

        What a transform of reading takes away, it takes from what was meant and from what was lost alike; so a page is
        checked without it.
        """
        return replace(self, rules=tuple(rule.bare for rule in self.rules))

    def trees(self) -> frozenset[tuple[str, int]]:
        """Name the category trees that the rules ask for: pairs of a root and how many levels below it."""
        carriers = (carrier for rule in self.rules for carrier in rule.carriers if isinstance(carrier, Categories))
        return frozenset((root, carrier.depth) for carrier in carriers for root in carrier.roots)

    def without_rule(self) -> tuple[str, ...]:
        """Name the required fields that have no rule, those of records as ``etapes.titre``."""
        missing = [field.name for field in self.format.fields if field.required and not self.rule(field.name)]
        for rule in self.rules:
            for carrier in rule.carriers:
                ruled = {part.field.name for part in carrier.rules} if isinstance(carrier, Repeated) else set()
                parts = [part.name for part in rule.field.fields if part.required and part.name not in ruled]
                missing += [f"{rule.field.name}.{part}" for part in parts]
        return tuple(dict.fromkeys(missing))

    def rule(self, field: str) -> Rule | None:
        """Find the rule of a field."""
        return next((rule for rule in self.rules if rule.field.name == field), None)
