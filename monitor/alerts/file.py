"""Alerts appended to a file: a line of text or a JSON object each."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from monitor.alerts import Message, NotSent, Outcome, Sent, describe
from monitor.notices import AlertRaised
from monitor.text import printable

APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK
"""Without O_NONBLOCK the opening of a pipe that nobody reads would last for ever."""

TAIL = 1 << 20
"""Bytes at the end of the file that are looked through for a line that may be there already."""

PERMANENT = (errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL)
"""Refusals of the path itself; a full or missing disk may come back."""


class FileOptions(Struct, frozen=True, kw_only=True):
    """Where, and how."""

    path: str
    """A whole path, or one that begins with ~/: a service starts in no folder of its own."""
    format: Literal["text", "json"] = "text"

    def __post_init__(self) -> None:
        """Refuse a path that would mean another file elsewhere."""
        try:
            whole = Path(self.path).expanduser().is_absolute()
        except RuntimeError as error:  # ~nobody/alerts
            raise ValueError(f'path: no home is known for "{self.path}"') from error
        if not whole:
            raise ValueError(f'path: expected a whole path, found "{self.path}"')


class File:
    """Appends one line; it is on the disk when it has been sent."""

    options = FileOptions
    keyed = True

    async def send(self, message: Message, options: FileOptions) -> Outcome:
        """Sent when the line has been written whole and synced."""
        alert = message.alert
        line = _json(alert) if options.format == "json" else _text(alert)
        path = Path(options.path).expanduser()
        try:
            if message.repetition and await asyncio.to_thread(_holds, path, line):
                return Sent(f"{path} has it already")
            await asyncio.to_thread(_append, path, line)
        except OSError as error:
            return NotSent(f"{path}: {describe(error)}", permanent=error.errno in PERMANENT)
        return Sent(str(path))


def _text(alert: AlertRaised) -> bytes:
    """Time, severity, title, id."""
    words = f"{alert.at:%Y-%m-%dT%H:%M:%SZ} {alert.severity} {alert.title} [{alert.alert}]"
    return printable(words).encode() + b"\n"


def _json(alert: AlertRaised) -> bytes:
    return msgspec.json.encode(alert) + b"\n"


def _holds(path: Path, line: bytes) -> bool:
    """Whether the line is among the last that were written: its earlier sending was not cut off."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        return line in file.read()


def _append(path: Path, line: bytes) -> None:
    """Write the line. Raises OSError unless all of it is there."""
    handle = os.open(path, APPEND, 0o666)
    try:
        state = os.fstat(handle)
        regular = stat.S_ISREG(state.st_mode)
        if regular and state.st_size and _last_byte(path) != b"\n":
            line = b"\n" + line  # an earlier line was cut off: do not glue this one to it
        if os.write(handle, line) != len(line):
            raise OSError(errno.ENOSPC, "took a part of the line only")
        if regular:
            os.fsync(handle)
    finally:
        os.close(handle)


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)


CHANNEL = File()
