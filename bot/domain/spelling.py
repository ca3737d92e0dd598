"""How people spell the licences of Creative Commons, in French and in English."""

import re
import unicodedata

ADDRESS = re.compile(
    r"creativecommons\.org/(?:licen[sc]es/(?P<elements>by(?:-(?:nc|nd|sa))*)/(?P<version>\d\.\d)"
    r"(?:/(?P<port>[a-z]{2}|igo|scotland)(?![a-z]))?|publicdomain/(?P<public>zero|mark)/1\.0)",
    re.IGNORECASE,
)
_ELEMENT_WORDS = (
    ("by", r"by|attribution|paternité"),
    (
        "nc",
        r"nc|(?:utilisation |usage )?non ?commerciale?|pas d[' ](?:utilisation commerciale|usage commercial)",
    ),
    ("nd", r"nd|(?:pas de|sans) modifications?|no ?deriv(?:ative)?s?(?: works)?|pas d[' ]œuvres? dérivées?"),
    (
        "sa",
        r"sa|share ?alike"
        r"|partage (?:dans les mêmes conditions|à l[' ]identique|des conditions initiales à l[' ]identique)",
    ),
)
_ELEMENT = "|".join(f"(?:{words})" for _, words in _ELEMENT_WORDS)
LICENCE = re.compile(
    r"(?<!\w)(?:(?P<zero>cc ?0|cc ?zero|creative commons (?:cc ?)?(?:0|zero))(?!\w|\.\d)(?: 1\.0)?"
    r"|(?P<name>(?:cc|creatives? commons?)(?: cc)?[ :]*)?"
    rf"(?P<words>(?:(?:{_ELEMENT})(?!\w) *)+)"
    r"(?:(?:v|version )?(?P<version>\d\.\d)(?!\.?\d))?(?: ?§(?P<port>[a-z]+)| (?P<french>fr)(?!\w))?)"
)
HINTS = {
    "nc": re.compile(r"(?<!\w)nc(?!\w)|commercia"),
    "nd": re.compile(r"(?<!\w)nd(?!\w)|d[ée]riv|(?:pas de|sans|aucune|no) modif"),
    "sa": re.compile(r"partage (?:dans|à|des|selon)|share ?alike|identique"),
}
"""Words of an element that may stand behind words of ours in a form we do not know."""
STRAY_VERSION = re.compile(r"(?<![\d.,])(?P<version>\d\.\d)(?![\d.]*\d)|(?<!\w)(?:v|version )\d")
DIGIT_BEHIND = re.compile(r" ?\d(?!\d{3}(?!\d))")
VERSIONS = frozenset({"1.0", "2.0", "2.1", "2.5", "3.0", "4.0"})
PORTED = frozenset({"1.0", "2.0", "2.1", "2.5", "3.0"})
_PORTS = re.compile(
    r"(?:ar|at|au|az|be|bg|br|ca|ch|cl|cn|co|cr|cz|de|dk|ec|ee|eg|es|fi|fr|ge|gr|gt|hk|hr|hu|ie|il"
    r"|in|it|jp|kr|lu|mk|mt|mx|my|nl|no|nz|pe|ph|pl|pr|pt|ro|rs|se|sg|si|th|tw|ug|uk|us|ve|vn|za)"
)
_PORT_NAMES = {
    "france": "fr", "belgique": "be", "belgium": "be", "suisse": "ch", "switzerland": "ch", "canada": "ca",
    "luxembourg": "lu", "allemagne": "de", "germany": "de", "espagne": "es", "spain": "es", "italie": "it",
    "italy": "it", "royaume uni": "uk", "united kingdom": "uk", "england": "uk", "uk": "uk", "états unis": "us",
    "united states": "us", "corée": "kr", "korea": "kr", "pays bas": "nl", "netherlands": "nl", "autriche": "at",
    "austria": "at", "portugal": "pt", "brésil": "br", "brazil": "br", "australie": "au", "australia": "au",
    "japon": "jp", "japan": "jp", "pologne": "pl", "poland": "pl", "igo": "igo", "scotland": "scotland",
}  # fmt: skip
_PORT_NAME = re.compile(rf"(?<=\d\.\d) (?P<name>{'|'.join(_PORT_NAMES)})(?!\w)")
_PORT_CODE = re.compile(r"(?<=\d\.\d)[ -]+(?P<code>[A-Z]{2})(?!\w)")
_GLUED = re.compile(r"(?<!\w)cc ?by(nc)?(sa|nd)?(?!\w)")
MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|[\[\]{}]{2,}|'{2,}|\((?=\d\.\d\))|(?<=\d\.\d)\)", re.DOTALL)
USUAL = re.compile(
    r"sauf (?:mention|indication|avis)s? contraires?|(?:except where|unless) otherwise (?:noted|stated|specified)"
)
DOUBT = re.compile(
    r"(?<!\w)(?:"
    r"autorisation|permission|avec l'accord|demande|copyright(?:é|ed)?|tous droits|all rights reserved|extrait de|sauf"
    r"|except|ne sont pas sous|n'est pas sous|not under|gfdl|gnu|gpl|art libre|lal|etalab|odbl"
    r"|licence ouverte(?! (?:cc|creative)))(?!\w)|©"
)


def fold(text: str) -> str:
    """Write a text in one way: lower case, blanks for dashes, and ``§`` before the code of a port."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    text = _PORT_CODE.sub(
        lambda found: f" §{found['code']}" if _PORTS.fullmatch(found["code"].lower()) else found[0], text
    )
    text = re.sub("[\u2010-\u2015_/]", "-", text.lower())
    text = re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", text)).replace("-", " ")
    text = _GLUED.sub(lambda found: " ".join(("cc by", *filter(None, found.groups()))), text)
    return _PORT_NAME.sub(lambda found: f" §{_PORT_NAMES[found['name']]}", text)


def elements_in(words: str) -> set[str]:
    """Give the elements that words of a licence name."""
    return {name for name, spellings in _ELEMENT_WORDS if re.search(rf"(?<!\w)(?:{spellings})(?!\w)", words)}
