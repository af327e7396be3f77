"""What the last nights have done for the log: when it was checked and backed up. Light: a query imports this.

state/upkeep.json   written by the daemon after each night, and by `monitor log backup`; without it
                    nothing is lost but the memory of what was done
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from monitor.state import UPKEEP

OVERDUE = timedelta(hours=49)
"""Without a good night for so long something is wrong: two nights and an hour."""
NAMED = 3
"""Damaged backups that are named in a sentence."""
WELL = "whole and backed up"
"""How the log stands when nothing is wrong."""


class Work(NamedTuple):
    """One kind of work, checking or backing up, as it went so far. Times are ISO, in UTC."""

    last: str | None = None
    """When it was last tried ..."""
    why: str = ""
    """... and why it failed; empty when it did not."""
    failures: int = 0
    """In a row."""
    good: str | None = None
    """When it last went well ..."""
    events: int = 0
    """... over so many events."""
    file: str = ""
    """The backup that came of it."""
    bytes: int = 0

    def after(self, at: str, why: str, *, events: int = 0, file: str = "", size: int = 0) -> Work:
        """As it stands after it was tried once more."""
        if why:
            return self._replace(last=at, why=why, failures=self.failures + 1)
        return Work(at, "", 0, at, events, file, size)


class Upkeep(NamedTuple):
    """All that is known of it."""

    hour: int | None = None
    """Hour of the night, in UTC; None: no nightly work is wanted, or nothing is known."""
    since: str | None = None
    """When it was first wanted."""
    verify: Work = Work()
    backup: Work = Work()
    damaged: Mapping[str, str] = {}
    """Backups that were found damaged, and how."""
    looked: str = ""
    """The older backup that was read whole last."""
    parted: str | None = None
    """When another log was put in the place of the one that older backups are of."""
    told: str = WELL
    """How it stood when that was last told, as a development."""

    @property
    def known(self) -> bool:
        """Whether there is anything to tell."""
        return self.hour is not None or self.verify.last is not None or self.backup.last is not None

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        works = {"verify": self.verify._asdict(), "backup": self.backup._asdict()}
        return {**self._asdict(), **works, "damaged": dict(self.damaged)}


NOTHING = Upkeep()
"""What is known before the first night."""


def ills(found: Upkeep, now: datetime) -> dict[str, str]:
    """What is wrong with the log and its backups, in two words, and as a sentence; the worst first."""
    sentences = {}
    if found.verify.why:
        sentences["not whole"] = f"the log did not pass its last check: {found.verify.why}"
    if found.backup.why:
        sentences["no backup"] = f"the last backup failed: {found.backup.why}"
    elif found.hour is not None and found.since is not None and _overdue(found, now):
        good = found.backup.good
        last = f"the last good one is of {good}" if good else "there is none"
        sentences["no backup"] = f"a backup is overdue: {last}"
    if found.damaged:
        names = sorted(found.damaged)
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        told = f"damaged backups: {', '.join(names[:NAMED])}{more}"
        sentences[f"damaged: {len(names)}"] = told
    return sentences


def complaints(found: Upkeep, now: datetime) -> list[str]:
    """The sentences; [] when all is well."""
    return list(ills(found, now).values())


def _overdue(found: Upkeep, now: datetime) -> bool:
    last = found.backup.good or found.since
    return last is not None and now - datetime.fromisoformat(last) > OVERDUE


def missed(found: Upkeep, hour: int, now: datetime) -> bool:
    """Whether the last night has gone by without this work."""
    due = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    if due > now:
        due -= timedelta(days=1)
    tried = found.verify.last
    return tried is None or not due <= datetime.fromisoformat(tried) <= now


def recall(state: Path) -> Upkeep:
    """What is remembered; nothing when there is no such file, or it cannot be read."""
    try:
        told = json.loads((state / UPKEEP).read_bytes())
        works = {name: Work(**told[name]) for name in ("verify", "backup")}
        found = Upkeep(**(told | works))
        times = (
            found.since,
            found.parted,
            *(at for work in works.values() for at in (work.last, work.good)),
        )
        if all(datetime.fromisoformat(at).tzinfo for at in times if at is not None):
            return found
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass
    return NOTHING


def remember(state: Path, found: Upkeep) -> None:
    """Keep it. Raises OSError."""
    path = state / UPKEEP
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.write_text(f"{json.dumps(found.plain(), indent=1)}\n", "ascii")
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
