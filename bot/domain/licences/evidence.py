"""The evidence for the licence of a sheet: what stands where, and what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from bot.domain.licences.judge import Judgement
from bot.domain.licences.offers import Bundle, Offer
from bot.domain.licences.recognise import Certainty, Flag, Recognition, Warned, recognise
from bot.domain.licences.refusal import Refusal
from bot.domain.licences.values import PUBLIC_DOMAIN_CLAIMED, Licence
from bot.domain.register import LicenceDecision


class Place(StrEnum):
    """Where the evidence of a licence was found, the most trusted place first."""

    FIELD = "field"
    TEMPLATE = "template"
    CATEGORY = "category"
    SECTION = "section"
    WIKI = "wiki"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A default licence that a named person vouches for in the configuration."""

    licence: Licence
    declared_by: str
    on: date
    link: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a page or a wiki says of a licence in one place, in the very words.

    *where* names the field, template, category or section. *means* is what the mapping says a template or a category
    stands for. *part* names the part of the sheet that alone is spoken of; *picture* tells that it is a picture.
    """

    place: Place
    raw: str
    where: str = ""
    means: Offer | None = None
    doubtful: bool = False
    """Whether it stands where it may speak of something else than the sheet."""
    part: str = ""
    picture: bool = False
    own_page: bool = False
    """Whether a wiki names only a page of its own, which no program may interpret."""
    address: str = ""
    revision: int | None = None
    on: date | None = None
    """The day of the revision."""

    def read(self) -> Recognition:
        """Read what is stated."""
        if self.doubtful:
            return Recognition(Certainty.CONFLICT)
        if self.means is None:
            return recognise(self.raw)
        if PUBLIC_DOMAIN_CLAIMED in self.means.alternatives:
            return Recognition(Certainty.CONFLICT, self.means.alternatives)
        settled = all(licence.is_settled for licence in self.means.alternatives)
        return Recognition(Certainty.EXACT if settled else Certainty.FAMILY, self.means.alternatives)


def words_of(statements: Iterable[Statement]) -> str:
    """Give what is stated, a line each: on the page, or by the wiki where the page says nothing.

    It is what people decide on: their word holds as long as it stays the same.
    """
    speaking = [one for one in statements if _speaks(one, one.read())]
    page = [one.raw.strip() for one in speaking if one.place is not Place.WIKI]
    return "\n".join(page or [one.raw.strip() for one in speaking])


@dataclass(frozen=True)
class Evidence:
    """A licence and the words it was read from, which are kept for ever.

    *licence* is the one to rely on, *alternatives* are all that are offered, if there is a choice. *where*, *address*,
    *revision* and its day *on* tell exactly where the words stand. *decision* is the word of a person who read the
    licence out of them. What follows from it is worked out once, because it is told of every copy.
    """

    licence: Licence
    place: Place
    raw: str
    declaration: Declaration | None = None
    alternatives: tuple[Licence, ...] = ()
    where: str = ""
    address: str = ""
    revision: int | None = None
    on: date | None = None
    certainty: Certainty = Certainty.EXACT
    warnings: frozenset[Warned] = frozenset()
    flags: frozenset[Flag] = frozenset()
    parts: "tuple[Part, ...]" = ()
    """The parts of the sheet that have a statement of their own."""
    decision: LicenceDecision | None = None

    @cached_property
    def offer(self) -> Offer:
        """Give all licences that the words offer."""
        return Offer(self.alternatives or (self.licence,))

    @cached_property
    def bundle(self) -> Bundle:
        """Give the licences of the sheet and of its parts of text; pictures are works of their own."""
        return Bundle(tuple(dict.fromkeys((self.offer, *(part.offer for part in self.own_parts)))))

    @cached_property
    def own_parts(self) -> "tuple[Part, ...]":
        """Give the parts of text that stand under another licence than the rest of the sheet."""
        return tuple(part for part in self.parts if not part.picture and part.offer != self.offer)

    @cached_property
    def id(self) -> str:
        """Give the SPDX expression of the licences relied on, such as ``CC-BY-SA-4.0 AND CC-BY-3.0``."""
        licences = (self.licence, *(part.licence for part in self.own_parts))
        return Bundle(tuple(Offer((licence,)) for licence in dict.fromkeys(licences))).id

    def relying_on(self, judgement: Judgement) -> "Evidence":
        """Name of each choice the licence that a judgement of these licences relies on."""
        judged = judgement.parts or (judgement,)
        relied = {offer: one.licence for offer, one in zip(self.bundle.offers, judged, strict=False)}
        parts = tuple(
            replace(part, evidence=replace(part.evidence, licence=relied.get(part.offer) or part.licence))
            for part in self.parts
        )
        licence = relied.get(self.offer) or self.licence
        return self if (licence, parts) == (self.licence, self.parts) else replace(self, licence=licence, parts=parts)

    def part_of(self, judgement: Judgement) -> str:
        """Name the part that a judgement of these licences is told of; empty for the sheet itself."""
        told = (judgement.licence, judgement.ground)
        judged = zip(judgement.parts, self.bundle.offers, strict=False)
        of = next((offer for one, offer in judged if (one.licence, one.ground) == told), None)
        return next((part.where for part in self.own_parts if part.offer == of), "")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sheet that has a licence statement of its own: a section, or a picture."""

    where: str
    evidence: Evidence
    picture: bool = False

    @property
    def licence(self) -> Licence:
        """Give the licence to rely on."""
        return self.evidence.licence

    @property
    def offer(self) -> Offer:
        """Give all licences that its words offer."""
        return self.evidence.offer


@dataclass(frozen=True, slots=True)
class Refused:
    """Why no licence stands for a sheet, and which statement is the trouble, if any.

    *licence* is what was read where only the version is missing, *several* are the licences that contradict each other.
    """

    why: Refusal
    statement: Statement | None = None
    licence: Licence | None = None
    several: tuple[Licence, ...] = ()


def establish(statements: Iterable[Statement], declaration: Declaration | None) -> Evidence | Refused:
    """Find the licence of a sheet: what its page says, else what its wiki says, else what a person declared.

    What stands on the page is never passed over for a default, and whatever stands there must agree. A statement
    without a version takes that of a declaration with the same elements, of nothing else.
    """
    said = [(one, one.read()) for one in sorted(statements, key=lambda one: list(Place).index(one.place))]
    whole = [(one, found) for one, found in said if not one.part]
    page = [(one, found) for one, found in whole if one.place is not Place.WIKI and _speaks(one, found)]
    if page:
        evidence = _from_page(page, declaration)
    else:
        evidence = _from_wiki(next((pair for pair in whole if pair[0].place is Place.WIKI), None), declaration)
    if isinstance(evidence, Refused):
        return evidence
    return _with_parts(evidence, [(one, found) for one, found in said if one.part], declaration)


_Said = tuple[Statement, Recognition]


def _speaks(one: Statement, found: Recognition) -> bool:
    return bool(one.raw.strip()) if one.place is Place.FIELD else not found.is_silent


def _from_page(said: list[_Said], declaration: Declaration | None) -> Evidence | Refused:
    for one, found in said:
        if found.offer is None:
            return _not_read(one, found)
    nearest = [pair for pair in said if pair[0].place is said[0][0].place]
    chosen, found = max(nearest, key=lambda pair: sum(_covers(pair[1], other) for _, other in nearest))
    for one, other in said:
        beside = one.place is chosen.place
        if not _covers(found, other) and (beside or not _covers(other, found)):
            several = tuple(dict.fromkeys((*found.alternatives, *other.alternatives)))
            return Refused(Refusal.CONFLICT, one, several=several)
    return _evidence(chosen, found, declaration)


def _not_read(one: Statement, found: Recognition) -> Refused:
    several = found.alternatives if len(found.alternatives) > 1 and Flag.RESERVED not in found.flags else ()
    return Refused(_why(found), one, several=several)


def _why(found: Recognition) -> Refusal:
    is_doubted = found.certainty is Certainty.CONFLICT or Flag.RESERVED in found.flags
    return Refusal.CONFLICT if is_doubted else Refusal.NOT_UNDERSTOOD


def _covers(one: Recognition, other: Recognition) -> bool:
    """Tell whether one says all that the other does, of the same licences."""
    mine, theirs = one.alternatives, other.alternatives
    return len(mine) == len(theirs) and all(any(a.refines(b) for a in mine) for b in theirs)


def _from_wiki(said: _Said | None, declaration: Declaration | None) -> Evidence | Refused:
    if said is None:
        return _declared("", declaration) if declaration else Refused(Refusal.NO_EVIDENCE)
    one, found = said
    if found.certainty is Certainty.CONFLICT and found.alternatives != (PUBLIC_DOMAIN_CLAIMED,):
        return _not_read(one, found)
    if found.offer and any(licence.is_settled for licence in found.alternatives):
        return _evidence(one, found, None)
    fits = found.offer is None or (
        declaration and any(declaration.licence.refines(each) for each in found.alternatives)
    )
    if declaration and fits:
        return _declared(one.raw, declaration)
    if one.own_page:
        return Refused(Refusal.ON_PAGE, one)
    if found.offer:
        return Refused(Refusal.VERSION_UNKNOWN, one, found.licence)
    return Refused(_why(found), one)


def _declared(raw: str, declaration: Declaration) -> Evidence:
    return Evidence(declaration.licence, Place.DECLARED, raw, declaration, address=declaration.link, on=declaration.on)


def _evidence(one: Statement, found: Recognition, declaration: Declaration | None) -> Evidence | Refused:
    """Make evidence of a statement; a declaration may say the version that it lacks."""
    given = found.alternatives
    if declaration is not None:
        given = tuple(
            declaration.licence if not each.is_settled and declaration.licence.refines(each) else each for each in given
        )
    settled = tuple(licence for licence in given if licence.is_settled)
    if not settled:
        return Refused(Refusal.VERSION_UNKNOWN, one, found.licence)
    return Evidence(
        settled[0],
        one.place,
        one.raw,
        declaration if given != found.alternatives else None,
        given if len(given) > 1 else (),
        one.where,
        one.address,
        one.revision,
        one.on,
        found.certainty,
        found.warnings,
        found.flags,
    )


def _with_parts(evidence: Evidence, said: list[_Said], declaration: Declaration | None) -> Evidence | Refused:
    """Add what is said of parts: each picture by itself, a part of text by all that speaks of it, which must agree."""
    speaking = [(one, found) for one, found in said if not found.is_silent]
    groups: dict[tuple[str, int], list[_Said]] = {}
    for number, (one, found) in enumerate(speaking, 1):
        groups.setdefault((one.part, number if one.picture else 0), []).append((one, found))
    parts = []
    for (where, picture), group in groups.items():
        own = _from_page(group, declaration)
        if isinstance(own, Refused):
            return own
        parts.append(Part(where, own, picture=picture > 0))
    return replace(evidence, parts=tuple(parts))
