"""The compatibility matrix: what may become of a sheet under one licence on a wiki under another.

One table, to be held beside the texts. Each cell is a code, then the letter of its authority. It says what licences
allow, whatever a partner wants; :mod:`bot.domain.licences.judge` adds that.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.licences.values import Family, Licence


class Cell(StrEnum):
    """What the licences allow."""

    FREE = "F"  # adapted, merged and edited under the wiki's own licence
    FREE_WITH_NOTICE = "F!"  # as F, and the page says which database it was made from
    MARKED = "M"  # under its own licence, which the page states; people edit it under that licence
    MARKED_NON_COMMERCIAL = "Mn"  # as M, where all use of the wiki is non-commercial
    WHOLE = "P"  # whole, unmodified, marked and protected
    WHOLE_NON_COMMERCIAL = "Pn"  # as P, where all use of the wiki is non-commercial
    NO = "N"
    NO_AGGREGATE = "N*"  # lawful beside the full text of the licence and its list of authors only: not done
    PERSON = "H"  # a person decides first
    PERSON_AT_MOST_MARKED = "H→M"  # a person decides first, and no more than M (Mn, P, Pn) comes of it


TABLE = """
source           | CC0   | BY 4.0 | BY-SA 3.0 | BY-SA 4.0 | BY-NC-SA 4.0 | Etalab 2.0 | LAL 1.3 | GFDL 1.3 | GPL-3.0
public domain    | F a   | F a    | F a       | F a       | F a          | F a        | F a     | F a      | F a
BY 1.0-3.0       | M c   | F b    | F b       | F b       | F b          | M l        | H n     | H n      | H n
BY 4.0           | M c   | F b    | F b       | F b       | F b          | M l        | H n     | H n      | H n
BY-SA 1.0        | M d   | M d    | M d       | M d       | M d          | M d        | M d     | N k      | N k
BY-SA 2.0-2.5    | M c   | M c    | F e       | F e       | M c          | M c        | M j     | N k      | N k
BY-SA 3.0        | M c   | M c    | F f       | F f       | M c          | M c        | M j     | N k      | N k
BY-SA 4.0        | M c   | M c    | M g       | F g       | M c          | M c        | F h     | N k      | F i
BY-NC            | Mn o  | Mn o   | Mn o      | Mn o      | F b          | Mn o       | Mn o    | N k      | N k
BY-NC-SA 1.0     | Mn o  | Mn o   | Mn o      | Mn o      | Mn d         | Mn o       | Mn o    | N k      | N k
BY-NC-SA 2.0-3.0 | Mn o  | Mn o   | Mn o      | Mn o      | F p          | Mn o       | Mn o    | N k      | N k
BY-NC-SA 4.0     | Mn o  | Mn o   | Mn o      | Mn o      | F g          | Mn o       | Mn o    | N k      | N k
BY-ND            | P q   | P q    | P q       | P q       | P q          | P q        | P q     | N k      | N k
BY-NC-ND         | Pn q  | Pn q   | Pn q      | Pn q      | Pn q         | Pn q       | Pn q    | N k      | N k
GFDL             | N* r  | N* r   | N* r      | N* r      | N* r         | N* r       | N* r    | F s      | N r
Etalab           | M c   | F m    | F m       | F m       | H m          | F m        | F m     | H n      | H n
LAL 1.3          | M c   | M t    | M t       | F h       | M t          | M t        | F t     | N k      | N k
ODbL, prose      | F! u  | F! u   | F! u      | F! u      | F! u         | F! u       | F! u    | F! u     | F! u
ODbL, data       | N v   | N v    | N v       | N v       | N v          | N v        | N v     | N v      | N v
GPL              | N* w  | N* w   | N* w      | N* w      | N* w         | N* w       | N* w    | N w      | F x
CC, no version   | H→M y | H→M y  | H→M y     | H→M y     | H→M y        | H→M y      | H→M y   | N k      | N k
nothing certain  | N z   | N z    | N z       | N z       | N z          | N z        | N z     | N z      | N z
"""
"""Rows: the licence of the sheet; columns: that of the wiki. A choice between licences (OR) takes the better row.

The columns stand for other versions of their licences too; where a version matters, :func:`ground_of` sees to it.
“ODbL, data” is for whole databases, which this program does not copy; what people write is prose.
"""

AUTHORITIES = """
a | CC0 1.0 §2; Public Domain Mark 1.0 | https://creativecommons.org/publicdomain/zero/1.0/legalcode
b | CC BY 4.0 §3(a)(4); 1.0–3.0 §4 | https://creativecommons.org/licenses/by/4.0/legalcode
c | CC BY-SA 3.0 §1(b), §4(a) | https://creativecommons.org/licenses/by-sa/3.0/legalcode
d | CC BY-SA 1.0 §4(b) | https://creativecommons.org/licenses/by-sa/1.0/legalcode
e | CC BY-SA 2.0 §4(b) | https://creativecommons.org/licenses/by-sa/2.0/legalcode
f | CC BY-SA 3.0 §4(b) | https://creativecommons.org/licenses/by-sa/3.0/legalcode
g | CC BY-SA 4.0, BY-NC-SA 4.0 §3(b)(1) | https://creativecommons.org/licenses/by-sa/4.0/legalcode
h | CC compatibility, 2014-10-21; LAL 1.3 art. 5 | https://wiki.creativecommons.org/wiki/ShareAlike_compatibility:_FAL
i | CC compatibility, 2015-10-08 | https://creativecommons.org/compatiblelicenses
j | CC compatibility, BY-SA 3.0 | https://creativecommons.org/compatiblelicenses
k | FSF, GFDL 1.3 | https://www.gnu.org/licenses/fdl-1.3.html
l | CC BY 4.0 §3(a)(4); Licence Ouverte 2.0 | https://creativecommons.org/licenses/by/4.0/legalcode
m | Licence Ouverte 2.0 | https://www.etalab.gouv.fr/licence-ouverte-open-licence/
n | – | https://artlibre.org/?p=187
o | CC BY-NC 4.0 §1, §2(a)(1) | https://creativecommons.org/licenses/by-nc/4.0/legalcode
p | CC BY-NC-SA 2.0–3.0 §4(b) | https://creativecommons.org/licenses/by-nc-sa/3.0/legalcode
q | CC BY-ND 4.0 §3(a)(2); 3.0 §1 | https://creativecommons.org/licenses/by-nd/4.0/legalcode
r | GFDL 1.3 §2, §11 | https://www.gnu.org/licenses/fdl-1.3.html
s | GFDL 1.3 §4, §10 | https://www.gnu.org/licenses/fdl-1.3.html
t | LAL 1.3 art. 4, 5 | https://artlibre.org/licence/lal/
u | ODbL 1.0 §4.3 | https://opendatacommons.org/licenses/odbl/1-0/
v | ODbL 1.0 §4.4 | https://opendatacommons.org/licenses/odbl/1-0/
w | GPL 3.0 §4, §5 | https://www.gnu.org/licenses/gpl-3.0.html
x | GPL 3.0 §5, §14 | https://www.gnu.org/licenses/gpl-3.0.html
y | – | https://creativecommons.org/licenses/
z | CPI L111-1 | https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006069414/
"""
"""What the cells stand on: the letter, the text and where in it, the address. “–”: no text settles it.

b, e-g, p: what adaptations may come under; d: under 1.0 alone, for ever. c: a collection keeps its parts under their
own licences. h-j: licences that Creative Commons named as compatible, and that it named none for BY-SA 3.0. k: text and
pictures make one work, and two copyleft licences exclude each other. l: Etalab would drop the duty to link the licence.
m: its own clause on compatibility; licences with NC are not meant. n, y: nothing was found that settles it; an old
answer of artlibre.org says that two free licences are not to be mixed. o: NC binds the use. q: ND forbids to share
adaptations. r: verbatim only, with the licence itself; the way to BY-SA closed in 2009. z: silence keeps all rights.
"""


@dataclass(frozen=True, slots=True)
class Authority:
    """What a cell stands on; *text* names a licence text and its section, empty where no text settles the question."""

    letter: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A cell of the matrix with its place and authority."""

    row: str
    column: str
    cell: Cell
    authority: Authority


def _read_authorities() -> dict[str, Authority]:
    found = {}
    for line in AUTHORITIES.strip().splitlines():
        letter, text, address = (part.strip() for part in line.split("|"))
        found[letter] = Authority(letter, text.removeprefix("–"), address)
    return found


def _read_table() -> dict[tuple[str, str], Ground]:
    authorities = _read_authorities()
    head, *lines = TABLE.strip().splitlines()
    columns = [part.strip() for part in head.split("|")][1:]
    found = {}
    for line in lines:
        row, *cells = (part.strip() for part in line.split("|"))
        for column, written in zip(columns, cells, strict=True):
            code, letter = written[:-1].strip(), written[-1]
            found[row, column] = Ground(row, column, Cell(code), authorities[letter])
    return found


GROUNDS = _read_table()
"""The matrix by the names of its rows and columns."""
_ROWS = {
    Family.CC0: "public domain",
    Family.PDM: "public domain",
    Family.GFDL: "GFDL",
    Family.ETALAB: "Etalab",
    Family.ODBL: "ODbL, prose",
    Family.GPL: "GPL",
}
_COLUMNS = {
    Family.ETALAB: "Etalab 2.0",
    Family.LAL: "LAL 1.3",
    Family.GFDL: "GFDL 1.3",
    Family.GPL: "GPL-3.0",
}
_AGES = {"1.0": "1.0", "2.0": "2.0-2.5", "2.1": "2.0-2.5", "2.5": "2.0-2.5", "3.0": "3.0", "4.0": "4.0"}
_COPYLEFT_OF_CC = {"BY-SA": "BY-SA 3.0", "BY-NC-SA": "BY-NC-SA 4.0"}


def ground_of(source: Licence | None, wiki: Licence) -> Ground | None:
    """Find the cell for a sheet under *source* on a wiki under *wiki*, and let its exact versions count.

    None where the table does not know the licence of the sheet: nothing follows but what a person decides.
    """
    row = row_of(source)
    if row is None:
        return None
    ground = GROUNDS[row, column_of(wiki)]
    if source is None or ground.cell is not Cell.FREE or _versions_allow(source, wiki):
        return ground
    return replace(ground, cell=_otherwise(source, wiki))


def row_of(licence: Licence | None) -> str | None:
    """Name the row of a licence, or of no licence at all; None where the table has no row for it."""
    if licence is None:
        return "nothing certain"
    if licence.family is Family.CC:
        return _row_of_cc(licence)
    if licence.family is Family.LAL:
        return "LAL 1.3" if licence.version in (None, "1.3") else None
    return _ROWS.get(licence.family)


def column_of(wiki: Licence) -> str:
    """Name the column of a wiki.

    A wiki whose licence has none gets that of CC0, where pages keep their own licence and nothing is merged.
    """
    if wiki.family is not Family.CC:
        old = wiki.family is Family.LAL and wiki.version == "1.2"
        return "CC0" if old else _COLUMNS.get(wiki.family, "CC0")
    name = "-".join(wiki.elements).upper()
    if name == "BY" and wiki.version:
        return "BY 4.0"
    if wiki.version in (None, "1.0"):
        return "CC0"
    return "BY-SA 4.0" if (name, wiki.version) == ("BY-SA", "4.0") else _COPYLEFT_OF_CC.get(name, "CC0")


def _row_of_cc(licence: Licence) -> str:
    if licence.version is None:
        return "CC, no version"
    name, age = "-".join(licence.elements).upper(), _AGES[licence.version]
    if name == "BY":
        return "BY 4.0" if age == "4.0" else "BY 1.0-3.0"
    if name == "BY-NC-SA" and age not in ("1.0", "4.0"):
        return "BY-NC-SA 2.0-3.0"
    return f"{name} {age}" if "sa" in licence.elements else name


def _versions_allow(source: Licence, wiki: Licence) -> bool:
    """Tell whether a free cell holds for these very versions: copyleft goes to later ones only, where it may."""
    if source.family is Family.CC and "sa" in source.elements:
        if wiki.family is Family.GPL:
            return wiki.version == "3.0"
        return wiki.family is not Family.CC or float(source.version or 0) <= float(wiki.version or 0)
    if source.family not in (Family.GFDL, Family.GPL):
        return True
    if source.invariants or wiki.version is None:
        return False
    if source.version is None:
        return source.family is Family.GFDL  # §10: any version ever published
    if source.or_later:
        return float(source.version) <= float(wiki.version)
    return source.version == wiki.version and not wiki.or_later


def _otherwise(source: Licence, wiki: Licence) -> Cell:
    """Give what is left of a free cell when the wiki's version is not one that the sheet may come under."""
    if source.family is Family.GFDL:
        return Cell.NO_AGGREGATE
    if source.family is not Family.CC or wiki.family is Family.GPL:
        return Cell.NO
    return Cell.MARKED_NON_COMMERCIAL if "nc" in source.elements else Cell.MARKED
