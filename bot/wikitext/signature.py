"""The signature of setup below a house page: it tells what setup wrote there, and so what people changed.

The state can be lost, and people may copy pages from wiki to wiki; so the page itself says it, in a comment.
"""

import hashlib
import re
from dataclasses import dataclass

from bot.wikitext.escape import as_stored

_VERSION = 1
_SIGNATURE = re.compile(r"<!-- republish:setup [0-9]+ sha256:(?P<digest>[0-9a-f]{64}) -->")


@dataclass(frozen=True, slots=True)
class Signature:
    """The last text of setup that a page knows; *intact* when it stands there unchanged."""

    digest: str
    intact: bool


def digest_of(text: str) -> str:
    """Digest a text without its signature, as a wiki would store it."""
    return hashlib.sha256(as_stored(text).strip().encode()).hexdigest()


def signed(text: str) -> str:
    """Write the signature behind a text, with nothing in between that a template would hand on."""
    return f"{text}<!-- republish:setup {_VERSION} sha256:{digest_of(text)} -->"


def signature_of(text: str) -> Signature | None:
    """Read the signature of a page, None where setup never wrote."""
    found = next(reversed(list(_SIGNATURE.finditer(text))), None)
    if found is None:
        return None
    unsigned = text[: found.start()] + text[found.end() :]
    return Signature(found["digest"], digest_of(unsigned) == found["digest"])
