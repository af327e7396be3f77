"""The way of a person's wish to the one program that may write the log: a folder with a file a wish.

state/inbox/TIME-NAME.json    a wish, written whole or not at all
state/inbox/refused/          what was no wish, or could not be fulfilled, with the reason beside it

Whoever wants something writes a file (`put`); whoever holds the state folder fulfils it (`Inbox.fulfil`):
recorded first, then deleted. A wish that was recorded and not deleted is recorded again, which changes
nothing.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from monitor.errors import Conflict, MonitorError, StateError
from monitor.events import AnyEvent
from monitor.state import INBOX
from monitor.text import printable
from monitor.wishes import AnyWish, Unfulfillable, Where, events, read, told, written

REFUSED = "refused"
NAME = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{16}\.json")
"""Names in the order of the wishes' times. Others are not ours, or not finished (".new")."""
LARGEST = 65_536
"""Bytes of a wish: 500 alerts take 20,000."""
MOST_WAITING = 1_000
"""Wishes that wait at a time. A daemon takes them every second: so many mean that none does."""
AT_A_TIME = 50
"""Wishes that are fulfilled in one go: each takes some milliseconds, and polls wait for it."""
MOST_REFUSED = 100
"""Refused wishes that are kept; of more the oldest are deleted."""
LOOK_S = 0.05
"""Seconds between two looks at whether a wish has been taken."""

Record = Callable[[str, list[AnyEvent]], None]
"""Appends events to a stream of the log."""
Say = Callable[[str, str], None]


NEVER = (errno.ELOOP, errno.EACCES, errno.ENXIO)
"""Faults in reading that are the file's own: a link, no permission, a socket. All others may pass."""


class Unreadable(MonitorError):
    """A wish that cannot be read for the moment."""


class Withdrawn(MonitorError):
    """A wish that is wanted no more: whoever wrote it has deleted it."""


class Full(StateError):
    """Too many wishes wait: nobody takes them."""


def put(state: Path, wish: AnyWish) -> Path:
    """Write a wish down, so that it is on the disk. Raises StateError, Full."""
    folder = state / INBOX
    path = folder / f"{wish.at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{token_hex(8)}.json"
    fresh = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in _ours(folder)) >= MOST_WAITING:
            raise Full(
                f"{folder} holds {MOST_WAITING:,} wishes that nobody takes; start `monitor run`"
            )
        try:
            with fresh.open("xb") as file:
                file.write(written(wish))
                file.flush()
                os.fchmod(
                    file.fileno(), 0o644
                )  # root may want something, too, and hide it otherwise
                os.fsync(file.fileno())
            fresh.rename(path)
            _sync(folder)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise StateError(
            f"{folder} cannot be written: {error.strerror}; is the folder yours?"
        ) from error
    return path


class Refusal(NamedTuple):
    """Why a wish was not fulfilled."""

    reason: str


def fate(path: Path, patience: float) -> Refusal | bool:
    """What has become of a wish within so many seconds: True fulfilled, False it still waits."""
    end = time.monotonic() + patience
    while path.exists():
        if time.monotonic() >= end:
            return False
        time.sleep(LOOK_S)
    why = _reason(path.parent / REFUSED / path.name)
    try:
        return Refusal(printable(why.read_text("utf-8")).strip())
    except (OSError, UnicodeDecodeError):  # there is none: it was fulfilled
        return True


class Inbox:
    """The wishes that wait, for the program that holds the state folder."""

    def __init__(self, state: Path, where: Where, record: Record, say: Say) -> None:
        """`where` knows the alerts, `record` appends events, `say` tells the person who started it."""
        self._folder = state / INBOX
        self._where = where
        self._record = record
        self._say = say
        self._stuck: set[str] = set()
        """Files that can be neither deleted nor set aside: said once, and left alone."""
        self._unread: set[str] = set()
        """Files that could not be read for the moment: said once, and tried again."""

    def ready(self) -> None:
        """Make the folder, so that it belongs to whoever takes the wishes, not to whoever writes one."""
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)

    def fulfil(self) -> int:
        """Record what is wanted, oldest first, at most AT_A_TIME; how many wishes that were.

        What is no wish is set aside and told. Raises what `record` raises, but Conflict: what waits
        then goes on waiting. So does what cannot be read for the moment.
        """
        return sum(self._taken(path) for path in self._waiting()[:AT_A_TIME])

    def _taken(self, path: Path) -> bool:
        """Whether a file has come to an end, as a wish or set aside."""
        try:
            content = _content(path)
            self._unread.discard(path.name)
            self._fulfil(path, content)
        except Withdrawn:
            return False
        except Unfulfillable as error:
            self._refuse(path, str(error))
        except Conflict:
            self._refuse(path, "another wish of the same person at the same time says otherwise")
        except Unreadable as error:
            if path.name not in self._unread:
                self._unread.add(path.name)
                self._say("inbox", f"{path} cannot be read now, and waits: {error}")
            return False
        return True

    def _waiting(self) -> list[Path]:
        """Every file in the folder but those that are being written, in the order of their names."""
        try:
            with os.scandir(self._folder) as found:
                names = sorted(each.name for each in found)
        except FileNotFoundError:  # nobody has ever wanted anything
            return []
        except OSError as error:
            names = []
            if "" not in self._stuck:
                self._stuck.add("")
                self._say("inbox", f"{self._folder} cannot be read: {error.strerror}")
        return [
            self._folder / name
            for name in names
            if name != REFUSED and not name.endswith(".new") and name not in self._stuck
        ]

    def _fulfil(self, path: Path, content: bytes) -> None:
        wish = read(content)
        for stream, wanted in events(wish, self._where).items():
            self._record(stream, wanted)
        self._say("wish", told(wish))
        try:
            path.unlink(missing_ok=True)
            _sync(path.parent)
        except OSError as error:
            self._stuck.add(path.name)
            self._say("inbox", f"{path} is fulfilled and cannot be deleted: {error.strerror}")

    def _refuse(self, path: Path, reason: str) -> None:
        """Set a file aside, with the reason beside it."""
        aside = self._folder / REFUSED / path.name
        self._say("refused", f"{printable(path.name)} in {self._folder}: {reason}")
        try:
            aside.parent.mkdir(exist_ok=True)
            _reason(aside).write_text(f"{reason}\n", "utf-8")
            path.rename(aside)
            _prune(aside.parent)
        except OSError as error:
            self._stuck.add(path.name)
            self._say("inbox", f"{printable(str(path))} cannot be set aside: {error.strerror}")


def _ours(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as found:
        yield from (each.name for each in found if NAME.fullmatch(each.name))


def _content(path: Path) -> bytes:
    """What a file holds. Raises Unfulfillable for what is no small file of that name.

    Raises Unreadable when it may be read later, Withdrawn when it is gone.
    """
    if not NAME.fullmatch(path.name):
        raise Unfulfillable("its name is not that of a wish")
    try:
        # A link is not followed, and a pipe is not waited for.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Unfulfillable("it is no file")
            content = os.read(handle, LARGEST + 1)
        finally:
            os.close(handle)
    except FileNotFoundError as error:
        raise Withdrawn from error
    except OSError as error:
        if error.errno in NEVER:
            raise Unfulfillable(f"it cannot be read: {error.strerror}") from error
        raise Unreadable(error.strerror) from error
    if len(content) > LARGEST:
        raise Unfulfillable(f"it is larger than {LARGEST:,} bytes")
    return content


def _reason(aside: Path) -> Path:
    """The file with the reason, beside what was set aside."""
    return aside.with_name(f"{aside.name}.why")


def _prune(folder: Path) -> None:
    """Keep the newest of what was refused, each with its reason."""
    kept = sorted(each for each in folder.iterdir() if each.suffix != ".why")
    for old in kept[:-MOST_REFUSED]:
        with suppress(OSError):
            _reason(old).unlink(missing_ok=True)
            old.unlink()  # a folder stays: it was put there by hand


def _sync(folder: Path) -> None:
    """Let the folder's new entries be on the disk as well."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
