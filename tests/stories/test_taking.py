"""An entry taken in: its event, what is read, what is kept."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from monitor.entries import Entry
from monitor.events import StoryCopied, StoryPublished, StoryRevised
from monitor.stories.index import Known, MemoryIndex, posting_keys
from monitor.stories.taking import kept, revised, take
from monitor.values import digest
from tests.stories.story_samples import NOON, PATROL, VERDICT, entry, taken

URL = "https://gazette.example/world/trawler-stopped-off-cape-1"
FIRST = entry("Trawler stopped off the cape", PATROL, url=URL, guid="g1", lang="en")
COPY = entry(
    "Chase at sea", f"PORT CLARE (AP) — {PATROL}", 1, site="courier.example", source="courier"
)


def test_a_new_text_is_recorded_read_and_kept() -> None:
    """All it needs is in the event, and the story carries it to the readers."""
    outcome = take(FIRST, MemoryIndex(), "topic")
    story = digest("topic", "gazette.example/world/trawler-stopped-off-cape-1")[:16]
    assert outcome.events == (
        StoryPublished(
            story=story,
            source="gazette",
            url=URL,
            guid="g1",
            site="gazette.example",
            title=FIRST.title,
            text=PATROL,
            lang="en",
            published=NOON,
            day=NOON.date(),
            seen=NOON,
            why="nothing like it",
        ),
    )
    read = outcome.story
    assert read is not None
    assert (read.id, read.lineage, read.reading, read.text) == (story, story, 1, PATROL)
    assert outcome.known == kept(outcome.events[0])
    assert outcome.keys == posting_keys(outcome.known)


def test_a_copy_is_read_in_the_lineage_of_what_it_copies() -> None:
    """It is a story of its own, credited to its agency, and one voice with the first."""
    first, copy = taken([FIRST, COPY])
    event = copy.events[0]
    assert isinstance(event, StoryCopied)
    assert (event.of, event.joins) == (first.known.story, (first.known.story,))
    assert (event.kind, event.score, event.wire) == ("same text", 1.0, "AP")
    assert copy.story is not None
    assert copy.story.lineage == first.known.story != copy.story.id
    part = entry("Chase", " ".join(PATROL.split()[:30]), site="b.example", source="b")
    longer = entry("Chase", f"{' '.join(PATROL.split()[:30])} {VERDICT}", site="c", source="c")
    event = taken([part, longer])[1].events[0]
    assert isinstance(event, StoryCopied)
    assert (event.kind, event.score) == ("same text", 1.0)


def test_a_duplicate_leaves_nothing() -> None:
    """No event, nothing to read, nothing to keep anew."""
    first, again = taken([FIRST, FIRST])
    assert (again.events, again.story) == ((), None)
    assert again.known == first.known
    assert (again.keys.exact, again.keys.shingles) == ((), ())


def test_a_revision_is_read_when_it_is_material() -> None:
    """News in a known text raises the reading; a better word does not."""
    polished = entry(FIRST.title, PATROL.replace("ashore", "to land"), 1, url=URL, guid="g1")
    news = entry(FIRST.title, PATROL.replace("nine", "ten"), 2, url=URL, guid="g1")
    first, second, third = taken([FIRST, polished, news])
    for outcome, reading, material in ((second, 1, False), (third, 2, True)):
        event = outcome.events[0]
        assert isinstance(event, StoryRevised)
        assert (event.story, event.reading, event.material) == (
            first.known.story,
            reading,
            material,
        )
        assert (outcome.known.reading, outcome.known.text) == (reading, event.text)
    assert second.story is None
    assert third.story is not None
    assert (third.story.reading, third.story.lineage) == (2, first.known.lineage)
    assert third.known.revisions == 2


def test_an_entry_without_its_text_does_not_empty_the_story() -> None:
    """What a later entry leaves out stays as it was."""
    bare = entry("Ten sailors brought ashore", "", 2, url=URL)
    outcome = taken([FIRST, bare])[1]
    assert outcome.known.text == PATROL
    assert outcome.known.title == "Ten sailors brought ashore"


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ({"url": URL + "?utm_source=x"}, ("gazette.example/world/trawler-stopped-off-cape-1",)),
        ({"url": "https://gazette.example/", "guid": "g"}, ("gazette", "g")),
        ({"guid": "g"}, ("gazette", "g")),
    ],
)
def test_ids_come_from_the_content(given: dict[str, Any], parts: tuple[str, ...]) -> None:
    """The address, else the source's own id; apart for each topic."""
    one = entry("T", PATROL, **given)
    assert take(one, MemoryIndex(), "topic").known.story == digest("topic", *parts)[:16]
    assert take(one, MemoryIndex(), "other").known.story == digest("other", *parts)[:16]


def test_an_id_is_given_once() -> None:
    """A guid that is given again after a year, without an address, makes a story of its own."""
    later = entry("Judges weigh the tunnel", VERDICT, 24 * 365, guid="17")
    stories = [each.known.story for each in taken([entry("Trawler", PATROL, guid="17"), later])]
    assert len(set(stories)) == 2


SERIES = [
    FIRST,
    COPY,
    entry(FIRST.title, PATROL.replace("nine", "ten"), 2, url=URL),
    entry(FIRST.title, PATROL.replace("nine", "ten"), 3, url=URL.replace("-1", "-2")),
    entry("Judges weigh the tunnel", VERDICT, 4, guid="g2"),
    entry("Judges weigh the tunnel", "", 5, guid="g2", published=None, day=None),
]


def test_the_kept_texts_follow_from_the_events() -> None:
    """An index rebuilt from the recorded events is the one that was there."""
    rebuilt: dict[str, Known] = {}
    for outcome in taken(SERIES):
        for event in outcome.events:
            if isinstance(event, StoryRevised):
                rebuilt[event.story] = revised(rebuilt[event.story], event)
            else:
                rebuilt[event.story] = kept(event)
        assert rebuilt[outcome.known.story] == outcome.known
    moved = rebuilt[digest("topic", "gazette.example/world/trawler-stopped-off-cape-1")[:16]]
    assert moved.also == ("gazette.example/world/trawler-stopped-off-cape-2",)


def test_two_revisions_of_one_moment_are_two_events() -> None:
    """A feed that gives a text and its second address at once says two things."""
    text = PATROL.replace("nine", "ten")
    changed = entry(FIRST.title, text, url=URL)
    moved = entry(FIRST.title, text, url=URL.replace("-1", "-2"))
    back = entry(FIRST.title, PATROL, url=URL)
    events = [
        event for each in taken([FIRST, changed, moved, back, changed]) for event in each.events
    ]
    assert len({event.event_id() for event in events}) == len(events) == 5


def test_addresses_are_remembered_up_to_a_limit() -> None:
    """A page that moves every hour does not grow without end."""
    moves = [
        entry(FIRST.title, PATROL.replace("nine", str(n)), n, url=f"{URL}/{n}", guid="g1")
        for n in range(10, 40)
    ]
    last = taken([FIRST, *moves])[-1].known
    assert len(last.also) == 8
    assert last.also[-1].endswith("/39")
    assert last.url == URL


def test_any_entry_can_be_taken_twice() -> None:
    """Entries with next to nothing in them are taken, and are known the second time."""
    for bare in (Entry(source="s", seen=NOON), entry("T"), entry("", PATROL), entry(guid="g")):
        first, again = taken([bare, bare])
        assert first.match.kind == "new"
        if bare.guid or bare.url:
            assert again.match.kind == "duplicate"


def test_a_query_loads_no_matcher() -> None:
    """Importing the room does not import what only matching needs."""
    source = "import sys, monitor.stories.taking, monitor.stories.gate; print(*sys.modules)"
    run = [sys.executable, "-c", source]
    loaded = subprocess.run(run, check=True, capture_output=True, text=True).stdout.split()
    assert "monitor.stories.matching" in loaded
    assert not {"rapidfuzz", "difflib", "httpx", "sqlite3"} & set(loaded)


def test_the_same_words_of_two_outlets_or_days_are_two_stories() -> None:
    """Without address and guid the outlet and the time are part of the id: nothing collides."""
    words = entry("Dozens killed", "")
    elsewhere = structs.replace(words, source="herald", site="herald.example")
    assert words.published is not None
    later = structs.replace(words, published=words.published + timedelta(days=40))
    ids = {take(each, MemoryIndex(), "topic").known.story for each in (words, elsewhere, later)}
    assert len(ids) == 3


def test_the_very_same_entry_again_is_a_duplicate_even_without_any_id() -> None:
    """An entry with nothing but words, read a second time, records nothing."""
    bare = entry("", "Two words", url="")
    outcomes = taken([bare, bare])
    assert [len(each.events) for each in outcomes] == [1, 0]


def test_what_a_page_says_anew_was_reported_when_it_was_changed() -> None:
    """The feed keeps the first date: new claims are dated by the change, and so are their weekdays."""
    changed = entry(
        "Trawler stopped off Cape", PATROL.replace("Ten", "Forty") + " Forty are held.", 2, url=URL
    )
    changed = structs.replace(changed, published=FIRST.published, day=FIRST.day)
    outcome = taken([FIRST, changed])[1]
    assert outcome.match.material
    assert outcome.story is not None
    assert outcome.story.published == changed.seen
    assert outcome.story.day == changed.seen.date()
