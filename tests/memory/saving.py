"""What saving makes of a text: what MediaWiki calls the pre-save transform, as far as the engine can meet it."""

import re
from datetime import datetime

from bot.wikitext.escape import as_stored
from bot.wikitext.zones import mask_opaque

_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet")
_MONTHS += ("août", "septembre", "octobre", "novembre", "décembre")
_TILDES = re.compile("~{3,5}")


def saved(text: str, user: str, at: datetime) -> str:
    """Give a text as the wiki stores it: NFC, LF, right-trimmed, signed."""
    text = as_stored(text)
    if "~~~" not in text:
        return text
    masked = mask_opaque(text)
    name = f"[[Utilisateur:{user}|{user}]] ([[Discussion utilisateur:{user}|discussion]])"
    when = f"{at.day} {_MONTHS[at.month - 1]} {at.year} à {at:%H:%M} (UTC)"
    words = {3: name, 4: f"{name} {when}", 5: when}
    parts, position = [], 0
    for found in _TILDES.finditer(masked):
        parts += [text[position : found.start()], words[len(found[0])]]
        position = found.end()
    return "".join((*parts, text[position:]))
