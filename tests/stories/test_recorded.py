"""The texts of stories from the log alone: what was read is read again, word for word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor import topics
from monitor.entries import Entry
from monitor.events import AnyEvent, StoryReread, StoryRevised
from monitor.stories.gate import Gate
from monitor.stories.recorded import recorded
from tests.stories.story_samples import NOON, PATROL, VERDICT, entry, taken

URL = "https://gazette.example/world/trawler-stopped-off-cape-1"
SINCE = NOON.date() - timedelta(days=1)
GATE = Gate(
    topics.Topic(
        id="t",
        title="T",
        words={"a": ("trawler", "tunnel"), "b": ("Verdict",)},
        gate=topics.Gate(any=(("a",),), none=("b",)),
        trackers=(),
        since=SINCE,
        until=SINCE + timedelta(days=3),
    )
)


@st.composite
def series(draw: st.DrawFn) -> list[Entry]:
    """Some pages over some days: they change, move, lose their date or their language."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        text = draw(st.sampled_from((PATROL, VERDICT, ""))).replace(
            "nine", draw(st.sampled_from(("nine", "ten", "forty")))
        )
        hours = 9 * number + draw(st.integers(0, 8))
        fields: dict[str, Any] = {
            "url": draw(st.sampled_from((URL, f"{URL}/b", ""))),
            "guid": draw(st.sampled_from(("", "g1"))),
            "lang": draw(st.sampled_from(("", "en", "es"))),
            "credit": draw(st.sampled_from(("", "Associated Press", "Reuters"))),
            "source": (source := draw(st.sampled_from(("gazette", "courier")))),
            "site": f"{source}.example",
            "day_only": draw(st.booleans()),
        }
        made = entry(draw(st.sampled_from(("Trawler at sea", "Tunnel", ""))), text, hours, **fields)
        shift = draw(st.sampled_from((0, 0, -30, 5)))
        dated = made.published and made.published + timedelta(hours=shift)
        made = structs.replace(made, published=dated, day=dated and dated.date())
        if draw(st.integers(0, 3)) == 0:
            made = structs.replace(made, published=None, day=None)
        found.append(made)
    return found


@settings(max_examples=60, deadline=None)
@given(series())
def test_the_log_gives_every_story_as_it_was_read(entries: list[Entry]) -> None:
    """Text by text, with its date, language and agency; the kept text is the one that was there."""
    outcomes = taken(entries)
    stories = recorded(event for each in outcomes for event in each.events)
    read = [text.story for story in stories.values() for text in story.texts]
    assert sorted(read, key=_place) == sorted((o.story for o in outcomes if o.story), key=_place)
    kept = {outcome.known.story: outcome.known for outcome in outcomes}
    assert {name: story.known for name, story in stories.items()} == kept


def _place(story: Any) -> tuple[str, int]:
    return story.id, story.reading


@settings(max_examples=60, deadline=None)
@given(series())
def test_the_gate_lets_in_again_what_it_has_let_in(entries: list[Entry]) -> None:
    """By its words and its days, revisions included."""
    passed = [each for each in entries if GATE.passes(each) is not None]
    stories = recorded(event for each in taken(passed) for event in each.events)
    texts = [text for story in stories.values() for text in story.texts]
    assert len(texts) >= bool(passed)
    assert [text for text in texts if GATE.passes(text.entry) is None] == []


FIRST = entry("Trawler stopped off the cape", PATROL, url=URL, lang="en", day_only=True)
SECOND = entry("Trawler stopped off the cape", PATROL.replace("nine", "ten"), 2, url=URL, lang="en")
THIRD = entry("Trawler stopped off the cape", PATROL.replace("nine", "six"), 3, url=URL, lang="en")


def events_of(*entries: Entry) -> list[AnyEvent]:
    return [event for each in taken(entries) for event in each.events]


def reread(story: str, reading: int, of: int = 0) -> StoryReread:
    return StoryReread(story=story, reading=reading, of=of, pack="en/2", published=NOON, seen=NOON)


def test_a_rereading_is_the_newest_reading_of_its_text() -> None:
    """Each text has its own; what does not say which one it has read has read the newest."""
    events = events_of(FIRST, SECOND)
    name = events[0].story  # type: ignore[union-attr]
    (story,) = recorded([*events, reread(name, 3, of=1), reread(name, 4, of=2)]).values()
    assert [(text.number, text.reading) for text in story.texts] == [(1, 3), (2, 4)]
    assert story.last == 4
    (story,) = recorded([events[0], reread(name, 2), *events[1:]]).values()
    assert [(text.number, text.reading) for text in story.texts] == [(1, 2), (2, 2)]
    (story,) = recorded([*events, reread(name, 3)]).values()
    assert [(text.number, text.reading) for text in story.texts] == [(1, 1), (2, 3)]


def test_a_rereading_of_a_story_that_is_not_there_is_nothing() -> None:
    """A log may be looked at from the middle."""
    assert recorded([reread("s", 2)]) == {}


def test_a_revision_of_an_older_log_is_read_by_what_is_known_of_its_story() -> None:
    """It does not say its language, agency or day: they are those of the first text."""
    events = events_of(FIRST, SECOND, THIRD)
    older = [
        structs.replace(event, lang=None, wire=None, day=None, day_only=False)
        if isinstance(event, StoryRevised)
        else event
        for event in events
    ]
    (now,), (then,) = recorded(events).values(), recorded(older).values()
    assert [text.story for text in then.texts] == [text.story for text in now.texts]
    assert [text.entry.lang for text in then.texts] == ["en"] * 3
