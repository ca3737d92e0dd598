"""A licence as a value: its id, its name and its address, and nothing that nobody stated.

Ids are those of SPDX where one exists, else a LicenseRef (https://spdx.org/licenses/).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product


class Family(StrEnum):
    """Licences that share a text, whatever its version."""

    CC = "cc"
    CC0 = "cc0"
    PDM = "public domain mark"
    PDDC = "public domain dedication"  # of Creative Commons, retired
    PUBLIC_DOMAIN = "public domain"  # claimed by somebody, without one of the tools above
    GFDL = "gfdl"
    LAL = "lal"  # Licence Art Libre
    ETALAB = "etalab"  # Licence Ouverte
    ODBL = "odbl"
    ODC_BY = "odc-by"
    PDDL = "pddl"
    GPL = "gpl"


ELEMENTS = ("by", "nc", "nd", "sa")
"""The elements of a Creative Commons licence, in the order in which they are written."""
VERSIONS = {
    Family.CC: ("1.0", "2.0", "2.1", "2.5", "3.0", "4.0"),
    Family.CC0: ("1.0",),
    Family.PDM: ("1.0",),
    Family.PDDC: (),
    Family.PUBLIC_DOMAIN: (),
    Family.GFDL: ("1.1", "1.2", "1.3"),
    Family.LAL: ("1.2", "1.3"),
    Family.ETALAB: ("1.0", "2.0"),
    Family.ODBL: ("1.0",),
    Family.ODC_BY: ("1.0",),
    Family.PDDL: ("1.0",),
    Family.GPL: ("2.0", "3.0"),
}
PORTED = frozenset({"1.0", "2.0", "2.1", "2.5", "3.0"})
"""Versions of Creative Commons licences that have ports; 4.0 has none."""
PORTS = frozenset(
    (
        *("ar", "at", "au", "az", "be", "bg", "br", "ca", "ch", "cl", "cn", "co", "cr", "cz", "de", "dk", "ec", "ee"),
        *("eg", "es", "fi", "fr", "ge", "gr", "gt", "hk", "hr", "hu", "ie", "igo", "il", "in", "it", "jp", "kr", "lu"),
        *("mk", "mt", "mx", "my", "nl", "no", "nz", "pe", "ph", "pl", "pr", "pt", "ro", "rs", "scotland", "se", "sg"),
        *("si", "th", "tw", "ug", "uk", "us", "ve", "vn", "za"),
    )
)
SETTLED = frozenset({Family.PDDC, Family.GFDL, Family.LAL, Family.ETALAB})
"""Families that may be used without a version: there is none, any may be taken, or all allow the same.

GFDL §10 (any version ever published), LAL 1.3 art. 9 (any later version), Licence Ouverte 2.0 (compatible with 1.0).
"""
PUBLIC = frozenset({Family.CC0, Family.PDM, Family.PDDC})
"""Families that ask for nobody's name."""
_OR_LATER = frozenset({Family.GFDL, Family.GPL})
_NAMES = {
    Family.CC0: "CC0",
    Family.PDM: "Public Domain Mark",
    Family.PDDC: "CC Public Domain Dedication",
    Family.PUBLIC_DOMAIN: "Public domain",
    Family.GFDL: "GNU FDL",
    Family.LAL: "Licence Art Libre",
    Family.ETALAB: "Licence Ouverte Etalab",
    Family.ODBL: "ODbL",
    Family.ODC_BY: "ODC-By",
    Family.PDDL: "PDDL",
    Family.GPL: "GNU GPL",
}
_IDS = {
    Family.CC0: "CC0",
    Family.PDM: "CC-PDM",
    Family.PDDC: "CC-PDDC",
    Family.PUBLIC_DOMAIN: "LicenseRef-public-domain-claimed",
    Family.GFDL: "GFDL",
    Family.LAL: "LAL",
    Family.ETALAB: "etalab",
    Family.ODBL: "ODbL",
    Family.ODC_BY: "ODC-By",
    Family.PDDL: "PDDL",
    Family.GPL: "GPL",
}
_CC_SITE = "https://creativecommons.org/"
_LAL_SITE = "https://artlibre.org/licence/lal/"
_ADDRESSES = {
    "CC0-1.0": f"{_CC_SITE}publicdomain/zero/1.0/",
    "CC-PDM-1.0": f"{_CC_SITE}publicdomain/mark/1.0/",
    "CC-PDDC": f"{_CC_SITE}licenses/publicdomain/",
    "LAL-1.2": f"{_LAL_SITE}licence-art-libre-12/",
    "LAL-1.3": _LAL_SITE,
    "LicenseRef-LAL-unversioned": _LAL_SITE,
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}
_ETALAB_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
_GFDL_ADDRESSES = {
    None: "https://www.gnu.org/licenses/fdl.html",
    "1.1": "https://www.gnu.org/licenses/old-licenses/fdl-1.1.html",
    "1.2": "https://www.gnu.org/licenses/old-licenses/fdl-1.2.html",
    "1.3": "https://www.gnu.org/licenses/fdl-1.3.html",
}
_GPL_ADDRESSES = {
    None: "https://www.gnu.org/licenses/gpl.html",
    "2.0": "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html",
    "3.0": "https://www.gnu.org/licenses/gpl-3.0.html",
}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence; *version*, *port* and the others are set only when somebody stated them, and are never invented.

    *elements* and *port* belong to Creative Commons licences, *or_later* to those of GNU. *invariants* is None when
    nobody spoke of invariant sections, which only the GFDL has. A value that cannot be raises ValueError.
    """

    family: Family
    elements: tuple[str, ...] = ()
    version: str | None = None
    port: str | None = None
    or_later: bool = False
    invariants: bool | None = None

    def __post_init__(self) -> None:
        """Refuse what no licence can be."""
        versions = VERSIONS[self.family]
        is_version = self.version in versions if len(versions) == 1 else self.version in {None, *versions}
        if not is_version or not self._has_possible_elements():
            raise ValueError(f"no such licence: {self.family} {self.elements} {self.version}")
        if self.port is not None and (self.version not in PORTED or self.port not in PORTS or not self.elements):
            raise ValueError(f"no such port: {self.family} {self.version} {self.port}")
        gnu = self.or_later and not (self.version and self.family in _OR_LATER)
        if gnu or (self.invariants is not None and not (self.version and self.family is Family.GFDL)):
            raise ValueError(f"{self.family} {self.version} has no such variant")

    def _has_possible_elements(self) -> bool:
        if self.family is not Family.CC:
            return not self.elements
        known = tuple(element for element in ELEMENTS if element in self.elements)
        return known == self.elements and "by" in known and not {"nd", "sa"} <= set(known)

    def refines(self, other: "Licence") -> bool:
        """Tell whether this is the *other* licence, with all that is said of it and maybe more."""
        return (
            (self.family, self.elements) == (other.family, other.elements)
            and other.version in {None, self.version}
            and other.port in {None, self.port}
            and other.invariants in {None, self.invariants}
            and (self.or_later or not other.or_later)
        )

    @property
    def is_settled(self) -> bool:
        """Tell whether it is known what may be done under it, from its version or without one."""
        return self.version is not None or self.family in SETTLED

    @property
    def id(self) -> str:
        """Give the SPDX id where one exists, else a LicenseRef."""
        name = _IDS.get(self.family) or "CC-" + "-".join(self.elements).upper()
        if not VERSIONS[self.family]:
            return name
        if self.version is None:
            return f"LicenseRef-{name}-unversioned"
        if self.family in _OR_LATER:
            kept = {True: "-invariants", False: "-no-invariants", None: ""}[self.invariants]
            return f"{name}-{self.version}{kept}-{'or-later' if self.or_later else 'only'}"
        full = "-".join(filter(None, (name, self.version, (self.port or "").upper())))
        if full == "etalab-1.0" or (self.port and full != "CC-BY-NC-SA-2.0-FR"):
            return f"LicenseRef-{full}"
        return full

    @property
    def name(self) -> str:
        """Give the name that people read."""
        name = _NAMES.get(self.family) or "CC " + "-".join(self.elements).upper()
        words = [name, self.version, (self.port or "").upper(), "or later" if self.or_later else ""]
        sections = {True: ", with invariant sections", False: ", without invariant sections", None: ""}
        return " ".join(word for word in words if word) + sections[self.invariants]

    @property
    def url(self) -> str:
        """Give the canonical address, empty when there is none, as for a Creative Commons licence without version."""
        if self.family is Family.ETALAB:
            return _ETALAB_ADDRESS
        if self.family is Family.GFDL:
            return _GFDL_ADDRESSES[self.version]
        if self.family is Family.GPL:
            return _GPL_ADDRESSES[self.version]
        if self.family is not Family.CC or self.version is None:
            return _ADDRESSES.get(self.id, "")
        # The first version of this one licence stands where it was first put (its elements in another order).
        path = "by-nd-nc" if self.id == "CC-BY-NC-ND-1.0" else "-".join(self.elements)
        return f"{_CC_SITE}licenses/{path}/{self.version}/" + (f"{self.port}/" if self.port else "")


CC0 = Licence(Family.CC0, version="1.0")
PUBLIC_DOMAIN_MARK = Licence(Family.PDM, version="1.0")
PUBLIC_DOMAIN_CLAIMED = Licence(Family.PUBLIC_DOMAIN)
ODBL = Licence(Family.ODBL, version="1.0")
MADE_OF = (("by",), ("by", "nc"), ("by", "nc", "nd"), ("by", "nc", "sa"), ("by", "nd"), ("by", "sa"))
"""The sets of elements that Creative Commons licences have."""


def cc(elements: str, version: str | None = None, port: str | None = None) -> Licence:
    """Make a Creative Commons licence from elements in any order, such as ``by-sa``; ValueError if there is none."""
    given = set(elements.lower().split("-"))
    if given - set(ELEMENTS):
        raise ValueError(f"no elements of a licence: {elements}")
    return Licence(Family.CC, tuple(element for element in ELEMENTS if element in given), version, port)


def from_id(identifier: str) -> Licence | None:
    """Find the licence of an id, in capitals or not; None when it is none of ours."""
    return _by_id().get(identifier.strip().lower())


@cache
def _by_id() -> dict[str, Licence]:
    return {licence.id.lower(): licence for licence in every_licence()}


def every_licence() -> tuple[Licence, ...]:
    """Give all licences that there are, of every family, version, port and variant."""
    found = []
    for elements, version in product(MADE_OF, (None, *VERSIONS[Family.CC])):
        ports = (None, *sorted(PORTS)) if version in PORTED else (None,)
        found += [Licence(Family.CC, elements, version, port) for port in ports]
    for family in set(Family) - {Family.CC}:
        variants = product((False, True), (None, False, True) if family is Family.GFDL else (None,))
        kinds = tuple(variants) if family in _OR_LATER else ((False, None),)
        found += [
            Licence(family, (), version, None, or_later, invariants)
            for version in VERSIONS[family]
            for or_later, invariants in kinds
        ]
        found += [Licence(family)] if len(VERSIONS[family]) != 1 else []
    return tuple(found)
