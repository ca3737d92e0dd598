"""Creative Commons licences: read from what people write, and judged for a partner.

Anything that is not certainly one of these licences is not recognised, and what is not recognised is not copied.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain import spelling

_LABELS = {"by": "BY", "nc": "NC", "nd": "ND", "sa": "SA"}
_ORDER = ("by", "nc", "nd", "sa")


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence with its elements; *version* is None when nobody stated one, and is never invented.

    *elements* is empty for CC0 and the public domain mark.
    """

    elements: tuple[str, ...] = ()
    version: str | None = None
    port: str | None = None
    public: str | None = None
    """``zero`` for CC0, ``mark`` for the public domain mark."""

    @property
    def id(self) -> str:
        """Give the SPDX id where one exists, else a LicenseRef (https://spdx.org/licenses/)."""
        if self.public:
            return "CC0-1.0" if self.public == "zero" else "CC-PDM-1.0"
        name = "CC-" + "-".join(_LABELS[element] for element in self.elements)
        if self.version is None:
            return f"LicenseRef-{name}-unversioned"
        if self.port is None:
            return f"{name}-{self.version}"
        full = f"{name}-{self.version}-{self.port.upper()}"
        return full if full == "CC-BY-NC-SA-2.0-FR" else f"LicenseRef-{full}"

    @property
    def name(self) -> str:
        """Give the name that people read."""
        if self.public:
            return "CC0 1.0" if self.public == "zero" else "Public Domain Mark 1.0"
        parts = [
            "CC " + "-".join(_LABELS[element] for element in self.elements),
            self.version,
            (self.port or "").upper(),
        ]
        return " ".join(part for part in parts if part)

    @property
    def url(self) -> str:
        """Give the canonical address, empty when no version is known."""
        if self.public:
            return f"https://creativecommons.org/publicdomain/{self.public}/1.0/"
        if self.version is None:
            return ""
        return f"https://creativecommons.org/licenses/{'-'.join(self.elements)}/{self.version}/" + (
            f"{self.port}/" if self.port else ""
        )


class Certainty(StrEnum):
    """How much a text says about a licence."""

    EXACT = "exact"
    FAMILY = "family"  # elements known, version not stated
    CONFLICT = "conflict"  # several licences, or words that cast doubt: a person decides
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a text says about a licence; *licence* is set for EXACT and FAMILY only."""

    certainty: Certainty
    licence: Licence | None = None


def recognise(text: str) -> Recognition:
    """Read a licence from a text; an address beats words, and two different licences are a conflict."""
    text = spelling.MARKUP.sub(" ", text)
    if spelling.DOUBT.search(spelling.USUAL.sub(" ", spelling.fold(text))):
        return Recognition(Certainty.CONFLICT)
    words = spelling.fold(spelling.ADDRESS.sub(" ", text))
    addressed = {_of_url(match) for match in spelling.ADDRESS.finditer(text)}
    matches = [(match, licence) for match in spelling.LICENCE.finditer(words) if (licence := _of_words(match))]
    worded = _most_specific({licence for _, licence in matches})
    if not addressed and not worded:
        return Recognition(Certainty.NONE)
    if len(addressed or worded) > 1:
        return Recognition(Certainty.CONFLICT)
    (licence,) = addressed or worded
    if not _is_real(licence) or any((w.elements, w.public) != (licence.elements, licence.public) for w in worded):
        return Recognition(Certainty.CONFLICT)
    rest = _without(words, [match for match, _ in matches])
    if any(hint.search(rest) for element, hint in spelling.HINTS.items() if element not in licence.elements):
        return Recognition(Certainty.CONFLICT)
    if not addressed and (_is_another_version(rest, licence) or any(_is_cut(words, match) for match, _ in matches)):
        return Recognition(Certainty.CONFLICT)
    certain = licence.public is not None or licence.version is not None
    return Recognition(Certainty.EXACT if certain else Certainty.FAMILY, licence)


def _most_specific(licences: set[Licence]) -> set[Licence]:
    """Leave out licences that another one says more of: a version, or a port of the same version."""

    def is_said_better(one: Licence, other: Licence) -> bool:
        same = (one.elements, one.public) == (other.elements, other.public) and one != other
        return same and (one.version is None or (one.version == other.version and one.port is None))

    return {one for one in licences if not any(is_said_better(one, other) for other in licences)}


def _is_real(licence: Licence) -> bool:
    """Tell whether Creative Commons ever published such a licence."""
    return not {"nd", "sa"} <= set(licence.elements) and licence.version in {None, *spelling.VERSIONS}


def _without(text: str, matches: list[re.Match[str]]) -> str:
    parts, position = [], 0
    for match in matches:
        parts.append(text[position : match.start()])
        position = match.end()
    return " ".join((*parts, text[position:]))


def _is_another_version(rest: str, licence: Licence) -> bool:
    """Tell whether a version stands beside the licence that is not the one read with it."""
    return any(found["version"] != licence.version for found in spelling.STRAY_VERSION.finditer(rest))


def _is_cut(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number stands where the version should, but is none we can read; a year is none either."""
    return (
        match["zero"] is None
        and match["version"] is None
        and spelling.DIGIT_BEHIND.match(text, match.end()) is not None
    )


def _of_url(match: re.Match[str]) -> Licence:
    if match["public"]:
        return Licence(public=match["public"].lower())
    elements = frozenset(match["elements"].lower().split("-"))
    port = match["port"].lower() if match["port"] else None
    return Licence(tuple(e for e in _ORDER if e in elements), match["version"], port)


def _of_words(match: re.Match[str]) -> Licence | None:
    if match["zero"]:
        return Licence(public="zero")
    found = spelling.elements_in(match["words"])
    # Words such as "attribution" mean a licence only behind the name of Creative Commons or beside other elements.
    if not match["name"] and len(found) < 2:
        return None
    if "by" not in found or {"nd", "sa"} <= found:
        return None
    version = match["version"]
    port = (match["port"] or match["french"]) if version in spelling.PORTED else None
    return Licence(tuple(e for e in _ORDER if e in found), version, port)


class Place(StrEnum):
    """Where the evidence of a licence was found."""

    FIELD = "field"
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
class Evidence:
    """A licence and the words it was read from."""

    licence: Licence
    place: Place
    raw: str
    declaration: Declaration | None = None


class Refusal(StrEnum):
    """Why no licence could be established or accepted."""

    NO_EVIDENCE = "no evidence"
    NOT_UNDERSTOOD = "not understood"
    CONFLICT = "conflict"
    VERSION_UNKNOWN = "version unknown"
    PARTNER_UNKNOWN = "partner unknown"
    NOT_ACCEPTED = "not accepted"
    COMMERCIAL = "commercial"
    NO_DERIVATIVES = "no derivatives"


def establish(field: str, notice_url: str, notice_text: str, declaration: Declaration | None) -> Evidence | Refusal:
    """Find the licence of a sheet: its own field, else what its wiki says, else what a person declared.

    A field that cannot be understood is never passed over for a default. A field without a version takes the
    version of a declaration with the same elements, of nothing else.
    """
    if field.strip():
        return _from_field(field, declaration)
    raw = f"{notice_url} {notice_text}".strip()
    found = recognise(raw) if raw else Recognition(Certainty.NONE)
    if found.certainty is Certainty.CONFLICT:
        return Refusal.CONFLICT
    if found.licence and found.certainty is Certainty.EXACT:
        return Evidence(found.licence, Place.WIKI, raw)
    if declaration is not None and (found.licence is None or found.licence.elements == declaration.licence.elements):
        return Evidence(declaration.licence, Place.DECLARED, raw, declaration)
    if found.certainty is Certainty.FAMILY:
        return Refusal.VERSION_UNKNOWN
    return Refusal.NOT_UNDERSTOOD if raw else Refusal.NO_EVIDENCE


def _from_field(field: str, declaration: Declaration | None) -> Evidence | Refusal:
    found = recognise(field)
    if found.licence is None:
        return Refusal.CONFLICT if found.certainty is Certainty.CONFLICT else Refusal.NOT_UNDERSTOOD
    if found.certainty is Certainty.EXACT:
        return Evidence(found.licence, Place.FIELD, field)
    if declaration is not None and declaration.licence.elements == found.licence.elements:
        return Evidence(declaration.licence, Place.FIELD, field, declaration)
    return Refusal.VERSION_UNKNOWN


class Regime(StrEnum):
    """Under which licence people may edit a copy."""

    ADAPTATION = "adaptation"  # under the partner's own licence
    MARKED = "marked"  # the page keeps its own licence and says so


@dataclass(frozen=True, slots=True)
class Terms:
    """What a partner takes: its own licence, the regimes it accepts, whether its use is non-commercial."""

    licence: Licence | None
    accepts: tuple[Regime, ...] = (Regime.ADAPTATION,)
    non_commercial: bool = False


def judge(licence: Licence, partner: Terms) -> Regime | Refusal:
    """Decide whether a sheet under *licence* may be adapted for a partner, and how.

    Only Creative Commons licences, sources and partners alike; rendering into another template is an adaptation,
    so NoDerivatives is refused. Authority: BY-SA 2.0–3.0 §4(b) (later versions), 4.0 §3(b)(1); BY §3(a)(4).
    """
    if partner.licence is None:
        return Refusal.PARTNER_UNKNOWN
    if licence.version is None and not licence.public:
        return Refusal.VERSION_UNKNOWN
    if "nd" in licence.elements:
        return Refusal.NO_DERIVATIVES
    if "nc" in licence.elements and not partner.non_commercial:
        return Refusal.COMMERCIAL
    regime = Regime.ADAPTATION if _adaptable(licence, partner.licence) else Regime.MARKED
    return regime if regime in partner.accepts else Refusal.NOT_ACCEPTED


def _adaptable(source: Licence, partner: Licence) -> bool:
    if source.public:
        return True
    if partner.public or partner.version is None or "nd" in partner.elements:
        return False
    if "sa" not in source.elements:
        return set(source.elements) <= set(partner.elements)
    if source.elements != partner.elements or source.version == "1.0":
        return False
    return float(partner.version) >= float(source.version or 0)
