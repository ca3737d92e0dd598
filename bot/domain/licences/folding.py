"""Writing a text in one way, so that markup, dashes, blanks, capitals and accents make no difference."""

import re
import unicodedata
from html import unescape

from bot.domain.licences.values import PORTS

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FILE_LINK = re.compile(r"\[\[\s*:?\s*(?:fichier|file|image|m[ée]dia)\s*:[^|\]]*", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"(?:(?<!\w)(?:cc|by|nc|nd|sa|creative|commons)[\s_-]+){0,8}[^\s|\[\]]{0,80}\.(?:jpe?g|png|gif|svg|webp|tiff?|pdf)(?!\w)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_MARKUP = re.compile(r"[\[\]{}|()]|'{2,}|(?<=\w)\s*=\s*")
_DASHES = re.compile("[\u2010-\u2015\u2212_/-]+")
_COPYRIGHT = re.compile(r"\(\s*[cC]\s*\)")
_POSSESSIVE = re.compile(r"(?<!\w)BY\s+sa(?=\s+[^\W\d_]{3})")
"""The French word “sa” behind a licence written in capitals."""
_PORT_CODE = re.compile(r"(?<=\d\.\d)[\s-]+(?P<code>DE(?!\s+\w)|(?!DE)[A-Z]{2})(?!\w)")
_PORT_NAMES = {
    "france": "fr", "belgique": "be", "belgium": "be", "suisse": "ch", "switzerland": "ch", "canada": "ca",
    "luxembourg": "lu", "allemagne": "de", "germany": "de", "espagne": "es", "spain": "es", "italie": "it",
    "italy": "it", "royaume uni": "uk", "united kingdom": "uk", "england": "uk", "uk": "uk", "etats unis": "us",
    "united states": "us", "coree": "kr", "korea": "kr", "pays bas": "nl", "netherlands": "nl", "autriche": "at",
    "austria": "at", "portugal": "pt", "bresil": "br", "brazil": "br", "australie": "au", "australia": "au",
    "japon": "jp", "japan": "jp", "pologne": "pl", "poland": "pl", "igo": "igo", "scotland": "scotland",
}  # fmt: skip
_PORT_NAME = re.compile(rf"(?<=\d\.\d) (?P<name>{'|'.join(_PORT_NAMES)})(?!\w)")
_GLUED = re.compile(r"(?<!\w)(?P<name>cc|creatives? commons?) ?(?P<elements>(?:by|nc|nd|sa){1,4})(?!\w)")
_ATTRIBUTION = re.compile(r"(?<!\w)cca(?= (?:share ?alike|sa|nc|non|no|nd)(?!\w))")


def visible(text: str) -> str:
    """Give what readers of a text may see: without comments, invisible characters and names of files."""
    text = _COMMENT.sub(" ", _INVISIBLE.sub("", unescape(text)))
    return _FILE_NAME.sub(" ", _FILE_LINK.sub("[[", text))


def file_names(text: str) -> tuple[str, ...]:
    """Give the names of files that a text holds."""
    return tuple(found[0] for pattern in (_FILE_LINK, _FILE_NAME) for found in pattern.finditer(text))


def fold(text: str) -> str:
    """Write words in one way: small letters without accents, one blank for dashes, ``§`` before the code of a port.

    Links are to be taken out before, because markup is dropped here.
    """
    text = _COPYRIGHT.sub("©", unicodedata.normalize("NFKC", text).replace("’", "'"))
    text = _MARKUP.sub(_blank, _TAG.sub(" ", text))
    text = _POSSESSIVE.sub("BY, sa", text)
    text = _PORT_CODE.sub(
        lambda found: f" §{found['code']}" if found["code"].lower() in PORTS else found[0], _DASHES.sub("-", text)
    )
    text = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub(r"[\s-]+", " ", text).strip()
    text = _ATTRIBUTION.sub("cc attribution", text)
    text = _GLUED.sub(lambda found: f"{found['name']} {' '.join(re.findall('..', found['elements']))}", text)
    return _PORT_NAME.sub(lambda found: f" §{_PORT_NAMES[found['name']]}", text)


def _blank(found: re.Match[str]) -> str:
    """Keep a bracket that closes before a number: what stands behind it is no part of what stands within."""
    behind = found.string[found.end() : found.end() + 2].strip()
    return " ) " if found[0] == ")" and behind[:1].isdigit() else " "
