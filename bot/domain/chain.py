"""Chains of copies: whether a sheet that is itself a copy may go on to a partner, so that every chain ends."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.credit import Marker
from bot.domain.reasons import Finding, Reason
from bot.domain.wiki import WikiFacts

LONGEST = 8
"""Links of the longest chain that is written."""

_SCHEME = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
_USUAL_PORT = re.compile(r"^([^/]*?):(?:80|443)(?=/|$)")
_TAIL = re.compile(r"(?:/(?:index|api)\.php\d?)?(?:[?&]title=)?/*(?:\$1|\{title\})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Original:
    """A direct copy that a partner has: the address of its source, the page there, and the title of the copy."""

    address: str
    page_id: int
    title: str


def same_wiki(one: str, other: str) -> bool:
    """Tell whether two addresses of scripts, APIs or pages lead to one wiki.

    The scheme, usual ports, the case of the host, the name of the script and slashes at the end make no difference.
    """
    return _place(one) == _place(other)


def is_of(address: str, wiki: WikiFacts) -> bool:
    """Tell whether an address is that of a wiki, by its script or by its pages."""
    return any(same_wiki(address, own) for own in (wiki.address, wiki.page_pattern) if own)


def way_barred(marker: Marker, partner: WikiFacts) -> Finding | None:
    """Say why a sheet that bears *marker* may not go on to a partner: it came from there, or its chain is too long."""
    for link in marker.links:
        if is_of(link.address, partner):
            return Finding(Reason.COPY_LOOP, (("origin", link.address),))
    if len(marker.links) >= LONGEST:
        return Finding(Reason.CHAIN_TOO_LONG, (("origin", marker.links[-1].address), ("limit", str(LONGEST))))
    return None


def direct_copy(marker: Marker, originals: Iterable[Original]) -> Finding | None:
    """Say which copy a partner already has of a page that the chain of *marker* comes from; None when it has none."""
    links = marker.links
    ids = {link.page_id for link in links}
    for known in originals:
        if known.page_id in ids and any(
            link.page_id == known.page_id and same_wiki(link.address, known.address) for link in links
        ):
            return Finding(Reason.ORIGINAL_COPIED, (("title", known.title),))
    return None


def share_a_page(one: Marker, other: Marker) -> bool:
    """Tell whether two copies come from the same page, each through any chain."""
    return any(
        here.page_id == there.page_id and same_wiki(here.address, there.address)
        for here in one.links
        for there in other.links
    )


def _place(address: str) -> str:
    if not _SCHEME.match(address):
        return address
    host, slash, path = _SCHEME.sub("", address).partition("/")
    return _TAIL.sub("", _USUAL_PORT.sub(r"\1", f"{host.lower()}{slash}{path}"), count=1)
