"""The files of the state folder by name. Light: a query imports this, and nothing of the daemon."""

import os
from contextlib import suppress

LOCK = "lock"
"""Whoever writes the state holds it locked, with its process id in it."""
LOG = "log.db"
"""The truth."""
VIEWS = "views.db"
"""Tables that are made from the log."""
FEEDS = "feeds.db"
"""What each source last answered: a memory that may be deleted."""
ALIVE = "alive"
"""Touched by the daemon while it ticks (`monitor.heartbeat`)."""
INBOX = "inbox"
"""What people want, a file a wish, until it has been recorded; `refused` in it: what could not be."""
UPKEEP = "upkeep.json"
"""When the log was last checked and backed up (`monitor.upkeep`)."""
BACKUPS = "backups"
"""Copies of the log, unless the configuration names another folder."""
ACK_KEY = "ack.key"
"""What the links to acknowledge alerts are made with; without it old links lead nowhere."""


def room(path: str | os.PathLike[str]) -> int:
    """Bytes that a file of SQLite takes on disk, with what is not yet in its place."""
    found = 0
    for each in (path, f"{os.fspath(path)}-wal"):
        with suppress(OSError):
            found += os.stat(each).st_size
    return found
