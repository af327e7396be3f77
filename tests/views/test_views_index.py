"""The index over the tables keeps the contract, with and without texts that are not applied yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.entries import Entry
from monitor.eventlog.memory import MemoryLog
from monitor.stories.index import Index, Keys, Known, MemoryIndex, query_keys
from monitor.stories.taking import StoryEvent, kept, take
from monitor.views.changes import posted
from monitor.views.index import SqliteIndex
from monitor.views.rebuild import check as verify
from monitor.views.rebuild import rebuild
from monitor.views.statements import encoded
from monitor.views.store import Views
from tests.stories import index_contract as contract
from tests.stories.story_samples import PATROL, VERDICT, entry, taken
from tests.views import views_samples as samples

Check = Callable[[Index], None]


@pytest.fixture
def views(tmp_path: Path) -> Iterator[Views]:
    with Views.open(tmp_path / "views.db") as views:
        yield views


class Stored(SqliteIndex):
    """Writes what is added into the tables at once, as the events would."""

    def __init__(self, views: Views) -> None:
        super().__init__(views._connection, "us")

    def add(self, known: Known, keys: Keys) -> None:
        row = (known.also, known.title, known.text, known.wire, known.reading, known.revisions)
        also, *texts = row
        times = [each and each.isoformat() for each in (known.published, known.day, known.seen)]
        self._connection.execute(
            "insert into stories (topic, id, kind, lineage, first_lineage, source, site, url, guid,"
            " also, title, text, wire, reading, revisions, published, day, seen)"
            " values ('us', ?1, 'original', ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
            " ?13, ?14, ?15) on conflict do update set also = ?7, title = ?8, text = ?9,"
            " reading = ?11, revisions = ?12",
            (
                *(known.story, known.lineage, known.source, known.site, known.url, known.guid),
                *(encoded(also), *texts, *times),
            ),
        )
        self._connection.execute(*posted("us", known.story, keys))


class Beginning(Stored):
    """The first texts are in the tables, the later ones lie over them."""

    stored = 1

    def add(self, known: Known, keys: Keys) -> None:
        self.stored -= 1
        (super().add if self.stored >= 0 else super(Stored, self).add)(known, keys)


class Half(Beginning):
    """Half of a crowd."""

    stored = 150


class Forgetful(Beginning):
    """Wrong: finds only what has been applied."""

    def find(self, keys: Keys) -> list[Known]:
        self.settle()
        return super().find(keys)


class Mixing(Stored):
    """Wrong: one kind of key."""

    def find(self, keys: Keys) -> list[Known]:
        return super().find(Keys(exact=(*keys.exact, *keys.shingles)))


def passes(check: Check, index: Index) -> bool:
    try:
        check(index)
    except AssertionError:
        return False
    return True


by_check = pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)


@by_check
@pytest.mark.parametrize("kind", [Stored, Beginning, Half])
def test_the_tables_keep_the_contract(check: Check, kind: type[Stored], views: Views) -> None:
    """What has been applied is found like what was added in memory."""
    check(kind(views))


@by_check
def test_what_is_only_added_keeps_the_contract(check: Check, views: Views) -> None:
    """Texts are found before their events are recorded."""
    check(views.index("us"))


@pytest.mark.parametrize("wrong", [Forgetful, Mixing])
def test_the_contract_fails_a_wrong_index(wrong: type[Stored], tmp_path: Path) -> None:
    """Each wrong index is found out by some check."""
    results = []
    for number, check in enumerate(contract.CHECKS):
        with Views.open(tmp_path / f"{number}.db") as views:
            results.append(passes(check, wrong(views)))
    assert not all(results)


# --- beside the pipeline ----------------------------------------------------------------------

TITLES = ("Patrol stops a trawler off the cape", "Judges rule on the tunnel", "Morning briefing")
ENTRIES = st.builds(
    lambda title, text, site, page, hours: entry(
        title,
        text,
        hours,
        source=site,
        site=f"{site}.example",
        url=f"https://{site}.example/news/{page}",
    ),
    st.sampled_from(TITLES),
    st.sampled_from(("", PATROL, VERDICT, PATROL.replace("nine", "twelve"), f"{PATROL} {VERDICT}")),
    st.sampled_from(("gazette", "courier", "herald")),
    st.integers(1, 3),
    st.integers(0, 80),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ENTRIES, max_size=12), st.integers(1, 5))
def test_matching_is_the_same_as_in_memory(entries: list[Entry], every: int) -> None:
    """Entries matched over the tables, applied in batches, become the same events."""
    seen = samples.START
    entries = [replace(each, seen=seen + timedelta(minutes=n)) for n, each in enumerate(entries)]
    memory = MemoryIndex()
    expected: list[StoryEvent] = []
    for each in entries:
        taken = take(each, memory, "us")
        memory.add(taken.known, taken.keys)
        expected += taken.events
    log = MemoryLog()
    with TemporaryDirectory() as folder, Views.open(Path(folder, "views.db")) as views:
        for start in range(0, len(entries), every):
            events: list[StoryEvent] = []
            for each in entries[start : start + every]:
                taken = take(each, views.index("us"), "us")
                views.index("us").add(taken.known, taken.keys)
                events += taken.events
            views.apply(samples.add(log, "us", *events))
        assert [each.event for each in log.read()] == expected
        for each in entries:
            assert by_story(views.index("us"), each) == by_story(memory, each)


def by_story(index: Index, text: Entry) -> list[Known]:
    return sorted(index.find(query_keys(text)), key=lambda known: known.story)


def test_topics_do_not_find_each_others_texts(views: Views) -> None:
    """Neither applied texts nor those that lie over the tables."""
    event = samples.published(1)
    log = samples.log_of(("us", event))
    views.apply(list(log.read()))
    keys = query_keys(kept(event))
    views.index("us").add(kept(samples.published(2)), keys)
    assert {known.story for known in views.index("us").find(keys)} == {"s1", "s2"}
    assert views.index("eu").find(keys) == []


def test_texts_that_were_never_recorded_are_forgotten(views: Views) -> None:
    """After a refused append the index is what the log says."""
    event = samples.published(1)
    keys = query_keys(kept(event))
    views.index("us").add(kept(event), keys)
    views.index("us").settle()
    assert views.index("us").find(keys) == []


def test_events_of_one_topic_leave_what_was_added_to_another(views: Views) -> None:
    """Applying settles the topics whose events it brings, and no other."""
    known = kept(samples.published(1))
    views.index("us").add(known, query_keys(known))
    views.apply(samples.add(MemoryLog(), "eu", samples.published(1)))
    assert views.index("us").find(query_keys(known)) == [known]


def test_a_story_is_found_by_its_second_address_in_tables_made_anew(tmp_path: Path) -> None:
    """What the log says of where a story stands is in every table that is made from it."""
    first, second = (
        f"https://gazette.example/{place}/trawler-stopped" for place in ("world", "sea")
    )
    both = [entry("Trawler stopped", PATROL, url=url) for url in (first, second)]
    log = samples.log_of(*(("us", event) for each in taken(both) for event in each.events))
    path = tmp_path / "views.db"
    rebuild(log, (), path)
    with Views.open(path) as views:
        changed = entry("Judges weigh the tunnel", VERDICT, 2, url=second)
        found = views.index("us").find(query_keys(changed))
        assert [known.url for known in found] == [first]
    assert verify(log, (), path) == []
