"""What the first bytes of a file tell of its kind, and which kinds are never carried.

Signatures: https://www.iana.org/assignments/media-types and the format specifications.
"""

import re

HEAD_BYTES = 4096
"""How much of the beginning of a file :func:`is_what_it_says` looks at."""

SVG = "image/svg+xml"
_RIFF = re.compile(rb"RIFF....(WEBP|WAVE)", re.DOTALL)
_ZIP, _OGG, _EBML = b"PK\x03\x04", b"OggS", b"\x1aE\xdf\xa3"
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "image/vnd.djvu": (b"AT&TFORM",),
    "application/pdf": (b"%PDF-",),
    "application/ogg": (_OGG,),
    "audio/ogg": (_OGG,),
    "video/ogg": (_OGG,),
    "audio/webm": (_EBML,),
    "video/webm": (_EBML,),
    "audio/flac": (b"fLaC",),
    "audio/x-flac": (b"fLaC",),
    "audio/midi": (b"MThd",),
    "audio/mpeg": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
}
_OFFICE = ("application/vnd.oasis.opendocument.", "application/vnd.openxmlformats-officedocument.")
_SCRIPT = re.compile(rb"<\s*(script|html|iframe|object|embed|\?php)|javascript:", re.IGNORECASE)
_ACTIVE_SVG = re.compile(
    rb"<\s*(script|foreignobject|handler|set|animate\w*|iframe|!entity|!doctype[^>]*\[)|\bon\w+\s*="
    rb"|(?:href|src)\s*=\s*[\"']?\s*(?!#|[\"'>\s])|url\s*\(\s*[\"']?\s*(?!#)|@import|javascript:",
    re.IGNORECASE,
)


def is_carried(mime: str) -> bool:
    """Tell whether files of a kind are ever carried: those that hold no programs, and that we know by their bytes."""
    return mime in _BEGINNINGS or mime in (SVG, "image/webp", "audio/wav") or mime.startswith(_OFFICE)


def is_what_it_says(mime: str, head: bytes) -> bool:
    """Tell whether a file that begins with *head* is of the kind that its wiki says, and hides no script there."""
    if mime == SVG:
        return b"<svg" in head.lower()
    if _SCRIPT.search(head[:1024]):
        return False
    if mime in ("image/webp", "audio/wav"):
        found = _RIFF.match(head)
        return found is not None and (found[1] == b"WEBP") == (mime == "image/webp")
    if mime.startswith(_OFFICE):
        return head.startswith(_ZIP)
    return head.startswith(_BEGINNINGS.get(mime, ())) if mime in _BEGINNINGS else False


def is_clean_svg(data: bytes) -> bool:
    """Tell whether a drawing is nothing but a drawing: no script, no event, nothing from outside, plain UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _ACTIVE_SVG.search(data) is None
