"""Write pictures."""

from collections.abc import Iterable
import struct
import zlib

_COLOR_TYPES = {3: 2, 4: 6}
"""Of PNG, by the number of bytes of a pixel: with and without transparency."""


def png(width: int, rows: Iterable[bytes], channels: int = 3) -> bytes:
    """Return a PNG of rows of pixels, three or four bytes each."""
    lines = [b"\0" + row for row in rows]
    kind = _COLOR_TYPES[channels]
    header = struct.pack(">IIBBBBB", width, len(lines), 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(b"".join(lines))),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return a part of a PNG file."""
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
