"""A body taken in with bounds: both as it comes over the wire and as it unpacks.

Counting what httpx has already unpacked comes too late: one chunk may unpack to gigabytes. So the
raw chunks are unpacked here, each to at most what is still allowed.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

BODY_LIMIT = 8 * 1024 * 1024
"""Bytes; the largest real feeds have 2.5 MB."""
PIECES = 10_000
"""Pieces that a body may come in, whatever their size; each takes this program some 20 us ..."""
PIECE = 256
"""... and beyond those one for so many bytes: chunks of a byte would keep it busy till the deadline."""
CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
"""What zlib can unpack with a bound; nothing may be applied twice."""

GZIP_FILE = b"\x1f\x8b"
"""How a gzip file begins, and no text."""

_ANY_HEADER = 47  # zlib's window bits: the largest window, and gzip or zlib told by the header
_GZIP_START = 0x1F


class TooLarge(Exception):
    """The body goes beyond the limit."""


class BadCoding(Exception):
    """The body is packed in a way that was not asked for, damaged, or cut off."""


async def read(chunks: AsyncIterator[bytes], coding: str, limit: int = BODY_LIMIT) -> bytes:
    """The whole unpacked body. Raises TooLarge or BadCoding."""
    coding = coding.strip().lower()
    if coding not in CODINGS:
        raise BadCoding(f"it is packed as {coding[:40]!r}, which was not asked for")
    unpacker = _Unpacker(limit) if coding not in {"", "identity"} else None
    out = bytearray()
    raw = pieces = 0
    async for chunk in chunks:
        raw += len(chunk)
        pieces += 1
        out += unpacker.feed(chunk) if unpacker else chunk
        if raw > limit or len(out) > limit:
            raise TooLarge(f"it is larger than {limit:,} bytes")
        if pieces > PIECES + raw // PIECE:
            raise TooLarge(f"it comes in crumbs: {pieces:,} for {raw:,} bytes")
    if unpacker and not unpacker.ended(raw):
        raise BadCoding("it is cut off")
    return bytes(out)


def unpacked(body: bytes, limit: int = BODY_LIMIT) -> bytes:
    """A body that is a gzip file itself, as its server has it; any other as it is.

    Raises TooLarge or BadCoding.
    """
    if not body.startswith(GZIP_FILE):
        return body
    unpacker = _Unpacker(limit)
    out = unpacker.feed(body)
    if len(out) > limit:
        raise TooLarge(f"it is larger than {limit:,} bytes")
    if not unpacker.ended(len(body)):
        raise BadCoding("it is cut off")
    return out


class _Unpacker:
    """zlib with a bound over all; a gzip stream may have several members."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._zlib = zlib.decompressobj(_ANY_HEADER)

    def ended(self, raw: int) -> bool:
        """True when the stream is whole; an empty body is."""
        return self._zlib.eof or raw == 0

    def feed(self, chunk: bytes) -> bytes:
        """Unpack one chunk, to one byte more than is allowed at most."""
        out = bytearray()
        while chunk and self._left >= 0:
            if self._zlib.eof:
                if chunk[0] != _GZIP_START:
                    break  # padding after the last member, which gzip ignores too
                self._zlib = zlib.decompressobj(_ANY_HEADER)
            try:
                part = self._zlib.decompress(chunk, self._left + 1)  # never 0, which means no bound
            except zlib.error as error:
                raise BadCoding(f"it cannot be unpacked: {error}") from error
            out += part
            self._left -= len(part)
            chunk = self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail
        return bytes(out)
