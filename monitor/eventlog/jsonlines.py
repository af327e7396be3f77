"""A log as lines of JSON: one that says what this is, one an event, and one with the heads at the end.

    {"monitor": "log", "version": 1, "made": "2025-11-28T03:00:00Z", "stream": null, "after": 0}
    {"position": 1, "stream": "norland", "n": 1, "id": ..., "type": ..., "hash": ..., "body": {...}}
    {"events": 1, "position": 1, "heads": {"norland": {"position": 1, "n": 1, "hash": ...}}}

The body stands there byte for byte as it was hashed: whoever writes the lines anew with other blanks
breaks the chain, and that is noticed. One that a line, or a terminal, would not bear is in `body64`. A
file without the last line has been cut.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

import msgspec

from monitor.eventlog import Head, Raw
from monitor.eventlog.incoming import Foreign, Unfit
from monitor.eventlog.parting import Leaving, Part

VERSION = 1
LONGEST = 1 << 26
"""Bytes of a line that is still read, 64 MB: an event has some kilobytes."""

# As in `monitor.cli.rendering`: what a terminal obeys or does not show.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e0fff]"
)


class _First(msgspec.Struct, forbid_unknown_fields=True):
    monitor: str
    version: int
    made: str = ""
    stream: str | None = None
    after: int = 0


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    position: int
    stream: str
    n: int
    id: str
    type: str
    hash: str
    body: msgspec.Raw = msgspec.Raw(b"")
    body64: str | None = None


class _Head(msgspec.Struct, forbid_unknown_fields=True):
    position: int
    n: int
    hash: str


class _Last(msgspec.Struct, forbid_unknown_fields=True):
    events: int
    position: int
    heads: dict[str, _Head]


class _Body(msgspec.Struct):
    body: msgspec.Raw


_WRONG = (msgspec.MsgspecError, ValueError, RecursionError)
"""What decoding raises; text that is not UTF-8 is a ValueError."""
_BODY = msgspec.json.Decoder(_Body)
_LINE = msgspec.json.Decoder(_Line)


# --- out ----------------------------------------------------------------------------------------


def lines(leaving: Leaving, made: datetime) -> Iterator[bytes]:
    """The lines of an export. Raises LogError."""
    stream, after = leaving.part
    first = {"monitor": "log", "version": VERSION, "made": f"{made:%Y-%m-%dT%H:%M:%SZ}"}
    yield _dumped({**first, "stream": stream, "after": after})
    for row in leaving:
        yield line(row)
    heads = {name: head._asdict() for name, head in leaving.heads.items()}
    yield _dumped({"events": leaving.events, "position": leaving.position, "heads": heads})


def line(row: Raw) -> bytes:
    """The line of an event, its body as it is stored."""
    position, stream, n, id_, type_, body, hash_ = row
    named = {"position": position, "stream": stream, "n": n, "id": id_, "type": type_}
    head = _dumped({**named, "hash": hash_})[:-2]
    if _fits(body):
        return b'%b, "body": %b}\n' % (head, body)
    return b'%b, "body64": "%b"}\n' % (head, b64encode(body))


def _dumped(value: Mapping[str, object]) -> bytes:
    """A line of JSON in ASCII: nothing in it that a terminal would obey."""
    return f"{json.dumps(value)}\n".encode()


def _fits(body: bytes) -> bool:
    """Whether it is JSON that can be shown in a line, and is found there again byte for byte."""
    try:
        if _UNSEEN.search(body.decode()):
            return False
        return bytes(_BODY.decode(b'{"body": %b}' % body).body) == body
    except _WRONG:
        return False


# --- in -----------------------------------------------------------------------------------------


class JsonLines:
    """The events in such a file, one after the other; what is wrong is named with its line."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        """Read the first line. Raises Foreign, Unfit."""
        self._file, self.name = file, name
        try:
            first = msgspec.json.decode(self._next(1), type=_First)
        except _WRONG as error:
            raise Foreign(name) from error
        if first.monitor != "log":
            raise Foreign(name)
        if first.version != VERSION:
            raise Unfit(
                f"{name} has format {first.version}, this version of monitor knows {VERSION}"
            )
        self.part = Part(first.stream, first.after)
        self.heads: dict[str, Head] = {}

    def where(self, position: int) -> str:
        """The line of an event of a whole log."""
        return f"line {position + 1}"

    def rows(self) -> Iterator[Raw]:
        """The events; then `heads` are those in the last line. Raises Unfit, also where there is none."""
        number, events = 1, 0
        while True:
            number += 1
            text = self._next(number)
            try:
                row = _row(_LINE.decode(text))
            except _WRONG as error:
                self.heads = self._end(text, number, events, error)
                return
            events += 1
            yield row

    def _next(self, number: int) -> bytes:
        text = self._file.readline(LONGEST)
        if len(text) == LONGEST:
            raise Unfit(f"{self.name}, line {number}: is longer than {LONGEST >> 20} MB")
        return text

    def _end(self, text: bytes, number: int, events: int, error: Exception) -> dict[str, Head]:
        """The heads in the last line, if it is that."""
        try:
            last = msgspec.json.decode(text, type=_Last)
        except _WRONG:
            if not text.endswith(b"\n"):
                raise Unfit(f"{self.name} has been cut off in line {number}") from error
            raise Unfit(f"{self.name}, line {number}: is no event: {error}") from error
        if last.events != events:
            told = f"tells of {last.events} events, there are {events}"
            raise Unfit(f"{self.name}, line {number}: {told}")
        if self._file.read(1):
            raise Unfit(f"{self.name}: something stands behind its last line, {number}")
        return {name: Head(head.position, head.n, head.hash) for name, head in last.heads.items()}


def _row(found: _Line) -> Raw:
    """The row of a line. Raises ValueError."""
    raw, packed = bytes(found.body), found.body64
    if bool(raw) == (packed is not None):
        raise ValueError("expected one of `body` and `body64`")
    body = raw if packed is None else b64decode(packed, validate=True)
    return Raw(found.position, found.stream, found.n, found.id, found.type, body, found.hash)
