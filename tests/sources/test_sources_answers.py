"""What each source last answered: kept in one piece, pruned with care, replaced if damaged."""

import logging
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.entries import Entry
from monitor.errors import StateError
from monitor.sources import State, Validators, health
from monitor.sources.answers import KEEP, Answers
from monitor.sources.fulltext import Page
from tests.sources.documents import NOW, SOURCE

DAY = timedelta(days=1)
START = health.fresh_state(SOURCE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a folder?" / "feeds.db"


@pytest.fixture
def answers(path: Path) -> Iterator[Answers]:
    path.parent.mkdir()
    with Answers(path) as opened:
        yield opened


def entry(guid: str, title: str = "A", seen: datetime = NOW) -> Entry:
    return Entry(source=SOURCE.id, guid=guid, title=title, seen=seen)


def state(parsed: datetime | None = NOW) -> State:
    return structs.replace(START, parsed=parsed)


def test_a_state_comes_back_as_it_was(answers: Answers) -> None:
    """Also validators that are no ASCII."""
    kept = structs.replace(START, validators=Validators("https://x", '"caf\u00e9"'), next_due=NOW)
    assert answers.state(SOURCE.id) is None
    answers.keep((kept, ()))
    assert answers.state(SOURCE.id) == kept
    assert answers.states() == {SOURCE.id: kept}


def test_a_state_of_an_older_version_is_understood(answers: Answers, path: Path) -> None:
    """What it does not hold is as of a source that was never polled: the counts begin at nothing."""
    older = '{"source":"post","configured":"https://x","failures":2,"last_error":"no answer"}'
    with sqlite3.connect(path) as db:
        db.execute("insert into sources values ('post', null, null, ?)", (older.encode(),))
    db.close()
    found = answers.state("post")
    assert found is not None
    assert (found.failures, found.polls, found.news, found.last_news) == (2, {}, 0, None)


def test_a_file_of_an_older_version_gets_what_it_lacks(path: Path, answers: Answers) -> None:
    """It is opened again with all that it holds; of items nothing is known yet."""
    answers.keep((state(), [entry("a")]))
    answers.close()
    with sqlite3.connect(path) as db:
        db.execute("drop table items")
    db.close()
    with Answers(path) as opened:
        assert opened.fresh([entry("a")]) == ()
        assert opened.items(SOURCE.id) == b""
        opened.keep((state(), ()), items={SOURCE.id: b"x" * 24})
        assert opened.items(SOURCE.id) == b"x" * 24


def test_items_are_forgotten_with_their_source(answers: Answers) -> None:
    """And kept in one transaction with its state."""
    answers.keep((state(), ()), items={SOURCE.id: b"x" * 12})
    answers.forget(keep=["another"])
    assert answers.items(SOURCE.id) == b""


def test_fresh_are_new_and_changed_entries(answers: Answers) -> None:
    """Nothing is known before it has been kept; a date or a link alone is no change."""
    first = [entry("a"), entry("b")]
    assert answers.fresh(first) == tuple(first)
    assert answers.fresh(first) == tuple(first)
    answers.keep((state(), first))
    touched = structs.replace(entry("a"), published=NOW, url="https://example.org/a")
    assert answers.fresh([touched, entry("b", "B"), entry("c")]) == (entry("b", "B"), entry("c"))
    assert answers.knows_any([entry("c"), entry("b", "other")])
    assert not answers.knows_any([entry("c")])


def test_a_text_that_comes_back_is_fresh_again(answers: Answers) -> None:
    """A, B, A: the second A is a change of B."""
    for title in ("A", "B", "A"):
        assert answers.fresh([entry("a", title)]) == (entry("a", title),)
        answers.keep((state(), [entry("a", title)]))
    assert answers.fresh([entry("a")]) == ()


def test_entries_of_one_guid_do_not_change_each_other(answers: Answers) -> None:
    """Two in one document are both known afterwards, in whatever order."""
    twins = [entry("a", "A"), entry("a", "B")]
    assert answers.fresh(twins) == tuple(twins)
    answers.keep((state(), twins))
    assert answers.fresh(twins[::-1]) == ()


def test_an_entry_without_guid_is_known_by_its_address_or_words(answers: Answers) -> None:
    """First the address, then title and text."""
    linked = Entry(source=SOURCE.id, url="https://example.org/a", title="A", seen=NOW)
    bare = Entry(source=SOURCE.id, title="A", text="t", seen=NOW)
    answers.keep((state(), [linked, bare]))
    assert answers.fresh([bare, structs.replace(linked, title="B")]) == (
        structs.replace(linked, title="B"),
    )


def test_sources_do_not_mix(answers: Answers) -> None:
    """The same guid elsewhere is another entry."""
    answers.keep((state(), [entry("a")]))
    other = structs.replace(entry("a"), source="other")
    assert answers.fresh([other]) == (other,)


def test_all_of_a_keep_is_one_transaction(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the second state cannot be written, the first is not there either."""
    broken = structs.replace(START, source=b"\xff")
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever SQLite or msgspec says
        answers.keep((state(), [entry("a")]), (broken, ()))
    assert answers.state(SOURCE.id) is None
    assert answers.fresh([entry("a")]) == (entry("a"),)


def test_of_an_entry_that_is_withheld_only_is_known_that_it_was_there(
    answers: Answers, path: Path
) -> None:
    """Its words are not kept, and it is not fresh when it comes again; changed words are."""
    secret = entry("1", title="The name of a private person")
    answers.withheld = lambda each: each.guid == "1"
    answers.keep((state(), [secret, entry("2", title="Weather")]))
    assert b"private person" not in path.read_bytes() + _wal(path)
    assert answers.fresh([secret, entry("2", title="Weather")]) == ()
    assert answers.fresh([entry("1", title="Other words")]) != ()
    assert sorted(each.title for each in answers.entries()) == ["", "Weather"]


PRIVATE = structs.replace(
    entry("p", title="A private person"), url="https://a.example/p", text="Of a private person"
)
WEATHER = structs.replace(entry("w", title="Weather"), url="https://a.example/w")


def test_a_page_that_is_withheld_is_not_kept(answers: Answers, path: Path) -> None:
    """Its entry has the words that are to be gone."""
    answers.withheld = lambda each: "private" in each.title
    answers.keep(pages=[Page(entry=each, since=NOW, due=NOW) for each in (PRIVATE, WEATHER)])
    assert [page.entry for page in answers.pages()] == [WEATHER]
    assert b"private person" not in path.read_bytes() + _wal(path)


def test_erased_entries_are_gone_to_the_last_byte(answers: Answers, path: Path) -> None:
    """From free pages and from the journal as well; the others stay."""
    private = [entry(str(number), title=f"A private person, {number}") for number in range(50)]
    pages = [Page(entry=each, since=NOW, due=NOW) for each in (PRIVATE, WEATHER)]
    answers.keep((state(), [*private, entry("x", title="Weather")]), pages=pages)
    assert answers.erase(lambda each: "private" in each.title) == 50
    assert [page.entry for page in answers.pages()] == [WEATHER]
    assert b"private person" not in path.read_bytes() + _wal(path)
    assert [each.title for each in answers.entries()] == ["Weather"]
    assert answers.erase(lambda each: "private" in each.title) == 0


def _wal(path: Path) -> bytes:
    return path.with_name(f"{path.name}-wal").read_bytes()


def test_stored_entries_can_be_read_in_order(answers: Answers) -> None:
    """For a dry run of a topic; a change keeps the time when its entry was first seen."""
    answers.keep((state(), [entry("b", seen=NOW)]))
    answers.keep((state(), [entry("a", seen=NOW + DAY), entry("b", "new", seen=NOW + DAY)]))
    assert [(each.guid, each.title) for each in answers.entries()] == [("b", "new"), ("a", "A")]


def test_pruning_forgets_what_left_its_feed_long_ago(answers: Answers) -> None:
    """What is still in the feed stays, however old."""
    answers.keep((state(), [entry("stays"), entry("goes")]))
    later = NOW + KEEP + 2 * DAY
    answers.keep((state(later), [entry("stays", seen=later)]))
    assert answers.prune(later) == 1
    assert [each.guid for each in answers.entries()] == ["stays"]


def test_pruning_keeps_the_entries_of_a_feed_that_has_not_changed(answers: Answers) -> None:
    """304 for two months, then one new entry: the old ones are not news."""
    answers.keep((state(), [entry("a")]))
    assert answers.prune(NOW + 60 * DAY) == 0
    answers.keep((state(NOW + 60 * DAY), [entry("a", seen=NOW + 60 * DAY)]))
    assert answers.prune(NOW + 61 * DAY) == 0
    assert answers.fresh([entry("a")]) == ()


def test_pruning_forgets_entries_of_a_source_that_is_gone(answers: Answers) -> None:
    """A source that has left the configuration is forgotten, its entries a month later."""
    answers.keep((state(), [entry("a")]))
    answers.forget(keep=["another"])
    assert answers.states() == {}
    assert answers.prune(NOW + DAY) == 0
    assert answers.prune(NOW + KEEP + DAY) == 1


def read_all(path: Path) -> None:
    with Answers(path, readonly=True) as reading:
        list(reading.entries())
        reading.states()


@pytest.mark.parametrize("damage", ["text", "torn", "version"])
def test_a_damaged_file_is_replaced(
    path: Path, answers: Answers, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    """With a warning; it is only a memory."""
    answers.keep((state(), [entry(f"{n}", "A" * 2_000) for n in range(50)]))
    answers.close()
    if damage == "version":
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
    else:
        whole = path.read_bytes()
        torn = whole[:4096] + bytes(len(whole) - 4096)
        path.write_bytes(b"no database" * 999 if damage == "text" else torn)
    with pytest.raises(StateError):
        read_all(path)
    with caplog.at_level(logging.WARNING), Answers(path) as opened:
        assert opened.states() == {}
        opened.keep((state(), [entry("a")]))
        assert opened.fresh([entry("a")]) == ()
    assert "made anew" in caplog.text


def test_a_file_damaged_while_it_is_open_is_replaced(path: Path, answers: Answers) -> None:
    """The poll that finds out goes on with an empty memory."""
    answers.keep((state(), [entry(f"{n}", "A" * 2_000) for n in range(50)]))
    answers._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x55" * (len(whole) - 4096))
    answers._db.execute("PRAGMA cache_size = 0")
    assert answers.fresh([entry("1")]) == (entry("1"),)
    answers.keep((state(), [entry("1")]))
    assert answers.fresh([entry("1")]) == ()


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    """A missing folder is no damage: nothing is made in its place."""
    with pytest.raises(StateError, match=r"feeds\.db"):
        Answers(tmp_path / "nowhere" / "feeds.db")


def test_a_reader_sees_what_is_kept(path: Path, answers: Answers) -> None:
    """A command looks on while the daemon writes."""
    answers.keep((state(), ()))
    with Answers(path, readonly=True) as reading:
        assert set(reading.states()) == {SOURCE.id}
        answers.keep((structs.replace(state(), source="b"), ()))
        assert set(reading.states()) == {SOURCE.id, "b"}


versions = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("XYZ")),
    max_size=4,
    unique_by=lambda each: each[0],
)


@settings(deadline=None, max_examples=30)  # a file each
@given(st.lists(versions, max_size=6))
def test_fresh_is_what_differs_from_the_last_document_that_had_it(
    polls: list[list[tuple[str, str]]],
) -> None:
    """Over any run of documents, the store says the same as a dictionary of last words."""
    with tempfile.TemporaryDirectory() as folder, Answers(Path(folder) / "feeds.db") as answers:
        last: dict[str, str] = {}
        for document in polls:
            entries = [entry(guid, title) for guid, title in document]
            expected = [each for each in entries if last.get(each.guid) != each.title]
            assert list(answers.fresh(entries)) == expected
            answers.keep((state(), entries))
            last.update(document)
