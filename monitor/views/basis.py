"""What answers depend on beside the log: the file of their topic, and the code of the kinds.

Light: a query compares it. It is a checksum against mistakes, not against forgery.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from monitor import __version__

KINDS = Path(__file__).resolve().parents[1] / "projections"
"""The folder of the tracker kinds. A kind of somebody else's package is not looked at."""


def fingerprint(parts: Iterable[bytes]) -> str:
    """The same for the same bytes: length and CRC-32, which take no cryptography to import."""
    length = checksum = 0
    for part in parts:
        length, checksum = length + len(part), zlib.crc32(part, checksum)
    return f"{length:x}-{checksum:08x}"


@cache
def code() -> str:
    """The program and its kinds as they stood when this process first asked."""
    files = sorted(KINDS.rglob("*.py"))
    return f"{__version__} {fingerprint(path.read_bytes() for path in files)}"


def basis(topic: str) -> str:
    """What the answers of a topic depend on; `topic` is the fingerprint of its file."""
    return f"{code()} {topic}"
