"""The `[backup]` of `monitor.toml`: when the log is checked and backed up, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from monitor.config.shape import Place
from monitor.eventlog.retention import Keep
from monitor.state import BACKUPS

MOST = 1_000
"""Backups of one kind that can be kept: years of days."""

Kept = Annotated[int, Meta(ge=0, le=MOST)]


class BackupTable(Struct, frozen=True, kw_only=True):
    """The layout of `[backup]`."""

    nightly: bool = True
    hour: Annotated[int, Meta(ge=0, le=23)] = 3
    folder: str = ""
    daily: Kept = Keep().daily
    weekly: Kept = Keep().weekly
    monthly: Kept = Keep().monthly


class BackupSetup(Struct, frozen=True, kw_only=True):
    """What is wanted of backups."""

    hour: int | None = 3
    """Of the night, in UTC; None: nothing is done by itself."""
    folder: Path | None = None
    """None: in the state folder."""
    keep: Keep = Keep()

    def place(self, state: Path) -> Path:
        """Where the backups are."""
        return self.folder or state / BACKUPS


def backup(table: BackupTable, place: Place) -> BackupSetup:
    """It as it is wanted; mistakes are noted."""
    keep = Keep(daily=table.daily, weekly=table.weekly, monthly=table.monthly)
    hour = table.hour if table.nightly else None
    folder = _folder(table.folder, place.at("folder")) if table.folder else None
    return BackupSetup(hour=hour, folder=folder, keep=keep)


def _folder(text: str, place: Place) -> Path | None:
    try:
        found = Path(text).expanduser()
    except RuntimeError:  # ~nobody/backups
        place.wrong(f'no home is known for "{text}"')
        return None
    if not found.is_absolute():
        place.wrong(f'expected a whole path, or one that begins with ~/, found "{text}"')
    return found
