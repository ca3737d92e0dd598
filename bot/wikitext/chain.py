"""The chain of a copy of a copy: its markers in one word each, and the earlier credit that is carried on."""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import quote, unquote

from bot.domain.credit import Marker

_WORD = re.compile(r"(?P<address>[^\s#]+)#(?P<page>[0-9]{1,18})@(?P<revision>[0-9]{1,18})")
_SAFE = ":/?=.-"
_ALWAYS_ENCODED = str.maketrans({"~": "%7E", "_": "%5F"})  # signatures and switches; quote() never encodes these two


def write_chain(markers: Iterable[Marker]) -> str:
    """Write markers as words ``address#page@revision`` that no wiki reads as wikitext."""
    return " ".join(
        f"{quote(one.address, safe=_SAFE).translate(_ALWAYS_ENCODED)}#{one.page_id}@{one.revision}" for one in markers
    )


def read_chain(words: str) -> tuple[Marker, ...]:
    """Read what :func:`write_chain` wrote; words that are none of its are passed over."""
    found = (_WORD.fullmatch(word) for word in unescape(words).split())
    return tuple(Marker(unquote(one["address"]), int(one["page"]), int(one["revision"])) for one in found if one)
