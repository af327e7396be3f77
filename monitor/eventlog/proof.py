"""Heads that were written down elsewhere, looked for in a log that has been verified. Pure.

The hash of an event stands for everything before it in its stream: where it is found again, in a whole
chain, nothing up to it was changed, taken out or put in since it was written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from monitor.eventlog import HASH_BYTES, Head
from monitor.eventlog.verify import SHORT, Verified

_HASH = re.compile(rf"[0-9a-f]{{{SHORT},{2 * HASH_BYTES}}}")


class Noted(NamedTuple):
    """A hash as it was written down: whole, or its first digits; with where it was, or without."""

    hash: str
    stream: str = ""
    n: int = 0

    def __str__(self) -> str:
        """As a person gives it."""
        return f"{self.stream}:{self.n}:{self.hash}" if self.stream else self.hash

    @property
    def short(self) -> str:
        """The digits by which it is looked for."""
        return self.hash[:SHORT]


class Proved(NamedTuple):
    """An event that was found again."""

    noted: Noted
    stream: str
    head: Head
    since: int
    """Events of its stream that came after it."""


def noted(text: str) -> Noted:
    """HASH or STREAM:N:HASH. Raises ValueError."""
    *where, digest = text.strip().rsplit(":", 2)
    if not _HASH.fullmatch(digest.lower()):
        raise ValueError(
            f"expected a hash of {SHORT} to {2 * HASH_BYTES} hexadecimal digits, found {digest!r}"
        )
    if not where:
        return Noted(digest.lower())
    stream, n = where if len(where) > 1 else ("", "")
    if not (stream and n.isascii() and n.isdigit() and int(n)):
        raise ValueError(f"expected HASH or STREAM:N:HASH, found {text!r}")
    return Noted(digest.lower(), stream, int(n))


def listed(text: str | bytes) -> list[Noted]:
    """What `log head --json` has printed, an alert as JSON, or an export in lines. Raises ValueError."""
    try:
        found = _decoded(text)
        heads = dict(_heads(found))
        told = [noted(f"{stream}:{at['n']}:{at['hash']}") for stream, at in heads.items()]
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            "expected what `monitor log head --json` prints, or an export in lines (jsonl)"
        ) from error
    if not told:
        raise ValueError(
            "expected what `monitor log head --json` prints, found no head: it proves nothing"
        )
    return told


def _decoded(text: str | bytes) -> Any:
    """All of it, or the last line: there an export has its heads."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        raw = text.encode() if isinstance(text, str) else text
        return msgspec.json.decode(raw.strip().rpartition(b"\n")[2])


def _heads(found: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Stream and head; of an alert, those of its `log`, of an export or a backup, its `heads`."""
    if isinstance(found.get("log"), dict) and "stream" in found["log"]:
        yield found["log"]["stream"], found["log"]
    elif isinstance(found.get("events"), int):
        yield from found["heads"].items()
    else:
        yield from found.items()


def proved(wanted: Noted, verified: Verified) -> Proved | str:
    """The event of that hash in the log, or why it is not proved that nothing was changed."""
    for stream, head in verified.met:
        here = not wanted.stream or (stream, head.n) == (wanted.stream, wanted.n)
        if here and head.hash.startswith(wanted.hash):
            return Proved(wanted, stream, head, verified.streams[stream].n - head.n)
    if not wanted.stream:
        return (
            "no event has this hash: one up to it was changed or cut off, or it is of another log"
        )
    last = verified.streams.get(wanted.stream)
    if last is None:
        return f"there is no stream {wanted.stream} in this log"
    if last.n < wanted.n:
        return (
            f"stream {wanted.stream} ends with event {last.n}: what came behind it was cut off, or"
            " this is an older copy"
        )
    return f"event {wanted.n} of stream {wanted.stream} has another hash: it, or one before it, was changed"
