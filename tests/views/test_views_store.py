"""What each event does to the tables, and that a failure does nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor import corrections as c
from monitor import events as e
from monitor import notices
from monitor.errors import StateError
from monitor.eventlog.memory import MemoryLog
from monitor.values import Count
from monitor.views.store import Answer, Views
from tests.views import views_samples as samples


@pytest.fixture
def views(tmp_path: Path) -> Iterator[Views]:
    with Views.open(tmp_path / "views.db") as views:
        yield views


def rows(views: Views, query: str) -> list[tuple[Any, ...]]:
    """What another program sees in the file."""
    connection = sqlite3.connect(f"{views.path.as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def tell(views: Views, *events: e.AnyEvent, stream: str = "us") -> None:
    views.apply(list(samples.log_of(*((stream, event) for event in events)).read()))


# --- stories ----------------------------------------------------------------------------------


def test_a_story_is_a_readable_row(views: Views) -> None:
    """Times are ISO, words say what it is, nothing is a code."""
    tell(views, samples.published(1, day_only=True), samples.copied(2, 1, kind="same text"))
    columns = "n, topic, id, kind, of, lineage, published, day, day_only, seen, score"
    at = "2025-11-15T12:01:00+00:00"
    seen = "2025-11-15T12:01:01.000001+00:00"
    first, second = rows(views, f"select {columns} from stories order by n")
    assert first == (1, "us", "s1", "original", None, "s1", at, "2025-11-15", 1, seen, None)
    assert second[1:6] == ("us", "s2", "same text", "s1", "s1")
    assert second[-1] == 0.5


def test_a_revision_is_the_text_that_stands(views: Views) -> None:
    """Title, text and reading are the latest, the place in the table stays."""
    tell(views, samples.published(1), samples.published(2), samples.revised(1, 2, "Later"))
    query = "select title, text, reading, revisions, url, also from stories where n = 1"
    (row,) = rows(views, query)
    url = "https://site1.example/2025/story-1"
    assert row == ("Title 1, 2", "Later", 2, 1, url, '["site.example/moved-1"]')


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1)])
def test_a_bridge_makes_one_lineage(views: Views, order: tuple[int, ...]) -> None:
    """Texts of two lineages that a copy shares become one voice, led by the smallest id."""
    texts = {1: samples.published(1), 2: samples.published(2), 3: samples.copied(3, 2)}
    tell(views, *(texts[number] for number in order), samples.copied(4, 2, 2, 1))
    assert rows(views, "select distinct lineage from stories where id <> 's3'") == [("s1",)]
    if order == (1, 2, 3):
        assert rows(views, "select lineage, first_lineage from stories where id = 's3'") == [
            ("s1", "s2")
        ]


def test_the_same_story_in_two_topics_is_two_rows(tmp_path: Path) -> None:
    """Topics do not share stories, lineages or claims."""
    log = samples.log_of(
        *((name, event) for name in ("us", "eu") for event in STORY_AND_CLAIM),
        ("eu", samples.revised(1, 2)),
    )
    with samples.tables(tmp_path / "views.db", log.read()) as views:
        query = "select topic, retired from claims order by topic"
        assert rows(views, query) == [("eu", "superseded"), ("us", None)]


STORY_AND_CLAIM = (samples.published(1), samples.claim(1))


@pytest.mark.parametrize("text", ["Huelga en Ártemis", "huelga en artemis", "HUELGA EN ÁRTEMIS"])
@pytest.mark.parametrize("word", ["artemis", "Ártemis", "A\u0301rtemis"])
def test_words_are_found_without_their_accents(views: Views, text: str, word: str) -> None:
    """Case and accents, also combining ones, make no difference to the full-text index."""
    tell(views, samples.published(1, title=text))
    query = f"select rowid from stories_fts where stories_fts match '\"{word}\"'"
    assert rows(views, query) == [(1,)]


def test_a_revised_text_is_found_by_its_new_words_only(views: Views) -> None:
    """The full-text index follows the revisions."""
    tell(views, samples.published(1, text="alpha"), samples.revised(1, 2, "omega"))
    found = "select count(*) from stories_fts where stories_fts match '{}'"
    assert rows(views, found.format("alpha")) == [(0,)]
    assert rows(views, found.format("omega")) == [(1,)]


# --- claims -----------------------------------------------------------------------------------


def test_a_claim_keeps_its_quote_and_address(views: Views) -> None:
    """The row says who said it where, and the whole claim stands in its body."""
    claim = samples.claim(1)
    tell(views, claim)
    columns = 'kind, quote, field, start, "end", rule, url, site, attribution, retired'
    (row,) = rows(views, f"select {columns} from claims")
    said = ("incident", "killed 3 people", "text", 0, 15, "en.killed")
    where = ("https://site1.example/2025/story-1", "site1.example", "unknown", None)
    assert row == (*said, *where)
    assert rows(views, "select body ->> '$.counts.killed.min', id from claims") == [(3, claim.id)]


CLAIM = samples.claim(1)
RETRACTED = e.ClaimRetracted(claim=CLAIM.id, who="ana", why="misread", at=samples.START)
AGAIN_RETRACTED = e.ClaimRetracted(claim=CLAIM.id, who="bob", why="satire", at=samples.START)
ENTERED = c.ClaimEntered(tracker="t", claim=CLAIM.id, who="ana", why="seen", at=samples.START)
UNDONE, TAKEN_BACK = (
    c.CorrectionUndone(correction=name, who="bob", why="no", at=samples.START)
    for name in (RETRACTED.correction_id(), ENTERED.event_id())
)


@pytest.mark.parametrize(
    ("events", "retired"),
    [
        ((samples.published(1), CLAIM, samples.revised(1, 2)), "superseded"),
        ((samples.published(1), CLAIM, samples.reread(1, 2)), "superseded"),
        ((samples.published(1), samples.revised(1, 2), CLAIM), "superseded"),
        ((samples.published(1), CLAIM, samples.revised(1, 1, material=False)), None),
        ((samples.published(1), CLAIM, samples.revised(2, 2)), None),
        ((samples.published(1), samples.revised(1, 2), samples.revised(1, 1), CLAIM), "superseded"),
        ((samples.published(1), CLAIM, RETRACTED, samples.revised(1, 2)), "retracted"),
        ((CLAIM, RETRACTED), "retracted"),
        ((RETRACTED, CLAIM), "retracted"),
        ((CLAIM, RETRACTED, UNDONE), None),
        ((UNDONE, RETRACTED, CLAIM), None),
        ((samples.published(1), CLAIM, RETRACTED, samples.revised(1, 2), UNDONE), "superseded"),
        ((CLAIM, RETRACTED, UNDONE, AGAIN_RETRACTED), "retracted"),
        ((CLAIM, ENTERED), None),
        ((CLAIM, ENTERED, TAKEN_BACK), "undone"),
        ((TAKEN_BACK, ENTERED, CLAIM), "undone"),
    ],
)
def test_a_claim_is_retired(
    views: Views, events: Iterable[e.AnyEvent], retired: str | None
) -> None:
    """A later reading or a person ends a claim, whichever came first; nothing else does."""
    tell(views, *events)
    assert rows(views, "select retired from claims") == [(retired,)]


def test_a_correction_is_kept_beside_the_claim(views: Views) -> None:
    """What a person has corrected, who and why."""
    counts = {"killed": Count(5, 5)}
    tell(
        views,
        CLAIM,
        e.ClaimCorrected(claim=CLAIM.id, counts=counts, who="ana", why="tally", at=samples.START),
    )
    (row,) = rows(views, "select claim, kind, who, why, counts ->> '$.killed.max' from corrections")
    assert row == (CLAIM.id, "corrected", "ana", "tally", 5)


def test_each_claim_of_a_decision_has_a_row_also_those_in_their_place(views: Views) -> None:
    """Whoever asks about a claim finds what was decided of it, whatever it is called since."""
    merged = c.IncidentsMerged(
        tracker="t",
        claims=("one", "other"),
        incidents=("X", "Y"),
        who="ana",
        why="same",
        at=samples.START,
    )
    replaced = c.ClaimsReplaced(story="s", reading=2, by={"one": "new"}, at=samples.START)
    tell(views, merged, replaced)
    found = rows(views, "select claim, kind, incident, id from corrections order by claim")
    name = merged.event_id()
    assert found == [(claim, "merged", "X Y", name) for claim in ("new", "one", "other")]


# --- alerts and sources -----------------------------------------------------------------------

SENT = samples.step(notices.AlertAttempted, "a", 1)
LOST = samples.step(notices.AlertFailed, "a", 1, final=True, detail="no route")
SEEN = samples.step(notices.AlertAcknowledged, "a", 0, detail="eva")
AGAIN = notices.AlertRetried(alert="a", after=1, who="eva", at=samples.START)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), ("raised", 0, 0, "")),
        ((SENT,), ("attempted", 1, 0, "")),
        ((SENT, LOST), ("failed", 1, 1, "no route")),
        ((SENT, LOST, samples.step(notices.AlertDelivered, "a", 2)), ("delivered", 2, 0, "")),
        (
            (
                samples.step(notices.AlertDelivered, "a", 2),
                samples.step(notices.AlertAcknowledged, "a", 1),
            ),
            ("acknowledged", 2, 0, ""),
        ),
        ((SENT, LOST, AGAIN), ("raised", 1, 0, "no route")),
        ((SENT, samples.step(notices.AlertDelivered, "a", 1), AGAIN), ("delivered", 1, 0, "")),
        ((SEEN, SENT), ("acknowledged", 1, 0, "eva")),
        ((SENT, SEEN, LOST), ("acknowledged", 1, 0, "eva")),
        ((SENT, LOST, SEEN), ("acknowledged", 1, 0, "eva")),
    ],
)
def test_an_alert_has_the_state_of_its_last_step(
    views: Views,
    steps: Iterable[notices.AlertStep | notices.AlertRetried],
    state: tuple[object, ...],
) -> None:
    """Once acknowledged it stays so, and says by whom; a final failure is marked until it is sent after all."""
    tell(views, samples.raised("a"), samples.raised("b"), *steps)  # type: ignore[arg-type]
    query = "select state, attempts, final, detail from alerts order by alert"
    assert rows(views, query) == [state, ("raised", 0, 0, "")]


def test_the_health_of_sources_is_kept_by_source(views: Views) -> None:
    """State since when, at which address; a move changes the address alone; gaps are listed."""
    steps = [
        samples.health(e.SourceFailed, "a", 1),
        samples.health(e.SourceMoved, "a", 2),
        samples.health(e.SourceMoved, "b", 3),
        samples.health(e.SourceGone, "c", 4),
        samples.health(e.SourceFailed, "d", 5),
        samples.health(e.SourceRecovered, "d", 6),
        samples.health(e.CoverageGap, "d", 6, since=samples.START),
    ]
    tell(views, *steps, stream="_sources")  # type: ignore[arg-type]  # all are in the union
    states = rows(views, "select source, state, detail from source_health order by source")
    assert states == [
        ("a", "failed", "SourceMoved"),
        ("b", "answering", "SourceMoved"),
        ("c", "gone", "SourceGone"),
        ("d", "answering", "SourceRecovered"),
    ]
    (gap,) = rows(views, 'select source, since, "until" from coverage_gaps')
    assert gap == ("d", "2025-11-15T12:00:00+00:00", "2025-11-15T12:06:00+00:00")


# --- answers ----------------------------------------------------------------------------------


def test_the_rows_of_an_answer_become_tables(views: Views) -> None:
    """A table grows the columns that rows bring; values with parts are JSON."""
    first = Answer({"n": 1}, {"incidents": [{"day": samples.START.date(), "killed": 3}]})
    views.apply([], {("us", "strikes"): first})
    second = Answer({"n": 2}, {"incidents": [{"places": ("a", "b"), "sure": True}]})
    views.apply([], {("us", "boats"): second})
    query = "select tracker, day, killed, places, sure from incidents order by tracker"
    assert rows(views, query) == [
        ("boats", None, None, '["a", "b"]', 1),
        ("strikes", "2025-11-15", 3, None, None),
    ]
    views.apply([], {("us", "strikes"): Answer({"n": 3}, {})})
    assert rows(views, "select tracker from incidents") == [("boats",)]
    assert rows(views, "select tracker, answer from answers order by tracker") == [
        ("boats", '{"n": 2}'),
        ("strikes", '{"n": 3}'),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"stories": [{"title": "x"}]},
        {"stories_fts": [{"title": "x"}]},
        {"checkpoint": [{"n": 1}]},
        {"sqlite_sequence": [{"n": 1}]},
        {"in cidents": [{"n": 1}]},
        {'x" (n); drop table claims; --': [{"n": 1}]},
    ],
)
def test_an_answer_cannot_reach_other_tables(
    views: Views, wrong: dict[str, list[dict[str, Any]]]
) -> None:
    """A kind that names a table of ours, or no name at all, is refused, and nothing changes."""
    tell(views, samples.published(1))
    before = list(views.dump())
    added = [e.Recorded(2, "us", 2, "id", "hash", samples.published(2))]
    with pytest.raises(ValueError, match="table"):
        views.apply(added, {("us", "strikes"): Answer({}, {"sums": [{"n": 1}], **wrong})})
    assert list(views.dump()) == before
    assert views.checkpoint() == 1
    views.apply(added)
    assert views.checkpoint() == 2


def test_a_measure_may_have_any_name(views: Views) -> None:
    """Topics name measures as they like; the columns are what is left of it."""
    row = {"Crew-members": 1, "crew members": 2, 'x" any); drop table claims; --': 3, "": 4}
    views.apply([], {("us", "strikes"): Answer({}, {"incidents": [row, row]})})
    query = "select crew_members, x_any_drop_table_claims_, _ from incidents"
    assert rows(views, query) == [(2, 3, 4)] * 2


# --- the checkpoint and failures --------------------------------------------------------------


def test_what_was_applied_is_passed_over(views: Views) -> None:
    """The same events again change nothing, also beside newer ones."""
    log = samples.told(samples.published(1), samples.development("a"))
    views.apply(list(log.read()))
    before = list(views.dump())
    views.apply(list(log.read()))
    assert list(views.dump()) == before
    samples.add(log, "us", samples.published(2))
    views.apply(list(log.read(1)))
    assert rows(views, "select count(*) from stories") == [(2,)]


def test_a_missing_event_is_refused(views: Views) -> None:
    """Tables with a hole in them would be wrong without saying so."""
    recorded = list(samples.told(*(samples.published(number) for number in range(3))).read())
    views.apply(recorded[:1])
    with pytest.raises(ValueError, match="stream us: event 3 instead of 2"):
        views.apply(recorded[2:])
    assert views.checkpoint() == 1


def full(views: Views) -> None:
    (pages,) = views._connection.execute("pragma page_count").fetchone()
    views._connection.execute(f"pragma max_page_count = {pages}")


def read_only(views: Views) -> None:
    views._connection.execute("pragma query_only = on")


@pytest.mark.parametrize(
    ("trouble", "said"), [(full, "there is no room left"), (read_only, "it is read-only")]
)
def test_a_disk_that_takes_nothing_is_said_in_a_sentence(
    views: Views, trouble: Any, said: str
) -> None:
    """The tables stay at their checkpoint, the log is not touched, and later it goes on."""
    log = MemoryLog()
    views.apply(samples.add(log, "us", samples.published(1)))
    trouble(views)
    added = samples.add(log, "us", samples.published(2, text="word " * 100_000))
    with pytest.raises(StateError, match=f"views.db cannot be written: {said}"):
        views.apply(added)
    assert (log.position(), views.checkpoint()) == (2, 1)
    views._connection.execute("pragma query_only = off")
    views._connection.execute("pragma max_page_count = 1000000")
    views.apply(added)
    assert views.checkpoint() == 2


def test_a_second_writer_is_told_so(views: Views, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two daemons on one folder do not write at the same time."""
    monkeypatch.setattr("monitor.views.store.WAIT_S", 0)
    with Views.open(views.path) as other:
        views._connection.execute("begin immediate")
        with pytest.raises(StateError, match="another program is writing to it"):
            other.apply(list(samples.told(samples.published(1)).read()))
        views._connection.execute("rollback")
