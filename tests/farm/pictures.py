"""Small pictures that are real files, each of another colour."""

import struct
import zlib


def picture(shade: int = 0, *, extra: int = 0) -> bytes:
    """Make a PNG of one pixel, and *extra* bytes of a comment that nobody sees."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(bytes((0, shade // 256, shade % 256, 0)))
    comment = chunk(b"tEXt", b"Comment\x00" + b"." * extra) if extra else b""
    parts = (chunk(b"IHDR", header), comment, chunk(b"IDAT", pixel), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
