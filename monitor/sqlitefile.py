"""A file of SQLite and what lies beside it: its address, reading where nothing may be written, taking away."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from monitor.errors import StateError

if TYPE_CHECKING:
    from pathlib import Path

SIDECARS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, by ending."""
_NO_SHM = ("SQLITE_CANTOPEN", "SQLITE_READONLY_DIRECTORY", "SQLITE_READONLY_CANTINIT")


def address(path: str | os.PathLike[str], mode: str) -> str:
    """The URI of a file, whatever signs are in its name; `mode` is ro, rw or rwc."""
    plain = os.path.abspath(path)
    quoted = plain.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{quoted}?mode={mode}"


def read_only(path: str | os.PathLike[str], wait: float) -> sqlite3.Connection:
    """A connection that only reads and begins no transaction, also in a folder that may not be written.

    `wait` is in seconds, for whoever holds its locks. Raises sqlite3.OperationalError.
    """
    uri = address(path, "ro")
    connection = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        # A WAL file that was closed cleanly cannot be opened where its -shm cannot be made. Nobody
        # writes to it meanwhile: a writer would have made its -wal.
        if error.sqlite_errorname not in _NO_SHM or os.path.exists(f"{os.path.abspath(path)}-wal"):
            raise
        return sqlite3.connect(f"{uri}&immutable=1", uri=True, isolation_level=None)
    except BaseException:
        connection.close()
        raise
    return connection


def beside(path: Path) -> Iterator[Path]:
    """What SQLite has left beside a file."""
    for ending in SIDECARS:
        each = path.with_name(path.name + ending)
        if each.exists():
            yield each


def remove(path: Path) -> None:
    """Take away a file with what SQLite keeps beside it. Raises StateError, OSError."""
    for each in (path, *(path.with_name(path.name + ending) for ending in SIDECARS)):
        if each.is_dir():
            raise StateError(f"{each} is a folder; expected a file, or nothing")
        with suppress(FileNotFoundError, NotADirectoryError):
            each.unlink()


def flush(path: Path) -> None:
    """Wait until a closed file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
