"""A log leaves as lines or as a database, and comes in again byte for byte; what is wrong with a file is named."""

import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import Corrupt, NotFound, StateError, UnknownEvent
from monitor.eventlog import Head, Raw, link
from monitor.eventlog.exported import Table
from monitor.eventlog.incoming import Foreign, Unfit
from monitor.eventlog.jsonlines import JsonLines, line
from monitor.eventlog.parting import Leaving, Part
from monitor.eventlog.sqlite import open_reader, open_writer
from monitor.events import AnyEvent
from monitor.notices import AlertAttempted
from monitor.text import printable
from tests import strategies
from tests.eventlog import moved
from tests.eventlog.contract import START, failures

Batches: TypeAlias = list[tuple[str, list[AnyEvent]]]
STREAMS = st.sampled_from(["a", "b", "_sources", "été \u202e"])
# That an event was redacted is said only where it was: a log with that at random is not whole.
KINDS = [kind for kind in strategies.EVENTS if kind.__name__ != "EventRedacted"]
EVENTS = st.sampled_from(KINDS).flatmap(strategies.events)
BATCHES = st.lists(st.tuples(STREAMS, st.lists(EVENTS, max_size=4)), max_size=6)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return moved.filled(tmp_path / "state")


# --- there and back -----------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(batches=BATCHES)
def test_a_log_comes_back_as_it_was(batches: Batches) -> None:
    """Whatever events it holds: the same rows and heads, through lines and through a database."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        log = moved.filled(folder / "log", _appendable(batches))
        moved.from_lines(moved.as_lines(log), folder / "lines")
        moved.from_table(moved.as_table(log, folder / "x.db"), folder / "table")
        for copy in ("lines", "table"):
            assert moved.rows(folder / copy) == moved.rows(log)
            assert moved.heads(folder / copy) == moved.heads(log)


def _appendable(batches: Batches) -> Batches:
    """Each event once in its stream; never nothing at all."""
    seen: set[tuple[str, str]] = set()
    out = []
    for stream, events in batches:
        fresh = []
        for event in events:
            place = (stream, event.event_id())
            if place not in seen:
                seen.add(place)
                fresh.append(event)
        out.append((stream, fresh))
    return [*out, ("last", failures(1))]


@given(
    body=st.one_of(
        st.binary(max_size=60),
        st.text(max_size=40).map(
            lambda text: json.dumps({"a": text}, ensure_ascii=False).encode("utf-8", "replace")
        ),
        st.sampled_from(
            [b"", b" {}", b"{} ", b"{\n}", b"[1]", b"1", b'"\xc2\x9b"', b'{"a":1}{', b"[" * 5_000]
        ),
    ),
    name=st.text(st.characters(codec="utf-8"), max_size=10),
)
def test_a_line_holds_any_row_and_nothing_that_a_terminal_obeys(body: bytes, name: str) -> None:
    """Bodies that are no JSON, or would not stay as they are in a line, are packed."""
    row = Raw(1, name, 1, name, name, body, "h")
    text = line(row)
    assert text.count(b"\n") == 1
    assert text.decode().splitlines() == [text.decode().removesuffix("\n")]
    assert "".join(printable(text.decode()).split()) == "".join(text.decode().split())
    first = b'{"monitor": "log", "version": 1}\n'
    last = b'{"events": 1, "position": 1, "heads": {}}\n'
    assert list(JsonLines(io.BytesIO(first + text + last), "file").rows()) == [row]


def test_bodies_stand_there_to_be_read(state: Path) -> None:
    """Other programs find the event as JSON under `body`."""
    found = [json.loads(each) for each in moved.as_lines(state).splitlines()]
    assert found[0] == {
        "monitor": "log",
        "version": 1,
        "made": "2025-11-28T03:00:00Z",
        "stream": None,
        "after": 0,
    }
    assert found[1]["body"]["source"] == "ap"
    assert [each["position"] for each in found[1:-1]] == list(range(1, 13))
    assert found[-1]["heads"] == {name: at._asdict() for name, at in moved.heads(state).items()}


def test_a_database_can_be_read_by_people(state: Path, tmp_path: Path) -> None:
    """A view has the body as text and its parts as columns; the heads have a table."""
    file = moved.as_table(state, tmp_path / "x.db")
    with closing(sqlite3.connect(file)) as db:
        db.row_factory = sqlite3.Row
        row = dict(db.execute("select * from readable where position = 4").fetchone())
        assert json.loads(row["body"])["source"] == "ap"
        assert (row["recorded"], row["stream"], row["n"]) == ("2025-11-15T12:00:03Z", "b", 1)
        told = {name: tuple(at) for name, *at in db.execute("select * from heads")}
        assert told == moved.heads(state)


def test_a_body_that_is_no_json_does_not_spoil_the_view(tmp_path: Path) -> None:
    """It is shown as it is, without parts."""
    state = moved.filled(tmp_path / "state")
    file = moved.as_table(state, tmp_path / "x.db")
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("update events set body = x'00ff' where position = 2")
        assert db.execute("select count(recorded) from readable").fetchone() == (11,)


def test_what_is_appended_meanwhile_is_not_in_it(state: Path) -> None:
    """An export ends where the log ended when it began, with the heads of that moment."""
    before = moved.heads(state)
    log = open_reader(state / "log.db")
    assert log is not None
    with log, open_writer(state / "log.db") as writer:
        leaving = Leaving(log, Part())
        rows = iter(leaving)
        first = next(rows)
        writer.append("a", failures(2, first=90), writer.head("a").position)
        assert len([first, *rows]) == 12
        assert leaving.heads == before


def test_heads_of_a_part_are_those_where_it_begins(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of a stream that goes on at the very moment at which they are looked for."""
    log = open_reader(state / "log.db")
    assert log is not None
    head = log.head

    def after_an_append(stream: str) -> Head:
        moved.filled(state, [("a", failures(2, first=90)), ("new", failures(1))])
        return head(stream)

    monkeypatch.setattr(log, "head", after_an_append)
    before = moved.heads(state)
    with log:
        leaving = Leaving(log, Part(after=11))
        assert [row.position for row in leaving] == [12]
        assert leaving.heads == before


def test_a_log_that_is_written_meanwhile_is_taken_in_as_it_was(state: Path, tmp_path: Path) -> None:
    """The rows end where it ended at the start, and so do the heads."""
    before = moved.heads(state)
    with closing(Table(state / "log.db")) as table:
        rows = table.rows()
        found = [next(rows)]
        moved.filled(state, [("a", failures(2, first=90)), ("new", failures(1))])
        found += rows
        assert len(found) == 12
        moved.filled(state, [("a", failures(2, first=70))])
        assert table.heads == before


@pytest.mark.parametrize(
    ("part", "positions"),
    [
        (Part(after=7), range(8, 13)),
        (Part("b"), [4, 5, 6, 10, 11, 12]),
        (Part("b", 4), [5, 6, 10, 11, 12]),
        (Part(after=12), []),
        (Part(after=99), []),
    ],
)
def test_a_part_has_its_events_and_the_heads_at_its_end(
    part: Part, positions: list[int], state: Path
) -> None:
    """Of every stream, or of the one that was asked for."""
    log = open_reader(state / "log.db")
    assert log is not None
    with log:
        leaving = Leaving(log, part)
        assert [row.position for row in leaving] == list(positions)
        wanted = moved.heads(state)
        assert leaving.heads == (wanted if part.stream is None else {"b": wanted["b"]})


def test_a_stream_that_is_not_there_is_told(state: Path) -> None:
    """With those that there are."""
    with pytest.raises(NotFound, match='no stream "c"; there are: a, b'):
        moved.as_lines(state, Part("c"))


@pytest.mark.parametrize("part", [Part(), Part("b"), Part(after=4)])
def test_a_damaged_log_does_not_leave(part: Part, state: Path, tmp_path: Path) -> None:
    """Each event is checked on its way out; of a database that was begun nothing is left."""
    moved.spoil(state / "log.db")
    with pytest.raises(Corrupt, match="position 5"):
        moved.as_lines(state, part)
    with pytest.raises(Corrupt, match="position 5"):
        moved.as_table(state, tmp_path / "x.db", part)
    assert not (tmp_path / "x.db").exists()


# --- files that are wrong -----------------------------------------------------------------------


def changed(text: bytes, number: int, old: bytes, new: bytes) -> bytes:
    """The lines with a change in one of them, counted from 1."""
    found = text.splitlines(keepends=True)
    assert old in found[number - 1]
    found[number - 1] = found[number - 1].replace(old, new)
    return b"".join(found)


def without(text: bytes, *numbers: int) -> bytes:
    """The lines without some."""
    found = text.splitlines(keepends=True)
    return b"".join(each for n, each in enumerate(found, 1) if n not in numbers)


LAST = 14
"""Of the lines of the sample: the heads."""
WRONG: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a body": (lambda t: changed(t, 5, b'"ap"', b'"op"'), "line 5: its hash is not that of its"),
    "blanks": (lambda t: changed(t, 5, b'"ap"', b' "ap"'), "line 5: its hash is not that of its"),
    "a hash": (lambda t: changed(t, 5, b'"hash": "', b'"hash": "0'), "line 5: its hash is not"),
    "a stream": (lambda t: changed(t, 5, b'"stream": "b"', b'"stream": "a"'), "line 5: event 1 of"),
    "a type": (
        lambda t: changed(t, 5, b'"type":"SourceFailed"', b'"type":"SourceGone"'),
        "line 5: its",
    ),
    "a line lost": (lambda t: without(t, 5), "line 5: it is missing"),
    "the first lost": (lambda t: without(t, 2), "line 2: it is missing"),
    "the last event lost": (lambda t: without(t, 13), "line 13: tells of 12 events, there are 11"),
    "two changed": (
        lambda t: changed(changed(t, 9, b"{", b"["), 5, b'"ap"', b'"op"'),
        "line 5: its hash is not that of its content",
    ),
    "no JSON": (lambda t: changed(t, 5, b"{", b"["), "line 5: is no event"),
    "not UTF-8": (
        lambda t: changed(t, 5, b'"stream": "b', b'"stream": "\xff'),
        "line 5: is no event",
    ),
    "nested": (lambda t: changed(t, 5, b'"ap"', b"[" * 9_999), "line 5: is no event"),
    "no body": (lambda t: changed(t, 5, b'"body"', b'"more"'), "line 5: is no event"),
    "two bodies": (
        lambda t: changed(t, 5, b'"body"', b'"body64": "", "body"'),
        "line 5: is no event",
    ),
    "a head": (
        lambda t: changed(t, LAST, b'"n": 6, "hash": "', b'"n": 6, "hash": "0'),
        "the events of stream a do not end with the head that it tells",
    ),
    "a stream more": (
        lambda t: changed(
            t, LAST, b'"heads": {', b'"heads": {"c": {"position": 1, "n": 1, "hash": ""}, '
        ),
        "the events of stream c do not end",
    ),
    "cut at a line": (lambda t: without(t, LAST), "cut off in line 14"),
    "cut in a line": (lambda t: t[:-300], "cut off in line"),
    "cut in the first event": (
        lambda t: b"".join(t.splitlines(True)[:1]) + b'{"po',
        "cut off in line 2",
    ),
    "only a first line": (lambda t: b"".join(t.splitlines(True)[:1]), "cut off in line 2"),
    "more behind": (lambda t: t + b"{}\n", "something stands behind its last line"),
    "a newer format": (lambda t: changed(t, 1, b'"version": 1', b'"version": 2'), "has format 2"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_wrong_is_named_with_its_line_and_leaves_nothing(
    name: str, state: Path, tmp_path: Path
) -> None:
    """The first bad line is told; the folder is as it was."""
    change, sentence = WRONG[name]
    with pytest.raises(Unfit, match=sentence):
        moved.from_lines(change(moved.as_lines(state)), tmp_path / "new")
    assert moved.files(tmp_path / "new") == []


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_single_changed_byte_gets_in_unnoticed(data: st.DataObject) -> None:
    """Of the lines: what is taken in is what was there, or nothing is."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        log = moved.filled(folder / "log")
        text = bytearray(moved.as_lines(log))
        text[data.draw(st.integers(0, len(text) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        try:
            moved.from_lines(bytes(text), folder / "new")
        except Unfit:
            assert moved.files(folder / "new") == []
        except UnknownEvent:
            assert moved.files(folder / "new") == []
        else:
            assert moved.rows(folder / "new") == moved.rows(log)


@pytest.mark.parametrize(
    "text", [b"", b"\n", b'{"url": "https://a.example", "title": "T"}\n', b"\xff\xfe", b"[]"]
)
def test_a_file_of_something_else_is_told_apart(text: bytes, tmp_path: Path) -> None:
    """Texts that are to be read are taken in by another command; the sentence names it."""
    with pytest.raises(Foreign, match="texts are taken in by `monitor import`"):
        moved.from_lines(text, tmp_path / "new")


@pytest.mark.parametrize("part", [Part("b"), Part(after=3)])
def test_a_part_of_a_log_is_not_taken_in(part: Part, state: Path, tmp_path: Path) -> None:
    """Neither as lines nor as a database: the chain before it is not there."""
    with pytest.raises(Unfit, match="is a part of a log"):
        moved.from_lines(moved.as_lines(state, part), tmp_path / "new")
    file = moved.as_table(state, tmp_path / "x.db", part)
    with pytest.raises(Unfit, match="is a part of a log"):
        moved.from_table(file, tmp_path / "new")
    assert moved.files(tmp_path / "new") == []


def test_events_of_a_newer_version_are_named(state: Path, tmp_path: Path) -> None:
    """They would be of no use here: the program could not start on them."""
    text = moved.as_lines(state).replace(b'"type": "SourceFailed"', b'"type": "SourceFailed.7"', 1)
    with pytest.raises(UnknownEvent, match=r"it holds SourceFailed\.7"):
        moved.from_lines(text, tmp_path / "new")
    assert moved.files(tmp_path / "new") == []


def test_an_event_under_a_wrong_id_is_found(tmp_path: Path) -> None:
    """A file whose chain was made to fit, with an id that is not the event's."""
    (event,) = failures(1)
    log = moved.filled(tmp_path / "state", [("a", [event])])
    (row,) = moved.rows(log)
    forged = link("", stream="a", n=1, id="f" * 32, type=row.type, body=row.body)
    text = moved.as_lines(log).replace(row.id.encode(), b"f" * 32)
    with pytest.raises(Unfit, match="line 2: its id is not that of its SourceFailed"):
        moved.from_lines(text.replace(row.hash.encode(), forged.encode()), tmp_path / "new")
    assert moved.files(tmp_path / "new") == []


# --- databases ----------------------------------------------------------------------------------


def test_a_damaged_database_is_noticed(state: Path, tmp_path: Path) -> None:
    """A changed body, by its hash; the position is named."""
    file = moved.as_table(state, tmp_path / "x.db")
    moved.spoil(file)
    with pytest.raises(Unfit, match="position 5: its hash is not that of its content"):
        moved.from_table(file, tmp_path / "new")
    assert moved.files(tmp_path / "new") == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("delete from events where position > 9", "do not end with the head that it tells"),
        ("delete from events where position = 3", "position 3: it is missing"),
        ("delete from heads", "do not end with the head that it tells"),
        ("delete from export", "does not say what it is"),
        ("drop table heads", "is damaged behind position 12"),
        ("pragma user_version = 4", "has format 4, this version of monitor knows 1"),
        ("pragma application_id = 4", "is no exported log"),
        (
            "drop view readable; create table e2 as select * from events; drop table events;"
            " alter table e2 rename to events; update events set n = 'x' where position = 2",
            "the row behind position 1 is no event",
        ),
    ],
)
def test_a_database_that_is_not_whole_is_refused(
    change: str, sentence: str, state: Path, tmp_path: Path
) -> None:
    """Each way is told in a sentence."""
    file = moved.as_table(state, tmp_path / "x.db")
    with closing(sqlite3.connect(file)) as db:
        db.executescript(change)
    with pytest.raises(Unfit, match=sentence):
        moved.from_table(file, tmp_path / "new")
    assert not (tmp_path / "new" / "log.db").exists()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Also one that only begins like one."""
    file = tmp_path / "x.db"
    file.write_bytes(b"SQLite format 3\0" + b"x" * 600)
    with pytest.raises(Unfit, match="cannot be read"):
        moved.from_table(file, tmp_path / "new")


def test_a_log_itself_can_be_taken_in(state: Path, tmp_path: Path) -> None:
    """A copy of log.db, or a backup, makes the same log."""
    shutil.copy(state / "log.db", tmp_path / "copy.db")
    found = moved.from_table(tmp_path / "copy.db", tmp_path / "new")
    assert found.streams == moved.heads(tmp_path / "new") == moved.heads(state)


# --- where it is taken in -----------------------------------------------------------------------


def test_a_log_with_events_is_left_alone(state: Path, tmp_path: Path) -> None:
    """Nothing is mixed, nothing is overwritten."""
    other = moved.filled(tmp_path / "other", [("z", failures(1))])
    before = moved.heads(other)
    with pytest.raises(StateError, match="holds 1 events: a log is taken in where there is none"):
        moved.from_lines(moved.as_lines(state), other)
    assert (moved.heads(other), moved.files(other)) == (before, ["log.db"])


def test_a_log_without_events_gives_way(state: Path, tmp_path: Path) -> None:
    """A daemon that was started once and has recorded nothing leaves one."""
    new = tmp_path / "new"
    new.mkdir()
    open_writer(new / "log.db").close()
    moved.from_lines(moved.as_lines(state), new)
    assert moved.heads(new) == moved.heads(state)


@pytest.mark.parametrize("stream", ["", "a\0b"], ids=["no name", "a NUL"])
def test_a_stream_that_no_append_would_make_is_refused(stream: str, tmp_path: Path) -> None:
    """Whatever the hashes say: its line is named."""
    row = Raw(1, stream, 1, "i", "SourceFailed", b"{}", "")
    row = row._replace(hash=link("", stream=stream, n=1, id="i", type=row.type, body=row.body))
    first = b'{"monitor": "log", "version": 1}\n'
    last = {
        "events": 1,
        "position": 1,
        "heads": {stream: {"position": 1, "n": 1, "hash": row.hash}},
    }
    text = first + line(row) + json.dumps(last).encode()
    with pytest.raises(Unfit, match=r"line 2: .*not a name for a stream"):
        moved.from_lines(text, tmp_path / "new")


def test_an_id_that_comes_twice_is_refused_with_its_line(state: Path, tmp_path: Path) -> None:
    """A stream holds an event once."""
    rows = moved.rows(state)
    head = moved.heads(state)["b"]
    again = rows[-1]._replace(position=13, n=head.n + 1)
    named = {"stream": again.stream, "id": again.id, "type": again.type}
    again = again._replace(hash=link(head.hash, **named, n=again.n, body=again.body))
    parts = moved.as_lines(state).splitlines(keepends=True)
    text = b"".join([*parts[:-1], line(again), parts[-1]])
    with pytest.raises(Unfit, match="line 14: "):
        moved.from_lines(text, tmp_path / "new")


@pytest.mark.parametrize("log", ["none", "empty"])
def test_what_sources_answered_before_is_set_aside(log: str, state: Path, tmp_path: Path) -> None:
    """Else what came since the export would never be new again: the sources are asked for all of it."""
    new = tmp_path / "new"
    new.mkdir()
    if log == "empty":
        open_writer(new / "log.db").close()
    for name in ("feeds.db", "views.db", "ack.key"):
        (new / name).write_text(name)
    moved.from_lines(moved.as_lines(state), new)
    (aside,) = new.glob("aside-*")
    assert moved.files(new) == ["ack.key", aside.name, "log.db"]
    assert moved.files(aside) == ["feeds.db", "views.db"]


def test_a_log_that_is_open_elsewhere_does_not_give_way(state: Path, tmp_path: Path) -> None:
    """Who has the old file open would write beside the new one."""
    new = tmp_path / "new"
    new.mkdir()
    with open_writer(new / "log.db"), moved.elsewhere(new / "log.db"):
        pass
    with moved.elsewhere(new / "log.db"), pytest.raises(StateError, match="close it first"):
        moved.from_lines(moved.as_lines(state), new)
    assert moved.files(new) == ["log.db"]


def test_a_log_that_has_arrived_goes_on(state: Path, tmp_path: Path) -> None:
    """It can be written like the one that it came from, and both stay the same."""
    moved.from_lines(moved.as_lines(state), tmp_path / "new")
    more = [("a", failures(2, first=50)), ("c", failures(1, first=60))]
    moved.filled(state, more)
    moved.filled(tmp_path / "new", more)
    assert moved.heads(tmp_path / "new") == moved.heads(state)


def test_a_disk_without_room_leaves_nothing(state: Path, tmp_path: Path) -> None:
    """Neither of an import nor of an export; it is told."""
    moved.filled(state, [("a", failures(300, first=100))])
    text = moved.as_lines(state)
    with moved.file_size_limit(40_000):
        with pytest.raises(StateError, match="cannot be written"):
            moved.from_lines(text, tmp_path / "new")
        with pytest.raises(StateError, match="cannot be written"):
            moved.as_table(state, tmp_path / "x.db")
    assert moved.files(tmp_path / "new") == []
    assert not (tmp_path / "x.db").exists()


def test_hostile_text_comes_through_unchanged(tmp_path: Path) -> None:
    """What a terminal would obey is in the file, packed; the event is the same."""
    event = AlertAttempted(
        alert="a", channel="x", attempt=1, at=START, detail="\u202e\x1b[2J\u0085=1"
    )
    log = moved.filled(tmp_path / "state", [("a", [event])])
    text = moved.as_lines(log)
    assert b"body64" in text
    assert text.isascii()
    moved.from_lines(text, tmp_path / "new")
    assert moved.rows(tmp_path / "new") == moved.rows(log)
