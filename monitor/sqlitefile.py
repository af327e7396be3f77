"""How a file of SQLite is opened: its address, and reading where nothing may be written."""

from __future__ import annotations

import os
import sqlite3

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
