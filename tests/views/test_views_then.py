"""Stories as they were at a time: what the tables of a log would have said that had ended then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.events import AnyEvent
from monitor.views.reading import Reading, Row
from monitor.views.then import Then
from tests.views import views_samples as samples

NAMES = st.integers(1, 7)
"""Few stories, so that they meet."""
HOUR = timedelta(hours=1)


def at(hours: float) -> datetime:
    return samples.START + hours * HOUR


@st.composite
def texts(draw: st.DrawFn) -> list[AnyEvent]:
    """Stories, copies that bridge lineages, and revisions, in the order in which they were seen."""
    events: list[AnyEvent] = []
    known: set[int] = set()
    for hour in range(draw(st.integers(1, 14))):
        number = draw(NAMES)
        seen = at(hour)
        if number in known:
            text = draw(st.sampled_from(("Boats", "Boats and ships", "Nothing")))
            dated = draw(st.sampled_from((None, seen)))
            change = samples.revised(number, hour, text, seen=seen, published=dated)
            events.append(change)
            continue
        known.add(number)
        told = seen - draw(st.integers(0, 3)) * HOUR
        times = {"published": draw(st.sampled_from((None, told))), "seen": seen}
        if draw(st.booleans()):
            events.append(samples.published(number, **times))
        else:
            joins = draw(st.lists(NAMES, max_size=2))
            events.append(samples.copied(number, draw(NAMES), *joins, **times))
    return events


def stories(events: Iterable[AnyEvent], words: str, until: datetime | None) -> list[Row]:
    """What is listed, with the opening of each."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "views.db")
        samples.tables(path, samples.told(*events).read()).close()
        with Reading.open(path) as reading:
            there = Then(reading, until) if until else reading
            found = there.stories("us", words)
            return [row | {"opening": there.opening("us", row["id"], 9)} for row in found]


@settings(max_examples=60, deadline=None)
@given(texts(), st.integers(-1, 14), st.sampled_from(("", "boats", "ships nothing", "title")))
def test_as_of_a_time_is_what_a_log_gives_that_ends_then(
    events: list[AnyEvent], hour: int, words: str
) -> None:
    """Titles, texts, copies, lineages and revisions of then, and what is found by its words."""
    until = at(hour)
    cut = [event for event in events if event.reported <= until]
    assert stories(events, words, until) == stories(cut, words, None)


def test_a_revision_that_came_later_leaves_title_and_words_as_they_were() -> None:
    """What a story says today is not what it said then."""
    first = samples.published(1, text="Three boats")
    events: list[AnyEvent] = [first, samples.revised(1, 2, "Four ships")]
    (then,) = stories(events, "boats", at(1))
    assert (then["title"], then["revisions"], then["opening"]) == ("Title 1", 0, "Three boa")
    assert stories(events, "ships", at(1)) == []
    (now,) = stories(events, "ships", at(3))
    assert (now["title"], now["revisions"]) == ("Title 1, 2", 1)


def test_two_stories_are_one_only_since_a_copy_has_bridged_them() -> None:
    """Before it each is a story of its own."""
    bridge = structs.replace(samples.copied(3, 1, 1, 2), published=at(5), seen=at(5))
    events: list[AnyEvent] = [samples.published(1), samples.published(2), bridge]
    assert len(stories(events, "", at(4))) == 2
    (one,) = stories(events, "", at(5))
    assert {copy["id"] for copy in one["copies"]} == {"s2", "s3"}


def test_a_claim_has_the_title_and_the_lineage_of_then() -> None:
    """What was retracted since is not yet, and nothing has been bridged."""
    bridge = structs.replace(samples.copied(3, 2, 1, 2), published=at(5), seen=at(5))
    claim = samples.claim(2)
    events: list[AnyEvent] = [samples.published(1), samples.published(2), claim]
    events += [samples.revised(2, 3), bridge]
    with TemporaryDirectory() as folder:
        path = Path(folder, "views.db")
        samples.tables(path, samples.told(*events).read()).close()
        with Reading.open(path) as reading:
            (now,), (then,) = (
                there.claims("us", [claim.id]) for there in (reading, Then(reading, at(1)))
            )
    assert (now["title"], now["lineage"], now["retired"]) == ("Title 2, 3", "s1", "superseded")
    assert (then["title"], then["lineage"], then["retired"]) == ("Title 2", "s2", None)
