"""What the last nights have done for the log: when it was checked and backed up. Light: a query imports this.

state/upkeep.json   written by the daemon after each night, and by `monitor log backup`; without it
                    nothing is lost but the memory of what was done
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Mapping
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
    corrupt: bool = False
    """It failed because the log is damaged, not because it could not be done."""

    def after(self, at: str, why: str, *, events: int = 0, file: str = "", size: int = 0) -> Work:
        """As it stands after it was tried once more."""
        if why:
            return self._replace(last=at, why=why, failures=self.failures + 1, corrupt=False)
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
    told: Mapping[str, str] = {}
    """How it stood when that was last told as a development, by topic; not told: it was well."""

    @property
    def known(self) -> bool:
        """Whether there is anything to tell."""
        return self.hour is not None or self.verify.last is not None or self.backup.last is not None

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        works = {"verify": self.verify._asdict(), "backup": self.backup._asdict()}
        return {**self._asdict(), **works, "damaged": dict(self.damaged), "told": dict(self.told)}


NOTHING = Upkeep()
"""What is known before the first night."""


def ills(found: Upkeep, now: datetime) -> dict[str, str]:
    """What is wrong with the log and its backups, in two words, and as a sentence; the worst first."""
    sentences = {}
    if found.verify.corrupt:
        sentences["not whole"] = f"the log did not pass its last check: {found.verify.why}"
    elif found.verify.why:
        sentences["not checked"] = f"the log could not be checked: {found.verify.why}"
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
        if _as_kept(found):
            return found
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    return NOTHING


def _as_kept(found: Upkeep) -> bool:
    """Whether all of it has the types and the times that we write. Raises ValueError."""
    works = (found.verify, found.backup)
    named: tuple[object, ...] = (found.damaged, found.told)
    times = (found.since, found.parted, *(at for work in works for at in (work.last, work.good)))
    return (
        (found.hour is None or type(found.hour) is int)
        and all(isinstance(each, dict) and _texts(each.values()) for each in named)
        and _texts((found.looked,))
        and all(_texts((work.why, work.file)) and type(work.corrupt) is bool for work in works)
        and all(type(n) is int for work in works for n in (work.failures, work.events, work.bytes))
        and all(datetime.fromisoformat(at).tzinfo for at in times if at is not None)
    )


def _texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def change(state: Path, made: Callable[[Upkeep], Upkeep]) -> Upkeep:
    """Keep what `made` makes of what is remembered; two programs that do so lose nothing of each other.

    Raises OSError.
    """
    folder = os.open(state, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        found = made(recall(state))
        remember(state, found)
    finally:
        os.close(folder)
    return found


def remember(state: Path, found: Upkeep) -> None:
    """Keep it, whatever was remembered. Raises OSError."""
    path = state / UPKEEP
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.write_text(f"{json.dumps(found.plain(), indent=1)}\n", "ascii")
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
