"""What queries are given, and that a file they cannot use is never a wrong answer."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from monitor import events as e
from monitor import notices
from monitor.eventlog.sqlite import open_writer
from monitor.values import Attribution
from monitor.views import rebuild
from monitor.views.basis import fingerprint
from monitor.views.reading import Reading, Unreadable, log_position
from monitor.views.store import Answer, Views
from tests.views import views_samples as samples

NOBODY = 65534
"""The user without rights, by number."""
HEAVY = ("msgspec", "sqlite_utils", "httpx", "rich", "feedparser", "apscheduler", "rapidfuzz")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "views.db"


@pytest.fixture
def views(path: Path) -> Iterator[Views]:
    with Views.open(path) as views:
        yield views


def tell(views: Views, *events: e.AnyEvent, stream: str = "us") -> None:
    views.apply(list(samples.log_of(*((stream, event) for event in events)).read()))


# --- stories ----------------------------------------------------------------------------------


def ids(views: Views, words: str = "", **options: object) -> list[str]:
    with Reading.open(views.path) as reading:
        return [row["id"] for row in reading.stories("us", words, **options)]  # type: ignore[arg-type]


def test_a_story_comes_with_its_copies(views: Views) -> None:
    """Copies stand under the text that they go back to, with their likeness."""
    tell(views, samples.published(1), samples.copied(2, 1), samples.revised(1, 2))
    with Reading.open(views.path) as reading:
        (story,) = reading.stories("us")
    (copy,) = story["copies"]
    assert (story["id"], story["lineage"], story["revisions"]) == ("s1", "s1", 1)
    assert story["published"] == "2025-11-15T12:01:00Z"
    assert (copy["site"], copy["kind"], copy["score"]) == ("site2.example", "syndicated", 0.5)


def test_stories_come_newest_first(views: Views) -> None:
    """The newest text of a lineage decides, and the limit counts lineages."""
    tell(views, *(samples.published(number) for number in (2, 1, 3)), samples.copied(4, 1))
    assert ids(views) == ["s1", "s3", "s2"]
    assert ids(views, limit=2) == ["s1", "s3"]


def test_every_word_must_occur_in_one_text(views: Views) -> None:
    """Words are found in titles and texts, by their beginning, in copies as well."""
    tell(
        views,
        samples.published(1, title="Ataque en el Caribe", text="Tres muertos"),
        samples.copied(2, 1, title="Strike", text="Three dead"),
        samples.published(3, title="Caribe", text="Nada"),
    )
    assert ids(views, "caribe muertos") == ["s1"]
    assert ids(views, "three") == ["s1"]
    assert ids(views, "muertos dead") == []
    assert ids(views, "CARÍBE") == ["s3", "s1"]
    assert ids(views, "carib") == ["s3", "s1"]


@pytest.mark.parametrize(
    "words", ['"', "NEAR(", "a OR", "text:", "* ^", "-", "'", "a\0b", "AND", "“", "()"]
)
def test_words_are_words_and_no_query(views: Views, words: str) -> None:
    """Signs that mean something to the full-text index are only text here."""
    tell(views, samples.published(1))
    assert ids(views, words) == []


# --- the other listings -----------------------------------------------------------------------


def test_developments_come_newest_first(views: Views) -> None:
    """`since` is when we noted it, not when it was reported: a late find is news."""
    seen = samples.START + timedelta(days=1)
    tell(views, samples.development("old"), samples.development("late", -5, seen=seen))
    with Reading.open(views.path) as reading:
        assert [row["id"] for row in reading.developments("us")] == ["old", "late"]
        assert [row["id"] for row in reading.developments("us", limit=1)] == ["old"]
        (row,) = reading.developments("us", since=samples.START)
        assert reading.developments("us", since=seen) == []
    assert row["id"] == "late"
    assert row["because"] == [samples.claim(1).id, samples.claim(2).id]
    assert (row["backfill"], row["reread"], row["official"]) == (False, False, False)
    assert row["at"] == "2025-11-15T07:00:00Z"


def test_developments_after_a_position_are_those_recorded_later(views: Views) -> None:
    """Whenever they were noted: a position is what tells what has been shown."""
    tell(views, samples.development("first"), samples.development("second", -5))
    with Reading.open(views.path) as reading:
        assert [row["position"] for row in reading.developments("us")] == [1, 2]
        assert [row["id"] for row in reading.developments("us", after=1)] == ["second"]
        assert reading.developments("us", after=2) == []


def test_claims_come_with_all_that_bears_them_out(views: Views) -> None:
    """In the order asked for: quote, address, rule, who says so, and what the kind knows."""
    one, other = samples.claim(1), samples.claim(2, tracker="troops")
    tell(views, samples.published(1), samples.copied(2, 1), one, other)
    with Reading.open(views.path) as reading:
        troops, strike = reading.claims("us", [other.id, "unknown", one.id])
        assert reading.claims("eu", [one.id]) == []
    assert strike["kind"] == "incident"
    assert strike["counts"]["killed"]["min"] == 3
    assert strike["quote"] == "killed 3 people"
    assert (strike["field"], strike["start"], strike["end"]) == ("text", 0, 15)
    assert (strike["title"], strike["rule"]) == ("Title 1", "en.killed")
    assert strike["url"] == "https://site1.example/2025/story-1"
    assert strike["attribution"] == {"speaker": None, "via": None, "kind": "unknown"}
    assert (troops["unit"], troops["lineage"]) == ("troops", "s1")  # as the copy it was read from


def test_a_speaker_is_named(views: Views) -> None:
    """Who said it, through whom, and what kind of voice that is."""
    from msgspec.structs import replace

    claim = replace(samples.claim(1), attribution=Attribution("The minister", "AP", "official"))
    tell(views, claim)
    with Reading.open(views.path) as reading:
        (row,) = reading.claims("us", [claim.id])
    assert row["attribution"] == {"speaker": "The minister", "via": "AP", "kind": "official"}


def test_alerts_that_nobody_has_got_can_be_asked_for(views: Views) -> None:
    """Delivered and acknowledged ones are left out then."""
    names = "abcd"
    steps = [
        samples.step(notices.AlertDelivered, "b", 1),
        samples.step(notices.AlertFailed, "c", 1, final=True),
        samples.step(notices.AlertAcknowledged, "d", 1),
    ]
    tell(views, *map(samples.raised, names), *steps)  # type: ignore[arg-type]  # in the union
    with Reading.open(views.path) as reading:
        assert [row["alert"] for row in reading.alerts()] == list(names)
        lost = reading.alerts("us", undelivered=True)
        assert reading.alerts("eu") == []
    assert [(row["alert"], row["final"]) for row in lost] == [("a", False), ("c", True)]
    assert lost[0]["developments"] == ["d1"]


def test_health_and_gaps_explain_a_silence(views: Views) -> None:
    """The state of each source and the times in which something may have been missed."""
    gap = samples.health(e.CoverageGap, "a", 9, since=samples.START)
    tell(views, samples.health(e.SourceFailed, "a", 1), gap, stream="_sources")  # type: ignore[arg-type]
    with Reading.open(views.path) as reading:
        (state,) = reading.health()
        assert (state["state"], state["since"]) == ("failed", "2025-11-15T12:01:00Z")
        assert [row["until"] for row in reading.gaps()] == ["2025-11-15T12:09:00Z"]
        assert len(reading.gaps(since=samples.START)) == 1
        assert reading.gaps(since=samples.START + timedelta(minutes=9)) == []


def test_answers_know_what_they_were_made_from(path: Path) -> None:
    """Of every topic, and other bytes or another program are not the same."""
    basis = "0.1.0 files topic"
    with Views.open(path) as views, Reading.open(path) as reading:
        views.apply([], bases={"us": basis, "eu": basis})
        assert reading.made_from({})
        assert reading.made_from({"us": basis})
        assert not reading.made_from({"us": f"{basis} later"})
        assert not reading.made_from({"us": basis, "asia": basis})
        views.apply([], {("us", "strikes"): Answer({}, {})})
        assert reading.made_from({"us": basis, "eu": basis})


def test_the_fingerprint_of_files_tells_them_apart() -> None:
    """One byte makes another, and so does one that is left out."""
    assert fingerprint([b"one", b"two"]) == fingerprint([b"onetwo"])
    assert len({fingerprint([each]) for each in (b"", b"a", b"b", b"aa")}) == 4


def test_an_answer_is_kept_in_the_lines_of_its_kind(views: Views) -> None:
    """In their order, and only those of the last answer."""
    lines = [("troops", "15,000", "by two voices"), ("claimed", "20,000", "")]
    views.apply([], {("us", "troops"): Answer({}, {}, lines), ("us", "said"): Answer({}, {})})
    with Reading.open(views.path) as reading:
        assert reading.lines("us") == {"troops": lines}
        assert reading.lines("eu") == {}
    views.apply([], {("us", "troops"): Answer({}, {}, lines[:1])})
    with Reading.open(views.path) as reading:
        assert reading.lines("us") == {"troops": lines[:1]}


def test_counts_say_how_much_is_kept(views: Views) -> None:
    """Stories, copies, claims that stand, developments: of one topic."""
    tell(
        views,
        samples.published(1),
        samples.copied(2, 1),
        samples.claim(1),
        samples.revised(1, 2),
        samples.claim(1, 2),
        samples.development("a"),
    )
    with Reading.open(views.path) as reading:
        assert reading.counts("us") == {
            "stories": 1,
            "copies": 1,
            "claims": 1,
            "developments": 1,
        }
        assert set(reading.counts("eu").values()) == {0}


def test_answers_are_given_as_they_were_made(views: Views) -> None:
    """With their keys in the order of the kind; a tracker without one is None."""
    view = {"z": 1, "a": {"quote": "Über «uns»"}}
    views.apply([], {("us", "strikes"): Answer(view, {"incidents": [{"n": 2}, {"n": 1}]})})
    with Reading.open(views.path) as reading:
        found = reading.answer("us", "strikes")
        assert found == view
        assert list(found) == ["z", "a"]
        assert reading.answer("us", "troops") is None
        assert reading.answers("us") == {"strikes": view}
        assert [row["n"] for row in reading.rows("incidents", "us", "strikes")] == [2, 1]
        assert reading.rows("totals", "us", "strikes") == []
        assert reading.rows("stories; drop table claims", "us", "strikes") == []


# --- how new, and whether it can be read at all -----------------------------------------------


def test_the_tables_say_whether_they_are_current(tmp_path: Path, views: Views) -> None:
    """Current means: up to the last position of the log."""
    with open_writer(tmp_path / "log.db") as log, Reading.open(views.path) as reading:
        assert reading.current(log_position(tmp_path / "log.db"))
        assert reading.head() is None
        log.append("us", [samples.published(1)], 0)
        assert not reading.current(log_position(tmp_path / "log.db"))
        views.apply(list(log.read()))
        assert reading.current(log_position(tmp_path / "log.db"))
        head = reading.head()
        assert head
        assert (head.position, head.stream, head.hash) == (1, "us", log.head("us").hash)


def test_no_log_has_no_position(tmp_path: Path) -> None:
    """Position 0 where nothing was ever recorded; a log that cannot be read is said."""
    assert log_position(tmp_path / "log.db") == 0
    (tmp_path / "log.db").write_bytes(b"no log" * 1000)
    with pytest.raises(Unreadable, match="damaged"):
        log_position(tmp_path / "log.db")


def test_any_name_of_a_folder_will_do(tmp_path: Path) -> None:
    """Signs that mean something in an address of SQLite are only a name here."""
    folder = tmp_path / "a?mode=rw&b#c%20d é"
    folder.mkdir()
    rebuild.rebuild(samples.told(samples.published(1)), samples.TOPICS, folder / "views.db")
    with Reading.open(str(folder / "views.db")) as reading:
        assert len(reading.stories("us")) == 1


def why(path: Path) -> str:
    with pytest.raises(Unreadable) as caught, Reading.open(path) as reading:
        reading.stories("us")
    return caught.value.why


def test_what_cannot_be_read_says_why(path: Path) -> None:
    """Missing, damaged and other versions are told apart; no file is made."""
    assert why(path) == "missing"
    assert not path.exists()
    path.write_bytes(b"")
    assert why(path) == "other version"
    path.write_bytes(b"no database " * 1000)
    assert why(path) == "damaged"
    rebuild.rebuild(samples.told(samples.published(1)), samples.TOPICS, path)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    assert why(path) == "damaged"
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version = 99")
    assert why(path) == "other version"


def test_a_locked_file_is_not_waited_for_long(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever locks everybody out, a query ends soon and says so."""
    monkeypatch.setattr("monitor.views.reading.PATIENCE_MS", 0)
    Views.open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma locking_mode = exclusive")
        connection.execute("create table more (n)")
        assert why(path) == "locked"


def test_a_query_writes_nothing(views: Views) -> None:
    """The connection of a query is read-only twice over."""
    with (
        Reading.open(views.path) as reading,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        reading._connection.execute("delete from stories")


def test_a_folder_that_may_only_be_read_is_enough() -> None:
    """Another user can ask while no daemon runs: nothing has to be made beside the file."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "views.db"
        rebuild.rebuild(samples.told(samples.published(1)), samples.TOPICS, path)
        Views.open(path).close()  # now it is a WAL file, closed cleanly
        with as_somebody_else(folder, 0o555):
            with Reading.open(path) as reading:
                assert len(reading.stories("us")) == 1
            assert rebuild.check(samples.told(samples.published(1)), samples.TOPICS, path) == []
            assert rebuild.check(samples.told(samples.published(2)), samples.TOPICS, path) != []
        with as_somebody_else(folder, 0o000):
            assert why(path) == "missing"
        with as_somebody_else(path, 0o000):
            assert why(path) == "forbidden"


@contextmanager
def as_somebody_else(folder: Path, mode: int) -> Iterator[None]:
    """Within it, `folder` has only that mode, for root too."""
    user = os.geteuid()
    folder.chmod(mode)
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)


def test_a_query_loads_nothing_heavy() -> None:
    """From a cold start only the standard library is imported."""
    source = (
        "import sys, monitor.views.reading;"
        f"print(*[name for name in {HEAVY} if name in sys.modules]);"
        "print(*[n for n in sys.modules if n.startswith('monitor.') and n.count('.') == 1])"
    )
    run = subprocess.run([sys.executable, "-c", source], check=True, capture_output=True, text=True)
    heavy, ours = run.stdout.split("\n")[:2]
    assert heavy == ""
    assert set(ours.split()) == {"monitor.errors", "monitor.sqlitefile", "monitor.views"}
