"""Hashes that were written down elsewhere prove what came before them."""

from __future__ import annotations

import json

import pytest

from monitor.eventlog import Head
from monitor.eventlog.memory import MemoryLog
from monitor.eventlog.proof import Noted, Proved, listed, noted, proved
from monitor.eventlog.verify import verify
from tests.eventlog.contract import failures

WHOLE = "0123456789abcdef" * 2


@pytest.fixture
def log() -> MemoryLog:
    log = MemoryLog()
    log.append("a", failures(5), 0)
    log.append("b", failures(3), 0)
    return log


def proof(log: MemoryLog, text: str) -> Proved | str:
    wanted = noted(text)
    return proved(wanted, verify(log, seek={wanted.short}))


# --- what is written down -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHOLE, Noted(WHOLE)),
        (WHOLE[:16], Noted(WHOLE[:16])),
        (f" {WHOLE.upper()}\n", Noted(WHOLE)),
        (f"a:7:{WHOLE}", Noted(WHOLE, "a", 7)),
        (f"_sources:12:{WHOLE[:20]}", Noted(WHOLE[:20], "_sources", 12)),
        (f"an:odd:name:7:{WHOLE}", Noted(WHOLE, "an:odd:name", 7)),
    ],
)
def test_a_head_is_read_as_a_person_has_it(text: str, expected: Noted) -> None:
    """The hash, whole or its first 16 digits; with stream and number, as alerts tell it."""
    assert noted(text) == expected
    assert noted(str(expected)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", WHOLE[:15], f"{WHOLE}0", f"a:{WHOLE}", f"a:0:{WHOLE}", f"a:-1:{WHOLE}"),
        *(f":1:{WHOLE}", f"a:one:{WHOLE}", f"a:1:{WHOLE[:15]}g"),
    ],
)
def test_what_is_no_head_is_refused(text: str) -> None:
    """Too short a hash proves too little."""
    with pytest.raises(ValueError, match="expected"):
        noted(text)


def test_a_file_of_heads_is_read() -> None:
    """What `log head --json` prints, or an alert as JSON."""
    heads = {"a": {"position": 9, "n": 7, "hash": WHOLE}, "b": {"n": 1, "hash": WHOLE}}
    assert listed(json.dumps(heads)) == [Noted(WHOLE, "a", 7), Noted(WHOLE, "b", 1)]
    alert = {"alert": "x", "log": {"stream": "a", "n": 7, "hash": WHOLE}}
    assert listed(json.dumps(alert)) == [Noted(WHOLE, "a", 7)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "1",
        "{}",
        '{"log": {}}',
        '{"a": 1}',
        '{"a": {"n": 1}}',
        '{"a": {"n": 1, "hash": "x"}}',
        "{",
    ],
)
def test_another_file_is_refused(text: str) -> None:
    """A mistyped name must not be taken for "nothing was written down"."""
    with pytest.raises(ValueError, match="expected"):
        listed(text)


# --- what it proves -----------------------------------------------------------------------------


def test_a_hash_in_the_chain_says_where_it_is(log: MemoryLog) -> None:
    """Stream, number, and how much came since; whole or short, with its place or without."""
    row = list(log.raw())[1]
    head = Head(2, 2, row.hash)
    for text in (row.hash, row.hash[:16], f"a:2:{row.hash}", f"a:2:{row.hash[:16]}"):
        assert proof(log, text) == Proved(noted(text), "a", head, 3)
    last = log.head("b").hash
    assert proof(log, last) == Proved(noted(last), "b", Head(8, 3, last), 0)


def test_what_came_since_changes_nothing(log: MemoryLog) -> None:
    """The proof is about what lies before."""
    last = log.head("b").hash
    log.append("b", failures(4, first=3), 8)
    found = proof(log, last)
    assert isinstance(found, Proved)
    assert found.since == 4


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (WHOLE, "no event has this hash"),
        (f"c:1:{WHOLE}", "there is no stream c"),
        (f"a:9:{WHOLE}", "stream a ends with event 5: what came behind it was cut off"),
        (f"a:2:{WHOLE}", "event 2 of stream a has another hash"),
    ],
)
def test_a_hash_that_is_not_there_says_why(log: MemoryLog, text: str, why: str) -> None:
    """Changed, cut off, or of another log."""
    found = proof(log, text)
    assert isinstance(found, str)
    assert why in found


def test_the_hash_of_another_place_proves_nothing(log: MemoryLog) -> None:
    """A hash that is in the chain, but not where it was written down."""
    row = list(log.raw())[1]
    assert isinstance(proof(log, f"a:3:{row.hash}"), str)
    assert isinstance(proof(log, f"b:2:{row.hash}"), str)
    other = row.hash[:16] + ("0" * 16 if row.hash[16] != "0" else "1" * 16)
    assert isinstance(proof(log, other), str)


def test_a_log_written_anew_with_one_event_changed_is_found() -> None:
    """A forger who computes every hash anew gets another head: what no chain alone can show."""
    log, forged = MemoryLog(), MemoryLog()
    log.append("a", failures(5), 0)
    forged.append("a", [*failures(2), *failures(1, first=7), *failures(2, first=3)], 0)
    assert verify(forged).events == verify(log).events
    rows = list(log.raw())
    assert isinstance(proof(forged, rows[1].hash), Proved)
    for row in rows[2:]:
        assert isinstance(proof(forged, f"a:{row.n}:{row.hash}"), str)
