"""The addresses of licences, and the licence that each of them is."""

import re
from collections.abc import Callable, Iterator

from bot.domain.licences.values import CC0, ODBL, PORTED, PUBLIC_DOMAIN_MARK, Family, Licence, cc

_TAIL = r"[^\s\[\]<>\"|{}]*"
_ELEMENTS = r"(?:by|nc|nd|sa)(?:-(?:by|nc|nd|sa))*"


def _of_cc(found: re.Match[str]) -> Licence:
    version, port = found["version"], found["port"]
    return cc(found["elements"], version, port.lower() if port and version in PORTED else None)


def _of_etalab(found: re.Match[str]) -> Licence:
    version = re.search(r"v(?P<version>[12]\.0)", found[0], re.IGNORECASE)
    return Licence(Family.ETALAB, version=version["version"] if version else None)


_KINDS: tuple[tuple[str, Callable[[re.Match[str]], Licence]], ...] = (
    (
        rf"creativecommons\.org/licen[sc]es/(?P<elements>{_ELEMENTS})(?![\w-])(?:/(?P<version>\d\.\d)(?!\d)"
        rf"(?:/(?P<port>[a-z]{{2}}|igo|scotland)(?![a-z]))?)?",
        _of_cc,
    ),
    (r"creativecommons\.org/publicdomain/zero/1\.0", lambda _: CC0),
    (r"creativecommons\.org/publicdomain/mark/1\.0", lambda _: PUBLIC_DOMAIN_MARK),
    (r"creativecommons\.org/licen[sc]es/publicdomain(?!\w)", lambda _: Licence(Family.PDDC)),
    (
        r"gnu\.org/(?:copyleft|licenses)/(?:old-licenses/)?fdl(?:-(?P<version>1\.[123]))?(?![\w-])",
        lambda found: Licence(Family.GFDL, version=found["version"]),
    ),
    (
        r"gnu\.org/(?:copyleft|licenses)/(?:old-licenses/)?gpl(?:-(?P<version>[23]\.0))?(?![\w-])",
        lambda found: Licence(Family.GPL, version=found["version"]),
    ),
    (
        r"artlibre\.org(?:/licence(?:/lal)?(?:/licence-art-libre-(?P<old>12))?)?/?(?![\w/-])",
        lambda found: Licence(Family.LAL, version="1.2" if found["old"] else None),
    ),
    (rf"(?:etalab\.gouv\.fr|github\.com/etalab)/{_TAIL}licence[-_]ouverte{_TAIL}", _of_etalab),
    (r"opendatacommons\.org/licenses/odbl(?!\w)", lambda _: ODBL),
    (r"opendatacommons\.org/licenses/by(?!\w)", lambda _: Licence(Family.ODC_BY, version="1.0")),
    (r"opendatacommons\.org/licenses/pddl(?!\w)", lambda _: Licence(Family.PDDL, version="1.0")),
)
_PATTERNS = tuple((re.compile(rf"(?<![\w-]){pattern}", re.IGNORECASE), make) for pattern, make in _KINDS)
_ANY = re.compile(
    rf"(?:(?:https?:)?//|www\.|(?<![\w.-])(?:creativecommons|gnu|artlibre|opendatacommons)\.org){_TAIL}", re.IGNORECASE
)


def addressed(text: str) -> Iterator[tuple[int, Licence]]:
    """Give the licences whose addresses stand in a text, with their places; ValueError for one never published."""
    for pattern, make in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.start(), make(found)


def without_addresses(text: str) -> str:
    """Take all addresses out of a text, those of other pages too: their words say nothing; lengths stay."""
    return _ANY.sub(lambda found: " " * len(found[0]), text)
