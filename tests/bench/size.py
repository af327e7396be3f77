"""A whole log of 100,000 events, or (`millionlog`) a million: append, verify, rebuild, as-of, backup.

Beside it raw sqlite3, sqlite-utils and the library eventsourcing do the same work on the same events, as far
as they can do it: none of them has a chain to follow or tables to make, so of verifying and rebuilding they
do the reading and decoding alone, with SQLite's own check of the file.
"""

from __future__ import annotations

import importlib.util
import multiprocessing
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from monitor.eventlog.sqlite import open_reader, open_writer
from monitor.eventlog.verify import verify
from tests.bench import history
from tests.bench.figures import Figure, rate, times
from tests.bench.peers import Eventsourcing, Peer, Raw, Utils
from tests.eval.reading import ROOT

EVENTS = 100_000
MILLION = 1_000_000
TURN = 40
"""Batches that one of them appends before it is the turn of the next: a slow moment meets all."""
LIBRARY = "eventsourcing"


def figures(folder: Path, events: int = EVENTS) -> Iterator[Figure]:
    """Each work with a row for each peer; then what it needs of memory, beside a tenth of the log."""
    peers: list[Peer] = [Raw(folder / "raw.db"), Utils(folder / "utils.db")]
    if importlib.util.find_spec(LIBRARY):
        peers.append(Eventsourcing(folder / "library.db"))
    else:
        yield Figure(f"{LIBRARY} is not there", "`make bench` installs it")
    state = folder / "state"
    mine, spent = _appended(state, peers, events)
    for peer in peers:
        yield _beside(
            "append", events, mine, peer, spent[peer.name], ">= 0.80x" * (peer == peers[0])
        )
    yield from _compared(
        "verify", events, partial(_verify, state), peers, lambda peer: peer.check()
    )
    yield from _compared(
        "rebuild", events, partial(_monitor, state, "rebuild"), peers, lambda peer: peer.decode()
    )
    yield from _as_of(state, events, peers)
    yield from _compared(
        "backup", events, partial(_backup, state, folder), peers, lambda peer: peer.backup()
    )
    yield from _memory(folder, state, events)


def million(folder: Path) -> Iterator[Figure]:
    """The same with a million events: some 2 GB in the temporary folder, and a quarter of an hour."""
    return figures(folder, MILLION)


# --- append -------------------------------------------------------------------------------------------


def _appended(state: Path, peers: list[Peer], events: int) -> tuple[float, dict[str, float]]:
    """Seconds of ours and of each, all durable; a batch is what one round of polls brings."""
    state.mkdir()
    spent = dict.fromkeys(["", *(peer.name for peer in peers)], 0.0)
    heads: dict[str, int] = {}
    with open_writer(state / "log.db") as log:

        def append(batch: history.Batch) -> None:
            heads[batch.stream] = log.append(*batch, heads.get(batch.stream, 0))[-1]

        writers: dict[str, Callable[[history.Batch], None]] = {"": append}
        writers |= {peer.name: peer.append for peer in peers}
        for turn in _turns(history.history(events)):
            for name, write in writers.items():
                begun = time.perf_counter()
                for batch in turn:
                    write(batch)
                spent[name] += time.perf_counter() - begun
    return spent.pop(""), spent


def _turns(batches: Iterator[history.Batch]) -> Iterator[list[history.Batch]]:
    turn: list[history.Batch] = []
    for batch in batches:
        turn.append(batch)
        if len(turn) == TURN:
            yield turn
            turn = []
    yield turn


# --- the rest -------------------------------------------------------------------------------------------


def _compared(
    what: str,
    events: int,
    work: Callable[[], object],
    peers: list[Peer],
    theirs: Callable[[Peer], object],
) -> Iterator[Figure]:
    mine = _seconds(work)
    for peer in peers:
        yield _beside(
            what, events, mine, peer, _seconds(partial(theirs, peer)), PROMISED.get(what, "")
        )


PROMISED = {"verify": ">= 100,000 events/s", "rebuild": ">= 150,000 events/s"}


def _beside(
    what: str, events: int, mine: float, peer: Peer, theirs: float, promised: str
) -> Figure:
    return Figure(
        f"{what} {events:,} events",
        rate(events, mine, "events"),
        f"{peer.name}: {rate(events, theirs, 'events')}",
        times(theirs / mine),
        promised,
    )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _verify(state: Path) -> None:
    log = open_reader(state / "log.db")
    assert log is not None
    with log:
        verify(log)


def _backup(state: Path, folder: Path) -> None:
    copy = folder / "copy.db"
    with closing(sqlite3.connect(state / "log.db")) as log:
        log.execute("vacuum into ?", (str(copy),))
    copy.unlink()


def _monitor(state: Path, *words: str) -> None:
    """A command from a cold start."""
    places = ["--config", str(ROOT / "config"), "--state", str(state)]
    command = [sys.executable, "-m", "monitor", *words, *places]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)


def _as_of(state: Path, events: int, peers: list[Peer]) -> Iterator[Figure]:
    """Questions about a time in the middle, each a program that starts; a peer replays up to then."""
    until = history.START + timedelta(days=events * 0.6 / (0.6 * history.A_DAY) / 2)
    time_ = until.isoformat()
    replayed = {peer.name: _seconds(partial(peer.replay, time_)) for peer in peers}
    for words in QUESTIONS:
        mine = _seconds(partial(_monitor, state, *words.split(), "--as-of", time_))
        peer = "; ".join(f"{name}: {1000 * spent:,.0f} ms" for name, spent in replayed.items())
        yield Figure(
            f"{words} --as-of, {events:,}",
            f"{1000 * mine:,.0f} ms",
            f"replay {peer}",
            "",
            "< 500 ms",
        )


QUESTIONS = ("tally", "why strikes.killed", "show meeting", "stories", "timeline")


# --- memory -----------------------------------------------------------------------------------------------


def _memory(folder: Path, state: Path, events: int) -> Iterator[Figure]:
    """The most that each work held at once, in a process of its own."""
    small = folder / "small"
    small.mkdir()
    with open_writer(small / "log.db") as log:
        for stream, batch in history.history(events // 10):
            log.append(stream, batch, log.head(stream).position)
    for what, words in (
        ("verify", "log verify"),
        ("rebuild", "rebuild"),
        ("as-of", "tally --as-of"),
    ):
        until = [(history.START + timedelta(days=60)).isoformat()] * words.endswith("--as-of")
        tenth, whole = (_most(where, [*words.split(), *until]) for where in (small, state))
        yield Figure(
            f"memory of {what}, {events:,} events",
            f"{whole:.0f} MB",
            f"of a tenth of the log: {tenth:.0f} MB",
            times(whole / tenth),
            "SQLite's caches, one tracker" if what == "rebuild" else "about 1: flat",
        )


def _most(state: Path, words: list[str]) -> float:
    """MB that a command held at most."""
    ours, theirs = multiprocessing.Pipe()
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=_measured, args=(theirs, state, words))
    process.start()
    most: float = ours.recv()
    process.join(10)
    return most


def _measured(pipe: Connection, state: Path, words: list[str]) -> None:
    _monitor(state, *words)
    pipe.send(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
