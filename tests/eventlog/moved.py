"""Logs in folders, and what leaves them and arrives."""

from __future__ import annotations

import io
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE

from monitor.eventlog import Head, Raw, link
from monitor.eventlog.arriving import bring_in
from monitor.eventlog.exported import Table, write
from monitor.eventlog.jsonlines import JsonLines, lines
from monitor.eventlog.parting import Leaving, Part
from monitor.eventlog.sqlite import open_reader, open_writer
from monitor.eventlog.verify import Verified
from monitor.events import AnyEvent
from tests.eventlog.contract import failures

WHOLE = Part()
MADE = datetime(2025, 11, 28, 3, tzinfo=UTC)


def filled(state: Path, batches: Sequence[tuple[str, Sequence[AnyEvent]]] = ()) -> Path:
    """A state folder with a log of these batches; by default of two streams in turn."""
    state.mkdir(parents=True, exist_ok=True)
    if not batches:
        batches = [(stream, failures(3, first=3 * k)) for k, stream in enumerate("abab")]
    with open_writer(state / "log.db") as log:
        for stream, events in batches:
            log.append(stream, events, log.head(stream).position)
    return state


def heads(state: Path) -> dict[str, Head]:
    """The heads of its log."""
    log = open_reader(state / "log.db")
    assert log is not None
    with log:
        return {stream: log.head(stream) for stream in log.streams()}


def rows(state: Path) -> list[Raw]:
    """All rows of its log."""
    log = open_reader(state / "log.db")
    assert log is not None
    with log:
        return list(log.raw())


def as_lines(state: Path, part: Part = WHOLE) -> bytes:
    """Its log as lines."""
    log = open_reader(state / "log.db")
    assert log is not None
    with log:
        return b"".join(lines(Leaving(log, part), MADE))


def as_table(state: Path, target: Path, part: Part = WHOLE) -> Path:
    """Its log as a database."""
    log = open_reader(state / "log.db")
    assert log is not None
    with log:
        write(Leaving(log, part), target, MADE)
    return target


def from_lines(text: bytes, state: Path) -> Verified:
    """A log made from lines."""
    state.mkdir(exist_ok=True)
    return bring_in(JsonLines(io.BytesIO(text), "file"), state, MADE)[0]


def from_table(file: Path, state: Path) -> Verified:
    """A log made from a database."""
    state.mkdir(exist_ok=True)
    with closing(Table(file)) as table:
        return bring_in(table, state, MADE)[0]


def files(state: Path) -> list[str]:
    """What lies in the folder, without what readers leave beside a database."""
    return sorted(each.name for each in state.iterdir() if not each.name.endswith(("-wal", "-shm")))


def spoil(file: Path, position: int = 5, old: bytes = b'"ap"', new: bytes = b'"op"') -> None:
    """Change a letter in a body, behind the guards; all else is as it was."""
    with closing(sqlite3.connect(file)) as db, db:
        guards = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"drop trigger {name}")
        (body,) = db.execute("select body from events where position = ?", (position,)).fetchone()
        fresh = (body.replace(old, new), position)
        assert fresh[0] != body
        db.execute("update events set body = ? where position = ?", fresh)
        for _, sql in guards:
            db.execute(sql)


@contextmanager
def elsewhere(log: Path) -> Iterator[None]:
    """Another process has the log open, and has read it."""
    code = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
        "db.execute('select count(*) from events').fetchone(); print('open', flush=True); input()"
    )
    command = [sys.executable, "-c", code, str(log)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield
        process.stdin.write("\n")


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: to a program it looks like a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def cut(state: Path, position: int, forged: tuple[bytes, bytes] | None = None) -> None:
    """Its log as an enemy leaves it who can write the file: it ends at a position, with all guards.

    `forged`: in the last event these bytes stand for others, and its hash is worked out anew.
    """
    log, left = state / "log.db", [row for row in rows(state) if row.position <= position]
    if forged is not None:
        last = left.pop()
        before = [row.hash for row in left if row.stream == last.stream][-1]
        last = last._replace(body=last.body.replace(*forged))
        _, stream, n, id_, type_, body, _ = last
        hash_ = link(before, stream=stream, n=n, id=id_, type=type_, body=body)
        left.append(last._replace(hash=hash_))
    for ending in ("", "-wal", "-shm"):
        log.with_name(log.name + ending).unlink(missing_ok=True)
    with open_writer(log) as made:
        made.take(left)
