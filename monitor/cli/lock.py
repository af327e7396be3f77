"""Who works on the state folder. Light: a query asks this, and imports nothing of the daemon."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from monitor.state import LOCK


def holder(state: Path) -> int | None:
    """Process id of the program that works on the folder (0: it does not say); None when none."""
    try:
        descriptor = os.open(state / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        written = os.read(descriptor, 32).decode("ascii", "replace").strip()
        return int(written) if written.isdigit() else 0
    finally:
        os.close(descriptor)
    return None
